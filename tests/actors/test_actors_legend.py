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


@pytest.mark.parametrize("shape", FORMATS)
def test_an_entry_longer_than_its_column_becomes_smaller(make_scene: MakeScene, shape: str) -> None:
    head = "title: T\nfield: {f: x^3/3 - x*y^2 - x/2, x: [-2, 2], y: [-2, 2]}\nstage: surface\n"
    runs = "[{step_size: 0.05}, {rule: newton}, {rule: momentum, step_size: 0.05}]"
    beats = (
        "- show: [axes, surface]\n- write: [a line, another line, a third line]\n"
        f"- race: {{start: [1.5, 0.05], steps: 20, runs: {runs}}}\n"
    )
    _, timeline, stage = staged(make_scene(beats, head), shape)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    legend = text_boxes([it for it in made.letters if it.role == "legend"])
    assert legend and max(box.right for box in legend) <= stage.layout.safe.right * stage.unit + 1.0


FEW = "- show: [{readout: [one, two]}]\n- write: [three, four, five]\n"
MANY = (
    "- show: [{readout: [one line that is read, two]}]\n- ask: {question: Is there room for all of them?, answer: y}\n"
    "- claim: f_xx*f_yy - f_xy^2 < 1e9\n"
)


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("texts", [FEW, MANY])
def test_texts_stand_below_the_legend_and_above_the_notes(
    make_scene: MakeScene, shape: str, texts: str
) -> None:
    head = "title: T\nfield: {f: x^3/3 - x*y^2 - x/2, x: [-2, 2], y: [-2, 2]}\nstage: surface\n"
    runs = "[{step_size: 0.05}, {rule: newton}, {rule: momentum, step_size: 0.05}]"
    beats = (
        "- show: [axes, surface]\n- place: [1, 0.4]\n- show: [{gradient: {scale: 0.5}}]\n"
        f"{texts}- race: {{start: [1.5, 0.05], steps: 20, runs: {runs}}}\n"
    )
    _, timeline, stage = staged(make_scene(beats, head), shape)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    legend, text, notes = (
        text_boxes([it for it in made.letters if it.role == role and it.size > 0])
        for role in ("legend", "text", "note")
    )
    text += text_boxes([it for it in made.letters if it.role in ("readout", "question", "answer", "claim")])
    assert min(box.top for box in text) >= max(box.bottom for box in legend)
    assert max(box.bottom for box in text) <= min(box.top for box in notes)
