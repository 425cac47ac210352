"""Lengths of vectors whose squares may be more, or less, than a number can be."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def lengths(vectors: ArrayLike) -> Array:
    """The Euclidean length of vectors, right wherever it is a number at all.

    Every vector is divided by its largest component first, so that no square overflows or vanishes.

    Args:
        vectors: ``(…, n)`` in any units.

    Returns:
        ``(…)``, in the same units; not finite where a component is not, or where the length is more than a number.
    """
    made = np.abs(np.asarray(vectors, dtype=np.float64))
    largest = made.max(axis=-1, initial=0.0)
    usual = np.isfinite(largest) & (largest > 0.0)
    scale = np.where(usual, largest, 1.0)[..., None]
    # An infinite component makes the length infinite, and the greatest numbers of all may become so.
    with np.errstate(over="ignore"):
        return np.asarray(scale[..., 0] * np.linalg.norm(made / scale, axis=-1))


def length_of(vector: ArrayLike) -> float:
    """The Euclidean length of one vector ``(n,)``; see `lengths`."""
    return math.hypot(*np.asarray(vector, dtype=np.float64).tolist())
