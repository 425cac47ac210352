"""Whether claims hold: along their own beat, where they must, and in later beats, where their lines leave if not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.easing import part, smooth
from gradanim.actors.measure import Measures
from gradanim.actors.state import Line, SceneState
from gradanim.beats.motion import Motion
from gradanim.beats.samples import SHARES, Samples
from gradanim.calculus import parse_claim
from gradanim.calculus.claims import Claim, ClaimResult
from gradanim.spec.quantities import VECTORS

# Seconds in which the line of a claim fades that does not hold any more, and in which others then take its room.
FADE, CLOSE = 0.5, 0.35


class Failure(Struct, frozen=True, eq=False):
    """Where a claim is false for the first time.

    Attributes:
        index: number of the state.
        state: the state.
        result: the values of both sides.
    """

    index: int
    state: SceneState
    result: ClaimResult


def read_claim(text: str, measures: Measures) -> Claim:
    """A claim as it is evaluated at the states of a scene."""
    return parse_claim(text, measures.scalars, tuple(VECTORS), components=measures.variables)


def first_false(text: str, tolerance: float, states: list[SceneState], context: Context) -> Failure | None:
    """The first of some states at which a claim is false, or None."""
    claim: Claim | None = None
    before: tuple[object, ...] | None = None
    for index, state in enumerate(states):
        # A claim speaks of nothing but these; where they stay the same it need not be asked again.
        now = (state.point, state.params, state.angle, state.step, state.level, state.runs)
        if now == before:
            continue
        before = now
        measures = Measures(state, context)
        claim = claim or read_claim(text, measures)
        result = claim.check(measures, tolerance)
        if not bool(np.all(result.holds)):
            return Failure(index, state, result)
    return None


def truthful(samples: Samples, start: SceneState, context: Context, seconds: float) -> Motion:
    """A beat in which the lines of earlier claims leave that it makes false.

    A line has faded when its claim becomes false; where that is too soon it begins to fade with the beat.

    Args:
        samples: the beat.
        start: the state in which it begins.
        context: the scene.
        seconds: how long its motion takes.
    """
    claims = {_key(line) for line in start.lines if line.role == "claim"}
    if not claims:
        return samples.motion
    fade, whole = (min(1.0, length / seconds) for length in (FADE, FADE + CLOSE))
    begins: dict[tuple[str, float], float] = {}
    for claim in claims:
        failure = first_false(*claim, samples.states, context)
        if failure is not None:
            begins[claim] = max(0.0, min(float(SHARES[failure.index]) - fade, 1.0 - whole))
    return _leaving(samples.motion, begins, whole) if begins else samples.motion


def _leaving(motion: Motion, begins: Mapping[tuple[str, float], float], whole: float) -> Motion:
    """A motion with the lines of some claims on their way out, each from its own progress on."""

    def leave(line: Line, u: float) -> Line | None:
        begin = begins.get(_key(line)) if line.role == "claim" else None
        if begin is None or u <= begin:
            return line
        share = part(u, begin, begin + whole)
        gone = part(share, 0.0, FADE / (FADE + CLOSE))
        if share >= 1.0:
            return None
        room = 1.0 - smooth(part(share, FADE / (FADE + CLOSE), 1.0))
        return replace(line, opacity=line.opacity * (1.0 - smooth(gone)), room=min(line.room, room))

    def at(u: float) -> SceneState:
        state = motion(u)
        left = [leave(line, u) for line in state.lines]
        return replace(state, lines=tuple(line for line in left if line is not None))

    return at


def _key(line: Line) -> tuple[str, float]:
    return line.label, line.tolerance
