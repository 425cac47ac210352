"""Gaps between labels and what they keep off."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gradanim.actors.letters import Box
from gradanim.actors.subject import Shape


def within(box: Box, region: Box) -> float:
    """How far a box is inside a region, with nothing said of how much further in it is than it must."""
    inside = min(
        box.left - region.left, box.top - region.top, region.right - box.right, region.bottom - box.bottom
    )
    return math.inf if inside >= 0.0 else inside


def apart(one: Box, other: Box) -> float:
    """The gap between two boxes; not positive where they meet."""
    across = max(one.left - other.right, other.left - one.right)
    down = max(one.top - other.bottom, other.top - one.bottom)
    return math.hypot(across, down) if across > 0.0 and down > 0.0 else max(across, down)


def from_shapes(box: Box, shapes: Sequence[Shape], least: float) -> float:
    """The gap between a box and the strokes of the nearest shape, or ``least`` where it is wider than that; negative
    where they meet.
    """
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    for shape in shapes:
        around = shape.box
        # Most shapes are further away in one direction already.
        if (
            left - around.right < least
            and around.left - right < least
            and top - around.bottom < least
            and around.top - bottom < least
        ):
            x, y, radius = shape.outline.T
            across = np.maximum(box.left - x, x - box.right)
            down = np.maximum(box.top - y, y - box.bottom)
            apart = np.where(
                (across > 0) & (down > 0),
                np.hypot(np.maximum(across, 0), np.maximum(down, 0)),
                np.maximum(across, down),
            )
            least = min(least, float((apart - radius).min()))
    return least
