"""Interpolation on curves that are known as points, arc lengths and tangents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.calculus.box import Array

__all__ = ["hermite"]


def hermite(points: Array, lengths: Array, tangents: Array, wanted: Array) -> Array:
    """The points at given arc lengths, by cubic interpolation between the known ones.

    Args:
        points: shape (k, n), k >= 2.
        lengths: arc lengths of the points, shape (k,); increasing, or all of them 0.
        tangents: unit tangents at the points, shape (k, n); where one is nan the chord stands in for it.
        wanted: arc lengths within the range of ``lengths``, shape (m,).

    Returns:
        Shape (m, n).
    """
    i: NDArray[np.intp] = np.clip(np.searchsorted(lengths, wanted, side="right") - 1, 0, len(lengths) - 2)
    chord, span = points[i + 1] - points[i], (lengths[i + 1] - lengths[i])[:, None]
    # A way of no length at all has one point.
    u = (wanted - lengths[i])[:, None] / np.where(span > 0.0, span, 1.0)
    first = np.where(np.isfinite(tangents[i]), tangents[i] * span, chord)
    last = np.where(np.isfinite(tangents[i + 1]), tangents[i + 1] * span, chord)
    bend = (1 - u) * (first - chord) - u * (last - chord)
    position: Array = points[i] + u * chord + u * (1 - u) * bend
    return position
