"""Holes, background and viewports: where drawing ends."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from raster_pictures import (
    BLUE,
    BYTE,
    FRONT,
    FULL,
    GREEN,
    OBLIQUE,
    RED,
    RGBA,
    SIZE,
    TOP,
    WHITE,
    draw,
    faded,
    grid,
    over,
    pixel_at,
    rays,
    sheet,
    unit,
    wall,
)

from gradanim.raster import (
    Arrow,
    Border,
    Disc,
    HeatMap,
    Surface,
    View,
    Viewport,
    render,
)

HOLE = 0.8


def holed(n: int, scale: float = 1.0, **more: object) -> Surface:
    """A logarithm over the outside of a disc, nan inside; it falls away steeply at its border."""
    x, y = grid(n, (2.0, 1.5))
    r = np.hypot(x, y)
    z = np.full(r.shape, np.nan)
    z[r > HOLE] = scale * np.log(r[r > HOLE] - HOLE + 0.05)
    settings = {key: value(r) if callable(value) else value for key, value in more.items()}
    return sheet(z, BLUE, (2.0, 1.5), **settings)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_hole_shows_the_background_and_mixes_nothing_else(value: float) -> None:
    surface = holed(81, 0.01)
    surface.z[np.isnan(surface.z)] = value
    back = (0.95, 0.6, 0.1, 1.0)
    picture = unit(draw((surface,), TOP, background=back))
    starts, _ = rays(TOP)
    r = np.hypot(starts[..., 0], starts[..., 1])
    on_sheet = (np.abs(starts[..., 0]) < 1.95) & (np.abs(starts[..., 1]) < 1.45)
    cell = 0.12
    assert np.abs(picture[r < HOLE - cell] - over(back)).max() <= BYTE
    assert np.abs(picture[on_sheet & (r > HOLE + cell)] - over(BLUE)).max() <= 2 * BYTE
    low, high = np.minimum(over(back), over(BLUE)), np.maximum(over(back), over(BLUE))
    assert (picture >= low - 2 * BYTE).all()
    assert (picture <= high + 2 * BYTE).all()


def test_a_hole_seen_from_the_side_leaves_no_spikes() -> None:
    """Colours stay between those of sheet, dimmed underside and background; nothing leaves the sheet's box."""
    surface = holed(61)
    picture = unit(draw((surface,), OBLIQUE))
    corners = np.array([[x, y, z] for x in (-2, 2) for y in (-1.5, 1.5) for z in (np.log(0.05) - 0.3, 0.6)])
    pixels, _ = OBLIQUE.project(corners, FULL)
    rows, columns = np.nonzero(picture[..., 3])
    assert columns.min() >= pixels[:, 0].min() - 1
    assert columns.max() <= pixels[:, 0].max() + 1
    assert rows.min() >= pixels[:, 1].min() - 1
    assert rows.max() <= pixels[:, 1].max() + 1
    straight = picture[..., :3] / np.maximum(picture[..., 3:], BYTE)
    solid = picture[..., 3] > 0.25
    assert (straight[solid] <= np.array(BLUE[:3]) + 5 * BYTE).all()


def test_the_border_given_by_inside_is_where_it_should_be() -> None:
    surface = holed(41, inside=lambda r: r - HOLE)
    picture = unit(draw((surface,), TOP))
    scale = SIZE[1] / TOP.height
    gap = (1.0 - picture[..., 3])[20:140, 40:200].sum()
    assert gap == pytest.approx(np.pi * (HOLE * scale) ** 2, rel=0.01)


