"""What is before what, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.raster import (
    UNLIT,
    Arrow,
    Camera,
    Canvas,
    Disc,
    Polygon,
    Polyline,
    Shadow,
    Sphere,
    Surface,
    View,
    Viewport,
    render,
)

RED, GREEN, BLUE, WHITE = (1.0, 0, 0, 1), (0, 1.0, 0, 1), (0, 0, 1.0, 1), (1.0, 1, 1, 1)
# Looks along -x from x = 10; y is to the right and z is up, 100 pixels to a world unit.
AHEAD = Camera(0.0, 0.0, distance=10.0, field_of_view=0.0, height=1.2)
GRAY = np.full((2, 3), 0.5)


def wall(x: float, color, size: float = 0.4) -> Polygon:
    """A square that faces the camera ``AHEAD``."""
    return Polygon(np.array([[x, -size, -size], [x, size, -size], [x, size, size], [x, -size, size]]), color)


def hill(n: int = 41, opacity: float = 1.0) -> Surface:
    """A ridge along y over the floor z = 0: z = 1 - x^2 from x = -1 to 1."""
    x, y = np.linspace(-1, 1, n), np.linspace(-1, 1, 5)
    z = np.broadcast_to(1 - x**2, (5, n))
    return Surface(x, y, z, GRAY, opacity=opacity, lighting=UNLIT)


def pixel_of(camera: Camera, point, size=(160, 120)) -> tuple[int, int]:
    """Row and column of the pixel in which a point lies."""
    x, y = camera.project(point, Viewport(0, 0, *size))[0]
    return int(y), int(x)


@pytest.mark.parametrize("cut", [False, True])
def test_a_ball_before_and_behind_a_wall(draw, cut) -> None:
    near, far = Sphere((0.5, 0, 0), 15, RED, False, cut), Sphere((-0.5, 0, 0), 15, RED, False, cut)
    assert draw(wall(0, BLUE), near, camera=AHEAD).rgba[60, 80].tolist() == [255, 0, 0, 255]
    assert draw(near, wall(0, BLUE), camera=AHEAD).rgba[60, 80].tolist() == [255, 0, 0, 255]
    assert draw(wall(0, BLUE), far, camera=AHEAD).rgba[60, 80].tolist() == [0, 0, 255, 255]


def test_a_ball_in_space_is_cut_by_a_wall_through_it(draw) -> None:
    # The wall x = 0.06 cuts a ball of radius 0.1 in a circle of radius 0.08: 8 pixels.
    frame = draw(wall(0.06, BLUE), Sphere((0.0, 0, 0), 10, RED, False, cut=True), camera=AHEAD)
    assert frame.rgba[..., 0].sum() / 255.0 == pytest.approx(np.pi * 64, rel=0.05)
    whole = draw(wall(-1e-4, BLUE), Sphere((0.0, 0, 0), 10, RED, False), camera=AHEAD)
    assert whole.rgba[..., 0].sum() / 255.0 == pytest.approx(np.pi * 100, rel=0.01)


@settings(deadline=None, max_examples=25)
@given(st.permutations([-0.4, -0.1, 0.2, 0.5]))
def test_translucent_walls_blend_back_to_front_in_any_order(places) -> None:
    colors = {-0.4: (1.0, 0, 0, 0.5), -0.1: (0, 1.0, 0, 0.25), 0.2: (0, 0, 1.0, 0.5), 0.5: (1.0, 1, 1, 0.2)}
    view = View(Viewport(0, 0, 160, 120), AHEAD, tuple(wall(x, colors[x]) for x in places))
    drawn = render([view], (160, 120), (0, 0, 0, 1), threads=1).rgba[60, 80, :3]
    expected = np.zeros(3)
    for x in sorted(colors):
        *color, alpha = colors[x]
        expected = (1 - alpha) * expected + alpha * np.array(color)
    assert drawn == pytest.approx(expected * 255, abs=0.51)


def test_two_translucent_sheets_that_cross_change_order_at_the_crossing(draw) -> None:
    red = Polygon(
        np.array([[-0.3, -0.4, -0.4], [0.3, 0.4, -0.4], [0.3, 0.4, 0.4], [-0.3, -0.4, 0.4]]), (1.0, 0, 0, 0.5)
    )
    blue = Polygon(red.points * [-1, 1, 1], (0, 0, 1.0, 0.5))
    for items in ((red, blue), (blue, red)):
        row = draw(*items, camera=AHEAD).rgba[60]
        # Where y > 0 red is nearer: half of red over half of what is left for blue.
        assert np.all(row[85:115] == [128, 0, 64, 191])
        assert np.all(row[45:75] == [64, 0, 128, 191])
        assert np.all(row[45:115, 3] == 191)


def test_the_line_where_opaque_sheets_cross_has_no_stairs(draw) -> None:
    tilt = 0.13
    wall_points = np.array([[0, -0.4, -0.4], [0, 0.4, -0.4], [0, 0.4, 0.4], [0, -0.4, 0.4]])
    sheet = Polygon(wall_points + np.array([[1], [1], [-1], [-1]]) * [0.4, 0, 0] + [0.0, 0, 0], RED)
    slanted = Polygon(sheet.points + wall_points[:, 1:2] * [tilt, 0, 0], RED)
    red = draw(wall(0, BLUE), slanted, camera=AHEAD).rgba[..., 0] / 255.0
    # Red is before the wall below the line z = tilt * y: every column is red for 40 + 100 tilt y pixels.
    y = (np.arange(45, 115) + 0.5 - 80) / 100
    assert np.abs(red[:, 45:115].sum(axis=0) - (40 + 100 * tilt * y)).max() < 0.15


def test_an_arrow_on_the_floor_passes_under_a_ridge(draw) -> None:
    camera = Camera(0.0, 20.0, distance=10.0, field_of_view=0.0, height=3.0)
    arrow = Arrow((0.0, -3.0, 0.0), (0.0, 1.9, 0.0), 6.0, 20.0, 20.0, RED)
    under, free = pixel_of(camera, (0.0, -0.5, 0.0)), pixel_of(camera, (0.0, 1.4, 0.0))
    hidden = draw(hill(), arrow, camera=camera).rgba
    assert hidden[free].tolist() == [255, 0, 0, 255]
    assert hidden[under].tolist() == [128, 128, 128, 255]
    ghost = Arrow(arrow.tail, arrow.tip, 6.0, 20.0, 20.0, RED, occlusion="ghost", ghost_opacity=0.4)
    shown = draw(hill(), ghost, camera=camera).rgba
    assert shown[free].tolist() == [255, 0, 0, 255]
    assert shown[under] == pytest.approx([0.6 * 127.5 + 0.4 * 255, 0.6 * 127.5, 0.6 * 127.5, 255], abs=1)
    top = draw(
        hill(), Arrow(arrow.tail, arrow.tip, 6.0, 20.0, 20.0, RED, occlusion="top"), camera=camera
    ).rgba
    assert top[under].tolist() == [255, 0, 0, 255]


def test_a_ghost_shows_through_a_translucent_surface_no_more_than_asked(draw) -> None:
    line = np.array([[-0.5, -0.3, 0.0], [-0.5, 0.3, 0.0]])
    for alpha, expected in ((0.4, 0.6), (0.9, 0.3)):
        pane = wall(0, (0, 0, 1.0, alpha))
        drawn = draw(
            pane,
            Polyline(line, 9.0, RED, occlusion="ghost", ghost_opacity=0.3),
            camera=AHEAD,
            background=(0, 0, 0, 1),
        )
        assert drawn.rgba[60, 80, 0] == pytest.approx(255 * expected, abs=1)


def test_a_hidden_part_can_be_dashed(draw) -> None:
    line = Polyline(
        np.array([[-1.0, -0.7, 0.005], [-1.0, 0.7, 0.005]]),
        4,
        RED,
        occlusion="ghost",
        ghost_opacity=0.5,
        ghost_dash=(6, 6),
    )
    row = draw(wall(0, BLUE), line, camera=AHEAD).rgba[59, :, 0]
    hidden, free = row[42:118], np.concatenate([row[11:39], row[121:149]])
    assert np.all(free == 255)
    assert hidden.min() == 0
    assert hidden.max() == pytest.approx(128, abs=1)
    assert hidden.mean() == pytest.approx(64, abs=6)


@settings(deadline=None, max_examples=30)
@given(st.floats(2.0, 40.0), st.floats(-180, 180), st.floats(0.3, 4.0), st.sampled_from([0.0, 35.0]))
def test_a_line_on_a_steep_slope_is_seen_along_its_whole_length(
    elevation, azimuth, steepness, field_of_view
) -> None:
    # A plane of any slope, seen at a grazing angle, with a line on it that must neither sink in nor be half cut.
    canvas, n = Canvas(), 9
    x = np.linspace(-1, 1, n)
    z = np.broadcast_to(steepness * x, (n, n))
    sheet = Surface(x, x, z, np.zeros((2, 3)), lighting=UNLIT)
    camera = Camera(azimuth, elevation, distance=6.0, field_of_view=field_of_view, height=4.0)
    # From any side: of a plane the line lies on both sides.
    path = np.linspace([-0.6, -0.7, -0.6 * steepness], [0.7, 0.6, 0.7 * steepness], 30)
    line = Polyline(path, 3.0, RED)
    view = View(Viewport(0, 0, 320, 240), camera, (sheet, line))
    with_sheet = render([view], (320, 240), threads=1, canvas=canvas).rgba[..., 0].astype(float)
    alone = (
        render([View(view.viewport, camera, (line,))], (320, 240), threads=1, canvas=canvas)
        .rgba[..., 0]
        .astype(float)
    )
    assert np.abs(with_sheet - alone).max() <= 1


def test_a_line_on_a_curved_surface_does_not_float_over_the_crest(draw) -> None:
    # Contours on the far side of a ridge are hidden, those on the near side are whole.
    camera = Camera(0.0, 15.0, distance=10.0, field_of_view=0.0, height=3.0)
    for x, seen in ((0.5, True), (-0.5, False), (-0.3, False)):
        line = Polyline(np.array([[x, -0.8, 1 - x * x], [x, 0.8, 1 - x * x]]), 3.0, RED)
        red = draw(hill(81), line, camera=camera, size=(320, 240)).rgba.astype(int)
        lit = (red[..., 0] - red[..., 1] > 60).sum()
        assert lit > 300 if seen else lit == 0


def test_things_in_one_plane_are_stacked_in_their_order(draw) -> None:
    camera = Camera(-60.0, 8.0, distance=6.0, field_of_view=30.0)
    floor = Polygon(np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]), BLUE)
    patch = Polygon(floor.points * 0.5, GREEN)
    line = Polyline(np.array([[-0.9, 0, 0], [0.9, 0, 0]]), 3.0, RED)
    arrow = Arrow((0.0, -0.5, 0.0), (0.0, 0.5, 0.0), 6.0, 20.0, 20.0, WHITE)
    row, column = pixel_of(camera, (0.0, 0.0, 0.0), (320, 240))
    drawn = draw(floor, patch, line, arrow, camera=camera, size=(320, 240)).rgba
    assert drawn[row, column].tolist() == [255, 255, 255, 255]
    assert draw(floor, patch, arrow, line, camera=camera, size=(320, 240)).rgba[row, column].tolist() == [
        255,
        0,
        0,
        255,
    ]
    assert draw(floor, line, patch, camera=camera, size=(320, 240)).rgba[row, column].tolist() == [
        0,
        255,
        0,
        255,
    ]
    assert not drawn[..., 2][pixel_of(camera, (0.25, -0.25, 0.0), (320, 240))]


def test_a_disc_on_a_slope_is_whole(draw) -> None:
    camera = Camera(20.0, 10.0, distance=10.0, field_of_view=0.0, height=3.0)
    place = (0.6, 0.1, 1 - 0.36)
    for item in (Disc(place, 8.0, RED), Sphere(place, 8.0, RED, False)):
        drawn = draw(hill(), item, camera=camera).rgba.astype(int)
        assert (drawn[..., 0] - drawn[..., 1]).sum() / 255 == pytest.approx(np.pi * 64, rel=0.03)


def test_depth_is_the_distance_along_the_line_of_sight(draw) -> None:
    camera = Camera(0.0, 0.0, distance=10.0, field_of_view=6.8)
    depth = draw(
        wall(2.0, (0, 0, 1.0, 0.6)), wall(-1.0, RED, 0.8), wall(3.0, (1.0, 1, 1, 0.2), 0.1), camera=camera
    ).depth
    assert depth[60, 80] == pytest.approx(8.0, rel=1e-5)
    assert depth[60, 140] == pytest.approx(11.0, rel=1e-5)
    assert np.isinf(depth[0, 0])


def test_depth_of_a_slanted_plane_follows_the_plane(draw) -> None:
    camera = Camera(-90.0, 30.0, distance=5.0, field_of_view=40.0)
    floor = Polygon(np.array([[-9.0, -9, 0], [9, -9, 0], [9, 9, 0], [-9, 9, 0]]), BLUE)
    depth = draw(floor, camera=camera).depth
    rng = np.random.default_rng(1)
    for x, y in rng.uniform(-1, 1, (20, 2)):
        (column, row), expected = camera.project((x, y, 0.0), Viewport(0, 0, 160, 120))
        around = depth[int(row) - 1 : int(row) + 2, int(column) - 1 : int(column) + 2]
        assert around.min() <= expected <= around.max()


def test_a_shadow_lies_on_its_plane_and_fades(draw) -> None:
    camera = Camera(-90.0, 30.0, distance=5.0, field_of_view=0.0, height=1.2)
    floor = Polygon(np.array([[-2.0, -2, 0], [2, -2, 0], [2, 2, 0], [-2, 2, 0]]), WHITE)
    drawn = draw(floor, Shadow((0.0, 0.0, 0.0), 0.4, 0.5), camera=camera).rgba[..., 0] / 255.0
    shade = 1.0 - drawn
    assert shade.max() == pytest.approx(0.5, abs=0.01)
    rows, columns = np.nonzero(shade > 0.004)
    assert np.ptp(columns) == pytest.approx(80, abs=6)
    assert np.ptp(rows) == pytest.approx(40, abs=4)
    # The mean of (1 - r^2)^2 over a circle is 1/3.
    assert shade.sum() == pytest.approx(0.5 * np.pi * 40 * 20 / 3, rel=0.02)
