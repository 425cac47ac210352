"""Over and under the longest bar of a box there is room for its number."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from volume_stage import staged

from gradanim.actors.component_bars import LARGER, _padded
from gradanim.actors.lettering import prose
from gradanim.actors.letters import INK_ABOVE, INK_BELOW
from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts

TICK = 28.0
SCOPE = SimpleNamespace(stage=SimpleNamespace(layout=SimpleNamespace(sizes=SimpleNamespace(tick=TICK))))
# Design pixels from the end of a bar to its number.
GAP = 8.0


@pytest.mark.parametrize("high", [175.0, 260.0, 700.0])
def test_a_number_at_the_end_of_the_longest_bar_is_inside_the_box(high):
    longest = 0.6
    edge = _padded(SCOPE, high, longest, 1.0)
    room = 0.5 * high * (1.0 - longest / edge)
    assert room >= GAP + LARGER * TICK * (INK_ABOVE + INK_BELOW)


def test_without_numbers_bars_are_nearly_as_high_as_the_box():
    assert 1.0 < _padded(SCOPE, 200.0, 1.0, 0.0) < 1.15


def test_the_name_of_a_component_has_the_colour_of_its_bar(make_scene):
    head = "title: T\nfield: {f: x^2/2 - y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
    scene = make_scene("- show: contours\n- place: [1, 1]\n- show: component_bars\n", head)
    _, timeline, stage = staged(scene)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    for axis, name in enumerate("xy"):
        wanted = stage.theme.colours[f"partial_{axis}"]
        names = [it for it in made.letters if f"partial {name}" in it.markup]
        assert len(names) == 1 and names[0].colour == wanted


@pytest.mark.parametrize("theme", ["dark", "light", "high_contrast"])
def test_the_name_under_a_bar_of_change_has_the_colour_of_its_bar(make_scene, theme):
    head = f"title: T\ntheme: {theme}\nfield: {{f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}}\nstage: plane\n"
    scene = make_scene("- place: [1, 1]\n- approximate: {step: [0.1, -0.05]}\n- show: change_bars\n", head)
    _, timeline, stage = staged(scene)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    names = [
        it for it in made.letters if "h_(" in it.markup or it.markup in (prose("predicted"), prose("actual"))
    ]
    wanted = [stage.theme.colours[role] for role in ("partial_0", "partial_1", "gradient", "point")]
    assert [it.colour for it in sorted(names, key=lambda it: it.x)] == wanted
