"""The rim of a landscape at a border of its domain where it grows beyond all bounds: even, at one distance from it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.calculus import Field, border_crossings, is_unbounded
from gradanim.calculus.lengths import lengths

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Where f grows beyond all bounds its landscape ends so high as f is so far from the border, in cells: how near the
# crossings are to it is by chance, and so would be the heights there.
_RIM = 2.0**-12


class Rim(Struct, frozen=True, eq=False):
    """Where the edges of a grid leave what is drawn.

    Attributes:
        start, end: (e, 2) the edges, from inside to outside.
        share: (e,) of each that is drawn.
        values: (e,) f there.
        open: (e,) whether f has no value at the end.
    """

    start: Array
    end: Array
    share: Array
    values: Array
    open: Flags


def even_rim(field: Field, rim: Rim, places: Array) -> tuple[Array, Flags]:
    """Values (e,) of a landscape at its rim, and which edges lead to where f grows beyond all bounds.

    They are those of f, or where f has no limit its values at one distance from the border of its domain, if that is
    before the place where an edge leaves what is drawn.

    Args:
        field: f.
        rim: where its landscape ends.
        places: parts of the way to the border at which f is looked at: a quarter and a sixteenth before it, and there.
    """
    values = rim.values.copy()
    ends = np.flatnonzero(rim.open)
    start, way = rim.start[ends], (rim.end - rim.start)[ends]
    whole = border_crossings(lambda points: np.isfinite(field.value(points)), start, start + way)
    seen = [field.value(start + (part * whole)[:, None] * way) for part in places]
    lost = is_unbounded(*seen)
    ends, start, way, whole = ends[lost], start[lost], way[lost], whole[lost]
    endless = np.zeros(len(values), np.bool_)
    endless[ends] = True
    cell = np.abs(rim.end - rim.start).max(axis=0, initial=0.0)
    cell = np.where(cell > 0.0, cell, 1.0)
    # The border is square to the gradient near it: how many cells an edge leads towards it.
    slopes = field.gradient(start + (places[-2] * whole)[:, None] * way)
    slopes = np.where(np.isfinite(slopes), slopes, 0.0)
    # Its direction alone counts, and it may be as long as a number can be.
    largest = np.abs(slopes).max(axis=1, keepdims=True, initial=0.0)
    across = slopes / np.where(largest > 0.0, largest, 1.0) * cell
    length = lengths(across)
    towards = np.abs(np.sum(way / cell * across, axis=1)) / np.where(length > 0.0, length, 1.0)
    last = whole - np.minimum(_RIM / np.maximum(towards, _RIM), whole * (1.0 - places[-2]))
    found = field.value(start + last[:, None] * way)
    even = (last < rim.share[ends]) & np.isfinite(found)
    values[ends[even]] = found[even]
    return values, endless
