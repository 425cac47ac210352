"""Streamlines of the gradient field, evenly spaced, with numpy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.box import Array, as_bounds, inside, require_variables

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["streamlines"]

_STEPS_ACROSS = 250  # steps that would cross the box
_PIXELS = 8  # of the map of occupied ground, along one separation
_SHORTEST = 0.6  # separations: shorter lines are left out
_TURN = np.cos(0.6)  # between two steps: beyond, the line has come to a critical point


def streamlines(
    field: Field, bounds: ArrayLike, separation: float = 0.08, *, uphill: bool = False, length: float = 1.0
) -> list[Array]:
    """Streamlines of −∇f, or ∇f, about equally far apart, always the same ones.

    A line begins where it is at least one separation from all lines before it and is followed both ways until
    it comes nearer than half a separation to another one, to the border, to a critical point or to the edge of
    the domain. Starts are tried from the middle of the box outwards. After Jobard and Lefer 1997, "Creating
    evenly-spaced streamlines of arbitrary density".

    Args:
        field: f in two variables.
        bounds: shape (2, 2).
        separation: distance between lines, as a share of the box in each direction, from 0.01 to 0.5.
        uphill: streamlines of ∇f rather than −∇f.
        length: how far a line is followed from its start each way, as a share of the box.

    Returns:
        Lines of shape (k, 2), k >= 2, in the direction of the flow.

    Raises:
        ProblemError: ``variable_count``, ``bounds``.
        ValueError: where ``separation`` or ``length`` is out of range.
    """
    require_variables(field, 2, "a streamline")
    box = as_bounds(field, bounds)
    if not 0.01 <= separation <= 0.5 or not 0 < length <= 100:
        raise ValueError("separation must be from 0.01 to 0.5 of the box, length above 0 and at most 100")
    starts = _starts(separation)
    steps = int(np.ceil(length * _STEPS_ACROSS))
    sign = 1.0 if uphill else -1.0
    ahead, behind = (_traced(field, box, starts, steps, s) for s in (sign, -sign))
    lines = _selected(ahead, behind, separation)
    return [box[:, 0] + line * (box[:, 1] - box[:, 0]) for line in lines]


def _starts(separation: float) -> Array:
    """A grid of starts in the unit square, half a separation apart, ordered from the middle outwards."""
    count = max(3, int(np.ceil(2 / separation)) | 1)
    line = (np.arange(count) + 0.5) / count
    points = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    distance = np.linalg.norm(points - 0.5, axis=1).round(9)
    return points[np.lexsort((points[:, 1], points[:, 0], distance))]


def _traced(field: Field, box: Array, starts: Array, steps: int, sign: float) -> Array:
    """All lines at once in coordinates of the unit square: (steps + 1, k, 2), nan behind their ends.

    Runge-Kutta's fourth order method in the length of the line in these coordinates.
    """
    widths = box[:, 1] - box[:, 0]
    square = np.array([[0.0, 1.0], [0.0, 1.0]])

    def direction(points: Array) -> Array:
        rate = sign * field.gradient(box[:, 0] + points * widths) / widths
        with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
            rate = rate / np.abs(rate).max(axis=-1, keepdims=True)
            return np.asarray(rate / np.linalg.norm(rate, axis=-1, keepdims=True))

    h = 1 / _STEPS_ACROSS
    lines = np.full((steps + 1, *starts.shape), np.nan)
    lines[0] = x = starts
    k1 = direction(x)
    alive = np.arange(len(starts))
    for i in range(steps):
        k2 = direction(x + h / 2 * k1)
        k3 = direction(x + h / 2 * k2)
        k4 = direction(x + h * k3)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        after = direction(x)
        steady = np.minimum((k1 * after).sum(axis=1), (k1 * k4).sum(axis=1)) >= _TURN
        going = inside(x, square) & steady
        alive, x, k1 = alive[going], x[going], after[going]
        if alive.size == 0:
            break
        lines[i + 1, alive] = x
    return lines


def _selected(ahead: Array, behind: Array, separation: float) -> list[Array]:
    """The lines that are far enough from those before them, cut where they come too near."""
    ground = _Ground(separation)
    chosen = []
    for i in range(ahead.shape[1]):
        if not ground.is_free(ahead[:1, i], 1.0)[0]:
            continue
        forth, back = (_until_occupied(ground, line[:, i]) for line in (ahead, behind))
        line = np.concatenate([back[:0:-1], forth])
        if len(line) - 1 >= _SHORTEST * separation * _STEPS_ACROSS:
            ground.occupy(line)
            chosen.append(line)
    return chosen


def _until_occupied(ground: _Ground, line: Array) -> Array:
    free = ground.is_free(line, 0.5) & np.isfinite(line).all(axis=1)
    return line[: int(np.argmin(free))] if not free.all() else line


class _Ground:
    """A map of the unit square that knows how far each pixel is from the lines drawn so far."""

    def __init__(self, separation: float) -> None:
        self.separation = separation
        self.size = int(np.ceil(_PIXELS / separation))
        reach = _PIXELS + 1
        offsets = np.arange(-reach, reach + 1)
        self.stamp = np.stack(np.meshgrid(offsets, offsets, indexing="ij"), axis=-1).reshape(-1, 2)
        self.nearest = np.full((self.size + 2 * reach, self.size + 2 * reach), np.inf)
        self.reach = reach

    def pixels(self, points: Array) -> NDArray[np.intp]:
        inner = np.clip(np.nan_to_num(points) * self.size, 0, self.size - 1)
        return inner.astype(np.intp) + self.reach

    def is_free(self, points: Array, separations: float) -> NDArray[np.bool_]:
        """Whether no line is nearer to the points than this many separations."""
        i, j = self.pixels(points).T
        return np.asarray(self.nearest[i, j] >= separations * self.separation)

    def occupy(self, line: Array) -> None:
        """Enter a line: the pixels around it learn how near it is."""
        around = (self.pixels(line)[:, None, :] + self.stamp).reshape(-1, 2)
        centres = (around - self.reach + 0.5) / self.size
        distance = np.linalg.norm(centres - np.repeat(line, len(self.stamp), axis=0), axis=1)
        np.minimum.at(self.nearest, (around[:, 0], around[:, 1]), distance)
