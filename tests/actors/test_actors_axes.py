"""Names of axes stand clear of the numbers at their ends, however small the picture is."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
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


FLOOR = "title: T\nfield: {f: x^2*y + 3*y, x: [1.7, 2.3], y: [0.7, 1.3]}\nstage: surface\n"
SHOWN = "- show: [floor, surface, axes]\n- write: [one, two, three, four]\n- show: component_bars\n"


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


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("azimuth", [-118, -75, -60, -20, 35])
def test_the_name_of_an_axis_of_the_floor_leaves_its_numbers_alone(
    make_scene: MakeScene, shape: str, azimuth: int
) -> None:
    head = FLOOR + f"camera: {{azimuth: {azimuth}, elevation: 24}}\n"
    _, timeline, stage = staged(make_scene("- place: [2, 1]\n" + SHOWN, head), shape)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    labels = [it for it in made.letters if it.role == "label"]
    names = [text_boxes([it])[0] for it in labels if it.markup in ("$x$", "$y$")]
    for text in ("1.8", "2.0", "2.2", "0.8", "1.0", "1.2"):
        (number,) = [it for it in labels if it.markup == f'#"{text}"']
        (box,) = text_boxes([number])
        assert number.opacity > 0.9 and all(apart(box, name) > 0.0 for name in names)
    assert len(names) == 2


def test_the_name_of_an_axis_goes_out_evenly_as_the_camera_turns(make_scene: MakeScene) -> None:
    head = FLOOR + "camera: {azimuth: -88, elevation: 24}\n"
    beats = "- place: [2, 1]\n" + SHOWN + "- orbit: {by: 86}\n"
    _, timeline, stage = staged(make_scene(beats, head), "1:1")
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    start = timeline.motions[-1](0.0)
    ways = []
    for azimuth in np.linspace(-75.0, -15.0, 241):
        state = replace(start, pose=replace(start.pose, azimuth=float(azimuth)))
        (name,) = [it for it in painter.picture(state).letters if it.markup == "$y$"]
        ways.append((name.x, name.y))
    steps = np.hypot(*np.diff(ways, axis=0).T) / stage.unit
    assert steps.max() < 6.0 and np.ptp(ways, axis=0).max() > 40.0 * stage.unit
