"""The edge of the landscape in fog: beyond what is clear it fades, with its lines of equal height, to nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.fog import Clearing, grid_triangles
from gradanim.actors.stage import Scope
from gradanim.raster import Mesh, Polyline, Surface

Array = NDArray[np.float64]
# Lines of equal height are this wide in design pixels.
ISO_WIDTH = 2.0


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
    scope.items.append(_edge(surface, points, clear, limits))
    if surface.iso is not None:
        scope.items.extend(_lines(scope, clear, surface.opacity * surface.iso.color[3]))
    return replace(surface, reveal=clear.inner / farthest, reveal_order=distance / farthest)


def _places(scope: Scope) -> Array:
    """The domain points ``(ny, nx, 2)`` of the landscape's grid."""
    axes = scope.stage.samples(scope.params).axes
    return np.stack(np.meshgrid(*axes), axis=-1)


def _edge(surface: Surface, points: Array, clear: Clearing, limits: tuple[float, float]) -> Mesh:
    """The ring between what is clear and what is gone, on the landscape's own grid."""
    rows, columns = surface.z.shape
    height = np.asarray(surface.z, dtype=float)
    world = np.stack(np.broadcast_arrays(surface.x, np.asarray(surface.y)[:, None], height), axis=-1)
    gradient = np.asarray(surface.gradient)
    distance = clear.distance(points).ravel()
    inside = np.isfinite(height) & np.isfinite(gradient).all(axis=-1)
    inside &= (height >= limits[0]) & (height <= limits[1])
    triangles = grid_triangles(columns, rows)
    kept = inside.ravel()[triangles].all(axis=1)
    kept &= (distance[triangles] > clear.inner).any(axis=1) & (distance[triangles] < clear.outer).any(axis=1)
    colours = np.empty((rows * columns, 4))
    colours[:, :3] = _ramp(surface.colormap)(np.nan_to_num(np.asarray(surface.color_value)).ravel())
    colours[:, 3] = clear.seen(points).ravel()
    normals = np.dstack([-np.nan_to_num(gradient), np.ones((rows, columns))]).reshape(-1, 3)
    vertices = np.nan_to_num(world.reshape(-1, 3))
    return Mesh(vertices, triangles[kept], normals, colours, surface.opacity, surface.lighting)


def _ramp(colours: Array) -> Callable[[Array], Array]:
    """Colours ``(k, 3)`` of values from 0 to 1, mixed as the landscape mixes them, in linear light."""
    linear = np.asarray(colours, dtype=float) ** 2.2
    places = np.linspace(0.0, 1.0, len(linear))

    def at(values: Array) -> Array:
        mixed = [np.interp(values, places, linear[:, channel]) for channel in range(3)]
        return np.stack(mixed, axis=-1) ** (1 / 2.2)

    return at


def _lines(scope: Scope, clear: Clearing, opacity: float) -> list[Polyline]:
    """The level curves of the ring, fading with it."""
    made = []
    for level in scope.stage.levels:
        for curve in scope.stage.curves(level, scope.params):
            seen, distance = clear.seen(curve), clear.distance(curve)
            if not ((seen > 0.0) & (distance > clear.inner)).any():
                continue
            world = scope.stage.space.raised(curve, np.full(len(curve), level))
            world[(distance < clear.inner) | (seen <= 0.0)] = np.nan
            colours = np.ones((len(curve), 4))
            colours[:, 3] = opacity * seen
            made.append(Polyline(points=world, width=scope.px(ISO_WIDTH), bias=scope.px(1.0), colors=colours))
    return made
