"""What lies in the fog without being landscape or floor: lines and arrows fade where nothing can be seen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.fog import Clearing, clearing
from gradanim.actors.stage import Scope
from gradanim.raster import Arrow, Item, Polygon, Polyline

Array = NDArray[np.float64]
# These tell of the whole field, and so would tell what is in the fog. On a map the fog lies over them.
VEILED = frozenset({"gradient_field", "slice", "level_curve", "streamlines"})
# A line of few points is divided, so that it can fade on its way: each stretch into this many.
FEW, PARTS = 32, 24
# Less opacity than this cannot be seen.
FAINT = 0.004


def veiled(scope: Scope, name: str, items: Iterable[Item]) -> list[Item]:
    """What an actor draws in a 3D view, without what the fog hides."""
    clear = clearing(scope) if name in VEILED and scope.solid else None
    if clear is None:
        return list(items)
    made: list[Item] = []
    for item in items:
        if isinstance(item, Polyline):
            made += _line(scope, clear, item)
        elif isinstance(item, Arrow):
            middle = (np.asarray(item.tail) + np.asarray(item.tip)) / 2
            opacity = item.color[3] * float(clear.seen(_place(scope, middle)))
            if opacity > FAINT:
                made.append(replace(item, color=(*item.color[:3], opacity)))
        elif isinstance(item, Polygon):
            # A wall would show the whole profile of what it cuts.
            opacity = item.color[3] * (1.0 - scope.state.shown("fog"))
            made.append(replace(item, color=(*item.color[:3], opacity)))
        else:
            made.append(item)
    return made


def _line(scope: Scope, clear: Clearing, item: Polyline) -> list[Polyline]:
    points = np.asarray(item.points, dtype=float)
    if item.colors is None and 1 < len(points) < FEW:
        points = _divided(points)
    seen = clear.seen(_place(scope, points))
    if not np.any(seen > FAINT):
        return []
    colours = np.tile(np.asarray(item.color, dtype=float), (len(points), 1))
    if item.colors is not None:
        colours = np.array(item.colors, dtype=float)
    colours[:, 3] *= np.nan_to_num(seen)
    return [replace(item, points=np.where(seen[:, None] > FAINT, points, np.nan), colors=colours)]


def _divided(points: Array) -> Array:
    """The same line with more points on it."""
    places = np.arange(len(points))
    wanted = np.linspace(0, len(points) - 1, (len(points) - 1) * PARTS + 1)
    return np.stack([np.interp(wanted, places, points[:, axis]) for axis in range(3)], axis=-1)


def _place(scope: Scope, world: Array) -> Array:
    """Domain points ``(…, 2)`` under world points ``(…, 3)``."""
    space = scope.stage.space
    return np.asarray(world[..., :2] / np.asarray(space.scale) + np.asarray(space.centre))
