"""Height fields with holes: a smooth border, and values a little beyond it so that the border can be cut exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def border_of(finite: BoolArray) -> FloatArray:
    """(ny, nx) positive where the field is finite: its zero line rounds the steps of the grid off."""
    sign = np.where(finite, 1.0, -1.0)
    padded = np.pad(sign, 1, mode="edge")
    rows = (padded[:-2] + 2.0 * padded[1:-1] + padded[2:]) / 4.0
    smooth = (rows[:, :-2] + 2.0 * rows[:, 1:-1] + rows[:, 2:]) / 4.0
    border: FloatArray = np.where(finite, np.maximum(smooth, 0.2), np.minimum(smooth, -0.2))
    return border


def extend(
    values: FloatArray, finite: BoolArray, slopes: tuple[FloatArray, FloatArray] | None = None
) -> FloatArray:
    """Values where the field is finite and at the places beside those, nan further out.

    Args:
        values: (ny, nx).
        finite: (ny, nx) where they count.
        slopes: (ny, nx) changes from one column, and from one row, to the next, along which values go on; None keeps
            them constant.

    Returns:
        (ny, nx), within the range of the values: where a slope has no bound, as at the rim of a half sphere, to go on
        along it would leave icicles.
    """
    total, weight = np.zeros(values.shape), np.zeros(values.shape)
    known = np.where(finite, values, 0.0)
    for rows in (-1, 0, 1):
        for columns in (-1, 0, 1):
            there = known
            if slopes is not None:
                there = there + columns * np.nan_to_num(slopes[0]) + rows * np.nan_to_num(slopes[1])
            total += _shifted(np.where(finite, there, 0.0), rows, columns)
            weight += _shifted(finite.astype(np.float64), rows, columns)
    beside = ~finite & (weight > 0.0)
    out = np.where(finite, values, np.nan)
    if beside.any():
        low, high = float(values[finite].min()), float(values[finite].max())
        out[beside] = np.clip(total[beside] / weight[beside], low, high)
    return out


def one_sided_gradient(values: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """(ny, nx, 2) differences of values by x and y: the mean of both sides, one side beside a hole, else 0."""
    along = [_slopes(values, x, 1), _slopes(values, y, 0)]
    return np.stack(along, axis=-1)


def _slopes(values: FloatArray, places: FloatArray, axis: int) -> FloatArray:
    """Differences along an axis."""
    shape = (1, -1) if axis == 1 else (-1, 1)
    steps = np.diff(values, axis=axis) / np.diff(places).reshape(shape)
    width = ((0, 0), (1, 0)) if axis == 1 else ((1, 0), (0, 0))
    before = np.pad(steps, width, constant_values=np.nan)
    after = np.pad(steps, tuple((b, a) for a, b in width), constant_values=np.nan)
    both = np.stack([before, after])
    known = np.isfinite(both)
    mean: FloatArray = np.where(known, both, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return mean


def _shifted(values: FloatArray, rows: int, columns: int) -> FloatArray:
    """Values moved by whole places; what comes in from outside is 0."""
    ny, nx = values.shape
    padded = np.pad(values, 1)
    return padded[1 - rows : 1 - rows + ny, 1 - columns : 1 - columns + nx]
