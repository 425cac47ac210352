"""The boxes of a compute graph, with their symbols and numbers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.easing import part, smooth
from gradanim.actors.graph_board import SMALLEST, Board, turn
from gradanim.actors.graph_parts import number_text
from gradanim.actors.lettering import math, prose, width
from gradanim.actors.passes import Passes
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.raster import Polygon

Array = NDArray[np.float64]
# The rooms beside each other of a symbol and of numbers, in parts of the box's width.
SYMBOL, NUMBER = 0.45, 0.58
# In this part of the time in which a number comes, what is in its box makes way for it.
MAKING_WAY = 0.5


def draw_box(scope: Scope, board: Board, index: int, now: tuple[Passes, Presence]) -> None:
    """A box; its symbol moves up as the numbers come in."""
    passes, presence = now
    box, column = board.diagram.boxes[index], board.diagram.columns[index]
    shown = presence.shown
    centre = board.at(board.diagram.layout.places[index])
    (half_w, half_h), (em, small) = board.box, board.text
    coming, valued = turn(board, column, passes.forward, back=False)
    asked, derived = turn(board, column, passes.backward, back=True)
    asked, derived = (asked, derived) if box.adjoint is not None else (0.0, 0.0)
    corners = centre + np.array(
        [(-half_w, -half_h, 0), (half_w, -half_h, 0), (half_w, half_h, 0), (-half_w, half_h, 0)]
    )
    scope.items.append(Polygon(points=corners, color=scope.colour("panel", shown)))
    active = max(_glow(coming, valued), _glow(asked, derived))
    colours = scope.stage.theme.colours
    rest = colours[box.role if column == 0 or derived > 0.0 else "axis"]
    border = (*mix(rest, colours["gradient" if passes.backward > 0.0 else "text"], active), shown)
    around = np.concatenate([corners, corners[:1]])
    line(scope, around, border, Stroke(width=2.5 + 3.0 * active + 2.0 * presence.emphasis, occlusion="top"))
    numbers = small >= SMALLEST
    came = (_made_way(valued), _made_way(derived)) if numbers else (0.0, 0.0)
    named = column == 0 and box.adjoint is not None and _are_named(board)
    spots = _beside(board, *came, under=named) if board.upright else _below(board.box, *came)
    symbol = _narrowed(box.symbol, em, spots.widths[0])
    word(scope, (centre + spots.symbol, 0.0), box.symbol, ("text", symbol, shown))
    if not numbers:
        return
    value = prose(number_text(box.value))
    size = _narrowed(value, small, spots.widths[1])
    word(scope, (centre + spots.value, 0.0), value, ("text", size, shown * _written(valued)))
    if box.adjoint is not None:
        text = _named(board, index) if named else prose(number_text(box.adjoint))
        size = _narrowed(text, small, spots.widths[2])
        word(scope, (centre + spots.adjoint, 0.0), text, (box.role, size, shown * _written(derived)))


class Spots(Struct, frozen=True, eq=False):
    """Where the words of a box are from its middle, (3,) each, and half of the room that each of them has."""

    symbol: Array
    value: Array
    adjoint: Array
    widths: tuple[float, float, float]


def _below(half: tuple[float, float], valued: float, derived: float) -> Spots:
    """The numbers of a high box stand below its symbol."""
    rows = (0.36 * valued + 0.2 * derived, 0.3 * derived - 0.36, -0.62)
    symbol, value, adjoint = (np.array([0.0, row * half[1], 0.0]) for row in rows)
    return Spots(symbol, value, adjoint, (half[0], half[0], half[0]))


def _beside(board: Board, valued: float, derived: float, *, under: bool) -> Spots:
    """The numbers of a flat box stand beside its symbol, which makes way for them; ``under`` has the derivative under
    both, where it has a name and needs the whole width.
    """
    half = board.box
    left, right = _seats(board)
    up = 0.42 * half[1] * derived
    symbol = np.array([left * max(valued, derived), up if under else 0.0, 0.0])
    value = np.array([right, up, 0.0])
    adjoint = np.array([0.0 if under else right, -0.42 * half[1], 0.0])
    beside = NUMBER * half[0]
    return Spots(symbol, value, adjoint, (SYMBOL * half[0], beside, half[0] if under else beside))


@lru_cache(maxsize=16)
def _seats(board: Board) -> tuple[float, float]:
    """Where symbols and the numbers beside them stand to the right of the middle, in world units: the widest ones have
    as much room between them as to the borders.
    """
    half, (em, small) = board.box[0], board.text
    boxes = board.diagram.boxes
    numbers = [box.value for box in boxes] + [box.adjoint for box in boxes if box.adjoint is not None]
    symbol = max(_set_width(box.symbol, em, SYMBOL * half) for box in boxes)
    number = max(_set_width(prose(number_text(it)), small, NUMBER * half) for it in numbers)
    gap = (2.0 * half - symbol - number) / 3.0
    return gap + symbol / 2 - half, half - gap - number / 2


def _set_width(markup: str, size: float, half: float) -> float:
    """The width of a word that is narrowed to its room."""
    return width(markup) * _narrowed(markup, size, half)


def _are_named(board: Board) -> bool:
    """Whether there is room for the names of all partial derivatives: all inputs have them, or none."""
    small = board.text[1]
    return all(
        _narrowed(_named(board, index), small, board.box[0]) >= max(SMALLEST, 0.7 * small)
        for index, column in enumerate(board.diagram.columns)
        if column == 0 and board.diagram.boxes[index].adjoint is not None
    )


def _named(board: Board, index: int) -> str:
    """∂f/∂x = 2, of an input."""
    adjoint = board.diagram.boxes[index].adjoint
    text = prose(number_text(0.0 if adjoint is None else adjoint))
    return f"{math(_partial(board, index))}{prose(' = ')}{text}"


def _partial(board: Board, index: int) -> str:
    """∂f/∂x of an input."""
    names = board.diagram.output.strip("$"), board.diagram.boxes[index].symbol.strip("$")
    return 'frac(partial {}, partial {}, style: "horizontal")'.format(*names)


def _glow(coming: float, done: float) -> float:
    """1 while a box is at work, 0 before and after."""
    return min(1.0, 4.0 * coming) * (1.0 - done) if coming > 0.0 else 0.0


def _made_way(share: float) -> float:
    """How far what is in a box has made way for a number, where that is on its way."""
    return smooth(part(share, 0.0, MAKING_WAY))


def _written(share: float) -> float:
    """How far a number is there, where it is on its way: it begins when there is room for it."""
    return part(share, MAKING_WAY, 1.0)


def _narrowed(markup: str, size: float, half: float) -> float:
    """The size at which a symbol fits into its box."""
    return min(size, 1.8 * half / max(width(markup), 1e-9))


def word(scope: Scope, at: tuple[Array, float], markup: str, look: tuple[str, float, float]) -> None:
    """A text whose middle is at a height over a centre."""
    (centre, up), (role, size, opacity) = at, look
    if opacity <= 0.0:
        return
    u, v = scope.pixel(centre + np.array([0.0, up, 0.0]))
    # Labels hang from an anchor; half of what they hang by brings their middle to the place.
    anchor = (u, v - scope.px(0.47 * size))
    scope.labels.append(Label(markup, anchor, (0.0, 1.0), role, size, opacity, movable=False))
