"""What an author should know of a scene that can be played: warnings are problems with the exit code 0."""

from __future__ import annotations

from collections.abc import Iterator

from gradanim.actors.context import Context
from gradanim.beats.arrow_warnings import Arrows, at_rest, on_the_way
from gradanim.beats.empty_charts import empty_charts
from gradanim.beats.missing_levels import missing_levels
from gradanim.beats.missing_values import missing_values
from gradanim.beats.pace import pace_warnings
from gradanim.beats.passing import SAID, WHOLE, lost_at_rest, met_on_the_way, said_place, walking_part
from gradanim.beats.places import at_field, placed
from gradanim.beats.samples import Samples
from gradanim.beats.shortfall import shortfalls
from gradanim.beats.timeline import Timeline
from gradanim.beats.too_fast import too_fast
from gradanim.calculus import rough_in_box
from gradanim.problems import Problem
from gradanim.spec.check_drawn import CAPTION

# Places along each side of the domain at which its field is looked over for kinks, by the number of variables.
_COUNTS = (129, 33, 9, 5, 3, 3)


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
    yield from too_fast(context)
    yield from missing_levels(context, timeline)
    yield from missing_values(context, timeline)
    yield from empty_charts(context, timeline)
    arrows = Arrows(context, timeline)
    yield from (placed(problem, spec, index) for index, problem in at_rest(arrows))
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
        warnings = met or on_the_way(samples, arrows)
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
