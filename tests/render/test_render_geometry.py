"""Where things are in the picture, against the mathematics and against a projection written here."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image
from render_helpers import film_of, last_frame

from gradanim.actors.theme import THEMES
from gradanim.actors.views import surface_camera
from gradanim.render.stills import write_still

POINT = (0.8, -0.6)
# f = x² y + 3 y / 2 + x, with the gradient by hand.
FORMULA = "x^2*y + 3*y/2 + x"


def gradient(x: float, y: float) -> np.ndarray:
    return np.array([2 * x * y + 1, x * x + 1.5])


def spec(stage: str, shown: str, place: tuple[float, float] = POINT, extra: str = "") -> str:
    return (
        f"title: T\nfield: {{f: {FORMULA}, x: [-2, 2], y: [-1.5, 1.5]}}\nstage: {stage}\n"
        "camera: {azimuth: -70, elevation: 35}\nbeats:\n"
        f"  - show: [axes]\n    seconds: 0.2\n  - place: [{place[0]}, {place[1]}]\n    seconds: 0.2\n"
        f"  - show: [{shown}]\n    seconds: 0.3\n{extra}"
    )


def drawn(tmp_path, text: str, shape: str = "16:9", profile: str = "preview"):
    """The film of a text, the marks of its last frame, and the pixels of the PNG that was written."""
    film = film_of(tmp_path, text, profile, shape)
    target = tmp_path / "still.png"
    marks = write_still(film.plan, last_frame(film), target)
    with Image.open(target) as picture:
        return film, marks, np.asarray(picture)


def colour_at(pixels: np.ndarray, at) -> np.ndarray:
    """Colour at a place given in pixels from the upper left corner of the frame, 0 to 1."""
    return pixels[math.floor(at[1]), math.floor(at[0]), :3] / 255


def role(name: str, theme: str = "dark") -> np.ndarray:
    return np.array(THEMES[theme].colours[name])


def middle(mark) -> np.ndarray:
    return (np.array(mark["tail_px"]) + np.array(mark["tip_px"])) / 2


def arrow_of(mark) -> np.ndarray:
    return np.subtract(mark["tip_px"], mark["tail_px"])


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
def test_the_gradient_in_the_plane_has_its_colour_direction_and_length(tmp_path, text_folder, shape):
    _, marks, pixels = drawn(tmp_path, spec("plane", "{gradient: {scale: 0.4}}"), shape)
    mark = marks["gradient"]
    np.testing.assert_allclose(colour_at(pixels, middle(mark)), role("gradient"), atol=2 / 255)
    g = gradient(*POINT)
    np.testing.assert_allclose(mark["tail"], [*POINT, 0], atol=1e-12)
    np.testing.assert_allclose(mark["tip"][:2], np.array(POINT) + 0.4 * g, atol=1e-9)
    # Two places tell the scale and where the origin is; y goes up in the domain and down in the picture.
    other = drawn(tmp_path, spec("plane", "{gradient: {scale: 0.4}}", (-1.2, 1.1)), shape)[1]
    per_unit = np.subtract(other["point"]["px"], marks["point"]["px"]) / np.subtract((-1.2, 1.1), POINT)
    assert per_unit[0] == pytest.approx(-per_unit[1], rel=1e-9) and per_unit[0] > 0
    np.testing.assert_allclose(arrow_of(mark), 0.4 * g * per_unit, rtol=1e-6)
    np.testing.assert_allclose(mark["tail_px"], marks["point"]["px"])
    assert mark["visible"] is True


def test_arrows_have_one_linear_scale_all_through_a_scene(tmp_path, text_folder):
    places = [(1.5, 1.0), (0.2, 0.3), (-1.9, -0.2)]
    walk = f"  - walk: {{points: [{', '.join(f'[{x}, {y}]' for x, y in places)}]}}\n    seconds: 2\n"
    film = film_of(tmp_path, spec("plane", "gradient", extra=walk))
    start = film.plan.clock[2].start + film.plan.clock[2].frames
    ratios = []
    for number in range(start, film.plan.frames, 4):
        mark = film.picture(number).marks["gradient"]
        ratios.append(np.hypot(*arrow_of(mark)) / np.hypot(*gradient(*mark["tail"][:2])))
    assert len(ratios) >= 7
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-9)


def test_the_arrow_is_as_long_in_pixels_as_the_picture_shows(tmp_path, text_folder):
    """Along the arrow's line the colour of the gradient reaches from the point's dot to the tip, not beyond."""
    _, marks, pixels = drawn(tmp_path, spec("plane", "{gradient: {scale: 0.5, label: false}}"))
    mark = marks["gradient"]
    tail, along = np.array(mark["tail_px"]), arrow_of(mark)
    length = np.hypot(*along)
    shares = np.linspace(-0.3, 1.5, 800)
    near = [
        np.abs(colour_at(pixels, tail + share * along) - role("gradient")).max() < 0.06 for share in shares
    ]
    covered = shares[np.array(near)]
    assert covered.max() == pytest.approx(1.0, abs=4 / length)
    assert covered.min() * length < 20
    assert np.mean(near, where=(shares > 0.15) & (shares < 0.97)) == 1.0


def test_the_point_is_where_it_should_be(tmp_path, text_folder):
    for stage in ("plane", "surface"):
        _, marks, pixels = drawn(tmp_path, spec(stage, "{readout: ['{f}']}"))
        point = marks["point"]
        np.testing.assert_allclose(colour_at(pixels, point["px"]), role("point"), atol=2 / 255)
        assert point["at"] == list(POINT)
        # The dot ends before the arrow would: two radii away nothing is white.
        beside = np.add(point["px"], (40, 40))
        assert np.abs(colour_at(pixels, beside) - role("point")).max() > 0.2


def test_the_dot_is_centred_on_the_point(tmp_path, text_folder):
    _, marks, pixels = drawn(tmp_path, spec("plane", "{readout: ['hm']}"))
    u, v = marks["point"]["px"]
    box = pixels[int(v) - 14 : int(v) + 15, int(u) - 14 : int(u) + 15, :3].min(axis=2)
    rows, columns = np.nonzero(box > 235)
    centre = (int(u) - 14 + columns.mean() + 0.5, int(v) - 14 + rows.mean() + 0.5)
    np.testing.assert_allclose(centre, (u, v), atol=0.5)


def test_gradient_and_tangent_stand_square_in_pixels(tmp_path, text_folder):
    film, marks, pixels = drawn(tmp_path, spec("plane", "gradient, tangent, right_angle"))
    g, t = arrow_of(marks["gradient"]), arrow_of(marks["tangent"])
    assert g @ t == pytest.approx(0, abs=1e-9 * np.hypot(*g) * np.hypot(*t))
    np.testing.assert_allclose(colour_at(pixels, middle(marks["tangent"])), role("level_curve"), atol=2 / 255)
    # The far corner of the mark lies on the bisector of the two; both its sides are drawn in the text's colour.
    square = [line for view in film.picture(last_frame(film)).views for line in view.items if _is_mark(line)]
    (mark,) = square
    view = film.picture(last_frame(film)).views[0]
    corners, _ = view.camera.project(np.asarray(mark.points), view.viewport)
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    assert first @ second == pytest.approx(0, abs=1e-6 * (first @ first))
    assert np.hypot(*first) == pytest.approx(np.hypot(*second), rel=1e-6)
    np.testing.assert_allclose(corners[0] + corners[2] - corners[1], marks["point"]["px"], atol=1e-6)
    for at in (corners[1] + 0.1 * (corners[0] - corners[1]), corners[1] + 0.4 * (corners[2] - corners[1])):
        assert np.abs(colour_at(pixels, at) - role("text")).max() < 0.15


def _is_mark(item: object) -> bool:
    points = getattr(item, "points", None)
    return (
        points is not None
        and len(points) == 3
        and np.allclose(tuple(item.color)[:3], role("text"))  # type: ignore[attr-defined]
        and getattr(item, "dash", None) is None
    )


def test_no_right_angle_is_marked_where_it_would_not_look_right(tmp_path, text_folder):
    text = spec("{kind: plane, aspect: fit}", "gradient, tangent, right_angle")
    film = film_of(tmp_path, text)
    picture = film.picture(last_frame(film))
    g, t = arrow_of(picture.marks["gradient"]), arrow_of(picture.marks["tangent"])
    if abs(g @ t) > 0.01 * np.hypot(*g) * np.hypot(*t):
        assert "right_angle" not in picture.marks


def projected(world: np.ndarray, eye_at, target, field_of_view: float, viewport) -> np.ndarray:
    """A pinhole camera, written out: the picture plane stands square to the line of sight, z is up.

    Args:
        world: ``(k, 3)``.
        eye_at: ``(3,)``.
        target: ``(3,)``, in the middle of the viewport.
        field_of_view: degrees from the lower to the upper edge.
        viewport: left, top, width, height in pixels.
    """
    forward = np.subtract(target, eye_at) / np.linalg.norm(np.subtract(target, eye_at))
    right = np.cross(forward, (0, 0, 1.0))
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    relative = np.asarray(world) - eye_at
    depth = relative @ forward
    half = math.tan(math.radians(field_of_view) / 2)
    left, top, width, height = viewport
    u = left + width / 2 + (relative @ right) / depth / half * height / 2
    v = top + height / 2 - (relative @ up) / depth / half * height / 2
    return np.stack([u, v], axis=-1)


@pytest.mark.parametrize("shape", ["16:9", "1:1", "9:16", "4:3"])
def test_the_gradient_on_the_landscape_lies_where_the_camera_sees_it(tmp_path, text_folder, shape):
    text = spec("surface", "floor, {gradient: {scale: 0.3}}")
    film, marks, pixels = drawn(tmp_path, text, shape)
    stage, state = film.painter.stage, film.state(last_frame(film))
    rect = stage.layout.surface
    camera = surface_camera(stage, rect, state.pose)
    assert (camera.azimuth, camera.elevation) == (-70, 35)
    a, e = math.radians(-70), math.radians(35)
    out = np.array([math.cos(a) * math.cos(e), math.sin(a) * math.cos(e), math.sin(e)])
    eye = np.array(camera.target) + camera.distance * out
    viewport = tuple(side * stage.unit for side in (rect.x, rect.y, rect.width, rect.height))
    # Two world units are the longer side of the domain, its middle is the origin.
    ends = np.array([POINT, np.array(POINT) + 0.3 * gradient(*POINT)]) * 2 / 4
    world = np.column_stack([ends, [0, 0]])
    seen = projected(world, eye, camera.target, camera.field_of_view, viewport)
    mark = marks["gradient"]
    np.testing.assert_allclose([mark["tail_px"], mark["tip_px"]], seen, atol=1e-6)
    np.testing.assert_allclose(colour_at(pixels, middle(mark)), role("gradient"), atol=3 / 255)
    np.testing.assert_allclose(marks["point"]["px"], seen[0], atol=1e-6)


def test_the_raised_point_stands_at_the_value_above_its_place(tmp_path, text_folder):
    _, marks, pixels = drawn(tmp_path, spec("surface", "surface, floor"))
    point = marks["point"]
    x, y = POINT
    assert point["on_surface"] == pytest.approx([x, y, x * x * y + 1.5 * y + x], abs=1e-12)
    # Straight above in the picture: without roll the vertical stays vertical near the middle of the frame.
    assert point["surface_px"][1] < point["px"][1]
    assert abs(point["surface_px"][0] - point["px"][0]) < 0.1 * (point["px"][1] - point["surface_px"][1])
    ball = colour_at(pixels, point["surface_px"])
    assert ball.min() > 0.75 and np.ptp(ball) < 0.1


def test_heights_are_linear_in_the_value(tmp_path, text_folder):
    """Points over one place of the floor cannot be had, so the camera is looked through sideways from far."""
    film = film_of(tmp_path, spec("surface", "surface"))
    space = film.painter.stage.space
    values = np.linspace(space.low, space.high, 7)
    heights = np.asarray(space.height(values))
    np.testing.assert_allclose(np.diff(heights), np.diff(heights)[0], rtol=1e-12)
    assert heights[0] > 0


@pytest.mark.parametrize("theme", ["dark", "light", "high_contrast"])
def test_every_theme_has_its_own_colours(tmp_path, text_folder, theme):
    text = f"theme: {theme}\n" + spec("plane", "gradient")
    _, marks, pixels = drawn(tmp_path, text, profile="draft")
    np.testing.assert_allclose(
        colour_at(pixels, middle(marks["gradient"])), role("gradient", theme), atol=2 / 255
    )
    np.testing.assert_allclose(colour_at(pixels, (1, 1)), role("background", theme), atol=2 / 255)


def test_flipped_the_arrow_points_the_other_way_in_the_other_colour(tmp_path, text_folder):
    text = spec("plane", "gradient", extra="  - flip: gradient\n    seconds: 0.3\n")
    film, after, pixels = drawn(tmp_path, text)
    before = film.picture(last_frame(film, 2)).marks["gradient"]
    np.testing.assert_allclose(arrow_of(after["negative_gradient"]), -arrow_of(before), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(
        colour_at(pixels, middle(after["negative_gradient"])), role("negative_gradient"), atol=2 / 255
    )


def test_split_shows_the_same_arrow_in_both_views(tmp_path, text_folder):
    _, marks, pixels = drawn(tmp_path, spec("split", "floor, contours, {gradient: {scale: 0.3}}"))
    views = marks["views"]
    assert set(views) >= {"surface", "plane"}
    for view in ("surface", "plane"):
        mark = views[view]["gradient"]
        np.testing.assert_allclose(mark["tip"][:2], np.array(POINT) + 0.3 * gradient(*POINT), atol=1e-9)
        np.testing.assert_allclose(colour_at(pixels, middle(mark)), role("gradient"), atol=3 / 255)
    assert views["surface"]["gradient"]["tail_px"][0] < views["plane"]["gradient"]["tail_px"][0]
