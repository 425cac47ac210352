"""All zeros of a system of equations in a box, found from many starts at once by Levenberg-Marquardt."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.calculus.box import Array

__all__ = ["Roots", "System", "distances_left", "find_roots", "unit_seeds"]

_ITERATIONS = 80
_LARGEST_STEP = 0.25  # of the box
_FOUND = 1e-6  # of the box: the distance Newton's method sees left at something that counts as a root
_SAME = 1e-5  # of the box: closer roots are one
_NEIGHBOURS = (1e-3, 1e-2)  # of the box: how far from a root others are looked for
_APART = 0.2  # of the box: between the examples that stand for a curve of roots
_MOST_EXAMPLES = 8
_UNDERFLOW = 1e-150  # F is nothing here, as in the far tail of exp(−x²)
_NOISE = 16 * np.finfo(np.float64).eps


class System(Struct, frozen=True, eq=False):
    """Equations F(x) = 0.

    Attributes:
        residual: F, scaled to sizes about 1: (k, n) -> (k, m), nan outside the domain.
        jacobian: its derivatives, (k, n) -> (k, m, n).
        low: smallest coordinates, shape (n,); -inf where there is no bound.
        high: largest coordinates, shape (n,); inf where there is no bound.
        scale: what is a long way along each coordinate, the width of the box for a bounded one, shape (n,).
    """

    residual: Callable[[Array], Array]
    jacobian: Callable[[Array], Array]
    low: Array
    high: Array
    scale: Array

    def scaled_jacobian(self, x: Array) -> Array:
        """The derivatives for coordinates in units of ``scale``."""
        return self.jacobian(x) * self.scale


class Roots(Struct, frozen=True, eq=False):
    """What was found.

    Attributes:
        points: shape (k, n).
        errors: how far Newton's method thinks each is from the true root, shape (k,).
        isolated: whether it is not one of a curve or region of roots, shape (k,).
    """

    points: Array
    errors: Array
    isolated: NDArray[np.bool_]


def unit_seeds(n: int) -> Array:
    """Starts that cover the unit box in n dimensions evenly: (k, n), the roundest first.

    Up to three dimensions a coarse lattice with the corners and then the centres of a finer one; beyond, the
    first 2000 points of the additive recurrence by the generalised golden ratio (Roberts 2018).
    """
    if n > 3:
        ratio = 2.0
        for _ in range(60):
            ratio = (1 + ratio) ** (1 / (n + 1))
        steps = np.arange(1, 2001)[:, None] * ratio ** -np.arange(1.0, n + 1)
        return np.mod(0.5 + steps, 1.0)
    count = {1: 200, 2: 36, 3: 12}[n]
    centres = (np.arange(count) + 0.5) / count
    return np.array([*product(np.linspace(0, 1, 5), repeat=n), *product(centres, repeat=n)])


def find_roots(system: System, starts: Array) -> Roots:
    """The different roots to which the starts lead.

    A root among others that fill a region is left out: no one of them stands out. Of those on a curve or a
    surface at most eight examples are kept, well apart.
    """
    points = _tidy(system, _solve(system, starts))
    errors = distances_left(system, points)
    margin = 1e-9 * system.scale
    inside = ((points >= system.low - margin) & (points <= system.high + margin)).all(axis=1)
    chosen = inside & (errors <= _FOUND)
    points, errors = np.clip(points[chosen], system.low, system.high), errors[chosen]
    kept = _apart(points / system.scale, _SAME / 2 + 10 * errors)
    points, errors = points[kept], errors[kept]
    isolated, flat = _surroundings(system, points)
    examples = np.flatnonzero(~isolated & ~flat)
    examples = examples[_apart((points / system.scale)[examples], np.full(len(examples), _APART / 2))][
        :_MOST_EXAMPLES
    ]
    kept = np.sort(np.concatenate([np.flatnonzero(isolated), examples]))
    return Roots(points[kept], errors[kept], isolated[kept])


def distances_left(system: System, points: Array) -> Array:
    """The lengths of the steps that Newton's method would still take, in units of the scale: (k,).

    Infinite where it cannot tell. Directions in which F and its derivative are zero but for rounding do not
    count.
    """
    left = np.full(len(points), np.inf)
    residual, jacobian = system.residual(points), system.scaled_jacobian(points)
    exact = (residual == 0).all(axis=1)
    left[exact] = 0.0
    usable = np.isfinite(residual).all(axis=1) & np.isfinite(jacobian).all(axis=(1, 2)) & ~exact
    u, sigma, _ = np.linalg.svd(jacobian[usable], full_matrices=False)
    along = np.abs(np.einsum("kmi,km->ki", u, residual[usable]))
    noise = sigma[:, :1] * _rounding(system, points[usable])[:, None]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        left[usable] = np.linalg.norm(np.where(along <= noise, 0.0, along / sigma), axis=1)
    return left


def _rounding(system: System, points: Array) -> Array:
    """What double precision leaves uncertain of the points inside the box, in units of the scale: (k,)."""
    bounded = np.isfinite(system.low)
    rounding: Array = _NOISE * np.maximum(1.0, np.abs(points / system.scale)[:, bounded].max(axis=1))
    return rounding


def _sizes(residual: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        sizes: Array = np.linalg.norm(residual, axis=1)
    return sizes


def _solve(system: System, starts: Array) -> Array:
    """Levenberg-Marquardt on ½‖F‖² from every start; each end is a root, or as near as it came to one."""
    x, margin = starts.copy(), 0.02 * system.scale
    residual = system.residual(x)
    size = _sizes(residual)
    damping = np.full(len(x), 1e-3)
    active = np.flatnonzero(np.isfinite(size) & (size > 0))
    for _ in range(_ITERATIONS):
        if active.size == 0:
            break
        step = _damped_step(system.scaled_jacobian(x[active]), residual[active], damping[active])
        trial = np.clip(x[active] + step * system.scale, system.low - margin, system.high + margin)
        new_residual = system.residual(trial)
        new_size = _sizes(new_residual)
        moved = (np.abs(trial - x[active]) / system.scale).max(axis=1)
        # nan, outside the domain, compares false: such a step is shortened.
        better = new_size < size[active]
        won, lost = active[better], active[~better]
        x[won], residual[won], size[won] = trial[better], new_residual[better], new_size[better]
        damping[won] *= 0.1
        damping[lost] = np.maximum(10 * damping[lost], 1e-6)
        active = active[(moved > 1e-16) & (size[active] > 0) & (damping[active] < 1e6)]
    return x


def _damped_step(jacobian: Array, residual: Array, damping: Array) -> Array:
    """−(JᵀJ + μ I)⁻¹ JᵀF with μ = damping·σ_max², by singular values: even where J is nearly singular."""
    step = np.zeros((jacobian.shape[0], jacobian.shape[2]))
    usable = np.isfinite(jacobian).all(axis=(1, 2))
    u, sigma, vt = np.linalg.svd(jacobian[usable], full_matrices=False)
    along = np.einsum("kmi,km->ki", u, residual[usable])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        # Relative to the largest singular value, so that the squares stay in range.
        relative = sigma / sigma[:, :1]
        factors = relative / (relative**2 + damping[usable, None]) / sigma[:, :1]
        found = -np.einsum("ki,kin->kn", np.nan_to_num(factors * along), vt)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        step[usable] = found * np.minimum(1.0, _LARGEST_STEP / np.maximum(length, 1e-300))
    return step


def _tidy(system: System, points: Array) -> Array:
    """The points, each coordinate rounded where F is then not larger than by rounding: −1e-17 becomes 0."""
    with np.errstate(over="ignore", invalid="ignore"):
        slope = np.linalg.norm(system.scaled_jacobian(points), axis=(1, 2))
        noise = np.nan_to_num(slope * _rounding(system, points))
    for digits, axis in product((4, 7, 10), range(points.shape[1])):
        rounder = points.copy()
        rounder[:, axis] = _rounded(points[:, axis], digits - int(np.floor(np.log10(system.scale[axis]))))
        now, then = _sizes(system.residual(points)), _sizes(system.residual(rounder))
        points = np.where((then <= np.maximum(now, noise))[:, None], rounder, points)
    return points


def _rounded(numbers: Array, decimals: int) -> Array:
    """Rounded to decimals, correctly also where these are negative; adding zero turns −0 into 0."""
    power = 10.0 ** abs(decimals)
    return (np.rint(numbers * power) / power if decimals > 0 else np.rint(numbers / power) * power) + 0.0


def _apart(points: Array, radii: Array) -> NDArray[np.intp]:
    """Indices of points such that the balls around them, with these radii, do not meet."""
    kept = []
    left = np.ones(len(points), dtype=np.bool_)
    for i in range(len(points)):
        if left[i]:
            kept.append(i)
            left &= np.linalg.norm(points - points[i], axis=1) > radii + radii[i]
    return np.array(kept, dtype=np.intp)


def _surroundings(system: System, points: Array) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which roots are isolated, and which lie in a region full of roots.

    Other roots must be seen at both distances: at the smaller one y⁷ is lost in rounding, at the larger one
    there may be an isolated one.
    """
    (others_near, flat), (others_far, _) = (_seen_around(system, points, d) for d in _NEIGHBOURS)
    return ~(others_near & others_far), flat


