"""After `clear: all` pictures begin anew, and a few texts beside a map over its chart cost neither its room."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.opening import opened
from gradanim.plan.profile import FORMATS

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: split\n"
PICTURES = "- show: [floor, axes, surface, contours]\n"
FULL = "- write: [one, two]\n- show: loss_curve\n- place: [1, 1]\n- descend: {step_size: 0.1}\n"


@pytest.mark.parametrize("shape", FORMATS)
def test_the_second_act_begins_like_the_first(make_scene: MakeScene, shape: str) -> None:
    scene = make_scene(PICTURES + FULL + "- clear: all\n" + PICTURES + FULL, HEAD)
    _, timeline, stage = staged(scene, shape)
    layouts = [opened(stage, state).layout for state in timeline.starts]
    first, second = layouts[1:6], layouts[7:12]
    assert first == second and first[0].surface != first[-1].surface
    # Nothing that could be seen to jump is there when the places are those of the beginning again.
    assert timeline.starts[6].actors == {} and timeline.starts[6].lines == ()
    assert timeline.motions[5](0.999).opened == 1.0


@pytest.mark.parametrize("shape", ["16:9", "4:3"])
def test_two_lines_of_text_leave_map_and_chart_their_height(make_scene: MakeScene, shape: str) -> None:
    bare = staged(make_scene(PICTURES + FULL.partition("\n")[2], HEAD), shape)[2].layout
    made = staged(make_scene(PICTURES + FULL, HEAD), shape)[2].layout
    assert made.plane == bare.plane and made.panel == bare.panel
    assert made.side is not None and made.surface is not None and made.plane is not None
    assert made.side.y >= made.surface.bottom and made.side.right < made.plane.x
    assert made.side.bottom <= made.bottom.bottom
