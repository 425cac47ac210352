"""Quantiles of plain arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def quantile(values: ArrayLike, shares: ArrayLike) -> NDArray[np.float64]:
    """The quantiles of numbers, with straight lines between neighbours in order.

    The same as ``np.quantile``, which imports numpy's masked arrays at its first call: more than ``check`` can spare.

    Args:
        values: finite numbers of any shape, at least one.
        shares: (...) from 0 to 1.

    Returns:
        (...) a quantile for every share.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64), axis=None)
    places = np.asarray(shares, dtype=np.float64) * (len(ordered) - 1)
    return np.asarray(np.interp(places, np.arange(len(ordered)), ordered))
