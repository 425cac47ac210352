"""manim's animations move what stands on a stage, and the stage, as they move everything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    OUT,
    UP,
    WHITE,
    FadeIn,
    FadeOut,
    GrowArrow,
    Line,
    MoveAlongPath,
    ReplacementTransform,
    Restore,
    Rotate,
    Square,
    ValueTracker,
    always_redraw,
    linear,
)
from manim.utils.rate_functions import ease_out_back
from manim_helpers import RATE, colour, is_like, play, shot, small_manim

from gradanim.render.manim_stage import (
    RasterArrow,
    RasterDot,
    RasterLine,
    RasterStage,
    RasterSurface,
)

GROUND = (0x10, 0x20, 0x30, 255)
RED = "#ff0000"
PURE_RED = (255, 0, 0, 255)
ALL = 4 / RATE  # seconds of an animation of four frames


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> Iterator[None]:
    with small_manim(tmp_path):
        yield


def dot(stage: RasterStage, point: Any = (0.0, 0.0, 0.0), **style: Any) -> RasterDot:
    return RasterDot(stage, point, **{"color": RED, "shaded": False, "radius": 0.25, **style})


def hill(stage: RasterStage, height: float = 2.0, resolution: int = 33, **style: Any) -> RasterSurface:
    return RasterSurface(
        stage, lambda x, y: height * np.exp(-2 * (x**2 + y**2)), resolution=resolution, **style
    )


def test_the_camera_turns_evenly_and_what_stands_there_is_seen_turning() -> None:
    stage = RasterStage(azimuth=0, elevation=40)
    point = (2, 0, 0)

    def construct(scene: Any) -> None:
        scene.add(dot(stage, point))
        scene.play(stage.animate.turn(azimuth=80, elevation=-20), run_time=ALL, rate_func=linear)

    frames = play(construct)
    assert len(frames) == 4 and stage.azimuth == 80 and stage.elevation == 20
    for number, frame in enumerate(frames):
        pose = RasterStage(azimuth=20 * number, elevation=40 - 5 * number)
        assert colour(frame, pose, point) == PURE_RED
        assert np.array_equal(frame, shot(dot(pose, point))), "a frame is not the picture of its moment"


def test_things_move_in_their_coordinates_and_the_stage_in_the_frame() -> None:
    stage = RasterStage(azimuth=-90, elevation=30)
    point, label = dot(stage), Square(0.4, stroke_width=0, fill_opacity=1, color=WHITE)

    def construct(scene: Any) -> None:
        scene.add(point, stage.pin(label, point.get_center, offset=[0, 1, 0]))
        scene.play(point.animate.shift([1, 1, 1]), run_time=ALL, rate_func=linear)
        scene.play(stage.animate.scale(0.5).shift(2 * UP), run_time=ALL)
        scene.wait(1 / RATE)

    frames = play(construct)
    start = RasterStage(azimuth=-90, elevation=30)
    assert colour(frames[2], start, (0.5, 0.5, 0.5)) == PURE_RED
    assert colour(frames[-1], stage, (1, 1, 1)) == PURE_RED
    assert stage.height == pytest.approx(4.5) and stage.get_center() == pytest.approx([0, 2, 0])
    # The label is upright above the point wherever that is seen.
    assert label.get_center() == pytest.approx(stage.frame_point((1, 1, 1)) + [0, 1, 0])
    assert label.width == pytest.approx(0.4)


def test_fading_in_and_out() -> None:
    stage = RasterStage()
    point, behind = dot(stage), Square(1, stroke_width=0, fill_opacity=1, color=WHITE)

    def construct(scene: Any) -> None:
        scene.add(behind)
        scene.play(FadeIn(point), run_time=ALL, rate_func=linear)
        scene.play(FadeOut(stage), run_time=ALL, rate_func=linear)
        assert stage not in scene.mobjects and point not in scene.mobjects
        scene.wait(1 / RATE)

    frames = play(construct)
    # Green of red over white: what shines through.
    through = [colour(frame, stage, (0, 0, 0))[1] for frame in frames]
    assert through == pytest.approx([255, 191, 128, 64, 0, 64, 128, 191, 255], abs=2)
    assert stage.opacity == point.opacity == 1


def test_a_still_hill_hides_an_arrow_that_moves_behind_it() -> None:
    stage = RasterStage(azimuth=-90, elevation=10)
    arrow = RasterArrow(stage, (-2, 1, 0.3), (-1, 1, 0.3), RED, stroke_width=30, head="screen")
    mound, square = hill(stage, color=BLUE), Square(0.5, stroke_width=0, fill_opacity=1, color=WHITE)

    def construct(scene: Any) -> None:
        scene.add(mound, arrow, square.move_to(stage.frame_point((0, 1, 0.3))))
        scene.play(
            arrow.animate.put_start_and_end_on((-2, 1, 0.3), (3, 1, 0.3)), run_time=ALL, rate_func=linear
        )

    moving = play(construct)[3]
    assert colour(moving, stage, (0, 1, 0.3)) == (255, 255, 255, 255)  # the square, still on top
    assert is_like(colour(moving, stage, (1.4, 1, 0.3)), PURE_RED)
    hidden = colour(moving, stage, (0.35, 1, 0.3))
    assert hidden == colour(shot(mound), stage, (0.35, 1, 0.3)) and not is_like(hidden, PURE_RED, 60)


@pytest.mark.parametrize("lifted", [False, True])
def test_one_moving_thing_moves_the_picture_of_its_stage(lifted: bool) -> None:
    stage, second = RasterStage(azimuth=-90), RasterStage(azimuth=-90)
    near, moving = dot(stage, (0, -1, 0), color=WHITE), dot(stage, (-2, 1, 0))
    # Another stage stands between, and has to be drawn anew along with the first.
    other = [dot(second, (2, -1, 0), color="#00ff00"), dot(second, (2, 1, 0))]

    def construct(scene: Any) -> None:
        scene.add(near, other[0], moving, other[1])
        if lifted:
            scene.bring_to_front(stage)
        scene.play(moving.animate.shift([4, 0, 0]), run_time=ALL, rate_func=linear)

    frames = play(construct)
    moving.move_to([-1, 1, 0])
    assert np.array_equal(frames[1], shot(stage, near, moving, second, *other))
    moving.move_to([0, 1, 0])
    assert np.array_equal(frames[2], shot(stage, near, moving, second, *other))
    assert colour(frames[2], stage, (0, -1, 0)) == (255, 255, 255, 255)


def test_stages_whose_things_alternate_move_together() -> None:
    low, high = RasterStage(azimuth=-90), RasterStage(azimuth=-90)
    near, far = dot(low, (0, -1, 0), color=WHITE), dot(low, (0, 1, 0))
    still, moving = dot(high, (0, -1, 0)), dot(high, (2, 0, 0))

    def construct(scene: Any) -> None:
        scene.add(near, still, far, moving)
        scene.play(moving.animate.shift([1, 0, 0]), run_time=ALL)

    first = play(construct)[0]
    assert colour(first, low, (0, -1, 0)) == PURE_RED
    assert np.array_equal(first, shot(low, near, far, high, still, moving.move_to([2, 0, 0])))


def test_a_tracker_and_updaters_drive_stage_and_surface() -> None:
    stage, tracker = RasterStage(azimuth=0, elevation=20), ValueTracker(0)
    mound = hill(stage, 0, color_range=(0, 2))
    stage.add_updater(lambda s: s.set(azimuth=90 * tracker.get_value()))
    mound.add_updater(lambda m: m.set_function(lambda x, y: tracker.get_value() * (1 + 0 * x)))

    def construct(scene: Any) -> None:
        scene.add(mound)
        scene.play(tracker.animate.set_value(1), run_time=ALL, rate_func=linear)

    frames = play(construct)
    assert stage.azimuth == 90 and (mound.grid[..., 2] == 1).all()
    pose = RasterStage(azimuth=45, elevation=20)
    half = RasterSurface(pose, lambda x, y: 0.5, resolution=33, color_range=(0, 2))
    assert np.array_equal(frames[2], shot(half))


def test_a_surface_becomes_another_over_a_finer_grid() -> None:
    stage = RasterStage()
    coarse = RasterSurface(stage, lambda x, y: 0.0, (-2, 0), (-1, 1), 3, color_range=(0, 1), color="#ff0000")
    fine = RasterSurface(stage, lambda x, y: x, (0, 2), (-2, 2), 5, color_range=(0, 1), color="#0000ff")

    def construct(scene: Any) -> None:
        scene.add(coarse)
        scene.play(ReplacementTransform(coarse, fine), run_time=ALL, rate_func=linear)
        assert fine in scene.mobjects and coarse not in scene.mobjects

    half = RasterSurface(
        stage, lambda x, y: (x + 1) / 2, (-1, 1), (-1.5, 1.5), 5, color_range=(0, 1), color="#800080"
    )
    seen, wanted = (picture.astype(int) for picture in (play(construct)[2], shot(half)))
    assert np.abs(seen - wanted).max() <= 2


def test_lines_of_unlike_counts_blend_and_keep_their_corners() -> None:
    stage = RasterStage()
    bent, long = (
        RasterLine(stage, [(0, 0, 0), (1, 0, 0), (1, 1, 0)]),
        RasterLine(stage, [(0, 0, k) for k in range(9)]),
    )
    bent.align_data(long)
    assert bent.get_num_points() == long.get_num_points() == 9
    assert bent.points[[0, -1]].tolist() == [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0]]
    assert [1.0, 0.0, 0.0] in bent.points.tolist()
    lengths = np.linalg.norm(np.diff(bent.points, axis=0), axis=1)
    assert lengths.sum() == pytest.approx(2) and (lengths > 0).all()


def test_rotating_growing_and_restoring() -> None:
    stage = RasterStage()
    arrow, mound = RasterArrow(stage, (0, 0, 0), (1, 0, 0)), hill(stage, resolution=9)
    points = mound.points.copy()
    halfway: list[float] = []

    def construct(scene: Any) -> None:
        mound.save_state()
        scene.play(GrowArrow(arrow), run_time=ALL)
        scene.play(Rotate(arrow, np.pi / 2, axis=OUT, about_point=[0, 0, 0]), run_time=ALL)
        scene.play(mound.animate.stretch(3, 0).set_color(RED).fade(0.5), run_time=ALL)
        halfway.extend([mound.width, mound.opacity])
        scene.play(Restore(mound), run_time=ALL)

    play(construct)
    assert arrow.get_end() == pytest.approx([0, 1, 0]) and arrow.tip_length == pytest.approx(0.22)
    assert halfway == pytest.approx([12, 0.5])
    assert np.allclose(mound.points, points) and mound.opacity == 1


def test_other_ways_of_moving() -> None:
    """Along a path, redrawn for every frame, and beyond the end of a blend and back."""
    stage, tracker = RasterStage(), ValueTracker(0)
    point, spare = dot(stage), dot(stage)
    line = always_redraw(lambda: RasterLine(stage, [(0, 0, 0), (tracker.get_value(), 0, 0)]))

    def construct(scene: Any) -> None:
        scene.add(line)
        scene.play(
            MoveAlongPath(point, Line([0, 0, 0], [1, 1, 1])), tracker.animate.set_value(2), run_time=ALL
        )
        scene.play(spare.animate(rate_func=ease_out_back).set_color(WHITE).set_opacity(0.5), run_time=ALL)

    play(construct)
    assert point.get_center() == pytest.approx([1, 1, 1]) and line.get_end() == pytest.approx([2, 0, 0])
    assert spare.opacity == 0.5 and spare.color == WHITE
