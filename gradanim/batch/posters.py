"""Which picture stands for a whole film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.plan.scene_plan import ScenePlan

Pixels = NDArray[np.uint8]

# The poster is the end of the beat that runs at this share of the film: the picture is mostly full by then.
POSTER_AT = 0.6
# Where it has less than this part of the detail of the fullest one, the next that has so much more of it is taken.
EMPTY, FULL = 0.35, 0.7
# From pixel to pixel so much, of 765, is an edge.
EDGE = 40


def poster_beat(plan: ScenePlan, ends: Sequence[Pixels]) -> int:
    """The beat whose last picture stands for the whole film.

    Args:
        plan: the scene.
        ends: the last picture of every beat, small, uint8 (H, W, 3).
    """
    usual = next(span.index for span in plan.clock if span.start + span.frames >= POSTER_AT * plan.frames)
    found = [detail(end) for end in ends]
    if found[usual] >= EMPTY * max(found):
        return usual
    later = (beat for beat in range(usual, len(found)) if found[beat] >= FULL * max(found))
    return next(later, int(np.argmax(found)))


def detail(picture: Pixels) -> float:
    """How much there is to see in a picture, uint8 (H, W, 3): the share of its pixels that differ from the next one."""
    steps = np.diff(picture.sum(axis=-1, dtype=np.int32), axis=1)
    return float((np.abs(steps) > EDGE).mean())
