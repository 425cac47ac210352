"""The edge of the landscape in fog: beyond what is clear it fades, with the lines on it, to nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.fog import Clearing, grid_triangles
from gradanim.actors.stage import Scope
from gradanim.actors.theme import RGBA
from gradanim.raster import Mesh, MeshLines, Polyline, Surface

Array = NDArray[np.float64]
Whole = NDArray[np.intp]
# Lines of equal height are this wide in design pixels.
ISO_WIDTH = 2.0
# The ring and its lines reach under what is clear by so many pixels: no seam is seen, and no two drawings of one line.
SEAM = 1.5
# Points of a line of the mesh.
FINE = 97


def hidden(scope: Scope, surface: Surface, clear: Clearing, limits: tuple[float, float]) -> Surface:
    """A landscape that ends where the fog begins; its soft edge is added to the scope.

    Args:
        scope: the view.
        surface: the whole landscape.
        clear: what can be seen.
        limits: lowest and highest world height that is drawn.
    """
    points = _places(scope)
    distance = clear.distance(points)
    farthest = float(distance.max())
    if clear.inner >= farthest:
        return surface
    begins = clear.inner - SEAM / _pixels(scope)
    scope.items.append(_edge(surface, points, clear, (begins, *limits)))
    if surface.iso is not None:
        scope.items.extend(_levels(scope, clear, begins, surface.opacity * surface.iso.color[3]))
    if surface.mesh is not None:
        scope.items.extend(_mesh(scope, clear, begins, (surface.opacity, surface.mesh, limits)))
    return replace(surface, reveal=clear.inner / farthest, reveal_order=distance / farthest)


def _pixels(scope: Scope) -> float:
    """Pixels of the frame on which a distance of one in the domain is seen where nothing shortens it."""
    unit = float(np.sqrt(np.prod(scope.stage.space.scale)))
    return scope.camera.scale(scope.stage.viewport(scope.rect)) * unit


def _places(scope: Scope) -> Array:
    """The domain points ``(ny, nx, 2)`` of the landscape's grid."""
    axes = scope.stage.samples(scope.params).axes
    return np.stack(np.meshgrid(*axes), axis=-1)


def _edge(surface: Surface, points: Array, clear: Clearing, limits: tuple[float, float, float]) -> Mesh:
    """The ring from a distance on to where nothing is seen, on the landscape's own grid.

    Args:
        surface: the landscape.
        points: the places of its grid.
        clear: what can be seen.
        limits: the distance where the ring begins, lowest and highest world height that is drawn.
    """
    begins, low, high = limits
    rows, columns = surface.z.shape
    height = np.asarray(surface.z, dtype=float)
    world = np.stack(np.broadcast_arrays(surface.x, np.asarray(surface.y)[:, None], height), axis=-1)
    gradient = np.asarray(surface.gradient)
    distance = clear.distance(points).ravel()
    inside = np.isfinite(height) & np.isfinite(gradient).all(axis=-1) & (height >= low) & (height <= high)
    triangles = grid_triangles(columns, rows)
    kept = inside.ravel()[triangles].all(axis=1) & (distance[triangles] < clear.outer).any(axis=1)
    triangles, pairs, shares = beyond(triangles[kept], distance, begins)

    def with_cuts(values: Array) -> Array:
        known = np.nan_to_num(values).reshape(rows * columns, -1)
        between = known[pairs[:, 0]] + shares[:, None] * (known[pairs[:, 1]] - known[pairs[:, 0]])
        return np.concatenate([known, between])

    colours = np.empty((rows * columns + len(pairs), 4))
    colours[:, :3] = _ramp(surface.colormap)(with_cuts(np.asarray(surface.color_value)).ravel())
    colours[:, 3] = clear.seen(with_cuts(points))
    normals = with_cuts(np.dstack([-gradient, np.ones((rows, columns))]))
    return Mesh(with_cuts(world), triangles, normals, colours, surface.opacity, surface.lighting)


