"""The room beside a landscape follows from the numbers and names of its axes, and is the usual one where these fit."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from volume_stage import MakeScene, staged

from gradanim.actors.axis_room import MOST, OVER, standing_out
from gradanim.actors.picture_room import AROUND_SURFACE
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState
from gradanim.actors.views import surface_camera
from gradanim.plan.profile import FORMATS

HEAD = "title: T\nfield: {{f: {f}, x: [-1, 1], y: [-1, 1]{more}}}\nstage: {kind}\n"
RULED = "- show: [floor, surface, axes]\n"
NARROW, WIDE = "4*(x^2 + y^2)", "1000*(x^2 + y^2)"
FINE = 2.0


def made(
    make_scene: MakeScene, f: str, shape: str, beats: str = RULED, kind: str = "surface", more: str = ""
) -> tuple[Stage, tuple[SceneState, ...]]:
    scene = make_scene(beats, HEAD.format(f=f, kind=kind, more=more))
    _, timeline, stage = staged(scene, shape)
    return stage, tuple(timeline.samples(9))


def beside(stage: Stage) -> tuple[float, float]:
    around, usual = stage.layout.around_surface, AROUND_SURFACE * stage.layout.sizes.room
    assert around.below == around.above == usual
    return around.left - usual, around.right - usual


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("kind", ["surface", "split"])
def test_narrow_numbers_take_the_usual_room(make_scene: MakeScene, shape: str, kind: str) -> None:
    assert beside(made(make_scene, NARROW, shape, kind=kind)[0]) == (0.0, 0.0)


@pytest.mark.parametrize("shape", ["1:1", "9:16"])
def test_wide_numbers_move_the_left_side_of_a_picture_and_not_the_right_one(
    make_scene: MakeScene, shape: str
) -> None:
    """Both fields have one shape: their pictures differ by their numbers alone."""
    ends = []
    for f in (NARROW, WIDE):
        stage, states = made(make_scene, f, shape)
        rect = stage.layout.surface
        assert rect is not None
        camera = surface_camera(stage, rect, states[-1].pose)
        seen = camera.project(np.array(stage.outline), stage.viewport(rect))[0] / stage.unit
        ends.append((seen[:, 0].min(), seen[:, 0].max()))
    left, right = beside(stage)
    assert left > 10.0 and right == 0.0
    assert ends[1][0] - ends[0][0] == pytest.approx(left, abs=0.2 * left)
    assert ends[1][1] == pytest.approx(ends[0][1], abs=0.2 * left)


def test_where_no_axes_are_shown_they_take_no_room(make_scene: MakeScene) -> None:
    assert beside(made(make_scene, WIDE, "1:1", "- show: [floor, surface]\n")[0]) == (0.0, 0.0)


@pytest.mark.parametrize("kind", ["surface", "split"])
@pytest.mark.parametrize("shape", FORMATS)
def test_texts_fit_from_all_azimuths_of_an_orbit_and_between_those_that_are_measured(
    make_scene: MakeScene, shape: str, kind: str
) -> None:
    stage, states = made(make_scene, WIDE, shape, RULED + "- orbit: {by: 200}\n", kind)
    fine = np.arange(stage.azimuths[0], stage.azimuths[-1], FINE)
    # The outline is that of the scene's own azimuths, from which the picture fits.
    rect = stage.layout.surface
    assert rect is not None and len(fine) > 90
    for azimuth in fine:
        seen = replace(states[-1], pose=replace(states[-1].pose, azimuth=float(azimuth)))
        assert max(standing_out(stage, [seen], (float(azimuth),))) <= 2 * OVER


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("kind", ["surface", "split"])
def test_a_name_that_is_far_too_long_leaves_the_picture_half_of_its_width(
    make_scene: MakeScene, shape: str, kind: str
) -> None:
    stage = made(make_scene, NARROW, shape, kind=kind, more=f", name: {'M' * 24}")[0]
    usual = made(make_scene, NARROW, shape, kind=kind)[0].layout.places.surface
    assert usual is not None
    assert max(beside(stage)) <= MOST * usual.width
    assert stage.layout.surface is not None
    assert stage.layout.surface.width - stage.layout.around_surface.across > 0.4 * usual.width