def fan(radius: float, height: float, count: int = 64, **more: object) -> Surface:
    """A grid of 3 x 3 of which only the middle is drawn, with a round border around it: a cone."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    points = np.stack([radius * np.cos(angle), radius * np.sin(angle), 0 * angle], axis=-1)
    here = np.arange(count)
    triangles = np.stack([np.full(count, 4), 9 + here, 9 + (here + 1) % count], axis=-1)
    z = np.full((3, 3), np.nan)
    z[1, 1] = height
    border = Border(points, 0 * points[:, :2], np.full(count, 0.5), triangles)
    gradient = np.zeros((3, 3, 2))
    return sheet(z, BLUE, (2.0, 1.5), border=border, gradient=gradient, **more)


def test_a_border_is_drawn_from_its_own_places() -> None:
    """A disc between the places of a grid so coarse that it has but one place inside."""
    radius = 1.2
    picture = unit(draw((fan(radius, 0.0),), TOP))
    scale = SIZE[1] / TOP.height
    assert picture[..., 3].sum() == pytest.approx(np.pi * (radius * scale) ** 2, rel=0.004)
    starts, _ = rays(TOP)
    away = (np.hypot(starts[..., 0], starts[..., 1]) - radius) * scale
    assert np.abs(picture[away < -1] - over(BLUE)).max() <= 2 * BYTE
    assert picture[away > 1].max() == 0.0


def test_a_border_has_heights_of_its_own() -> None:
    frame = draw((fan(1.2, 1.0),), TOP)
    for x in (0.0, 0.3, 0.9):
        column, row = int(SIZE[0] / 2 + x * SIZE[1] / TOP.height), SIZE[1] // 2
        height = TOP.distance - frame.depth[row, column]
        assert height == pytest.approx(1.0 - x / 1.2, abs=0.03)


def test_a_border_is_revealed_with_the_rest() -> None:
    half = unit(draw((fan(1.2, 0.0, reveal=0.5),), TOP))[..., 3]
    assert half[:, : SIZE[0] // 2 - 1].max() == 1.0
    assert half[:, SIZE[0] // 2 + 1 :].max() == 0.0
    order = np.array([[0.0, 0.0, 1.0]] * 3)
    other = unit(draw((fan(1.2, 0.0, reveal=0.5, reveal_order=order),), TOP))[..., 3]
    assert other[SIZE[1] // 2, SIZE[0] // 2 - 5] == 1.0
    assert other.sum() < 0.9 * unit(draw((fan(1.2, 0.0),), TOP))[..., 3].sum()


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e300, -1e6])
def test_a_border_out_of_all_bounds_is_survived(bad: float) -> None:
    surface = fan(1.2, 0.0)
    assert surface.border is not None
    surface.border.points[5] = bad
    surface.border.gradient[7] = bad
    surface.border.color_value[9] = bad
    for camera in (TOP, OBLIQUE, FRONT):
        picture = unit(draw((surface,), camera))
        assert np.isfinite(picture).all()


def test_a_border_without_triangles_draws_nothing() -> None:
    surface = fan(1.2, 0.0)
    assert surface.border is not None
    none = Border(np.zeros((0, 3)), np.zeros((0, 2)), np.zeros(0), np.zeros((0, 3), np.int32))
    assert draw((replace(surface, border=none),), OBLIQUE).rgba.max() == 0


def test_a_heat_map_ends_where_inside_is_zero() -> None:
    x, y = grid(41, (2.0, 1.5))
    r = np.hypot(x, y)
    values = np.where(r < 1.2, 0.5, np.nan)
    colors = np.array([BLUE[:3], BLUE[:3]])
    exact, rough = (
        unit(draw((HeatMap((-2, 2), (-1.5, 1.5), values, colors, inside=inside),), TOP))
        for inside in (1.2**2 - r**2, None)
    )
    starts, _ = rays(TOP)
    away = (np.hypot(starts[..., 0], starts[..., 1]) - 1.2) * SIZE[1] / TOP.height
    assert np.abs(exact[away < -0.8] - over(BLUE)).max() <= 2 * BYTE
    assert exact[away > 0.8].max() == 0.0
    assert np.abs(rough - exact)[..., 3].max() > 0.5


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
def test_the_background_is_premultiplied(alpha: float) -> None:
    back: RGBA = (1.0, 0.5, 0.0, alpha)
    frame = draw((), TOP, background=back)
    expected = np.floor(np.array([alpha, 0.5 * alpha, 0.0, alpha]) * 255.0 + 0.5)
    assert (frame.rgba == expected).all()
    layered = draw((wall(0.0, faded(RED, 0.5)),), FRONT, background=back)
    assert unit(layered)[80, 120] == pytest.approx(over(faded(RED, 0.5), back), abs=1.5 * BYTE)


def test_drawing_is_clipped_to_the_viewport() -> None:
    small = Viewport(60, 40, 100, 70)
    big = wall(0.0, BLUE, half=50.0)
    items = (big, Disc((0.0, 0.0, 0.0), 400.0, RED), Arrow((-9.0, -1.0, 0.0), (9.0, -1.0, 0.0), width=30.0))
    for item in items:
        alpha = unit(render([View(small, FRONT, (item,))], SIZE, threads=1))[..., 3]
        assert alpha[41:109, 61:159].max() == 1.0
        alpha[40:110, 60:160] = 0.0
        assert alpha.max() == 0.0
    full = unit(render([View(small, FRONT, (big,))], SIZE, threads=1))
    assert (full[40:110, 60:160, 3] == 1.0).all()


def test_a_viewport_that_leaves_the_frame_is_clipped_to_the_frame() -> None:
    outside = Viewport(-100, -50, 200, 100)
    frame = render([View(outside, FRONT, (wall(0.0, BLUE, half=50.0),))], SIZE, threads=1)
    assert (frame.rgba[:50, :100, 3] == 255).all()
    assert frame.rgba[50:].max() == 0
    assert frame.rgba[:, 100:].max() == 0


def test_later_views_are_drawn_over_earlier_ones() -> None:
    near, far = wall(-3.0, BLUE), wall(3.0, faded(RED, 0.5))
    frame = render([View(FULL, FRONT, (near,)), View(FULL, FRONT, (far,))], SIZE, threads=1)
    assert pixel_at(frame, FRONT, (0.0, 0.0, 0.0)) == pytest.approx(
        over(faded(RED, 0.5), BLUE), abs=1.5 * BYTE
    )


def test_what_lies_in_one_plane_is_stacked_in_the_order_of_the_items() -> None:
    items = (wall(0.0, BLUE), wall(0.0, GREEN, half=0.5), Disc((0.0, 0.0, 0.0), 6.0, WHITE))
    frame = draw(items, FRONT)
    assert pixel_at(frame, FRONT, (0.8, 0.0, 0.0)) == pytest.approx(over(BLUE), abs=BYTE)
    assert pixel_at(frame, FRONT, (0.4, 0.0, 0.0)) == pytest.approx(over(GREEN), abs=BYTE)
    assert pixel_at(frame, FRONT, (0.0, 0.0, 0.0)) == pytest.approx(over(WHITE), abs=BYTE)
