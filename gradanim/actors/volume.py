"""What a stage of three variables has besides: its space, its levels, and its level surfaces as meshes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.space import VolumeSpace
from gradanim.actors.ticks import ticks

Array = NDArray[np.float64]
Params = tuple[tuple[str, float], ...]

# Cells along the longer side of the box: a mesh with true normals looks smooth from here on, and is made
# within a frame's time, so that surfaces may move.
CELLS = 36
FEWEST_CELLS = 12
# Lines of equal height on a level surface, over the whole height of the domain.
NET = 16


class Shell(Struct, frozen=True, eq=False):
    """A level surface in world coordinates.

    Attributes:
        vertices: (v, 3).
        triangles: (t, 3) indices of vertices.
        normals: (v, 3) unit normals on the side of higher values.
        rims: where the surface ends at the border of the domain, a broken line (k, 3).
        net: where it meets horizontal planes at round heights, a broken line (k, 3).
    """

    vertices: Array
    triangles: NDArray[np.int64]
    normals: Array
    rims: Array
    net: Array


class Volume(Struct, frozen=True, eq=False):
    """The stage of three variables.

    Attributes:
        space: domain to world.
        levels: levels of the surfaces that ``contours`` draws unless told otherwise.
        shells: the level surface at a level for parameter values; remembered.
        counted: levels for another number of surfaces; remembered.
    """

    space: VolumeSpace
    levels: tuple[float, ...]
    shells: Callable[[float, Params], Shell]
    counted: Callable[[int], tuple[float, ...]]


def shell_maker(context: Context, space: VolumeSpace) -> Callable[[float, Params], Shell]:
    """Level surfaces by level and parameter values, remembered for the last few dozen."""
    from gradanim.calculus.level_surfaces import level_surface

    sides = [(high - low) * scale for (low, high), scale in zip(context.domain, space.scale, strict=True)]
    heights = _heights(context.domain[2], space)
    counts = [max(FEWEST_CELLS, round(CELLS * side / max(sides))) + 1 for side in sides]

    @lru_cache(maxsize=48)
    def shells(level: float, params: Params) -> Shell:
        made = level_surface(context.with_params(params), level, context.domain, counts)
        normals = space.normal(made.normals)
        length = np.linalg.norm(normals, axis=1, keepdims=True)
        vertices = space.world(made.vertices)
        normals = normals / np.where(length > 0, length, 1.0)
        net = _net(vertices[made.triangles], heights)
        return Shell(vertices, made.triangles, normals, _rims(vertices, made.triangles), net)

    return shells


def _heights(side: tuple[float, float], space: VolumeSpace) -> Array:
    """World heights (k,) of the lines on level surfaces: at round values of the third variable."""
    low, high = side
    inner = [value for value in ticks(low, high, NET) if low < value < high]
    return (np.array(inner) - space.origin[2]) * space.scale[2]


def _rims(vertices: Array, triangles: NDArray[np.int64]) -> Array:
    """Where a mesh ends: the edges of one triangle alone, as separate pieces."""
    edges = np.sort(
        np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1
    )
    # One number for each edge: sorting numbers is many times faster than sorting rows.
    keys, count = np.unique(edges[:, 0] * len(vertices) + edges[:, 1], return_counts=True)
    single = np.stack(np.divmod(keys[count == 1], max(1, len(vertices))), axis=1)
    return _pieces(vertices[single])


def _net(corners: Array, heights: Array) -> Array:
    """Where triangles (t, 3, 3) meet horizontal planes at increasing heights, as separate pieces."""
    z = corners[:, :, 2]
    first = np.searchsorted(heights, z.min(axis=1), side="right")
    count = np.searchsorted(heights, z.max(axis=1), side="right") - first
    # Every triangle once for each plane that it meets.
    which = np.repeat(np.arange(len(corners)), count)
    plane = np.arange(len(which)) - np.repeat(np.cumsum(count) - count - first, count)
    return _pieces(_cut(corners[which], heights[plane]))


def _cut(corners: Array, heights: Array) -> Array:
    """The pieces (k, 2, 3) in which triangles (k, 3, 3) meet horizontal planes that they cross."""
    above = corners[:, :, 2] >= heights[:, None]
    # One corner stands alone on its side of the plane; both edges from it cross the plane.
    alone = np.argmax(above == (above.sum(axis=1) == 1)[:, None], axis=1)
    rows = np.arange(len(corners))
    tip = corners[rows, alone][:, None]
    ends = np.stack([corners[rows, (alone + 1) % 3], corners[rows, (alone + 2) % 3]], axis=1)
    share = (heights[:, None] - tip[..., 2]) / (ends[..., 2] - tip[..., 2])
    return np.asarray(tip + share[..., None] * (ends - tip))


def _pieces(pairs: Array) -> Array:
    """Separate pieces (k, 2, 3) as the points of one broken line (3 k, 3)."""
    return np.concatenate([pairs, np.full((len(pairs), 1, 3), np.nan)], axis=1).reshape(-1, 3)
