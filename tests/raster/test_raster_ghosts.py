"""What is hidden may shine through a landscape, but not through a ball; flat ground has no lines."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from raster_pictures import draw

from gradanim.raster import UNLIT, Camera, IsoLines, Polygon, Polyline, Sphere, Surface

AHEAD = Camera(0.0, 0.0, distance=10.0, field_of_view=0.0, height=1.6)
WALL = Polygon(np.array([[0.0, -1, -1], [0, 1, -1], [0, 1, 1], [0, -1, 1]]), (0.0, 0.0, 1.0, 1.0))
LINE = Polyline(
    np.array([[-0.5, -1.0, 0.0], [-0.5, 1.0, 0.0]]), width=6.0, color=(1.0, 1.0, 0.0, 1.0), occlusion="ghost"
)
BALL = Sphere((0.5, 0.0, 0.0), 20.0, (1.0, 0.0, 0.0, 1.0), False, cut=True)


def test_a_ghost_shines_through_a_wall_but_not_through_a_ball() -> None:
    with_ball, without = draw((WALL, LINE, BALL), AHEAD).rgba, draw((WALL, BALL), AHEAD).rgba
    row, middle = 80, 120
    # Far from the ball the line is seen on the wall.
    assert np.abs(with_ball[row, 20].astype(int) - without[row, 20].astype(int)).max() > 20
    np.testing.assert_array_equal(
        with_ball[row, middle - 12 : middle + 12], without[row, middle - 12 : middle + 12]
    )


def test_a_plateau_at_a_level_is_not_painted_as_a_line() -> None:
    places = np.linspace(-1.0, 1.0, 21)
    z = np.minimum(1.0, 1.5 - np.abs(places))[None, :].repeat(21, axis=0)
    gray = np.full((2, 3), 0.5)
    top = Camera.top_down(height=2.4)

    def picture(iso: IsoLines | None) -> np.ndarray:
        surface = Surface(places, places, z, gray, lighting=UNLIT, iso=iso)
        return draw((surface,), top).rgba.astype(int)

    lined, bare = picture(IsoLines((0.7, 1.0))), picture(None)
    changed = np.abs(lined - bare).max(axis=-1) > 4
    assert not changed[80, 100:141].any()
    # The line at 0.7 stands where |x| is 0.8.
    scale = 160 / 2.4
    assert changed[80, round(120 + 0.8 * scale) - 2 : round(120 + 0.8 * scale) + 3].any()


def test_a_line_drawn_over_a_ghost_keeps_its_colour() -> None:
    red = replace(LINE, points=LINE.points * [0, 1, 1] + [0.6, 0, 0], width=10.0, color=(1.0, 0.0, 0.0, 1.0))
    both, alone = draw((LINE, red), AHEAD).rgba, draw((red,), AHEAD).rgba
    np.testing.assert_array_equal(both[80, 60:180], alone[80, 60:180])
    assert both[80, 120].tolist() == [255, 0, 0, 255]


def test_the_crest_of_a_hill_has_no_dark_specks() -> None:
    places = np.linspace(-3.0, 3.0, 41)
    x, y = np.meshgrid(places, places)
    z = 0.5 * (np.sin(1.2 * x) + np.cos(1.1 * y)) + 0.08 * (x**2 + y**2)
    slope = np.stack(
        [0.6 * np.cos(1.2 * x) + 0.16 * x, -0.55 * np.sin(1.1 * y) + 0.16 * y],
        axis=-1,
    )
    hills = Surface(places, places, z, np.full((2, 3), 0.7), gradient=slope)
    camera = Camera(0.0, 25.0, distance=14.0, field_of_view=30.0)
    size = (960, 540)
    light = draw((hills,), camera, size=size).rgba.astype(int)
    inside = (light[..., 3] == 255)[3:-3] & (light[6:, :, 3] == 255) & (light[:-6, :, 3] == 255)
    grey = light[..., 1]
    around = np.minimum(grey[:-6], grey[6:])
    assert inside.sum() > 50_000
    assert not (inside & (grey[3:-3] < around - 40)).any()
