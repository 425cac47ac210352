"""Names of axes stand clear of the numbers at their ends, however small the picture is."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.letters import Box
from gradanim.actors.picture import Painter
from gradanim.actors.placing import text_boxes
from gradanim.actors.texts import Texts
from gradanim.plan.profile import FORMATS

SPLIT = "title: T\nfield: {f: x^2/3 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: split\n"
BEATS = (
    '- show: [axes, contours]\n- place: [1, 1]\n- show: {readout: ["$x =$ {point}"]}\n- show: loss_curve\n'
)


def apart(one: Box, other: Box) -> float:
    """Pixels between two boxes along the axis on which they are further apart."""
    return max(one.left - other.right, other.left - one.right, one.top - other.bottom, other.top - one.bottom)


@pytest.mark.parametrize("shape", FORMATS)
def test_the_names_of_a_map_are_clear_of_its_last_numbers(make_scene: MakeScene, shape: str) -> None:
    _, timeline, stage = staged(make_scene(BEATS, SPLIT), shape)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    assert stage.layout.plane is not None
    plane, unit = stage.layout.plane, stage.unit
    inside = [
        letter
        for letter in made.letters
        if letter.role == "label"
        and letter.opacity > 0.9
        and plane.x <= letter.x / unit <= plane.right + 40
        and plane.y - 40 <= letter.y / unit <= plane.bottom
    ]
    names = [text_boxes([it])[0] for it in inside if it.markup in ("$x$", "$y$")]
    numbers = [text_boxes([it])[0] for it in inside if it.markup == '#"2"']
    assert len(names) == len(numbers) == 2
    assert (
        min(apart(name, number) for name in names for number in numbers)
        > 0.1 * stage.layout.sizes.tick * unit
    )
    # They are not carried away either: each still stands next to one of them.
    assert all(min(apart(name, number) for number in numbers) < 50 * unit for name in names)


@pytest.mark.parametrize(
    ("head", "beats"),
    [
        ("field: {f: x^2 + y^2, x: [-4, 4], y: [-4.5, 4.5]}\nstage: surface\n", "- show: [axes, surface]"),
        ("field: {f: x^2 + y^2 + z^2, x: [-1, 1], y: [-1, 1], z: [-1, 1]}\nstage: volume\n", "- show: axes"),
    ],
    ids=["floor", "box"],
)
def test_every_axis_has_two_numbers(make_scene: MakeScene, head: str, beats: str) -> None:
    _, timeline, stage = staged(make_scene(beats, f"title: T\n{head}"), "16:9")
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    labels = [letter.markup for letter in made.letters if letter.role == "label" and letter.opacity > 0.9]
    numbers = [label for label in labels if label.startswith('#"') and label != '#"0"']
    assert len(numbers) >= 2 * len(stage.context.domain)
