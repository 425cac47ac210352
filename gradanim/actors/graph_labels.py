"""Where the derivatives beside the arrows of a compute graph stand: clear of boxes, of arrows and of each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.graph_board import NARROW, POINTS, SMALLEST, Board, path
from gradanim.actors.graph_parts import Link, number_text
from gradanim.actors.lettering import prose, width
from gradanim.actors.letters import INK_ABOVE, INK_BELOW, Box
from gradanim.actors.placing import box_of
from gradanim.actors.stage import Label, Scope

Array = NDArray[np.float64]

# Of the room between two columns a derivative has this share above a level arrow, beside one that slants, and above
# one that slants from a box to one below it.
ABOVE_LEVEL, BESIDE_SLANT, ABOVE_SLANT = 0.84, 0.46, 0.36
# Design pixels between a derivative and its own arrow, and what it keeps from boxes and from all arrows at least.
GAP = 9.0
FROM_BOX, FROM_ARROW = 12.0, 6.0
# Parts of an arrow's last piece at which its derivative may stand, the best place first, and how much smaller all may
# be.
PLACES = (0.5, 0.4, 0.6, 0.3, 0.7)
SHRINKS = (1.0, 0.9, 0.8)
# An arrow that rises or falls by less than this, in parts of its way, is level.
LEVEL = 0.1


class Spot(Struct, frozen=True):
    """A derivative beside its arrow: text, anchor in world units, direction from there on the screen, and em."""

    text: str
    at: tuple[float, float]
    away: tuple[float, float]
    size: float


def draw_local(scope: Scope, board: Board, index: int, opacity: float) -> None:
    """The local derivative beside an arrow, told by its index, where there is room for one."""
    spot = _spots(board)[index]
    if spot is not None:
        at = scope.pixel(np.array([*spot.at, 0.0]))
        scope.labels.append(Label(spot.text, at, spot.away, "muted", spot.size, opacity))


@lru_cache(maxsize=16)
def _spots(board: Board) -> tuple[Spot | None, ...]:
    """The places of all derivatives: of the sizes that are tried the largest in which all are clear."""
    tries = [_placed(board, shrink) for shrink in SHRINKS]
    return next((spots for spots, room in tries if room >= 1.0), max(tries, key=lambda one: one[1])[0])


def _placed(board: Board, shrink: float) -> tuple[tuple[Spot | None, ...], float]:
    """The places in one size, and the least room of one of them, in parts of what it is to have and 1 at most."""
    links = board.diagram.links
    paths = [path(board, link) for link in links]
    arrows = _on_screen(np.concatenate(paths)) if paths else np.empty((0, 2))
    taken = [_box(board, k) for k in range(len(board.diagram.boxes))]
    spots: list[Spot | None] = []
    least = 1.0
    sizes = [shrink * _size(board, link, points) for link, points in zip(links, paths, strict=True)]
    # All that can be read have one size.
    em = min((size for size in sizes if size >= SMALLEST), default=0.0)
    for link, points, size in zip(links, paths, sizes, strict=True):
        if size < SMALLEST:
            spots.append(None)
            continue
        room, spot, box = _best(_candidates(board, points, (_text(link), em)), arrows, taken)
        least = min(least, room)
        taken.append(box)
        spots.append(spot)
    return tuple(spots), least


def _text(link: Link) -> str:
    return prose(f"× {number_text(link.local or 0.0)}")


def _size(board: Board, link: Link, points: Array) -> float:
    """The em of a derivative, in design pixels; 0 where it has no room at all."""
    if link.local is None:
        return 0.0
    if board.upright:
        return min(board.text[1], ABOVE_SLANT * (board.pitch[0] - 2.0 * board.box[1]))
    between = board.pitch[0] - 2.0 * board.box[0]
    along = points[-1] - points[-POINTS]
    share = ABOVE_LEVEL if abs(along[1]) < LEVEL * along[0] else BESIDE_SLANT
    return min(board.text[1], share * between / width(_text(link))) if between > NARROW else 0.0


def _best(candidates: Iterator[Spot], arrows: Array, taken: Sequence[Box]) -> tuple[float, Spot, Box]:
    """The first candidate that has all the room that it is to have, else the one with most."""
    found: list[tuple[float, Spot, Box]] = []
    for spot in candidates:
        box = _around(spot)
        boxes = min(_apart(box, other) for other in taken)
        room = min(1.0, boxes / FROM_BOX, _from_points(box, arrows) / FROM_ARROW)
        found.append((room, spot, box))
        if room >= 1.0:
            break
    return max(found, key=lambda one: one[0])


def _candidates(board: Board, points: Array, look: tuple[str, float]) -> Iterator[Spot]:
    """Places beside the last piece of an arrow, the ones that are wanted most first."""
    text, size = look
    for part, side, corner in product(PLACES, (1.0, -1.0), (False, True)):
        middle = len(points) - POINTS + round(part * (POINTS - 1))
        along = points[middle + 1] - points[middle - 1]
        # Square to the arrow, y down; of the two sides the upper one first, of an arrow that runs down the right one.
        square = np.array([along[1], along[0]]) / np.hypot(along[0], along[1])
        square = -square if (square[0] < 0.0 if board.upright else square[1] > 0.0) else square
        away = (side * float(square[0]), side * float(square[1]))
        at = (float(points[middle][0]) + GAP * away[0], float(points[middle][1]) - GAP * away[1])
        if corner:
            # A slanting arrow would run through a text: only a corner is near.
            diagonal = math.hypot(width(text), INK_ABOVE + INK_BELOW)
            away = (
                math.copysign(width(text) / diagonal, away[0]),
                math.copysign((INK_ABOVE + INK_BELOW) / diagonal, away[1]),
            )
        yield Spot(text, at, away, size)


def _around(spot: Spot) -> Box:
    """The box of a text, in world units with y down."""
    label = Label(spot.text, (spot.at[0], -spot.at[1]), spot.away, "muted", spot.size)
    return box_of(label, spot.size, spot.away)


def _box(board: Board, index: int) -> Box:
    """A box of the graph, likewise."""
    x, y, _ = board.at(board.diagram.layout.places[index])
    wide, high = board.box
    return Box(float(x) - wide, -float(y) - high, float(x) + wide, -float(y) + high)


def _on_screen(points: Array) -> Array:
    return points[:, :2] * [1.0, -1.0]


def _apart(one: Box, other: Box) -> float:
    """The gap between two boxes, 0 where they meet."""
    across = max(0.0, one.left - other.right, other.left - one.right)
    down = max(0.0, one.top - other.bottom, other.top - one.bottom)
    return math.hypot(across, down)


def _from_points(box: Box, points: Array) -> float:
    """The gap between a box and the nearest of some points, 0 where it holds one."""
    across = np.maximum(0.0, np.maximum(box.left - points[:, 0], points[:, 0] - box.right))
    down = np.maximum(0.0, np.maximum(box.top - points[:, 1], points[:, 1] - box.bottom))
    return float(np.hypot(across, down).min())
