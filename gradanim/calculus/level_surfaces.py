"""Level surfaces f(x, y, z) = c as triangle meshes, by marching tetrahedra."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import ArrayLike, NDArray

from gradanim.calculus.box import Array, as_bounds, grid_axes, grid_points, require_variables
from gradanim.calculus.level_polish import polish_to_level

if TYPE_CHECKING:
    from gradanim.calculus.protocol import Field

__all__ = ["LevelSurface", "level_surface"]

_Indices: TypeAlias = NDArray[np.int64]

# Kuhn's division of a cube into six tetrahedra, one for each order in which the three axes are walked from
# corner 0 to corner 7 (bit 4 is x, bit 2 is y, bit 1 is z). Neighbouring cubes cut their common face alike.
_TETRAHEDRA = np.array([(0, a, a | b, 7) for a, b, _ in permutations((4, 2, 1))])


class LevelSurface(Struct, frozen=True, eq=False):
    """A level set f = c in space as a mesh.

    Attributes:
        level: c.
        vertices: shape (v, 3), each on the level, in domain coordinates.
        triangles: shape (t, 3), indices of vertices, counter-clockwise as seen from the side where f > c.
        normals: ∇f / ‖∇f‖ at the vertices, shape (v, 3); where ∇f vanishes or does not exist, the mean of
            the normals of the triangles around.
    """

    level: float
    vertices: Array
    triangles: _Indices
    normals: Array


def level_surface(
    field: Field, level: float, bounds: ArrayLike, resolution: int | Sequence[int] = 48
) -> LevelSurface:
    """The level surface of f in a box; an empty mesh where there is none.

    Marching tetrahedra on a grid (Doi and Koide 1991), whose vertices Newton's method then moves onto
    the level. The mesh is closed but for the border of the box and of f's domain. Where f jumps or has a pole
    there is no surface, whatever the grid shows.

    Args:
        field: f in three variables; nan and infinite values are left out.
        level: c, finite.
        bounds: shape (3, 2).
        resolution: grid points along each axis.

    Raises:
        ProblemError: ``variable_count``, ``bounds``.
        ValueError: where the level is not finite or the resolution is below 2.
    """
    require_variables(field, 3, "a level surface")
    box = as_bounds(field, bounds)
    if not np.isfinite(level):
        raise ValueError("a level must be finite")
    axes = grid_axes(box, resolution)
    nodes = grid_points(axes)
    values = field.value(nodes)
    nodes = nodes.reshape(-1, 3)
    tetrahedra = _crossing_tetrahedra(values, level)
    ends, triangles = _march(tetrahedra, nodes, values.ravel(), level)
    cell = np.array([axis[1] - axis[0] for axis in axes])
    vertices = _interpolated(ends, nodes, values.ravel(), level)
    vertices, on_level = polish_to_level(field, vertices, np.full(len(vertices), level), cell, box)
    triangles = triangles[on_level[triangles].all(axis=1)]
    used, compact = np.unique(triangles, return_inverse=True)
    vertices, triangles = vertices[used], compact.reshape(-1, 3).astype(np.int64)
    return LevelSurface(float(level), vertices, triangles, _normals(field, vertices, triangles))


def _crossing_tetrahedra(values: Array, level: float) -> _Indices:
    """The tetrahedra that the level passes through, as indices of grid nodes: (m, 4)."""
    nx, ny, nz = values.shape
    index: _Indices = np.arange(values.size, dtype=np.int64).reshape(nx, ny, nz)
    corners = np.stack(
        [
            index[i : nx - 1 + i, j : ny - 1 + j, k : nz - 1 + k].ravel()
            for i, j, k in product((0, 1), repeat=3)
        ],
        axis=1,
    )
    flat = values.ravel()
    # Most cubes are far from the surface: leave them before they become six tetrahedra each.
    corners = corners[_is_crossed(flat[corners], level)]
    tetrahedra = corners[:, _TETRAHEDRA].reshape(-1, 4)
    at_corners = flat[tetrahedra]
    chosen: _Indices = tetrahedra[_is_crossed(at_corners, level) & np.isfinite(at_corners).all(axis=1)]
    return chosen


def _is_crossed(values: Array, level: float) -> NDArray[np.bool_]:
    """Which rows have a value above or at the level and one below; nan is neither."""
    return np.asarray((values >= level).any(axis=1) & (values < level).any(axis=1))


def _march(tetrahedra: _Indices, nodes: Array, values: Array, level: float) -> tuple[_Indices, _Indices]:
    """The surface inside each tetrahedron.

    Returns:
        The edges that carry the vertices, as pairs of nodes, the high end first (v, 2), without repeats; and
        the triangles as indices of them (t, 3), wound around the direction from low to high nodes.
    """
    high = values[tetrahedra] >= level
    tetrahedra = np.take_along_axis(tetrahedra, np.argsort(~high, axis=1, kind="stable"), axis=1)
    count = high.sum(axis=1)
    one, two, three = (tetrahedra[count == k].T for k in (1, 2, 3))
    corners = [
        _triangle((one[0], one[1]), (one[0], one[2]), (one[0], one[3])),
        _triangle((three[0], three[3]), (three[1], three[3]), (three[2], three[3])),
        _triangle((two[0], two[2]), (two[0], two[3]), (two[1], two[3])),
        _triangle((two[0], two[2]), (two[1], two[3]), (two[1], two[2])),
    ]
    rising = [
        nodes[one[0]] - nodes[one[1:]].mean(axis=0),
        nodes[three[:3]].mean(axis=0) - nodes[three[3]],
        *[nodes[two[:2]].mean(axis=0) - nodes[two[2:]].mean(axis=0)] * 2,
    ]
    edges = np.concatenate(corners)
    # A node exactly on the level is one vertex, whichever edge it is seen from.
    edges[..., 1] = np.where(values[edges[..., 0]] == level, edges[..., 0], edges[..., 1])
    ends, triangles = _numbered(edges, len(values))
    return ends, _wound(triangles, _interpolated(ends, nodes, values, level), np.concatenate(rising))


def _triangle(*edges: tuple[_Indices, _Indices]) -> _Indices:
    """Triangles from three edges each: (t, 3, 2)."""
    return np.stack([np.stack(edge, axis=-1) for edge in edges], axis=1)


def _numbered(edges: _Indices, size: int) -> tuple[_Indices, _Indices]:
    """The different edges (v, 2), and the triangles as their numbers (t, 3)."""
    keys, numbers = np.unique(edges[..., 0] * size + edges[..., 1], return_inverse=True)
    return np.stack(np.divmod(keys, size), axis=1), numbers.reshape(-1, 3).astype(np.int64)


def _interpolated(ends: _Indices, nodes: Array, values: Array, level: float) -> Array:
    """Where f, if it were linear along each edge, would be c."""
    top, bottom = values[ends[:, 0]], values[ends[:, 1]]
    same = ends[:, 0] == ends[:, 1]
    # Halved first, so that the difference of two huge values does not overflow.
    share = np.where(same, 0.0, (top / 2 - level / 2) / np.where(same, 1.0, top / 2 - bottom / 2))
    return nodes[ends[:, 0]] + share[:, None] * (nodes[ends[:, 1]] - nodes[ends[:, 0]])


def _wound(triangles: _Indices, vertices: Array, rising: Array) -> _Indices:
    """The triangles without those that have shrunk to a line, wound so that their normals point uphill."""
    a, b, c = vertices[triangles].transpose(1, 0, 2)
    downhill = (np.cross(b - a, c - a) * rising).sum(axis=1) < 0
    turned = np.where(downhill[:, None], triangles[:, ::-1], triangles)
    i, j, k = turned.T
    wound: _Indices = turned[(i != j) & (j != k) & (k != i)]
    return wound


def _normals(field: Field, vertices: Array, triangles: _Indices) -> Array:
    gradient = field.gradient(vertices)
    largest = np.abs(gradient).max(axis=1, keepdims=True, initial=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = gradient / largest
        normals: Array = scaled / np.linalg.norm(scaled, axis=1, keepdims=True)
    missing = ~np.isfinite(normals).all(axis=1)
    if missing.any():
        normals[missing] = _mean_face_normals(vertices, triangles)[missing]
    return normals


def _mean_face_normals(vertices: Array, triangles: _Indices) -> Array:
    """Area-weighted means of the normals of the triangles around each vertex, of unit length or zero."""
    a, b, c = vertices[triangles].transpose(1, 0, 2)
    total = np.zeros_like(vertices)
    np.add.at(total, triangles, np.cross(b - a, c - a)[:, None, :])
    length = np.linalg.norm(total, axis=1, keepdims=True)
    mean: Array = total / np.where(length > 0, length, 1.0)
    return mean
