"""The cross over an actor that was struck out: two strokes as of a pen, one after the other, over everything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.layout import Rect
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.views import panel_camera
from gradanim.raster import Arrow, Disc, HeatMap, Item, Mesh, Polygon, Polyline, Shadow, Sphere, Surface, View

Array = NDArray[np.float64]
PEN = Stroke(width=9.0, occlusion="top")
# A cross is no smaller and no larger than this, in design pixels; larger things have a cross in their middle.
SMALLEST, LARGEST = 84.0, 460.0
# Share of a large thing that the cross covers, how far a stroke is bowed, and points along it.
SHARE = 0.72
BOW = 0.035
POINTS = 25
# A single arrow is crossed at these angles to its shaft, by strokes of this share of its length.
ASKEW = math.radians(52.0)
ACROSS = 0.62


def crossed(scope: Scope, struck: Sequence[tuple[Sequence[Item], Presence]]) -> View | None:
    """A view that lies over a scope and crosses out what actors have drawn there.

    Args:
        scope: the view that they are in.
        struck: for each such actor what it has drawn, and its presence.
    """
    over = replace(scope, items=[], kind="panel", camera=panel_camera(scope.rect))
    for items, presence in struck:
        cross = arms(scope, items)
        if cross is not None:
            for stroke in strokes(cross, presence.struck):
                line(over, stroke, scope.colour("wrong", 0.96 * presence.shown), PEN)
    if not over.items:
        return None
    return View(scope.stage.viewport(scope.rect), over.camera, tuple(over.items), painted=True)


def arms(scope: Scope, items: Sequence[Item]) -> tuple[Array, Array, Array] | None:
    """The middle of a cross over what was drawn, and half of its falling and of its rising stroke, each ``(2,)`` in
    design pixels with y up from the lower left corner of the view; None where nothing is in the view.

    A single arrow is crossed askew to its shaft, so that no stroke lies along it; all else corner to corner.
    """
    box = extent(scope, items)
    if box is None:
        return None
    middle = np.array([box.x - scope.rect.x + box.width / 2, box.y + box.height / 2])
    shafts = [item for item in items if isinstance(item, Arrow)]
    if len(shafts) == 1 and len(items) == 1:
        along = np.subtract(scope.pixel(np.asarray(shafts[0].tip)), scope.pixel(np.asarray(shafts[0].tail)))
        angle = math.atan2(-along[1], along[0])
        half = float(np.clip(0.5 * ACROSS * math.hypot(box.width, box.height), SMALLEST / 2, 2 * SMALLEST))
        ways = [np.array([math.cos(angle + turn), math.sin(angle + turn)]) for turn in (-ASKEW, ASKEW)]
        falling, rising = sorted((half * way * (1.0 if way[0] >= 0 else -1.0) for way in ways), key=_height)
        return middle, falling, rising
    width, height = (float(np.clip(SHARE * side, SMALLEST, LARGEST)) for side in (box.width, box.height))
    # Neither flat nor thin: a cross has to look like one.
    width, height = max(width, 0.6 * height), max(height, 0.6 * width)
    return middle, np.array([width, -height]) / 2, np.array([width, height]) / 2


def _height(arm: Array) -> float:
    return float(arm[1])


def strokes(cross: tuple[Array, Array, Array], progress: float) -> list[Array]:
    """The strokes of a cross as far as they are drawn, ``(k, 3)``, slightly bowed: the falling one comes first."""
    middle, *halves = cross
    made = []
    for index, half in enumerate(halves):
        drawn = min(1.0, 2.0 * progress - index)
        if drawn <= 0.0:
            continue
        t = np.linspace(-1.0, -1.0 + 2.0 * drawn, max(2, math.ceil(POINTS * drawn)))[:, None]
        across = np.array([-half[1], half[0]])
        flat = middle + t * half + 2.0 * BOW * (1.0 - t**2) * across
        made.append(np.column_stack([flat, np.zeros(len(flat))]))
    return made


def extent(scope: Scope, items: Iterable[Item]) -> Rect | None:
    """The box around what was drawn, in design pixels with y up from the lower side of the view; None where nothing
    of it is in the view.
    """
    found = [points for item in items if (points := _points(item)).size]
    if not found:
        return None
    viewport = scope.stage.viewport(scope.rect)
    pixels, _ = scope.camera.project(np.concatenate(found), viewport)
    pixels = pixels[np.isfinite(pixels).all(axis=1)] / scope.stage.unit
    if not len(pixels):
        return None
    rect = scope.rect
    left, top = np.clip(pixels.min(axis=0), (rect.x, rect.y), (rect.right, rect.bottom))
    right, bottom = np.clip(pixels.max(axis=0), (rect.x, rect.y), (rect.right, rect.bottom))
    return Rect(float(left), float(rect.bottom - bottom), float(right - left), float(bottom - top))


def _points(item: Item) -> Array:
    """World points ``(k, 3)`` that enclose an item, about."""
    if isinstance(item, Arrow):
        return np.array([item.tail, item.tip], dtype=float)
    if isinstance(item, Polyline | Polygon):
        points = np.asarray(item.points, dtype=float).reshape(-1, 3)
    elif isinstance(item, Mesh):
        points = np.asarray(item.vertices, dtype=float)[np.unique(np.asarray(item.triangles))]
    elif isinstance(item, Surface):
        x, y, z = np.broadcast_arrays(item.x, np.asarray(item.y)[:, None], item.z)
        points = np.stack([x, y, z], axis=-1).reshape(-1, 3)[::7]
    elif isinstance(item, HeatMap):
        points = np.array([(x, y, item.z) for x in item.x for y in item.y])
    else:
        assert isinstance(item, Disc | Sphere | Shadow)
        points = np.asarray(item.center, dtype=float).reshape(1, 3)
    return np.asarray(points[np.isfinite(points).all(axis=1)])
