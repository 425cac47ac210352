"""What an author should know of a scene that can be played: warnings are problems with the exit code 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from gradanim.actors.arrow_size import LONGEST_ARROW, own_scale
from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.actors.ticks import round_down
from gradanim.beats.pace import pace_warnings
from gradanim.beats.passing import SAID, WHOLE, lost_at_rest, met_on_the_way, said_place, walking_part
from gradanim.beats.places import at_field, placed
from gradanim.beats.samples import Samples
from gradanim.beats.shortfall import shortfalls
from gradanim.beats.timeline import Timeline
from gradanim.calculus import rough_in_box
from gradanim.calculus.quantiles import quantile
from gradanim.problems import Problem
from gradanim.spec.check_drawn import CAPTION

# Places along each side of the domain at which its field is looked over for kinks, by the number of variables.
_COUNTS = (129, 33, 9, 5, 3, 3)
# An arrow that is shorter than this share of the domain's shorter side is a dot.
_A_DOT = 0.01
# And one that is as long as this can be read.
_A_READABLE_ARROW = 0.2


def scene_warnings(context: Context, timeline: Timeline, burn: bool) -> Iterator[Problem]:
    """Every warning about a scene, those about its texts first.

    Args:
        context: the scene.
        timeline: what of it can be played.
        burn: whether captions are drawn into the picture.
    """
    spec = context.spec
    for warning in spec.source.warnings if spec.source else ():
        if burn or warning.code != CAPTION:
            yield warning
    yield from (placed(warning, spec, index) for index, warning in pace_warnings(spec))
    if not timeline.motions:
        return
    yield from _kink(context)
    for index, (beat, motion) in enumerate(zip(spec.beats, timeline.motions, strict=False)):
        samples = Samples(motion)
        lost = lost_at_rest(beat, timeline.starts[index], motion(1.0), context)
        if lost is not None:
            yield placed(lost, spec, index)
        for part, short in shortfalls(beat, timeline.starts[index], context):
            yield placed(short, spec, index, part)
        part = walking_part(beat)
        if part is None:
            continue
        met = [problem for _, problem in met_on_the_way(beat, samples, context)]
        # What makes the walk impossible has been told, and is why the arrow is a dot.
        warnings = met or _dots(samples, context)
        for problem in warnings:
            if not problem.exit_code:
                yield placed(problem, spec, index, None if part == WHOLE else part)


def _kink(context: Context) -> Iterator[Problem]:
    """A kink or a jump of the field that is drawn."""
    if context.field is None or context.spec.field is None:
        return
    place = rough_in_box(context.field, context.domain, _COUNTS[len(context.domain) - 1])
    if place is not None:
        said = {"what": SAID[place.kind], "place": said_place(place.at, context)}
        yield at_field(
            Problem("film_field_kink", {"field": context.spec.field.f, **said}, exit_code=0), context
        )


def _dots(samples: Samples, context: Context) -> Iterator[Problem]:
    """A walk on which the gradient is so long somewhere that its arrow is a dot for most of the way."""
    shown = [
        s
        for s in samples.states
        if s.point is not None and s.shown("gradient") + s.shown("negative_gradient")
    ]
    if not shown or context.field is None or _scaled(shown[0]):
        return
    lengths = np.linalg.norm(_gradients(shown, context), axis=-1)
    lengths = lengths[np.isfinite(lengths)]
    if not lengths.size:
        return
    longest, usual = float(lengths.max()), float(quantile(lengths, 0.5))
    side = min(high - low for low, high in context.domain)
    scale = round_down(LONGEST_ARROW * side / longest) if longest > LONGEST_ARROW * side else 1.0
    if scale < 1.0 and usual * scale < _A_DOT * side:
        # At this scale the usual arrow is long enough to be read, and longer ones may leave the picture.
        remedy = round_down(_A_READABLE_ARROW * side / usual)
        details = {
            name: f"{value:.3g}" for name, value in (("longest", longest), ("usual", usual), ("scale", scale))
        }
        yield Problem("film_walk_dots", {**details, "remedy": f"{remedy:.3g}"}, exit_code=0)


def _gradients(states: Sequence[SceneState], context: Context) -> np.ndarray:
    """The gradients at the points of states, in one go where no parameter moves."""
    if all(state.params == states[0].params for state in states):
        return context.field_of(states[0]).gradient(np.array([state.point for state in states]))
    return np.array([context.field_of(state).gradient(np.asarray(state.point)) for state in states])


def _scaled(state: SceneState) -> bool:
    """Whether the author has said how long the arrows of a state are drawn."""
    arrows = (state.actors.get(name) for name in ("gradient", "negative_gradient"))
    return any(own_scale(arrow.options) is not None for arrow in arrows if arrow is not None and arrow.shown)
