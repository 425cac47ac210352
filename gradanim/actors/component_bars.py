"""component_bars: the components of the gradient as signed bars; of very many, a dense strip and a window."""

from __future__ import annotations

import math

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.component_strip import COLUMN, Plot, draw_strip
from gradanim.actors.components import WINDOW, Components, components, entered
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose, width
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGBA
from gradanim.raster import Polygon

Array = NDArray[np.float64]

# In design pixels where ticks are 28 of them high: room for the count above, for names below, for the note under them.
ABOVE, NAMES, NOTE, BESIDE = 76.0, 60.0, 46.0, 16.0
# A bar is this share of its place, and at most so many design pixels wide.
BAR, WIDEST = 0.72, 150.0
# Where there is room texts are this much larger.
LARGER = 1.25
# Room over the longest bar: as a share of the height, and in em of its number where it has one.
PAD, PAD_EMS = 0.05, 1.45
# Bars in a box lower than this many em, or closer to each other than this, have no numbers.
LOWEST, CLOSEST = 5.0, 2.85
# Shares of the height that the strip and the window have when the window is open.
STRIP, OPEN = 0.4, 0.44
ZERO = Stroke(width=2.5, occlusion="top")
FRAME = Stroke(width=2.0, occlusion="top")


def draw(scope: Scope, presence: Presence) -> None:
    """The count above, the bars, the window below them where it is open, and a note of what is random."""
    shown = presence.shown
    data = components(scope, presence)
    values = data.values[: math.ceil(data.count)]
    plot = _plot(scope, data)
    _bars(scope, plot, values, presence)
    _zero(scope, plot, shown)
    if data.single > 0.0:
        _texts(scope, plot, (0, values), (shown, data.single))
    if data.window > 0.0:
        _window(scope, plot, data, presence)
    _count(scope, data, shown)
    _note(scope, data, shown)
    scope.marks["component_bars"] = {
        "count": data.target,
        "shown": data.count,
        "values": data.values[: min(WINDOW, data.target)].tolist(),
        "window": [data.first, data.first + WINDOW] if data.window > 0 else None,
        "visible": shown > 0,
    }


def _room(scope: Scope, data: Components) -> float:
    """Height for the bars in design pixels, of the strip and the window together."""
    return scope.rect.height - ABOVE - _below(scope, data)


def _below(scope: Scope, data: Components) -> float:
    """Height of what stands below the bars in design pixels."""
    return scope.stage.layout.sizes.room * (NAMES + NOTE * data.noted)


def _plot(scope: Scope, data: Components) -> Plot:
    """The box of the bars; when the window opens it is the upper part of the room."""
    high = _room(scope, data) * (1.0 - (1.0 - STRIP) * data.window)
    reach = _padded(scope, high, data.reach, data.single)
    return Plot(
        BESIDE, scope.rect.height - ABOVE - high, scope.rect.width - 2 * BESIDE, high, data.count, reach
    )


def _padded(scope: Scope, high: float, longest: float, numbers: float) -> float:
    """The value at the edge of a box so high that there is room over the longest bar, and its number as far as that is
    there.
    """
    ems = PAD_EMS * LARGER * scope.stage.layout.sizes.tick * numbers
    pad = min(0.3 * high, PAD * high + ems)
    return longest * high / (high - 2.0 * pad)


def _role(index: int) -> str:
    return f"partial_{index}" if index < 3 else "gradient"


def _bars(scope: Scope, plot: Plot, values: Array, presence: Presence) -> None:
    """Single bars while they can be told apart, then a column for every two pixels."""
    slot = plot.wide / plot.count
    if slot < COLUMN:
        draw_strip(scope, plot, values, presence.shown)
        return
    half = 0.5 * min(WIDEST, max(BAR * slot, COLUMN)) / slot
    heights = values * presence.shown
    heights[-1] *= entered(plot.count)
    for index, value in enumerate(heights):
        colour = _glowing(scope, _role(index), presence)
        # The last bar grows out of the right side while the number grows.
        _bar(scope, plot, (index + 0.5 - half, index + 0.5 + half, float(value)), colour)


