"""Gradient arrows that cannot be seen: dots, and such as leave the picture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.arrow_size import WAYS, arrow_scale, gradient_lengths, longest_gradient, own_scale
from gradanim.actors.context import Context
from gradanim.actors.drawn_values import value_range
from gradanim.actors.scale_note import SPECK
from gradanim.actors.state import SceneState
from gradanim.actors.ticks import round_down
from gradanim.beats.motion import Motion
from gradanim.beats.samples import Samples
from gradanim.beats.timeline import LOOKS, Timeline
from gradanim.calculus import gradient_vanishes
from gradanim.calculus.lengths import length_of
from gradanim.calculus.quantiles import quantile
from gradanim.problems import Problem
from gradanim.spec import Beat
from gradanim.spec.verbs.together import TogetherAction

Array = NDArray[np.float64]
# An arrow that is as long as this share of the domain's shorter side is seen.
_SEEN = 0.06
# One that is longer than this ends outside of the picture, wherever it begins.
_OUTSIDE = 1.6
# One whose author has chosen its scale may leave the domain by this share of its shorter side.
_MARGIN = 0.15
# No scale is proposed that would make the longest of a scene longer than this, in sides of the domain.
_PROPOSED = 4.0
# Beats that bring an arrow, or its point, to where it is looked at.
_BRINGING = ("show", "place", "flip")
_LEAVES, _LONG = "film_arrow_outside", "film_arrow_long"


class Arrows(Struct, frozen=True, eq=False, dict=True):
    """The gradient arrows of a scene.

    Attributes:
        context: the scene.
        timeline: what of it can be played.
    """

    context: Context
    timeline: Timeline

    @cached_property
    def scale(self) -> float:
        """Drawn length over true length of arrows that have no scale of their own."""
        states = self.timeline.samples(LOOKS)
        return arrow_scale(self.context, states, value_range(self.context, states)[0])

    @cached_property
    def longest(self) -> float:
        """The true length of the longest gradient at any point of the scene."""
        return longest_gradient(self.context, self.timeline.samples(LOOKS))

    @property
    def side(self) -> float:
        """The domain's shorter side."""
        return min(high - low for low, high in self.context.domain)

    def shown(self, state: SceneState) -> bool:
        """Whether an arrow stands on the stage that has no scale of its own."""
        own = (state.actors.get(name) for name in WAYS)
        scaled = any(it is not None and it.shown > 0.0 and own_scale(it.options) is not None for it in own)
        return (
            self.context.field is not None
            and state.point is not None
            and any(state.shown(name) > 0.0 for name in WAYS)
            and not scaled
        )

    def length(self, state: SceneState) -> float:
        """The true length of the gradient at the point of a state."""
        return length_of(self.context.field_of(state).gradient(np.asarray(state.point)))


def on_the_way(samples: Samples, arrows: Arrows) -> Iterator[Problem]:
    """A walk on which the arrow is a dot for most of the way, because the gradient is long somewhere.

    Args:
        samples: the beat that walks.
        arrows: of its scene.
    """
    shown = [state for state in samples.states if arrows.shown(state)]
    if not shown:
        return
    found = gradient_lengths(arrows.context, shown)
    if not found.size:
        return
    longest, usual = float(found.max()), float(quantile(found, 0.5))
    if 0.0 < usual * arrows.scale < SPECK * arrows.side and longest * arrows.scale > _SEEN * arrows.side:
        details = {"longest": longest, "usual": usual, "scale": arrows.scale}
        yield _dot(("film_walk_dot", "film_walk_flat"), details, usual, arrows)


def at_rest(arrows: Arrows) -> Iterator[tuple[int, Problem]]:
    """What there is to say of the arrows that stand there as beats end, each with the number of its beat, and once."""
    told: set[str | tuple[str, str]] = set()
    for index, beat in enumerate(arrows.context.spec.beats[: len(arrows.timeline.motions)]):
        problem = _standing(beat, arrows.timeline.starts[index + 1], arrows)
        if problem is None and _has(beat, ("descend",)):
            problem = _descending(arrows.timeline.motions[index], arrows)
        if problem is None:
            continue
        # An arrow that stays as it is, and that one leaves the picture, is said once.
        key = problem.code if problem.code in (_LEAVES, _LONG) else (problem.code, problem.details["length"])
        if key not in told:
            told.add(key)
            yield index, problem