def beyond(triangles: Whole, distance: Array, least: float) -> tuple[Whole, Whole, Array]:
    """The parts of triangles ``(t, 3)`` where a distance that is known at every vertex is not less than ``least``.

    Returns:
        Triangles; of the vertices that they have besides the old ones, which are counted on: the two old ones that
        each lies between ``(m, 2)``, and its share of the way from the first to the second ``(m,)``.
    """
    near = distance[triangles] < least
    count = near.sum(axis=1)
    cut = (count == 1) | (count == 2)
    single = count[cut] == 1
    # The vertex that is alone on its side comes first.
    alone = np.where(single, near[cut].argmax(axis=1), near[cut].argmin(axis=1))
    turned = np.take_along_axis(triangles[cut], (alone[:, None] + np.arange(3)) % 3, axis=1)
    first, second = len(distance) + np.arange(2 * len(turned)).reshape(2, -1)
    parts = [
        triangles[count == 0],
        np.stack([turned[:, 0], first, second], axis=-1)[~single],
        np.stack([first, turned[:, 1], turned[:, 2]], axis=-1)[single],
        np.stack([first, turned[:, 2], second], axis=-1)[single],
    ]
    pairs = np.concatenate([turned[:, [0, 1]], turned[:, [0, 2]]])
    ends = distance[pairs]
    return np.concatenate(parts), pairs, (least - ends[:, 0]) / (ends[:, 1] - ends[:, 0])


def _ramp(colours: Array) -> Callable[[Array], Array]:
    """Colours ``(k, 3)`` of values from 0 to 1, mixed as the landscape mixes them, in linear light."""
    linear = np.asarray(colours, dtype=float) ** 2.2
    places = np.linspace(0.0, 1.0, len(linear))

    def at(values: Array) -> Array:
        mixed = [np.interp(values, places, linear[:, channel]) for channel in range(3)]
        return np.stack(mixed, axis=-1) ** (1 / 2.2)

    return at


def _levels(scope: Scope, clear: Clearing, begins: float, opacity: float) -> list[Polyline]:
    """The level curves of the ring, fading with it."""
    made = []
    for level in scope.stage.levels:
        for curve in scope.stage.curves(level, scope.params):
            points = _from(curve, clear, begins)
            world = scope.stage.space.raised(points, np.full(len(points), level))
            made += _fading(scope, clear, (points, world), ((1.0, 1.0, 1.0, opacity), ISO_WIDTH))
    return made


def _mesh(
    scope: Scope, clear: Clearing, begins: float, look: tuple[float, MeshLines, tuple[float, float]]
) -> list[Polyline]:
    """The fine lines of the landscape in the ring.

    Args:
        scope: the view.
        clear: what can be seen.
        begins: the distance where the ring begins.
        look: the opacity of the landscape, its fine lines, lowest and highest world height that is drawn.
    """
    opacity, lines, (low, high) = look
    space, domain = scope.stage.space, scope.stage.context.domain
    (r, g, b, a), made = lines.color, []
    for axis in (0, 1):
        step = lines.spacing[axis] / space.scale[axis]
        reach = clear.outer / clear.weight[axis]
        at = clear.centre[axis]
        start, end = max(domain[axis][0], at - reach), min(domain[axis][1], at + reach)
        for number in range(math.ceil(start / step), math.floor(end / step) + 1):
            points = np.empty((FINE, 2))
            points[:, axis] = number * step
            points[:, 1 - axis] = np.linspace(*domain[1 - axis], FINE)
            points = _from(points, clear, begins)
            world = scope.raised(points)
            world[~((world[:, 2] >= low) & (world[:, 2] <= high))] = np.nan
            made += _fading(
                scope, clear, (points, world), ((r, g, b, a * opacity), lines.width / scope.px(1.0))
            )
    return made


def _from(line: Array, clear: Clearing, begins: float) -> Array:
    """A line ``(k, 2)`` with points where it enters and leaves the ring; nan where all is clear."""
    distance = clear.distance(line)
    near = distance < begins
    crossing = np.flatnonzero(near[1:] != near[:-1])
    if not len(crossing):
        return np.where(near[:, None], np.nan, line)
    share = (begins - distance[crossing]) / (distance[crossing + 1] - distance[crossing])
    ends = line[crossing] + share[:, None] * (line[crossing + 1] - line[crossing])
    return np.insert(np.where(near[:, None], np.nan, line), crossing + 1, ends, axis=0)


def _fading(
    scope: Scope, clear: Clearing, line: tuple[Array, Array], look: tuple[RGBA, float]
) -> list[Polyline]:
    """A line through places and world points as far as it is seen, in its colour and so many design pixels wide."""
    (points, world), (colour, width) = line, look
    seen = np.nan_to_num(clear.seen(points))
    if not (seen > 0.0).any():
        return []
    colours = np.tile(np.asarray(colour), (len(points), 1))
    colours[:, 3] *= seen
    points = np.where(seen[:, None] > 0.0, world, np.nan)
    return [Polyline(points=points, width=scope.px(width), bias=scope.px(1.0), colors=colours)]