def _glowing(scope: Scope, role: str, presence: Presence) -> RGBA:
    r, g, b, a = scope.colour(role, min(1.0, 3 * presence.shown))
    light = 0.25 * presence.emphasis
    return (r + light * (1 - r), g + light * (1 - g), b + light * (1 - b), a)


def _bar(scope: Scope, plot: Plot, bar: tuple[float, float, float], colour: RGBA) -> None:
    left, right, value = bar
    if value == 0.0 or left >= plot.count:
        return
    corners = plot.place(np.array([left, right, right, left]), np.array([0.0, 0.0, value, value]))
    scope.items.append(Polygon(points=corners, color=colour))


def _zero(scope: Scope, plot: Plot, shown: float) -> None:
    ends = plot.place(np.array([0.0, plot.count]), 0.0)
    line(scope, ends, scope.colour("axis", shown), ZERO)


def _texts(scope: Scope, plot: Plot, which: tuple[int, Array], look: tuple[float, float]) -> None:
    """Names under the bars and values at their ends, as many as have room."""
    (first, values), (grown, visible) = which, look
    slot = plot.wide / plot.count
    size, numbers = _numbers(scope, slot, plot.high)
    names = [_name(scope, first + k, slot / size) for k in range(len(values))]
    every = math.ceil((max(width(name) for name, _ in names) + 0.5) * size / slot)
    for k, ((name, whole), value) in enumerate(zip(names, values, strict=True)):
        # The last bar comes from the right: its name and number when its middle is inside.
        there = grown * visible * min(1.0, max(0.0, 2.0 * (plot.count - k) - 1.0))
        foot = scope.pixel(plot.place(k + 0.5, -plot.reach))
        if k % every == 0:
            anchor = (_inside(scope, foot[0], width(name) * size), foot[1] + scope.px(8))
            role = _role(first + k) if whole else "text"
            scope.labels.append(Label(name, anchor, (0.0, 1.0), role, size, there, movable=False))
        if numbers > 0.0:
            high = grown * (entered(plot.count) if k == len(values) - 1 else 1.0)
            _value(scope, plot, (k, float(value), high), (first + k, there * numbers, size))


def _numbers(scope: Scope, slot: float, high: float) -> tuple[float, float]:
    """The size of texts of bars in design pixels, from the place of each and their height; how far numbers are there.

    Where the room goes they fade before it is gone, quickly: at rest they are there or are not.
    """
    size = scope.stage.layout.sizes.tick * min(LARGER, max(1.0, slot / 130.0))
    return size, max(0.0, min(1.0, 10.0 * (slot / size - CLOSEST), 10.0 * (high / size - LOWEST)))


def _inside(scope: Scope, middle: float, wide: float) -> float:
    """The middle of a name of so many design pixels, moved so that it stays in the panel; pixels of the frame."""
    left, right = scope.px(scope.rect.x + 0.5 * wide), scope.px(scope.rect.right - 0.5 * wide)
    return max(left, min(right, middle))


def _value(scope: Scope, plot: Plot, bar: tuple[int, float, float], look: tuple[int, float, float]) -> None:
    (k, value, grown), (index, opacity, size) = bar, look
    side = -1.0 if value >= 0 else 1.0
    at = scope.pixel(plot.place(k + 0.5, value * grown))
    text = prose(f"{value:+.2f}".replace("-", "−"))
    anchor = (_inside(scope, at[0], width(text) * size), at[1] + side * scope.px(8))
    label = Label(
        text, anchor, (0.0, side), _role(index), size, opacity, movable=False, name=f"value {index}"
    )
    scope.labels.append(label)


