"""axes: the axes of the domain, with ticks and upright names, at the sides that face the audience."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import sides, symbols
from gradanim.actors.around import CLEAR, MAP_NUMBER, MAP_PARTS, TICK
from gradanim.actors.axis_names import Beside, pushed
from gradanim.actors.easing import clamp
from gradanim.actors.floor_lines import tick_step
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.strands import EVERY
from gradanim.actors.ticks import at_least_two, multiples, number_text, round_step, ticks_and_below

Array = NDArray[np.float64]
# Of ticks in space and on the floor, in world units; their numbers begin so many times as far out.
TICK_LENGTH, NUMBER = 0.035, 1.7
# In a small picture, or where it is seen from its end, a tick is short: its number begins so far beyond it in em of the
# numbers, but no more than so many times as far out.
BEYOND, FARTHEST = 0.28, 3.0
# While an axis grows, a tick comes over this share of its length.
COMES = 0.12
# From an axis of the floor to its name, in world units.
NAME_DISTANCE = 0.13
AXIS = Stroke(width=3.0, occlusion="ghost")
MARK = Stroke(width=2.5, occlusion="ghost")


def draw(scope: Scope, presence: Presence) -> None:
    """In the 3D view along two borders of the floor and up one corner, in the flat view left and below."""
    for axis in (0, 1):
        for side, seen in _sides(scope)[axis]:
            _floor_axis(scope, presence.shown, (axis, side), seen)
    if scope.solid and scope.state.shown("surface") > 0:
        for corner, seen in sides.corners(scope.camera.azimuth, scope.stage.rests):
            _value_axis(scope, presence.shown, corner, seen)


def _sides(scope: Scope) -> tuple[tuple[sides.Side, ...], tuple[sides.Side, ...]]:
    if not scope.solid:
        return ((0, 1.0),), ((0, 1.0),)
    return sides.sides(scope.camera.azimuth, scope.stage.rests)


def _floor_axis(scope: Scope, shown: float, place: tuple[int, int], seen: float) -> None:
    """An axis along one side of the other variable's range, ``place`` being both, drawn as opaque as ``seen``."""
    domain = scope.stage.context.domain
    axis, side = place
    low, high = domain[axis]
    at = domain[1 - axis][side]
    start, end = _pair(axis, low, at), _pair(axis, low + (high - low) * shown, at)
    world = scope.floor([start, end])
    stem(scope, world, seen * min(1.0, 2 * shown))
    length, number = (TICK_LENGTH, NUMBER) if scope.solid else _on_map(scope, world[0])
    step = tick_step(domain, axis) if scope.solid else round_step(high - low, MAP_PARTS)
    outward = np.zeros(3)
    outward[1 - axis] = length * (1 if side else -1)
    opacity, which = shown * seen, f"{axis}{side}"
    values = multiples(low, high, step)
    numbers = [(value, number_text(value, step)) for value in values]
    for value, text in numbers:
        there = opacity * come(shown, (value - low) / (high - low))
        if there > 0.0:
            tick(scope, scope.floor(_pair(axis, value, at)), outward, (text, there, which), number)
    name, push = math_markup(symbols.variable(scope.stage.context.spec.field, axis)), 0.0
    if scope.solid:
        # Between the last two ticks: the corners of the floor are crowded enough.
        between = high - 0.5 * step if len(values) < 2 else 0.5 * (values[-1] + values[-2])
        place_of = {text: scope.floor(_pair(axis, value, at)) for value, text in numbers}
        where, away = scope.floor(_pair(axis, between, at)), outward
        push = name_push(scope, name, (where, NAME_DISTANCE * outward / TICK_LENGTH), (place_of, outward))
        where = where + NAME_DISTANCE * outward / TICK_LENGTH
    else:
        away = np.zeros(3)
        away[axis] = CLEAR / TICK * length
        where = scope.floor(_pair(axis, high, at)) + away
    axis_label(scope, name, where, away, ("text", opacity, which), push)


def name_push(
    scope: Scope, name: str, where: tuple[Array, Array], numbers: tuple[Mapping[str, Array], Array]
) -> float:
    """Pixels by which the name of an axis goes out from its place, where numbers beside it are in its way.

    Args:
        scope: the view.
        name: its markup.
        where: the world point of the axis at which it stands, and the vector from there to its usual place.
        numbers: the world point of the axis for each number, and the vector of their ticks.
    """
    sizes = scope.stage.layout.sizes
    places, outward = numbers
    texts = (
        Beside(prose(text), sizes.tick, at, _far(scope, at, outward, NUMBER) * outward)
        for text, at in places.items()
    )
    return pushed(scope, Beside(name, sizes.label, *where), texts)


