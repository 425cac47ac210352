"""Numbers of growing axes and names of turning arrows come and go little by little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from volume_stage import MakeScene, staged

from gradanim.actors.axes import come
from gradanim.actors.letters import Letter
from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts

HEAD = "title: T\nfield: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
shares = st.floats(0.0, 1.0)


def letters(make_scene: MakeScene, beats: str, us: np.ndarray, head: str = HEAD) -> list[tuple[Letter, ...]]:
    """What is written at some moments of the last beat."""
    _, timeline, stage = staged(make_scene(beats, head))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return [painter.picture(timeline.motions[-1](float(u))).letters for u in us]


@given(shares)
def test_every_tick_is_there_when_its_axis_is_whole_and_none_before_it_grows(share: float) -> None:
    assert come(1.0, share) == 1.0
    assert come(0.0, share) == 0.0


@given(shares, shares, shares)
def test_ticks_come_in_order_and_stay(first: float, second: float, shown: float) -> None:
    near, far = sorted((first, second))
    assert come(shown, near) >= come(shown, far)
    assert come(near, shown) <= come(far, shown)


def test_the_last_number_of_an_axis_is_not_there_at_once(make_scene: MakeScene) -> None:
    seen = letters(make_scene, "- show: axes", np.linspace(0.0, 1.0, 241))
    strength = [sum(letter.opacity for letter in each if letter.markup == '#"2"') for each in seen]
    assert strength[0] == 0.0 and strength[-1] == pytest.approx(2.0)
    assert np.abs(np.diff(strength)).max() < 0.4


@pytest.mark.parametrize("axis", ["value", "height"])
def test_numbers_of_a_standing_axis_come_from_below(make_scene: MakeScene, axis: str) -> None:
    """Values of a landscape are 0, 200 and 400, heights of a volume −50, 0 and 50; no other number is of that size."""
    field = {
        "value": "{f: 100*(x^2/2 + y^2), x: [-2, 2], y: [-2, 2]}\nstage: surface\n",
        "height": "{f: x^2 + y^2 + z^2, x: [-2, 2], y: [-2, 2], z: [-70, 70]}\nstage: volume\n",
    }[axis]
    beats = "- show: [surface, axes]" if axis == "value" else "- show: axes"
    seen = letters(make_scene, beats, np.linspace(0.0, 1.0, 241), f"title: T\nfield: {field}")
    low, high = {"value": ("200", "400"), "height": ("−50", "50")}[axis]
    strength = {
        text: np.array([sum(each.opacity for each in now if each.markup == f'#"{text}"') for now in seen])
        for text in (low, high)
    }
    assert strength[high][0] == 0.0 and strength[high][-1] == pytest.approx(1.0)
    # One number is there to a good part before the next begins.
    assert strength[low][np.argmax(strength[high] > 0.0)] > 0.3
    assert np.abs(np.diff(strength[high])).max() < 0.4


def test_on_the_way_a_flipping_arrow_has_no_name_and_at_both_ends_its_own(make_scene: MakeScene) -> None:
    beats = "- place: [0.5, 0.25]\n- show: gradient\n- flip: gradient"
    start, middle, end = letters(make_scene, beats, np.array([0.0, 0.5, 1.0]))
    names = ("$nabla f$", "$minus nabla f$")
    there = [[each.markup for each in seen if each.markup in names] for seen in (start, middle, end)]
    assert there == [["$nabla f$"], [], ["$minus nabla f$"]]
