"""What stands on a stage is seen where geometry puts it, in the right order and at the right depth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import BLUE, DOWN, GREEN, LEFT, RED, RIGHT, UP, WHITE, Square
from manim_helpers import HEIGHT, WIDTH, colour, is_like, pixel, shot, small_manim

from gradanim.calculus import ScalarField, level_surface
from gradanim.render.manim_stage import (
    RasterArrow,
    RasterAxes,
    RasterCamera,
    RasterDot,
    RasterLine,
    RasterMesh,
    RasterStage,
    RasterSurface,
)

GROUND = (0x10, 0x20, 0x30, 255)
PURE_RED, PURE_WHITE = (255, 0, 0, 255), (255, 255, 255, 255)
FULL_RED = "#ff0000"


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> Iterator[None]:
    with small_manim(tmp_path):
        yield


def dot(stage: RasterStage, point: tuple[float, float, float], color: object = FULL_RED) -> RasterDot:
    return RasterDot(stage, point, color=color, shaded=False, radius=0.25)


def wall(stage: RasterStage, x: float, color: object = BLUE) -> RasterMesh:
    """A wide square that stands upright at an x, seen from the front by azimuth 0."""
    corners = [(x, -2, -2), (x, 2, -2), (x, 2, 2), (x, -2, 2)]
    return RasterMesh(stage, corners, [(0, 1, 2), (0, 2, 3)], color=color)


@pytest.mark.parametrize("azimuth", [-60.0, 0.0, 135.0])
@pytest.mark.parametrize("elevation", [10.0, 90.0])
@pytest.mark.parametrize("field_of_view", [0.0, 40.0])
def test_a_point_is_seen_where_the_camera_says(
    azimuth: float, elevation: float, field_of_view: float
) -> None:
    stage = RasterStage(
        azimuth=azimuth, elevation=elevation, field_of_view=field_of_view, focus=(0.3, 0, 0.2)
    )
    # By hand: right and up of the picture, and what perspective does to them.
    a, e = np.radians([azimuth, elevation])
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    ahead = -np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)])
    point = np.array([1.2, -0.7, 0.9])
    seen = np.array([right, np.cross(right, ahead), ahead]) @ (point - [0.3, 0.0, 0.2])
    far = 4.5 / np.tan(np.radians(field_of_view / 2)) if field_of_view else np.inf
    shrink = 1.0 / (1.0 + seen[2] / far)
    assert stage.frame_point(point) == pytest.approx([seen[0] * shrink, seen[1] * shrink, 0.0])
    assert colour(shot(stage, dot(stage, tuple(point))), stage, point) == PURE_RED


def test_a_unit_at_the_focus_is_a_unit_of_the_frame() -> None:
    stage = RasterStage(height=4, azimuth=-90, elevation=0, zoom=1.5, units=(1, 1, 2))
    assert stage.frame_point([[0, 0, 0], [1, 0, 0], [0, 0, 1]]) == pytest.approx(
        np.array([[0, 0, 0], [1.5, 0, 0], [0, 3, 0]])
    )


def test_the_picture_follows_the_stage() -> None:
    stage = RasterStage(width=4, height=4, azimuth=-90, elevation=0, field_of_view=0)
    there = stage.frame_point((1, 0, 1))
    stage.scale(0.5).to_edge(LEFT, buff=0).shift(UP)
    assert stage.frame_point((1, 0, 1)) == pytest.approx(there * 0.5 + [-7, 1, 0])
    picture = shot(stage, dot(stage, (1, 0, 1)), dot(stage, (2.5, 0, 0)))
    assert colour(picture, stage, (1, 0, 1)) == PURE_RED
    # Beyond its right border the stage shows nothing.
    assert colour(picture, stage, (2.5, 0, 0)) == GROUND
    assert picture[:, WIDTH * 2 // 16 + 1 :].reshape(-1, 4).tolist().count(list(GROUND)) == HEIGHT * (
        WIDTH * 14 // 16 - 1
    )


@pytest.mark.parametrize("width", [160, 640])
def test_sizes_are_units_of_the_frame_at_any_resolution(width: int, tmp_path: Path) -> None:
    with small_manim(tmp_path, pixel_width=width, pixel_height=width * 9 // 16):
        stage = RasterStage(azimuth=-90, elevation=0, field_of_view=0)
        line = RasterLine(stage, [(-3, 0, 0), (3, 0, 0)], color=WHITE, stroke_width=50)
        column = shot(line)[:, width // 2, 0].astype(float) - GROUND[0]
    # 50 of manim's strokes are half a unit.
    assert column.sum() / (255 - GROUND[0]) == pytest.approx(0.5 * width / 16, rel=0.02)


def test_the_scene_camera_moves_over_the_picture() -> None:
    stage, camera = RasterStage(), RasterCamera()
    camera.frame.scale(0.5).move_to([2, 1, 0])
    x, y, _ = (stage.frame_point((2, 2, 0.5)) - [2, 1, 0]) * 2
    picture = shot(dot(stage, (2, 2, 0.5)), camera=camera)
    assert tuple(picture[round((4.5 - y) * 20), round((x + 8) * 20)]) == PURE_RED


def test_what_comes_before_is_under_and_what_comes_after_on_top() -> None:
    stage = RasterStage()
    point = dot(stage, (0, 0, 0))
    square = Square(1, fill_opacity=1, color=WHITE)
    corner = (HEIGHT // 2 + 8, WIDTH // 2 + 8)
    under, over = shot(square, stage, point), shot(stage, point, square)
    assert colour(under, stage, (0, 0, 0)) == PURE_RED and tuple(under[corner]) == PURE_WHITE
    assert colour(over, stage, (0, 0, 0)) == PURE_WHITE
    # The stage's place counts, not those of what stands on it; and its z_index.
    assert np.array_equal(shot(point, square, stage), under)
    stage.set_z_index(1)
    assert np.array_equal(shot(stage, point, square), under)


def test_several_stages_and_squares_alternate() -> None:
    first, second = RasterStage(), RasterStage()
    low, high = dot(first, (0, 0, 0)), dot(second, (0, 0, 0), "#00ff00")
    square = Square(0.3, fill_opacity=1, color=WHITE)
    assert colour(shot(low, square, high), first, (0, 0, 0)) == (0, 255, 0, 255)
    assert colour(shot(high, square, low), first, (0, 0, 0)) == PURE_RED
    assert colour(shot(high, low, square), first, (0, 0, 0)) == PURE_WHITE


def test_an_arrow_behind_a_hill_is_hidden_ghosted_or_on_top() -> None:
    stage = RasterStage(azimuth=-90, elevation=15)
    hill = RasterSurface(stage, lambda x, y: 2 * np.exp(-2 * (x**2 + y**2)), color=BLUE)
    bare = shot(stage, hill)
    middle, side = (0, 1.2, 0.3), (1.6, 1.2, 0.3)
    seen = {}
    for occlusion in ("depth", "ghost", "top"):
        arrow = RasterArrow(
            stage, (-1.9, 1.2, 0.3), (1.9, 1.2, 0.3), FULL_RED, stroke_width=25, occlusion=occlusion
        )
        for order in ((hill, arrow), (arrow, hill)):
            picture = shot(stage, *order)
            assert is_like(colour(picture, stage, side), PURE_RED)
            seen[occlusion] = colour(picture, stage, middle)
    hidden = colour(bare, stage, middle)
    assert seen["depth"] == hidden and is_like(seen["top"], PURE_RED)
    assert hidden[0] + 20 < seen["ghost"][0] < 235


def test_depth_decides_between_walls_whatever_the_order() -> None:
    stage = RasterStage(azimuth=0, elevation=0)
    near, far = wall(stage, 1, RED), wall(stage, -1, GREEN)
    assert np.array_equal(shot(near, far), shot(far, near))
    assert colour(shot(near, far), stage, (1, 0.1, 0.4)) == colour(shot(near), stage, (1, 0.1, 0.4))
    stage.turn(azimuth=180)
    assert colour(shot(near, far), stage, (-1, 0.1, 0.4)) == colour(shot(far), stage, (-1, 0.1, 0.4))


def test_opacity_of_a_stage_fades_its_picture_as_a_whole() -> None:
    stage = RasterStage(azimuth=0, elevation=0)
    near, far = dot(stage, (1, 0, 0)), dot(stage, (-1, 0, 0), WHITE)
    stage.set_opacity(0.5)
    half = tuple((a + b) // 2 for a, b in zip(GROUND, PURE_RED, strict=True))
    assert is_like(colour(shot(near, far), stage, (1, 0, 0)), half, 1)
    # Of one alone, what is behind shines through.
    stage.set_opacity(1)
    near.set_opacity(0.5)
    assert is_like(colour(shot(near, far), stage, (1, 0, 0)), (255, 128, 128, 255), 1)


def test_lines_on_a_surface_fade_with_it() -> None:
    stage = RasterStage()
    hill = RasterSurface(stage, lambda x, y: np.exp(-(x**2) - y**2), mesh=8, contours=4)
    clear, faint = (shot(hill.set_opacity(opacity)).astype(int) for opacity in (1, 0.02))
    assert np.abs(clear - GROUND).max() > 150 and 0 < np.abs(faint - GROUND).max() <= 12


def test_a_transparent_background_stays_transparent(tmp_path: Path) -> None:
    with small_manim(tmp_path, background_color="#000000", background_opacity=0.0):
        stage = RasterStage()
        hill = RasterSurface(stage, lambda x, y: np.exp(-(x**2) - y**2))
        picture = shot(stage, hill, dot(stage, (0, 0, 1.5)))
        assert tuple(picture[0, 0]) == (0, 0, 0, 0)
        assert colour(picture, stage, (0, 0, 1.5)) == PURE_RED
        assert colour(picture, stage, (0, 0, 1))[3] == 255
        # As manim's own shapes: colours are multiplied with alpha, so none is greater.
        assert (picture[..., :3] <= picture[..., 3:]).all() and np.count_nonzero(picture[..., 3] % 255) > 0
        stage.set_opacity(0.5)
        square = Square(1, stroke_width=0, fill_opacity=0.5, color=FULL_RED).move_to(4 * RIGHT + 2 * DOWN)
        both = shot(square, stage, dot(stage, (0, 0, 1.5)))
        assert is_like(colour(both, stage, (0, 0, 1.5)), tuple(both[130, 240]), 1)


def test_a_picture_does_not_depend_on_what_was_drawn_before() -> None:
    stage, camera = RasterStage(width=9, height=7), RasterCamera()
    hill = RasterSurface(stage, lambda x, y: np.sin(x) * y, mesh=8, contours=4)
    things = [RasterAxes(stage), hill, dot(stage, (1, 1, 1)), RasterArrow(stage, (0, 0, 0), (1, 1, 1))]
    changes = [
        lambda: stage.turn(azimuth=7),
        lambda: things[2].shift([0.2, 0, 0]),
        lambda: hill.set_opacity(0.5),
        lambda: hill.set_function(lambda x, y: x * y / 3),
        lambda: stage.scale(0.7).shift([0.123, 0.05, 0]),
        lambda: things[3].set_color(GREEN),
        lambda: setattr(stage, "units", np.array([1.0, 1.0, 0.5])),
    ]
    pictures = [shot(stage, *things, camera=camera)]
    for change in changes:
        change()
        pictures.append(shot(stage, *things, camera=camera))
        assert np.array_equal(pictures[-1], shot(stage, *things)), "streamed and cold differ"
        assert not np.array_equal(pictures[-1], pictures[-2]), "the change is not seen"


def test_a_hole_in_a_surface_shows_what_is_behind() -> None:
    stage = RasterStage(azimuth=-90, elevation=90)
    hill = RasterSurface(stage, lambda x, y: np.log(x) / 4, (-1, 2), (-1, 1))
    picture = shot(hill)
    assert colour(picture, stage, (-0.5, 0, 0)) == GROUND
    assert colour(picture, stage, (1, 0, 0)) != GROUND
    # Places, sizes and transforms are those of what is there.
    hill.scale(0.5).move_to([0.5, 0.5, 0.0])
    assert np.isfinite(hill.get_center()).all() and hill.get_center() == pytest.approx([0.5, 0.5, 0])
    assert hill.width == pytest.approx(1, abs=0.05)


def test_functions_of_arrays_of_numbers_and_fields_agree() -> None:
    stage = RasterStage()
    field = ScalarField.parse("x^2 - y/2", ("x", "y"), {})
    given = [field, lambda x, y: x**2 - y / 2, lambda x, y: float(x) ** 2 - y / 2]
    grids = [RasterSurface(stage, f, resolution=9).points for f in given]
    assert np.allclose(grids[0], grids[1]) and np.allclose(grids[0], grids[2])
    flat = RasterSurface(stage, lambda x, y: 1.0, resolution=5)
    assert (flat.grid[..., 2] == 1).all()


def test_a_turned_surface_stays_where_it_is_as_a_mesh() -> None:
    stage = RasterStage(elevation=50)
    hill = RasterSurface(stage, lambda x, y: np.exp(-(x**2) - y**2), colors=(RED, WHITE))
    before = shot(hill)
    whole = shot(hill.rotate(2 * np.pi))
    half = hill.copy().rotate(np.pi / 4)
    outline = shot(half)
    # Round about its axis: only the corners of the square differ, and shading by a little.
    assert is_like(colour(before, stage, (0, 0, 1)), colour(outline, stage, (0, 0, 1)), 8)
    assert np.abs(before.astype(int) - whole).max() <= 24
    assert colour(before, stage, (1.9, 1.9, 0)) != GROUND and colour(outline, stage, (1.9, 1.9, 0)) == GROUND
    assert colour(outline, stage, (2.6, 0, 0)) != GROUND


def test_level_and_parametric_surfaces_are_spheres() -> None:
    stage = RasterStage()
    field = ScalarField.parse("x^2 + y^2 + z^2", ("x", "y", "z"), {})
    level = level_surface(field, 1.0, [(-1.2, 1.2)] * 3, 20)
    sphere = RasterMesh(stage, level.vertices, level.triangles, color=BLUE)
    turned = RasterMesh.parametric(
        stage,
        lambda u, v: (np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)),
        u_range=(0, 2 * np.pi),
        v_range=(0, np.pi),
        color=BLUE,
    )
    first, second = shot(sphere), shot(turned)
    covered = [(np.abs(p.astype(int) - GROUND) > 3).any(axis=2) for p in (first, second)]
    # The outline of a sphere of radius 1 in the middle is, from this distance, a little more than a unit wide.
    far = 4.5 / np.tan(np.radians(15))
    assert [c.sum() for c in covered] == pytest.approx([np.pi * 400 / (1 - far**-2)] * 2, rel=0.06)
    assert is_like(colour(first, stage, (0, 0, 0)), colour(second, stage, (0, 0, 0)), 8)


def test_axes_stand_on_the_coordinates() -> None:
    stage = RasterStage(azimuth=-90, elevation=90)
    axes = RasterAxes(stage, (-2, 2), (-1, 3, 2), (0, 1), color=WHITE, stroke_width=16)
    picture = shot(axes)
    for on_axis in ((1.5, 0, 0), (0, -0.5, 0), (-1.9, 0, 0)):
        assert is_like(colour(picture, stage, on_axis), PURE_WHITE)
    # Grid lines through ticks: x at every unit, y at 0 and 2; and none between or beyond.
    row, column = pixel(stage, (1, 2.5, 0))
    assert picture[row, column - 2 : column + 3, 0].max() > GROUND[0] + 20
    row, column = pixel(stage, (0.5, 2, 0))
    assert picture[row - 2 : row + 3, column, 0].max() > GROUND[0] + 20
    for empty in ((0.5, 1, 0), (2.5, 0, 0), (0, 3.4, 0)):
        row, column = pixel(stage, empty)
        assert (picture[row - 2 : row + 3, column - 2 : column + 3] == GROUND).all()
