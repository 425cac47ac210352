"""The passes through a compute graph in time, and actors that take over new options on the way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from gradanim.actors.context import make_context
from gradanim.actors.passes import Passes
from gradanim.beats.played import rehearse
from gradanim.beats.timeline import Timeline
from gradanim.calculus import JetField
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]
BOARD = "title: T\nstage: board\n"


def played(scene: SceneSpec) -> Timeline:
    timeline, problems = rehearse(make_context(scene, None))
    assert problems == []
    return timeline


@pytest.mark.parametrize("compare", ["true", "false"])
def test_forward_ends_before_backward_begins(make_scene: MakeScene, compare: str) -> None:
    scene = make_scene(
        f"- show: {{compute_graph: {{network: [2, 1]}}}}\n- backpropagate: {{compare: {compare}}}", head=BOARD
    )
    motion = played(scene).motions[1]
    passes = [motion(k / 200).passes or Passes() for k in range(201)]
    assert passes[0] == Passes()
    assert passes[-1] == Passes(1.0, 1.0, 1.0 if compare == "true" else 0.0)
    for before, after in pairwise(passes):
        assert after.forward >= before.forward
        assert after.backward >= before.backward
        assert after.backward == 0.0 or after.forward == 1.0
        assert after.compared == 0.0 or after.backward == 1.0


def test_another_graph_has_not_been_run_through(make_scene: MakeScene) -> None:
    show = "- show: {compute_graph: {network: %s}}\n"
    beats = show % "[2, 1]" + "- backpropagate\n" + show % "[2, 1]" + show % "[2, 2, 1]"
    timeline = played(make_scene(beats, head=BOARD))
    assert timeline.motions[2](1.0).passes == Passes(1.0, 1.0, 1.0)
    assert timeline.motions[3](0.2).passes == Passes(1.0, 1.0, 1.0)
    assert timeline.motions[3](0.2).actors["compute_graph"].before.network == (2, 1)
    assert timeline.motions[3](1.0).passes is None
    again = make_scene(
        show % "[2, 1]" + "- backpropagate\n- hide: compute_graph\n" + show % "[2, 1]", head=BOARD
    )
    assert played(again).motions[3](1.0).passes is None


def test_new_options_come_gradually_and_leave_nothing_behind(make_scene: MakeScene) -> None:
    beats = "- show: {component_bars: {count: 2}}\n- show: {component_bars: {count: 30}}"
    first, second = played(make_scene(beats, head=BOARD)).motions
    assert first(0.5).actors["component_bars"].before is None
    on_the_way = second(0.25).actors["component_bars"]
    assert (on_the_way.before.count, on_the_way.options.count, on_the_way.changed) == (2, 30, 0.25)
    assert on_the_way.shown == 1.0
    end = second(1.0).actors["component_bars"]
    assert (end.before, end.changed, end.options.count) == (None, 1.0, 30)


def test_a_graph_that_nobody_could_read_is_refused(make_scene: MakeScene) -> None:
    data = ", ".join(f"[{k}, {k * k}]" for k in range(12))
    head = f"title: T\nfield: {{data: [{data}], model: a*x + b, domain: {{a: [0, 1], b: [0, 1]}}}}\n"
    scene = make_scene("- place: [0, 0]\n- show: compute_graph", head=head)
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, {})
    _, problems = rehearse(make_context(scene, field))
    assert [(problem.code, problem.line) for problem in problems] == [("film_graph_large", 5)]
    assert problems[0].message.startswith("the compute graph of `a*x + b` has ")
