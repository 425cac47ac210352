"""Which texts stand together at the side, looked up once for the whole scene: their type has one size."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from gradanim.actors.readout import readout_lines
from gradanim.actors.state import Line, Pose, Presence, Progress, Run, SceneState


class Stack(Struct, frozen=True):
    """Texts that stand over each other at the side, with nothing on its way in or out.

    Attributes:
        read: the lines of the readout.
        written: what was written, asked and claimed, oldest first.
        runners: label and reason to stop of every runner of a race, whose legend may stand over the texts.
    """

    read: tuple[Line, ...]
    written: tuple[Line, ...]
    runners: tuple[tuple[str, str], ...] = ()

    def racing(self) -> SceneState:
        """A state with nothing but the race whose legend stands over the texts."""
        none = np.empty((0, 1))
        runs = (Run(none, none, reason, "", None, label=label) for label, reason in self.runners)
        crowd = {"trajectory": Presence()} if self.runners else {}
        return SceneState(Pose(0.0, 0.0), actors=crowd, runs=tuple(Progress(run, 0.0) for run in runs))


def side_stacks(states: Iterable[SceneState]) -> tuple[Stack, ...]:
    """Every stack that a scene comes to rest with, each once, in the order in which they come.

    Args:
        states: states from the whole length of the scene, the ends of its beats among them.
    """
    made: dict[Stack, None] = {}
    for state in states:
        read = tuple(readout_lines(state))
        written = tuple(line for line in state.lines if line.slot == "side")
        if (read or written) and all(map(_rests, (*read, *written))):
            made[Stack(tuple(map(plain_line, read)), tuple(map(plain_line, written)), _runners(state))] = None
    return tuple(made)


def _rests(line: Line) -> bool:
    return line.written >= 1.0 and line.opacity >= 1.0 and line.room >= 1.0 and line.arrived >= 1.0


def plain_line(line: Line) -> Line:
    """What decides a line's room, and no more."""
    return Line(line.template, line.slot, role=line.role)


def _runners(state: SceneState) -> tuple[tuple[str, str], ...]:
    if state.shown("trajectory") <= 0.0:
        return ()
    return tuple((it.run.label, it.run.stop_reason) for it in state.runs if it.run.label)
