"""Tables that kernels look colours and levels up in."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.raster.layout import COLORS, LEVEL_BINS

FloatArray = NDArray[np.float64]

# A distance to the next level that no surface reaches: a single level never fades.
_ALONE = 1e30


def color_table(colormap: ArrayLike, linear: bool) -> FloatArray:
    """(COLORS, 3) colours at even steps through a colour map (m, 3), in sRGB or in linear light for shading.

    Linear light is taken as the square of sRGB: the lights are chosen by eye, and a square root is quick.
    """
    colors = np.clip(np.nan_to_num(np.asarray(colormap, dtype=np.float64).reshape(-1, 3)), 0.0, 1.0)
    place = np.linspace(0.0, 1.0, COLORS)
    knots = np.linspace(0.0, 1.0, len(colors))
    table = np.stack([np.interp(place, knots, colors[:, k]) for k in range(3)], axis=1)
    return table**2 if linear else table


def level_table(levels: ArrayLike) -> tuple[FloatArray, float, float] | None:
    """The nearest level for every bin of values, and its distance to the next level.

    Args:
        levels: (m,) in any order; those that are not finite count for nothing.

    Returns:
        (2, LEVEL_BINS), not to be written to, the value at which the first bin starts, and bins per unit; None where
        there is no level.
    """
    return _level_table(np.asarray(levels, dtype=np.float64).tobytes())


@lru_cache(maxsize=16)
def _level_table(levels: bytes) -> tuple[FloatArray, float, float] | None:
    # A landscape that is shaped anew in every picture keeps its levels.
    known = np.unique(np.frombuffer(levels))
    known = known[np.abs(known) < _ALONE]
    if not known.size:
        return None
    span = float(known[-1] - known[0]) or max(1.0, abs(float(known[0])))
    low, high = float(known[0]) - 0.05 * span, float(known[-1]) + 0.05 * span
    centers = low + (np.arange(LEVEL_BINS) + 0.5) * (high - low) / LEVEL_BINS
    nearest = np.searchsorted((known[1:] + known[:-1]) / 2.0, centers)
    gaps = np.concatenate([[_ALONE], np.diff(known), [_ALONE]])
    apart = np.minimum(gaps[:-1], gaps[1:])
    table = np.stack([known[nearest], apart[nearest]])
    table.flags.writeable = False
    return table, low, LEVEL_BINS / (high - low)


def band_table(levels: ArrayLike, colors: FloatArray) -> FloatArray:
    """(LEVEL_BINS, 7): for every bin of values the nearest level and the colours of the bands below and above it."""
    known = np.unique(np.asarray(levels, dtype=np.float64))
    known = known[(known > 0.0) & (known < 1.0)]
    if not known.size:
        known = np.array([2.0])
    borders = np.concatenate([[0.0], np.minimum(known, 1.0), [1.0]])
    middles = (borders[1:] + borders[:-1]) / 2.0
    bands = colors[np.round(middles * (COLORS - 1)).astype(np.intp)]
    centers = (np.arange(LEVEL_BINS) + 0.5) / LEVEL_BINS
    nearest = np.searchsorted((known[1:] + known[:-1]) / 2.0, centers)
    return np.concatenate([known[nearest, None], bands[nearest], bands[nearest + 1]], axis=1)
