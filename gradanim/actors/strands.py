"""Strands: lines that names keep off: those in their own colour, the drop line, axes, and the level curve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.letters import Box
from gradanim.actors.stage import Scope

Array = NDArray[np.float64]
# The role of a line that names of every colour keep off.
EVERY = ""
# Segments in pixels of the frame, ``(k, 2, 2)``, by the kind of view and the role of the colour.
Strands = Mapping[tuple[str, str], Array]


def strands(scopes: Iterable[Scope]) -> Strands:
    """The strands of some views, as far as names in their colours are in these; those of every colour by themselves
    too, as these are what a name that cannot keep off all keeps off first.
    """
    found = {}
    for scope in scopes:
        named = {label.colour for label in scope.labels if label.movable}
        for role in (EVERY, *sorted(named)) if named else ():
            lines = [points for colour, points in scope.strands if colour in (role, EVERY)]
            if lines:
                found[scope.kind, role] = _segments(scope, lines)
    return found


def _segments(scope: Scope, lines: list[Array]) -> Array:
    """All lines are projected at once, with a gap that is nowhere behind each."""
    gap = np.full((1, 3), np.nan)
    world = np.concatenate([part for line in lines for part in (line, gap)])
    pixels, _ = scope.camera.project(world, scope.stage.viewport(scope.rect))
    segments = np.stack([pixels[:-1], pixels[1:]], axis=1)
    return segments[np.isfinite(segments[:, 0, 0] + segments[:, 1, 0])]


def nearby(segments: Array, at: tuple[float, float], reach: float) -> Array:
    """The segments that come nearer to a place than ``reach``, across or down."""
    x, y = segments[:, :, 0] - at[0], segments[:, :, 1] - at[1]
    across = (np.minimum(x[:, 0], x[:, 1]) < reach) & (np.maximum(x[:, 0], x[:, 1]) > -reach)
    down = (np.minimum(y[:, 0], y[:, 1]) < reach) & (np.maximum(y[:, 0], y[:, 1]) > -reach)
    near: Array = segments[across & down]
    return near


def crossed(segments: Array, box: Box) -> bool:
    """Whether some of the segments ``(k, 2, 2)`` meet a box."""
    return bool(crossings(segments, [box])[0])


def crossings(segments: Array, boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """Which boxes some of the segments ``(k, 2, 2)`` meet: no line parts the two, neither a side nor the segment."""
    sides = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes])[:, None, :]
    middle, half = (sides[..., :2] + sides[..., 2:]) / 2, (sides[..., 2:] - sides[..., :2]) / 2
    start, along = segments[:, 0] - middle, segments[:, 1] - segments[:, 0]
    beside = (np.abs(start + along / 2) <= half + np.abs(along) / 2).all(axis=2)
    apart = np.abs(start[..., 0] * along[:, 1] - start[..., 1] * along[:, 0])
    met: NDArray[np.bool_] = (beside & (apart <= half[:, 0] @ np.abs(along[:, ::-1]).T)).any(axis=1)
    return met