def _standing(beat: Beat, end: SceneState, arrows: Arrows) -> Problem | None:
    """What there is to say of the arrow that stands there as a beat ends."""
    if not arrows.shown(end):
        return _too_long(end, arrows) if _has(beat, ("show",)) else None
    length = arrows.length(end)
    drawn = length * arrows.scale / arrows.side
    if drawn < SPECK and length > 0.0 and _has(beat, _BRINGING) and not _vanishes(end, arrows):
        return _standing_dot(length, "here", arrows)
    if drawn > _OUTSIDE and math.isfinite(length):
        return _told(_LEAVES, {"length": length, "scale": arrows.scale})
    return None


def _too_long(end: SceneState, arrows: Arrows) -> Problem | None:
    """What there is to say of an arrow whose author has chosen a scale at which it leaves the picture."""
    if arrows.context.field is None or end.point is None:
        return None
    at, gradient = np.asarray(end.point), arrows.context.field_of(end).gradient(np.asarray(end.point))
    for name in WAYS:
        scale = own_scale(_options(end, name)) if end.shown(name) > 0.0 else None
        fits = _fitting(at, -gradient if name == "negative_gradient" else gradient, arrows)
        if scale is not None and scale > fits > 0.0:
            details = {"length": length_of(gradient), "scale": scale, "remedy": round_down(fits)}
            return _told(_LONG, details)
    return None


def _fitting(at: Array, vector: Array, arrows: Arrows) -> float:
    """The largest scale at which a vector that begins in the domain ends near it; inf for one of no length."""
    low, high = np.array(arrows.context.domain).T
    room = np.where(vector > 0.0, high - at, at - low) + _MARGIN * arrows.side
    moves = np.isfinite(vector) & (vector != 0.0)
    with np.errstate(over="ignore"):
        return float(np.min(room[moves] / np.abs(vector[moves]), initial=np.inf))


def _options(state: SceneState, name: str) -> object:
    presence = state.actors.get(name)
    return None if presence is None else presence.options


def _descending(motion: Motion, arrows: Arrows) -> Problem | None:
    """What there is to say of an arrow that is a dot all the way down; at the lowest point every one is."""
    # Before its first step the point may come from elsewhere.
    on_it = (it for it in map(motion, np.linspace(0.0, 1.0, LOOKS)) if it.runs and it.runs[-1].steps > 0.0)
    shown = [state for state in on_it if arrows.shown(state)]
    found = gradient_lengths(arrows.context, shown) if shown else np.empty(0)
    longest = float(found.max(initial=0.0))
    if not 0.0 < longest * arrows.scale < SPECK * arrows.side:
        return None
    return _standing_dot(longest, "at most on this way", arrows)


def _standing_dot(length: float, where: str, arrows: Arrows) -> Problem:
    details = {"length": length, "longest": arrows.longest, "scale": arrows.scale}
    return _dot(("film_arrow_dot", "film_arrow_flat"), {**details, "where": where}, length, arrows)


def _dot(
    codes: tuple[str, str], details: Mapping[str, float | str], length: float, arrows: Arrows
) -> Problem:
    """What is said of an arrow that is a dot: the scale at which it is seen, or that the longest does not bear it.

    Args:
        codes: of both.
        details: lengths and the scale.
        length: of the gradient that is a dot.
        arrows: of its scene.
    """
    remedy = _SEEN * arrows.side / length
    if remedy * arrows.longest > _PROPOSED * arrows.side:
        return _told(codes[1], details)
    return _told(codes[0], {**details, "remedy": round_down(remedy)})


def _has(beat: Beat, verbs: tuple[str, ...]) -> bool:
    if isinstance(beat.action, TogetherAction):
        return any(child.verb in verbs for child in beat.action.beats)
    return beat.verb in verbs


def _vanishes(state: SceneState, arrows: Arrows) -> bool:
    return bool(
        gradient_vanishes(arrows.context.field_of(state), np.asarray(state.point, dtype=float), arrows.side)
    )


def _told(code: str, details: Mapping[str, float | str]) -> Problem:
    said = {name: value if isinstance(value, str) else f"{value:.3g}" for name, value in details.items()}
    return Problem(code, said, exit_code=0)
