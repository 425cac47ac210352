"""Scenes that have faults in their texts and claims alone, so that their beats can be played all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gradanim.problems import Problem, ProblemError
from gradanim.spec.beat import Beat
from gradanim.spec.known import Part, Step
from gradanim.spec.scene import SceneSpec
from gradanim.spec.verbs import PauseAction, TogetherAction

# Verbs that do nothing but write, or check, what may have a fault.
_WRITE = frozenset({"write", "ask", "claim"})


class UnsoundError(ProblemError):
    """Faults of texts and claims.

    Attributes:
        scenes: the scenes that can be played, with nothing in the place of what has a fault.
    """

    def __init__(self, problems: Iterable[Problem], scenes: Iterable[SceneSpec]) -> None:
        super().__init__(problems)
        self.scenes = tuple(scenes)


def silence() -> Beat:
    """A beat in the place of one that cannot be played."""
    return Beat(verb="pause", action=PauseAction(seconds=1.0))


def playable(scene: SceneSpec, steps: Iterable[Step], problems: Iterable[Problem]) -> SceneSpec:
    """A scene without the claims and the written texts that have faults.

    Args:
        scene: all of it could be read.
        steps: its beats, with their places.
        problems: what is wrong with its texts.
    """
    where = {problem.where for problem in problems}
    return scene.model_copy(update={"beats": tuple(_mended(step.parts, where) for step in steps)})


def _mended(parts: tuple[Part, ...], where: Collection[str | None]) -> Beat:
    whole, *children = parts
    if not isinstance(whole.beat.action, TogetherAction):
        return _sound(whole, where)
    action = whole.beat.action.model_copy(update={"beats": tuple(_sound(part, where) for part in children)})
    return whole.beat.model_copy(update={"action": action})


def _sound(part: Part, where: Collection[str | None]) -> Beat:
    here = part.node.where
    faulty = any(place is not None and place.startswith(f"{here}.") for place in where)
    return silence() if faulty and part.beat.verb in _WRITE else part.beat
