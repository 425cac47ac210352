"""Texts in the middle of the frame: no line ends with a sign where slightly smaller type spares that."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.letters import Letter
from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
ROW = '"$∇f(x_1, …, x_n) =$ $(∂ f/∂ x_1, ∂ f/∂ x_2, …, ∂ f/∂ x_n)$"'


def written(make_scene: MakeScene, beats: str, shape: str) -> list[Letter]:
    _, timeline, stage = staged(make_scene(beats, HEAD), shape)
    state = timeline.motions[-1](1.0)
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(state)
    return [letter for letter in picture.letters if letter.role == "text"]


@pytest.mark.parametrize("shape", ["16:9", "4:3", "1:1", "9:16"])
def test_no_line_ends_with_a_sign(make_scene: MakeScene, shape: str) -> None:
    letters = written(make_scene, f"- write: {{text: [{ROW}], at: center}}", shape)
    (equals,) = (it for it in letters if it.markup == "$eq$")
    behind = [it for it in letters if it.y == equals.y and it.x > equals.x]
    assert len(behind) > 5, "the row is not parted from its sign"


def test_texts_that_stand_together_have_one_size_and_others_their_own(make_scene: MakeScene) -> None:
    beats = f'- write: {{text: ["$∇f$", {ROW}], at: center}}\n- clear: text\n- write: {{text: "$∇f$", at: center}}'
    together = written(make_scene, beats.split("\n- clear")[0], "9:16")
    alone = written(make_scene, beats, "9:16")
    assert len({letter.size for letter in together}) == 1
    assert alone[0].size > together[0].size
