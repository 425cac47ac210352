"""What is struck stays so until it leaves; the words find the last line that holds them."""

from __future__ import annotations

from collections.abc import Callable

from gradanim.actors.context import make_context
from gradanim.actors.state import SceneState
from gradanim.beats.check import check_scene
from gradanim.beats.played import rehearse
from gradanim.calculus import JetField
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]
LINES = '- place: [1, 1]\n- write: ["The slope is {norm}.", "$f = x$ twice", "Again a slope"]\n'


def ends(scene: SceneSpec) -> tuple[SceneState, ...]:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    timeline, problems = rehearse(make_context(scene, field))
    assert problems == []
    return timeline.starts


def test_an_actor_is_struck_until_it_is_hidden(make_scene: MakeScene) -> None:
    scene = make_scene(
        "- place: [1, 1]\n- show: gradient\n- strike: gradient\n- hide: gradient\n- show: gradient"
    )
    states = ends(scene)
    assert [state.actors["gradient"].struck for state in states if "gradient" in state.actors] == [0, 1, 0]


def test_words_find_the_last_line_that_holds_them(make_scene: MakeScene) -> None:
    def struck(words: str) -> list[float]:
        return [line.struck for line in ends(make_scene(f"{LINES}- strike: {{text: '{words}'}}"))[-1].lines]

    assert struck("slope") == [0, 0, 1]
    assert struck("slope is {norm}") == [1, 0, 0]
    assert struck("f=x twice") == [0, 1, 0]


def test_struck_lines_can_be_cleared(make_scene: MakeScene) -> None:
    assert ends(make_scene(f"{LINES}- strike: {{text: slope}}\n- clear: text"))[-1].lines == ()


def test_words_that_nobody_wrote_are_told(make_scene: MakeScene) -> None:
    (problem,) = check_scene(make_scene(f"{LINES}- strike: {{text: gradient}}"))
    assert problem.code == "film_strike_nothing"
    assert problem.message == "no line of text on the stage holds `gradient`"


def test_the_stroke_is_drawn_little_by_little(make_scene: MakeScene) -> None:
    scene = make_scene(f"{LINES}- strike: {{text: slope}}")
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, {})
    timeline, _ = rehearse(make_context(scene, field))
    drawn = [timeline.motions[-1](u).lines[-1].struck for u in (0.0, 0.3, 0.7, 1.0)]
    assert drawn == sorted(set(drawn)) and drawn[0] == 0.0 and drawn[-1] == 1.0