def _on_map(scope: Scope, at: Array) -> tuple[float, float]:
    """Ticks of the flat view, which have one size however small that is: their length at a place in world units, and
    how many times as far out their numbers begin.
    """
    unit = float(np.hypot(*np.subtract(scope.pixel(at + [1.0, 0.0, 0.0]), scope.pixel(at))))
    return scope.px(TICK * scope.stage.layout.sizes.tick) / unit, MAP_NUMBER / TICK


def come(shown: float, share: float) -> float:
    """How far a tick is there, 0 to 1, at a share of an axis that has grown to ``shown``: all are when it is whole."""
    return clamp((shown * (1.0 + COMES) - share) / COMES)


def _pair(axis: int, value: float, other: float) -> tuple[float, float]:
    return (value, other) if axis == 0 else (other, value)


def stem(scope: Scope, world: Array, seen: float) -> None:
    """The line of an axis between world points ``(2, 3)``, off which names keep."""
    line(scope, world, scope.colour("axis", seen), AXIS)
    scope.strands.append((EVERY, world))


def tick(
    scope: Scope, at: Array, outward: Array, text: tuple[str, float, str], number: float = NUMBER
) -> None:
    """A tick and its number.

    Args:
        scope: the view.
        at: where it stands on its axis, world point ``(3,)``.
        outward: from there to its end.
        text: the number, how far both are there, and of which axis they are.
        number: how many times as far out the number begins.
    """
    said, shown, which = text
    line(scope, np.stack([at, at + outward]), scope.colour("axis", shown), MARK)
    begins = at + _far(scope, at, outward, number) * outward
    axis_label(scope, prose(said), begins, outward, ("muted", shown, f"{which} {said}"))


def _far(scope: Scope, at: Array, outward: Array, number: float) -> float:
    """How many times as far out as the end of a tick its number begins: farther where the tick is seen to be short."""
    if not scope.solid:
        return number
    (x, y), (u, v) = scope.pixel(at), scope.pixel(at + outward)
    length = float(np.hypot(u - x, v - y))
    beyond = scope.px(BEYOND * scope.stage.layout.sizes.tick) / max(length, 1e-9)
    return max(number, min(FARTHEST, 1.0 + beyond))


def axis_label(
    scope: Scope, markup: str, at: Array, outward: Array, look: tuple[str, float, str], push: float = 0.0
) -> None:
    """A text at an axis.

    Args:
        scope: the view.
        markup: the text.
        at: what its nearest side touches, world point ``(3,)``.
        outward: the way from there to its middle, as far as it is seen.
        look: its colour, how far it is there, and what tells it apart in its view.
        push: pixels of the frame by which it goes out from there.
    """
    colour, shown, name = look
    here, there = scope.pixel(at), scope.pixel(at + outward)
    away = there[0] - here[0], there[1] - here[1]
    length = float(np.hypot(*away))
    size = scope.stage.layout.sizes
    # A picture may be so small that a tick ends where it begins: its text hangs below it then.
    way = (away[0] / length, away[1] / length) if length > 0.0 else (0.0, 1.0)
    scope.labels.append(
        Label(
            markup,
            (here[0] + push * way[0], here[1] + push * way[1]),
            way,
            colour,
            size.tick if colour == "muted" else size.label,
            shown,
            movable=False,
            view=scope.kind,
            name=name,
        )
    )


def _value_axis(scope: Scope, shown: float, at_sides: tuple[int, int], seen: float) -> None:
    """Values up the corner at the left of the picture, where the landscape's silhouette ends."""
    space = scope.stage.space
    corner = scope.floor(
        tuple(ends[side] for ends, side in zip(scope.stage.context.domain, at_sides, strict=True))
    )
    top = corner + [0, 0, float(space.height(space.low + (space.high - space.low) * shown))]
    opacity, which = shown * seen, f"2{at_sides}"
    stem(scope, np.stack([corner, top]), opacity)
    outward = -TICK_LENGTH * scope.camera.axes()[0]
    parts = at_least_two(space.low, space.high, 3)
    step = round_step(space.high - space.low, parts)
    for value in ticks_and_below(space.low, space.high, parts):
        at = corner + [0, 0, float(space.height(value))]
        there = opacity * come(shown, (value - space.low) / (space.high - space.low))
        if there > 0.0:
            tick(scope, at, outward, (number_text(value, step), there, which))
    name = symbols.function(scope.stage.context.spec.field)
    sizes, (u, v) = scope.stage.layout.sizes, scope.pixel(top)
    over = (u, v - scope.px(CLEAR * sizes.tick))
    label = Label(
        math_markup(name), over, (0.0, -1.0), "text", sizes.label, opacity, movable=False, name=which
    )
    scope.labels.append(label)
