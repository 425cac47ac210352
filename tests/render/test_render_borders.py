"""Borders of landscapes at 720p: the drawn shape against points of the surface computed here, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from render_helpers import film_of, last_frame, said

from gradanim.raster import HeatMap, Surface, View, render
from gradanim.render.film import Film

Points = tuple[np.ndarray, np.ndarray]


def spec(formula: str, x: str, y: str, more: str = "") -> str:
    return (
        f"title: T\nfield: {{f: {formula}, x: {x}, y: {y}{more}}}\nstage: surface\n"
        "camera: {azimuth: -62, elevation: 28}\nbeats:\n  - show: [surface]\n    seconds: 0.3\n"
    )


def surface_view(film: Film) -> tuple[View, Surface]:
    picture = film.picture(last_frame(film))
    (view,) = picture.views
    (surface,) = (item for item in view.items if isinstance(item, Surface))
    return view, surface


def alone(view: View, *items: Surface) -> np.ndarray:
    """How much of every pixel of a frame of 1280 x 720 the items cover."""
    frame = render([View(view.viewport, view.camera, items)], (1280, 720), (0.0, 0.0, 0.0, 0.0), threads=1)
    return frame.rgba[..., 3] / 255.0


def disc(count: int) -> Points:
    """Points of the unit disc, dense towards its rim, as those of a hemisphere at even angles."""
    r, angle = np.meshgrid(np.sin(np.linspace(0, np.pi / 2, count)), np.linspace(0, 2 * np.pi, 3 * count))
    return r * np.cos(angle), r * np.sin(angle)


def strip(film: Film, count: int) -> Points:
    """Points where ln x is drawn: even steps of x and of ln x."""
    low = np.exp(surface_low(film))
    x = np.concatenate([np.linspace(low, 3, count), np.geomspace(low, 3, count)])
    return tuple(np.meshgrid(x, np.linspace(-2, 2, count)))


def surface_low(film: Film) -> float:
    """The lowest value drawn, from the lowest vertex of the border."""
    _, surface = surface_view(film)
    space = film.painter.stage.space
    return float((surface.border.points[:, 2].min() - space.lift) / space.rise + space.low)


def around_pole(film: Film, count: int) -> Points:
    """Points of the square outside the circle on which 1/r² is the top of the drawn range."""
    least = film.painter.stage.space.high**-0.5
    r = np.concatenate([np.linspace(least, 2.9, count), np.geomspace(least, 2.9, count)])
    r, angle = np.meshgrid(r, np.linspace(0, 2 * np.pi, 2 * count))
    x, y = r * np.cos(angle), r * np.sin(angle)
    inside = np.maximum(abs(x), abs(y)) <= 2
    return x[inside], y[inside]


CASES: dict[str, tuple[str, Callable[..., np.ndarray], Callable[[Film], Points]]] = {
    "hemisphere": (
        spec("sqrt(1 - x^2 - y^2)", "[-1.2, 1.2]", "[-1.2, 1.2]"),
        lambda x, y: np.sqrt(np.maximum(1 - x * x - y * y, 0)),
        lambda _: disc(800),
    ),
    "logarithm": (
        spec("log(x)", "[-1, 3]", "[-2, 2]"),
        lambda x, y: np.log(x) + 0 * y,
        lambda film: strip(film, 1000),
    ),
    "pole": (
        spec("1/(x^2 + y^2)", "[-2, 2]", "[-2, 2]"),
        lambda x, y: 1 / (x * x + y * y),
        lambda film: around_pole(film, 800),
    ),
}


def spread(flags: np.ndarray, reach: int = 1) -> np.ndarray:
    """The flags and all pixels up to ``reach`` beside them."""
    padded = np.pad(flags, reach)
    height, width = flags.shape
    size = 2 * reach + 1
    return np.logical_or.reduce(
        [padded[i : i + height, j : j + width] for i in range(size) for j in range(size)]
    )


@pytest.mark.parametrize("case", CASES)
def test_the_shape_is_that_of_the_surface(tmp_path, case):
    text, height, places = CASES[case]
    film = film_of(tmp_path, text, "preview")
    view, surface = surface_view(film)
    cover = alone(view, surface)
    x, y = (values.ravel() for values in places(film))
    space = film.painter.stage.space
    pixels, _ = view.camera.project(world(space, x, y, height(x, y)), view.viewport)
    true = np.zeros((720, 1280), dtype=bool)
    columns, rows = np.floor(pixels).astype(int).T
    true[rows, columns] = True
    assert true.sum() > 40_000
    # No part of the surface is missing, and nothing is drawn further than a pixel from where it is.
    # The tip of a corner that is seen sharply covers less than half of any pixel near it.
    (x0, x1), (y0, y1) = film.plan.spec.field.domain
    tips = np.zeros_like(true)
    at_corner = np.isin(x, [x0, x1]) & np.isin(y, [y0, y1])
    tips[rows[at_corner], columns[at_corner]] = True
    assert (spread(cover > 0.5) | ~true | (tips & spread(cover > 0.1))).all()
    assert (spread(true) | (cover < 0.02)).all()
    # No speckles: away from the rim every pixel is covered wholly.
    core = ~spread(~true, 2)
    assert core.sum() > 30_000
    assert cover[core].min() == 1.0


def world(space, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    return np.stack(
        [
            (x - space.centre[0]) * space.scale[0],
            (y - space.centre[1]) * space.scale[1],
            space.lift + (z - space.low) * space.rise,
        ],
        axis=-1,
    )


def test_a_cut_is_open_at_the_top_of_the_range_and_said(tmp_path):
    film = film_of(tmp_path, CASES["pole"][0], "preview")
    view, surface = surface_view(film)
    space = film.painter.stage.space
    top = space.lift + (space.high - space.low) * space.rise
    away = np.hypot(*surface.border.points[:, :2].T) / space.scale[0]
    rim = surface.border.points[away < 1.0001 * space.high**-0.5]
    assert len(rim) > 20
    assert rim[:, 2] == pytest.approx(top, abs=2e-3)
    assert surface.border.points[:, 2].max() <= top + 1e-9
    used = np.unique(surface.border.triangles)
    used = used[used < surface.z.size]
    assert surface.z.ravel()[used].max() <= top
    # The middle of the top is a hole: one sees the far wall of the funnel through it, or nothing.
    shown = render(
        [View(view.viewport, view.camera, (surface,))], (1280, 720), (0.0, 0.0, 0.0, 0.0), threads=1
    )
    (column, row), depth = view.camera.project(np.array([0.0, 0.0, top]), view.viewport)
    assert shown.depth[int(row), int(column)] > depth + 0.02
    picture = film.picture(last_frame(film))
    assert "Values outside the drawn range are cut off." in said(picture, "note")


def test_a_range_that_is_hardly_left_cuts_nothing(tmp_path):
    """The highest point lies between the places from which the range is known."""
    film = film_of(tmp_path, spec("exp(-40*(x - 0.016)^2 - 40*(y - 0.016)^2)", "[-1, 1]", "[-1, 1]"), "draft")
    _, surface = surface_view(film)
    space = film.painter.stage.space
    # It is bent sharply, so its cells are joined along its bends; there is no border.
    assert surface.border is not None and len(surface.border.points) == 0
    assert surface.z.max() > space.lift + (space.high - space.low) * space.rise


def test_the_authors_clip_cuts_exactly(tmp_path):
    film = film_of(tmp_path, spec("x^2 - y^2", "[-1, 1]", "[-1, 1]", ", clip: [-0.5, 0.7]"), "draft")
    _, surface = surface_view(film)
    space = film.painter.stage.space
    z = surface.border.points[:, 2]
    assert (z.min(), z.max()) == pytest.approx((space.lift, space.lift + 1.2 * space.rise), abs=1e-4)


def test_holes_that_are_points_close(tmp_path):
    """sin(xy)/(xy) has no value on the axes, which have no width."""
    film = film_of(tmp_path, spec("sin(5*x*y)/(x*y)", "[-1, 1]", "[-1, 1]"), "preview")
    view, surface = surface_view(film)
    assert np.isnan(surface.z).sum() > 100
    cover = alone(view, surface)
    core = ~spread(cover < 0.5, 4) & spread(cover > 0.5)
    (column, row), _ = view.camera.project(world(film.painter.stage.space, 0.0, 0.0, 5.0), view.viewport)
    assert core[int(row), int(column)]
    filled = np.flatnonzero(cover[int(row)] > 0.5)
    assert cover[int(row), filled[0] + 2 : filled[-1] - 1].min() == 1.0


def test_the_landscape_enters_with_its_border(tmp_path):
    film = film_of(tmp_path, CASES["hemisphere"][0], "draft")
    heights = []
    for frame in (last_frame(film) // 2, last_frame(film)):
        (view,) = film.picture(frame).views
        (surface,) = view.items
        heights.append(np.ptp(surface.border.points[:, 2]))
        heights.append(surface.border.triangles)
    assert 0 < heights[0] < 0.99 * heights[2]
    # The same array, so that which triangles are neighbours is found but once.
    assert heights[1] is heights[3]


def test_a_contour_map_ends_at_the_border(tmp_path):
    text = spec("sqrt(1 - x^2 - y^2)", "[-1.2, 1.2]", "[-1.2, 1.2]").replace("stage: surface", "stage: plane")
    film = film_of(
        tmp_path,
        text.replace("camera: {azimuth: -62, elevation: 28}\n", "").replace("surface]", "contours]"),
        "preview",
    )
    (view,) = film.picture(last_frame(film)).views
    (heat,) = (item for item in view.items if isinstance(item, HeatMap))
    cover = alone(view, heat)
    (center, rim), _ = view.camera.project(
        world(film.painter.stage.space, np.array([0.0, 1.0]), np.zeros(2), np.zeros(2)) * [1, 1, 0],
        view.viewport,
    )
    rows, columns = np.mgrid[0:720, 0:1280] + 0.5
    away = np.hypot(columns - center[0], rows - center[1]) - np.hypot(*(rim - center))
    assert cover[away < -0.7].min() == 1.0
    assert cover[away > 0.7].max() == 0.0


def test_a_pole_leaves_no_hole_in_a_contour_map(tmp_path):
    text = spec("1/(x^2 + y^2)", "[-2, 2]", "[-2, 2]").replace("stage: surface", "stage: plane")
    film = film_of(
        tmp_path,
        text.replace("camera: {azimuth: -62, elevation: 28}\n", "").replace("surface]", "contours]"),
        "draft",
    )
    (view,) = film.picture(last_frame(film)).views
    (heat,) = (item for item in view.items if isinstance(item, HeatMap))
    assert np.isnan(heat.values).sum() == 1
    cover = alone(view, heat)
    rows, columns = np.nonzero(cover > 0.5)
    assert cover[rows.min() + 1 : rows.max(), columns.min() + 1 : columns.max()].min() == 1.0
