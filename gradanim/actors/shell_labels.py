"""Which level every level surface has: its value at the end of a short line from its outline."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.easing import smooth
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose
from gradanim.actors.level_curve import drawn_level
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.theme import RGB, mix
from gradanim.actors.volume import Shell
from gradanim.actors.volume_arrows import arrow_ends
from gradanim.actors.volume_pens import volume_of
from gradanim.calculus import format_quantity

Array = NDArray[np.float64]

# Degrees on the screen, from the right upwards, between which the lines leave: the highest level is uppermost.
FAN = (46.0, -40.0)
# The values of more surfaces than these would crowd each other.
MOST = 6
# Design pixels from the outermost surface to the end of a line, and from there to the value.
BEYOND, GAP = 26.0, 7.0
# Design pixels over which places near the outline count for where a line begins: it must not hop from one corner of
# the mesh to the next while the camera turns.
NEAR = 2.5
# Degrees: from an arrow among the lines their directions are turned away by so much at most, as far as so near to it;
# one that it sweeps across changes sides unseen.
PART, NEAR_BY, ACROSS = 15.0, 32.0, 5.0
# Design pixels by which an arrow reaches out farther than where a line begins, and how long it is, to count wholly.
OUT, LONG = 24.0, 30.0
LEADER = Stroke(width=2.5, occlusion="top")
# A thin line in the colour of a low level would hardly be seen: this share of the text's colour is added.
BRIGHTER = 0.3


class Named(Struct, frozen=True, eq=False):
    """A level surface whose value is told: its level, its mesh, its colour and how far it has entered."""

    level: float
    shell: Shell
    colour: RGB
    entered: float


def draw_labels(scope: Scope, surfaces: Sequence[Named]) -> None:
    """A line and a value for each surface; none where there are too many of them."""
    drawn = [surface for surface in surfaces if len(surface.shell.vertices)]
    if not 0 < len(drawn) <= MOST:
        return
    places = [_pixels(scope, surface.shell.vertices) for surface in drawn]
    every = np.concatenate(places)
    middle = (every.min(axis=0) + every.max(axis=0)) / 2
    arrows = _arrows(scope, middle)
    for index, surface in enumerate(drawn):
        share = 1.0 - (index + 0.5) / len(drawn)
        usual = FAN[0] + (FAN[1] - FAN[0]) * share
        begins = float(((places[index] - middle) @ _way(usual)).max())
        angle, seen = parted(usual, [(at, _counts(scope, tip - begins, long)) for at, tip, long in arrows])
        way = _way(angle)
        reach = max(float((pixels @ way).max()) for pixels in places)
        reach += _further(scope, way, reach)
        # All lines end around one middle, each in its own direction: wherever the surfaces lie, no two values meet.
        goal = middle + way * (reach + scope.px(BEYOND) - float(middle @ way))
        surface = replace(surface, entered=surface.entered * seen)
        _leader(scope, surface, (_nearest(scope, surface.shell.vertices, places[index], goal), way), goal)


def _way(degrees: float) -> Array:
    """A direction on the screen, from the right upwards; y goes down there."""
    return np.array([math.cos(math.radians(degrees)), -math.sin(math.radians(degrees))])


def _arrows(scope: Scope, middle: Array) -> list[tuple[float, float, float]]:
    """Of the arrows on the stage the direction of the tip in degrees, its distance from the middle, and the length."""
    made = []
    for tail, tip in arrow_ends(scope):
        start, end = np.asarray(scope.pixel(tail)), np.asarray(scope.pixel(tip))
        right, down = end - middle
        long = float(np.hypot(*(end - start)))
        made.append((math.degrees(math.atan2(-down, right)), math.hypot(right, down), long))
    return made


def _counts(scope: Scope, out: float, long: float) -> float:
    """How far an arrow counts that reaches out so much farther than where a line begins, and is so long, in pixels."""
    return smooth(out / scope.px(OUT)) * smooth(long / scope.px(LONG))


def parted(angle: float, arrows: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The direction of a line among arrows, in degrees, and how far it is seen.

    Lines keep their order: the nearer one is to an arrow the farther it is turned away.

    Args:
        angle: its direction without them.
        arrows: the direction of each, and how far it counts, 0 to 1.
    """
    moved, seen = angle, 1.0
    for at, counts in arrows:
        off = math.remainder(angle - at, 360.0)
        if abs(off) < NEAR_BY:
            moved += counts * math.copysign(PART * (1.0 - abs(off) / NEAR_BY) ** 2, off)
        seen *= 1.0 - counts * (1.0 - smooth(abs(off) / ACROSS))
    return moved, seen


def _further(scope: Scope, way: Array, reach: float) -> float:
    """How much further out the level surface through the point lies, as far as it has entered."""
    shown, level = scope.state.shown("level_curve"), drawn_level(scope.measures)
    if shown <= 0.0 or level is None:
        return 0.0
    vertices = volume_of(scope).shells(level, scope.params).vertices
    return shown * max(0.0, float((_pixels(scope, vertices) @ way).max(initial=reach)) - reach)


def _pixels(scope: Scope, points: Array) -> Array:
    pixels, _ = scope.camera.project(points, scope.stage.viewport(scope.rect))
    return pixels


def _nearest(scope: Scope, vertices: Array, pixels: Array, goal: Array) -> Array:
    """The world point of a surface that is seen nearest to a pixel: the average of those that nearly are."""
    away = np.linalg.norm(pixels - goal, axis=-1)
    weights = np.exp((away.min() - away) / scope.px(NEAR))
    return np.asarray(weights @ vertices / weights.sum())


def _leader(scope: Scope, surface: Named, line_from: tuple[Array, Array], goal: Array) -> None:
    """The line from a place of the world to a pixel, and the value behind it, seen in a direction."""
    start, way = line_from
    across, down = goal - np.asarray(scope.pixel(start))
    right, up, forward = scope.camera.axes()
    depth = float((start - scope.camera.eye()) @ forward)
    scale = scope.camera.scale(scope.stage.viewport(scope.rect)) * scope.camera.distance / depth
    end = start + (across * right - down * up) / scale
    colour = mix(surface.colour, scope.stage.theme.colours["text"], BRIGHTER)
    line(scope, np.array([start, end]), (*colour, surface.entered), LEADER)
    u, v = scope.pixel(end)
    gap = scope.px(GAP)
    anchor = (u + gap * float(way[0]), v + gap * float(way[1]))
    name = symbols.function(scope.stage.context.spec.field)
    text = math_markup(name) + prose(f" = {format_quantity(surface.level, '.3g')}")
    size = scope.stage.layout.sizes.tick
    away = (float(way[0]), float(way[1]))
    scope.labels.append(Label(text, anchor, away, "text", size, surface.entered, movable=False))
