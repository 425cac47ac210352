"""The legend of a race stands clear of the chart below it."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.placing import text_boxes
from gradanim.actors.texts import Texts
from gradanim.plan.profile import FORMATS

HEAD = "title: T\nfield: {f: x^2/3 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
RUNS = "[{step_size: 0.05}, {step_size: 0.3}, {step_size: 0.8}]"
BEATS = f"- show: [axes, contours, loss_curve]\n- race: {{start: [-1.7, 1.3], steps: 8, runs: {RUNS}}}\n"


@pytest.mark.parametrize("shape", FORMATS)
def test_the_name_of_an_axis_is_not_read_with_the_legend(make_scene: MakeScene, shape: str) -> None:
    _, timeline, stage = staged(make_scene(BEATS, HEAD), shape)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    legend = text_boxes([it for it in made.letters if it.role == "legend"])
    (name,) = text_boxes([it for it in made.letters if it.role == "label" and it.markup == "$f$"])
    assert name.top - max(box.bottom for box in legend) > 0.35 * stage.layout.sizes.tick * stage.unit
