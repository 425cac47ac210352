"""Numbers in texts that have no value where a beat ends, so that a viewer reads that they are undefined."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from gradanim.actors.columns import live_values
from gradanim.actors.context import Context
from gradanim.actors.measure import Measures
from gradanim.actors.numbers import number_writer
from gradanim.beats.places import placed
from gradanim.beats.timeline import Timeline
from gradanim.calculus.formatting import UNDEFINED
from gradanim.problems import Problem
from gradanim.spec.templates import ValuePart, parse_template

# Where such a number is read.
_STAGE, _CAPTION = "a text on the stage", "what is said"


def missing_values(context: Context, timeline: Timeline) -> Iterator[Problem]:
    """Warnings (exit code 0) about numbers without a value, each once, at the first beat that ends so.

    Args:
        context: the scene.
        timeline: what of it can be played.
    """
    told: set[str] = set()
    for index, beat in enumerate(context.spec.beats[: len(timeline.motions)]):
        end = timeline.starts[index + 1]
        said = parse_template(beat.say).parts if beat.say else ()
        seen = replace(end, actors={name: it for name, it in end.actors.items() if it.shown > 0.0})
        read = [(part, _STAGE) for part in live_values(seen)]
        read += [(part, _CAPTION) for part in said if isinstance(part, ValuePart)]
        write = number_writer(Measures(end, context))
        for part, where in read:
            if part.source not in told and write(part.source, part.format) == UNDEFINED:
                told.add(part.source)
                details = {"found": f"{{{part.source}}}", "where": where}
                yield placed(Problem("film_text_undefined", details, exit_code=0), context.spec, index)
