"""The field of a scene on its fine grid, and its level curves, remembered for the last parameter values."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.context import FINE, Context, grid
from gradanim.actors.landscape import Landscape, cut_landscape
from gradanim.calculus import Field, JetField, domain_margin
from gradanim.calculus.lengths import lengths

Array = NDArray[np.float64]
Params = tuple[tuple[str, float], ...]

# A loop of fewer points than this has corners, and is traced on a grid of so many places along each side.
FEW_CELLS, CLOSER = 24, 33
# Where a level has more curves than this the field changes too fast for any grid, and none of them is looked at again.
MOST_LOOPS = 200
# A level curve of fewer points than this is given so many times as many.
FEW_POINTS, BETWEEN = 120, 4
# Points nearer to each other than this part of the widest gap are one.
APART = 1e-3
# The cosine of the sharpest turn between two pieces of a smooth curve.
SHARPEST = 0.5


class Samples(Struct, frozen=True, eq=False):
    """The field on the fine grid.

    Attributes:
        axes: places along each variable.
        values: ``(ny, nx)``, nan outside the domain of the field.
        gradients: ``(ny, nx, 2)``.
        inside: ``(ny, nx)`` positive inside the domain of the field and at poles, its zero line is the border; None
            where the field has a value everywhere.
        landscape: the landscape between two values with clean borders, or None where nothing is to be cut;
            remembered.
    """

    axes: tuple[Array, ...]
    values: Array
    gradients: Array
    inside: Array | None = None
    landscape: Callable[[float, float], Landscape | None] = lambda *_: None


def sampler(context: Context, fine: Callable[[Field], int] = lambda _: FINE) -> Callable[[Params], Samples]:
    """Samples of the field on the fine grid, remembered for the last few parameter values.

    Args:
        context: the field.
        fine: samples along the longer side of the domain, for the field with the values of its parameters.
    """

    @lru_cache(maxsize=4)
    def samples(params: Params) -> Samples:
        field = context.with_params(params)
        sides = [high - low for low, high in context.domain]
        most = fine(field)
        counts = [
            max(33, round(most * side / max(sides))) if side < max(sides) / 2 else most for side in sides
        ]
        axes, points = grid(context.domain, counts)
        values, gradients = field.value_and_gradient(points)
        if len(axes) != 2:
            return Samples(axes, values, gradients)

        @lru_cache(maxsize=2)
        def landscape(low: float, high: float) -> Landscape | None:
            return cut_landscape(field, (points, values, gradients), (low, high))

        return Samples(axes, values, gradients, _inside(field, points, values), landscape)

    return samples


def _inside(field: Field, points: Array, values: Array) -> Array | None:
    """The margin of the domain on a grid, negative also where the field overflows; None where there are no holes."""
    finite = np.isfinite(values)
    if finite.all():
        return None
    margin = domain_margin(field, points) if isinstance(field, JetField) else None
    if margin is None:
        margin = np.ones(values.shape)
    lost = ~finite & (margin > 0) & ~_is_thin(~finite)
    return np.where(lost, -np.abs(margin), margin)


def _is_thin(holes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which places of holes lie between two that are none: a pole is a point or a line, however wide its cells are."""
    ny, nx = holes.shape
    padded = np.pad(holes, 1, constant_values=True)

    def beside(down: int, right: int) -> NDArray[np.bool_]:
        return ~padded[1 + down : 1 + down + ny, 1 + right : 1 + right + nx]

    ways = ((0, 1), (1, 0), (1, 1), (1, -1))
    between = [beside(down, right) & beside(-down, -right) for down, right in ways]
    thin: NDArray[np.bool_] = holes & np.logical_or.reduce(between)
    return thin


def curve_maker(context: Context) -> Callable[[float, Params], tuple[Array, ...]]:
    """Level curves by level, remembered for the last few hundred."""
    from gradanim.calculus import level_curves

    @lru_cache(maxsize=512)
    def curves(level: float, params: Params) -> tuple[Array, ...]:
        field = context.with_params(params)
        found = level_curves(field, [level], context.domain, resolution=FINE)
        loops = [np.asarray(curve.points) for curve in found]
        if len(loops) > MOST_LOOPS:
            return tuple(loops)
        return tuple(_smooth(_closer(field, level, loop)) for loop in loops)

    def _closer(field: Field, level: float, points: Array) -> Array:
        """A loop of a few cells traced once more on a grid of its own; any other curve as it is."""
        if len(points) >= FEW_CELLS or not np.array_equal(points[0], points[-1]):
            return points
        sides = np.array(context.domain)
        around = np.diff(sides, axis=1)[:, 0] / (FINE - 1)
        box = np.stack(
            [
                np.maximum(points.min(axis=0) - around, sides[:, 0]),
                np.minimum(points.max(axis=0) + around, sides[:, 1]),
            ],
            axis=1,
        )
        again = [curve for curve in level_curves(field, [level], box, resolution=CLOSER) if curve.closed]
        return np.asarray(again[0].points) if len(again) == 1 else points

    return curves


def _smooth(points: Array) -> Array:
    """A short level curve with points between its points: a small loop must not show its corners.

    Cubics through the points, which lie on the level, whose slopes at a point are those of the parabola through it and
    its neighbours (by the lengths between them); ``(k, 2)``, closed where the ends are one. A curve with a corner of
    its own keeps it.
    """
    if not 4 <= len(points) < FEW_POINTS:
        return points
    apart = lengths(np.diff(points, axis=0))
    kept = np.concatenate([[True], apart > APART * apart.max()])
    if not kept[-1]:
        # The end stays: it may close the curve.
        kept[-2:] = False, True
    points = points[kept]
    closed = bool(np.allclose(points[0], points[-1]))
    before = points[-2] if closed else 2 * points[0] - points[1]
    after = points[1] if closed else 2 * points[-1] - points[-2]
    steps = np.diff(np.concatenate([[before], points, [after]]), axis=0)
    far = lengths(steps)[:, None]
    ways = steps / far
    if (np.sum(ways[:-1] * ways[1:], axis=1) < SHARPEST).any():
        return points
    slopes = (ways[1:] * far[:-1] + ways[:-1] * far[1:]) / (far[:-1] + far[1:])
    h, p, q = far[1:-1], points[:-1], points[1:]
    m, n = h * slopes[:-1], h * slopes[1:]
    t = (np.arange(BETWEEN) / BETWEEN)[:, None, None]
    between = p + t * m + t**2 * (3 * (q - p) - 2 * m - n) + t**3 * (m + n - 2 * (q - p))
    made: Array = np.concatenate([between.transpose(1, 0, 2).reshape(-1, 2), points[-1:]])
    return made
