"""fog: the landscape, the floor and the map are hidden except around the point, with a soft edge."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.raster import UNLIT, Mesh

Array = NDArray[np.float64]
# What one sees without the author's say, as a share of the longer side of the domain.
RADIUS = 0.2
# Clear to the first share of the radius, nothing is seen from the second on.
CLEAR, GONE = 0.65, 1.35
# Places of the sheet along each side, and how much its colour varies, so that it looks like fog and not like a plate.
FINE = 97
CLOUDS = 0.5
# Width of the hem of the sheet in design pixels.
HEM = 3.0


class Clearing(Struct, frozen=True, eq=False):
    """What can still be seen: a disc around the point.

    Attributes:
        centre: the point, ``(2,)``.
        weight: what coordinates are multiplied by before distances are taken, so that it is round as it is drawn.
        inner: distance up to which all is clear, in units of the domain.
        outer: distance from which nothing is seen.
    """

    centre: Array
    weight: Array
    inner: float
    outer: float

    def distance(self, points: Array) -> Array:
        """Distances ``(…)`` of domain points ``(…, 2)`` from the point."""
        return np.asarray(np.linalg.norm((points - self.centre) * self.weight, axis=-1))

    def seen(self, points: Array) -> Array:
        """How much of places can be seen, ``(…)``: 1 near the point, 0 in the fog."""
        share = np.clip((self.outer - self.distance(points)) / (self.outer - self.inner), 0.0, 1.0)
        return np.asarray(share * share * (3.0 - 2.0 * share))


def clearing(scope: Scope) -> Clearing | None:
    """What can be seen in the fog; None where there is no fog, or no point.

    While the fog enters it comes from beyond the domain towards the point.
    """
    presence, point = scope.state.actors.get("fog"), scope.state.point
    if presence is None or presence.shown <= 0.0 or point is None:
        return None
    centre, scale = np.asarray(point), np.asarray(scope.stage.space.scale)
    weight = scale / np.sqrt(scale.prod())
    domain = np.array(scope.stage.context.domain)
    own = getattr(presence.options, "radius", None)
    radius = float(own) if own is not None else RADIUS * float((domain[:, 1] - domain[:, 0]).max())
    farthest = float(np.linalg.norm(np.abs(domain - centre[:, None]).max(axis=1) * weight)) / CLEAR
    if farthest > radius:
        radius = float(farthest ** (1.0 - presence.shown) * radius**presence.shown)
    return Clearing(centre, weight, CLEAR * radius, GONE * radius)


def draw(scope: Scope, presence: Presence) -> None:
    """A sheet over the floor or the map, clear around the point; the landscape hides itself."""
    clear = clearing(scope)
    if clear is None:
        return
    xs, ys = (np.linspace(low, high, FINE) for low, high in _sheet(scope))
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    theme = scope.stage.theme.colours
    share = CLOUDS * _clouds(points, scope)[:, None]
    colours = np.empty((len(points), 4))
    colours[:, :3] = (1.0 - share) * np.array(theme["fog"]) + share * np.array(theme["panel"])
    colours[:, 3] = 1.0 - clear.seen(points)
    scope.items.append(Mesh(scope.floor(points), grid_triangles(FINE, FINE), color=colours, lighting=UNLIT))
    scope.marks["fog"] = {
        "at": [*map(float, clear.centre)],
        "clear_to": clear.inner,
        "gone_from": clear.outer,
        "visible": presence.shown > 0,
    }


def _sheet(scope: Scope) -> list[tuple[float, float]]:
    """The domain with a hem that covers the ends of lines at its border; on a map not over the axes at two sides."""
    hem = scope.px(HEM) / scope.camera.scale(scope.stage.viewport(scope.rect))
    sides = zip(scope.stage.context.domain, scope.stage.space.scale, strict=True)
    return [(low - (hem / scale if scope.solid else 0.0), high + hem / scale) for (low, high), scale in sides]


def _clouds(points: Array, scope: Scope) -> Array:
    """Soft lumps, 0 to 1: waves of a few lengths and directions whose crests never meet on a grid."""
    side = max(high - low for low, high in scope.stage.context.domain)
    u, v = (points / side * 2.0 * np.pi).T
    waves = (
        np.sin(1.3 * u + 2.1 * v + 0.7 + 0.8 * np.sin(1.7 * v))
        + 0.7 * np.sin(2.9 * u - 1.7 * v + 2.0 + 0.9 * np.sin(2.3 * u))
        + 0.5 * np.sin(4.3 * u + 3.7 * v + 4.1)
    )
    return np.asarray(0.5 + waves / 4.4)


def grid_triangles(columns: int, rows: int) -> NDArray[np.intp]:
    """Two triangles for every cell of a grid whose places are counted row by row."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    lower = np.stack([corner, corner + 1, corner + columns + 1], axis=-1)
    upper = np.stack([corner, corner + columns + 1, corner + columns], axis=-1)
    return np.concatenate([lower, upper])