def _name(scope: Scope, index: int, room: float) -> tuple[str, bool]:
    """∂f/∂x where there is room of so many em, else the name of the variable; and whether it is the former."""
    spec = scope.stage.context.spec.field
    variables = spec.variables if spec else ()
    variable = symbols.variable(spec, index) if index < len(variables) else f"w_{index + 1}"
    whole = math_markup(f'frac(partial {_function(scope)}, partial {variable}, style: "horizontal")')
    return (whole, True) if width(whole) + 0.4 < room else (math_markup(variable), False)


def _function(scope: Scope) -> str:
    spec = scope.stage.context.spec.field
    return symbols.function(spec) if spec else "L"


def _window(scope: Scope, plot: Plot, data: Components, presence: Presence) -> None:
    """A dozen components side by side, with lines to where they are in the strip."""
    shown = presence.shown * data.window
    values = data.values[data.first : data.first + WINDOW]
    high = OPEN * _room(scope, data)
    numbers = _numbers(scope, plot.wide / len(values), high)[1]
    reach = _padded(scope, high, float(np.abs(values).max()), numbers)
    window = Plot(BESIDE, _below(scope, data), plot.wide, high, float(len(values)), reach)
    size = len(data.values)
    ends = plot.place(np.array([data.first, data.first + WINDOW]) * plot.count / size, 0.0)
    u0 = min(float(ends[0, 0]), float(ends[1, 0]) - 6.0)
    u1, top = max(float(ends[1, 0]), u0 + 6.0), plot.low + plot.high
    faint = scope.colour("muted", shown)
    right, upper = window.left + window.wide, window.low + window.high
    corners = [(window.left, window.low), (right, window.low), (right, upper), (window.left, upper)]
    _outline(scope, corners, faint)
    _outline(scope, [(u0, plot.low), (u1, plot.low), (u1, top), (u0, top)], faint)
    for start, end in (((u0, plot.low), (window.left, upper)), ((u1, plot.low), (right, upper))):
        points = np.array([(*start, 0.0), (*end, 0.0)])
        line(scope, points, scope.colour("muted", 0.7 * shown), FRAME)
    grown = replace(presence, shown=shown)
    for k, value in enumerate(values * shown):
        colour = _glowing(scope, "gradient", grown)
        _bar(scope, window, (k + 0.5 - BAR / 2, k + 0.5 + BAR / 2, float(value)), colour)
    _zero(scope, window, shown)
    _texts(scope, window, (data.first, values), (shown, 1.0))


def _outline(scope: Scope, corners: list[tuple[float, float]], colour: RGBA) -> None:
    points = np.array([(u, v, 0.0) for u, v in (*corners, corners[0])])
    line(scope, points, colour, FRAME)


def _count(scope: Scope, data: Components, shown: float) -> None:
    """How many there are: a whole number, also while it grows; a bar that is half there counts."""
    count = data.target if data.count == data.target else math.floor(data.count + 0.5)
    number = f"{count:,}".replace(",", " ")
    noun = "component" if count == 1 else "components"
    rect = scope.rect
    size = min(scope.stage.layout.sizes.label, rect.width / 17)
    anchor = scope.pixel(np.array([rect.width / 2, rect.height - 18.0, 0.0]))
    markup = f"{math_markup(f'nabla {_function(scope)}')}{prose(f' has {number} {noun}')}"
    scope.labels.append(
        Label(markup, anchor, (0.0, 1.0), "gradient", size, shown, movable=False, name="count")
    )


def _note(scope: Scope, data: Components, shown: float) -> None:
    """Says which components nobody has computed."""
    if data.noted <= 0.0:
        return
    since = f" from component {data.own + 1} on" if data.own else " numbers"
    rect = scope.rect
    size = min(scope.stage.layout.sizes.tick, rect.width / 19)
    anchor = scope.pixel(np.array([rect.width / 2, 10.0, 0.0]))
    text = prose(f"random{since}, seed {data.seed}")
    # It enters when room has been made for it.
    opacity = shown * max(0.0, 3.0 * data.noted - 2.0)
    scope.labels.append(Label(text, anchor, (0.0, -1.0), "muted", size, opacity, movable=False))
