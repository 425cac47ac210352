"""change_bars: what every component of a step adds to the predicted change, and what the change really is."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from gradanim.actors import symbols
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGBA
from gradanim.raster import Polygon
from gradanim.spec.field import FieldSpec

ZERO = Stroke(width=3.0, occlusion="top")
# Width of a bar as a share of its column, and room at the sides of the panel in design pixels.
BAR, EDGE = 0.62, 10.0
# Width of the longest name with the space beside it, and heights of the names' row and of a number, in em.
NAME, ROW, NUMBER = 4.7, 1.7, 1.5
# A panel is higher than this many times its width only to be filled in part.
HIGHEST = 0.95


class Bars(Struct, frozen=True):
    """How bars fit into the panel, in design pixels from its lower left corner.

    Attributes:
        left: where the first column begins.
        column: width of a column.
        zero: height of the zero line.
        unit: height of a change of 1.
        row: height at which the names hang.
        size: em of names and numbers.
    """

    left: float
    column: float
    zero: float
    unit: float
    row: float
    size: float

    def middle(self, index: int) -> float:
        """Where the middle of a column is."""
        return self.left + (index + 0.5) * self.column


def draw(scope: Scope, presence: Presence) -> None:
    """One bar a component, f_x·h_x and f_y·h_y, then their sum and the actual change; a waterfall without steps."""
    measures = scope.measures
    step = scope.state.step
    spec = scope.stage.context.spec.field
    variables = spec.variables if spec else ()
    parts = [0.0] * len(variables) if step is None else [float(v) for v in measures.gradient * measures.step]
    predicted = sum(parts)
    actual = 0.0 if step is None else float(measures["actual"])
    values = [*parts, predicted, actual]
    names = [math_markup(_part(spec, axis)) for axis in range(len(variables))]
    names += [prose("predicted"), prose("actual")]
    roles = ["partial_0", "partial_1", "gradient", "point"]
    bars = fitted(scope, values)
    grown = presence.shown * scope.state.stepped
    for index, (value, name, role) in enumerate(zip(values, names, roles, strict=True)):
        _bar(scope, bars, (index, value * grown), scope.colour(role, presence.shown))
        _label(scope, (bars.middle(index), bars.row), name, (role, bars.size, presence.shown), 1.0)
        if grown > 0.0:
            # Beyond the end of the bar.
            side = -1.0 if value >= 0 else 1.0
            end = bars.zero + value * grown * bars.unit - side * 8.0
            text = prose(signed(value))
            _label(scope, (bars.middle(index), end), text, (role, bars.size, grown), side, f"value {index}")
    # Over the bars, which stand on it.
    ends = np.array(
        [(bars.left, bars.zero, 0.0), (bars.middle(len(values)) - bars.column / 2, bars.zero, 0.0)]
    )
    line(scope, ends, scope.colour("axis", presence.shown), ZERO)
    scope.marks["change_bars"] = {"values": values, "visible": presence.shown > 0}


def fitted(scope: Scope, values: list[float]) -> Bars:
    """Bars that use their panel from the lowest change to the highest; the names stand below them."""
    rect, sizes = scope.rect, scope.stage.layout.sizes
    column = (rect.width - 2 * EDGE) / len(values)
    size = max(sizes.least, min(sizes.label, column / NAME))
    height = min(rect.height, HIGHEST * rect.width)
    floor = (rect.height - height) / 2
    low, high = min(0.0, *values), max(0.0, *values)
    below = ROW * size + (NUMBER * size if low < 0.0 else 0.0)
    room = max(1.0, height - below - NUMBER * size)
    # Without any change the line is drawn where it is with a change of the usual kind.
    unit = room / (high - low) if high > low else room
    zero = floor + below - low * unit
    return Bars(EDGE, column, zero, unit, floor + ROW * size - 10.0, size)


def _part(spec: FieldSpec | None, axis: int) -> str:
    """The part that one component of the step has in the change: f_x h_x."""
    return f"{symbols.partial_with_index(spec, axis)} h_({symbols.variable(spec, axis)})"


def _bar(scope: Scope, bars: Bars, what: tuple[int, float], colour: RGBA) -> None:
    index, value = what
    if value == 0.0:
        return
    middle, half = bars.middle(index), BAR * bars.column / 2
    left, right, end = middle - half, middle + half, bars.zero + value * bars.unit
    corners = [(left, bars.zero, 0.0), (right, bars.zero, 0.0), (right, end, 0.0), (left, end, 0.0)]
    scope.items.append(Polygon(points=np.array(corners), color=colour))


def _label(
    scope: Scope,
    at: tuple[float, float],
    markup: str,
    look: tuple[str, float, float],
    side: float,
    name: str = "",
) -> None:
    """A text below (``side`` 1) or above (−1) a place; a number has a name, as it runs."""
    role, size, opacity = look
    anchor = scope.pixel(np.array([*at, 0.0]))
    scope.labels.append(Label(markup, anchor, (0.0, side), role, size, opacity, movable=False, name=name))


def signed(value: float) -> str:
    """A change with its sign, to four decimals where it needs them."""
    text = f"{value:+.4f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}".replace("-", "−")
