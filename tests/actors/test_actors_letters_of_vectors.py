"""The step, the direction and the tangent have a letter that means nothing else in their scene."""

from __future__ import annotations

import re

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts

BEATS = (
    "- show: [axes, floor, surface]\n- place: [0.5, 0.4]\n- show: [gradient, tangent]\n- dial: {to: 30}\n"
    "- approximate: {step: [0.3, 0.2]}\n- claim: dot(direction, direction) >= 0.5\n"
)


@pytest.mark.parametrize(
    ("field", "letters"),
    [
        ("{f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}", "uth"),
        ("{f: x^2 + y^2, x: [-2, 2], y: [-2, 2], name: h}", "utd"),
        ("{f: u^2 + v^2, domain: {u: [-2, 2], v: [-2, 2]}}", "wth"),
        ("{f: d*x^2 + h*t^2, domain: {x: [-2, 2], t: [-2, 2]}}\nparams: {d: 1, h: 1}", "uτδ"),
    ],
)
def test_no_letter_means_two_things(make_scene: MakeScene, field: str, letters: str) -> None:
    head = f"title: T\nfield: {field}\n"
    _, timeline, stage = staged(make_scene(BEATS, head))
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    labels = {it.markup.strip("$") for it in made.letters if it.role == "label"}
    every = set("utwvdhτδ")
    own = set(re.findall(r"\b\w\b(?=: )|(?<=name: )\w", head))
    assert (labels & every) - own == set(letters)
    (claim,) = {line.template.parts[0].text for line in timeline.motions[-1](1.0).lines}
    assert claim == f"{letters[0]} · {letters[0]} ≥ 0.5"
