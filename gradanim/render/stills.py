"""Stills: one frame of a scene as a PNG."""

from __future__ import annotations

import math
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

from gradanim.encode import publish_png
from gradanim.plan.scene_plan import ScenePlan
from gradanim.problems import Problem, ProblemError
from gradanim.render.ahead import Ahead, letters_ahead
from gradanim.render.film import make_film


def frame_of(plan: ScenePlan, seconds: float | None, beat: str | None) -> int:
    """The frame that a time or a beat names; the last one by default.

    Raises:
        ProblemError: the time is not in the film, or there is no such beat.
    """
    if seconds is not None and beat is not None:
        raise ProblemError(Problem("film_still_both"))
    if seconds is not None:
        if not 0 <= seconds <= plan.seconds:
            raise ProblemError(
                Problem("film_still_time", {"found": f"{seconds:g}", "length": f"{plan.seconds:.2f}"})
            )
        return min(plan.frames - 1, math.floor(seconds * plan.fps + 1e-9))
    if beat is None:
        return plan.frames - 1
    for span in plan.clock:
        if beat in (str(span.index), span.name):
            return span.start + span.frames - 1
    names = [str(span.name or span.index) for span in plan.clock]
    raise ProblemError(Problem("film_still_beat", {"found": beat, "expected": f"0 to {len(names) - 1}"}))


def write_still(
    plan: ScenePlan, number: int, target: Path, burn: bool = False, ahead: Ahead | None = None
) -> dict[str, Any]:
    """Draws a frame, writes it, and gives the places of its actors.

    Args:
        plan: the scene.
        number: which frame.
        target: the PNG.
        burn: whether captions are burned in.
        ahead: the process that draws texts beside this one, where it has been started already.

    Returns:
        Places by actor name: domain coordinates and pixels of the frame.
    """
    own = letters_ahead() if ahead is None else nullcontext(ahead)
    with own as helper, closing(make_film(plan, burn)) as film:
        picture = film.picture(number)
        helper.draw(picture.letters)
        drawn = film.draw_views(picture)
        helper.wait()
        publish_png(target, film.letter(drawn, picture))
    return picture.marks
