"""Whether what is said in a beat can be read while it lasts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gradanim.plan.arrivals import tempos
from gradanim.plan.pacing import CHARACTERS_PER_SECOND, reading_time
from gradanim.problems import Problem
from gradanim.spec import SceneSpec

# A beat that is shorter than its caption by a frame or two is read none the worse.
NEAR = 0.05


def pace_warnings(spec: SceneSpec) -> Iterator[tuple[int, Problem]]:
    """The number of every beat with a warning, whose author gives it less time than its caption needs.

    The time of the glance that finds the caption is not asked for: this is a hint, not a rule. A warning is a problem
    with the exit code 0.
    """
    for index, (beat, tempo) in enumerate(zip(spec.beats, tempos(spec.beats, spec.stage.kind), strict=True)):
        lasts, count = tempo.motion + tempo.hold, len(beat.say or "")
        if count / CHARACTERS_PER_SECOND > lasts + NEAR:
            enough = math.ceil(10 * reading_time(beat.say or "")) / 10
            details = {"found": f"{lasts:g}", "count": count, "expected": f"{enough:g}"}
            yield index, Problem("film_pace_short", details, exit_code=0)