def _seen_around(
    system: System, points: Array, distance: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which points have other roots about as far away as this, and which are surrounded by nothing else."""
    around = points[:, None, :] + distance * _directions(system)
    legal = ((around >= system.low) & (around <= system.high)).all(axis=2)
    starts = np.clip(around, system.low, system.high).reshape(-1, points.shape[1])
    flat = (distances_left(system, starts) <= 1e-9) | (_sizes(system.residual(starts)) <= _UNDERFLOW)
    stays = flat.reshape(legal.shape)
    ends = _solve(system, starts)
    reached = (distances_left(system, ends) <= _FOUND).reshape(legal.shape)
    away = np.linalg.norm((ends.reshape(around.shape) - points[:, None, :]) / system.scale, axis=2)
    # Roots of high order are approached slowly: an end that is still on its way there is no other root.
    others = legal & reached & (away > distance / 2) & (away < 3 * distance)
    return np.asarray(others.any(axis=1)), np.asarray((stays | ~legal).all(axis=1) & stays.any(axis=1))


def _directions(system: System) -> Array:
    """Steps along all bounded coordinates and up to three dimensions along diagonals, about 1 long: (d, n)."""
    bounded = np.flatnonzero(np.isfinite(system.low))
    if len(bounded) <= 3:
        signs = np.array([s for s in product((-1.0, 0.0, 1.0), repeat=len(bounded)) if any(s)])
    else:
        signs = np.concatenate([np.eye(len(bounded)), -np.eye(len(bounded))])
    steps = np.zeros((len(signs), len(system.scale)))
    steps[:, bounded] = signs * system.scale[bounded]
    return steps
