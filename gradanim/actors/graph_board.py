"""A compute graph fitted into the panel: how large its boxes are, where they stand, and when a pass reaches them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.easing import part, smooth
from gradanim.actors.graph_layout import Place
from gradanim.actors.graph_parts import Diagram, Link
from gradanim.actors.stage import Scope

Array = NDArray[np.float64]

# The room of a column and of a row that a box takes, where columns run to the right and where they run downwards; and
# the largest box, in design pixels.
SHARE = (0.56, 0.82)
UPRIGHT_SHARE = (0.53, 0.82)
# Between columns that are no further apart, in design pixels, there is no room for derivatives: boxes have more of it.
NARROW, CLOSE_SHARE = 140.0, 0.6
LARGEST = (270.0, 190.0)
# Text grows with its box up to this share of the usual size.
GROWN = 1.3
# Room behind the last box for the name of the output, in columns; below it also without a name, before the counters.
BEHIND = 0.38
# Text smaller than this, in design pixels, is left out: it could not be read.
SMALLEST = 21.0
# From this part of a size of text on two sizes are alike.
ALIKE = 0.9
# Room at the sides for the borders of boxes, in design pixels.
EDGE = 8.0
# Room above the boxes, for a formula that stands there and is higher than a title; where ticks are 28 pixels high.
ABOVE = 34.0
# Points of an arrow between two columns, and the length of its head in design pixels.
POINTS, HEAD = 17, 15.0
# How far the handles of an arrow's pieces reach, in parts of the way ahead.
REACH = 0.45
# In the time that a pass gives to a column the numbers travel first and the boxes answer then.
TRAVEL = 0.6


class Board(Struct, frozen=True):
    """A diagram fitted into the panel.

    Attributes:
        diagram: what is drawn.
        upright: whether columns run downwards instead of to the right.
        middle: of the boxes' area, in world units (design pixels from the panel's lower left corner).
        pitch: distance of columns and of rows.
        box: half width and half height of a box.
        text: em of the symbols and of the numbers.
    """

    diagram: Diagram
    upright: bool
    middle: tuple[float, float]
    pitch: tuple[float, float]
    box: tuple[float, float]
    text: tuple[float, float]

    def at(self, place: Place) -> Array:
        """World point ``(3,)`` of a place of the layout."""
        along = (place[0] - (self.diagram.layout.columns - 1) / 2) * self.pitch[0]
        across = place[1] * self.pitch[1]
        u, v = (-across, -along) if self.upright else (along, across)
        return np.array([self.middle[0] + u, self.middle[1] + v, 0.0])

    @property
    def forward(self) -> Array:
        """The unit vector along which the columns run."""
        return np.array([0.0, -1.0, 0.0]) if self.upright else np.array([1.0, 0.0, 0.0])


def fitted_board(scope: Scope, diagram: Diagram, lower: float) -> Board:
    """The way round that has the larger text; where both have nearly the same, the one that has the larger boxes."""
    tries = [_fitted(scope, diagram, lower, upright) for upright in (False, True)]
    largest = max(min(board.text) for board in tries)
    readable = [board for board in tries if min(board.text) >= ALIKE * largest]
    return max(readable, key=lambda board: (board.box[0] * board.box[1], not board.upright))


def is_named(diagram: Diagram) -> bool:
    """Whether the name of the output stands behind the last box; that of a network is in the box."""
    return all(link.weight is None for link in diagram.links)


def _fitted(scope: Scope, diagram: Diagram, lower: float, upright: bool) -> Board:
    rect, layout = scope.rect, diagram.layout
    above = 60.0 if diagram.note else ABOVE * scope.stage.layout.sizes.room
    room = (rect.width - 2 * EDGE, rect.height - lower - above)
    along, across = (room[1], room[0]) if upright else room
    share = (UPRIGHT_SHARE[1], UPRIGHT_SHARE[0]) if upright else SHARE
    thick = share[1] if upright else share[0]
    behind = BEHIND if upright or is_named(diagram) else 0.0
    pitch = (along / (layout.columns - 1 + thick + behind), across / max(layout.rows, 1.0))
    if not upright and (1.0 - thick) * pitch[0] <= NARROW:
        share = (CLOSE_SHARE, share[1])
        pitch = (along / (layout.columns - 1 + CLOSE_SHARE + behind), pitch[1])
    across_first = (pitch[1], pitch[0]) if upright else pitch
    half = tuple(min(s * p, most) / 2 for s, p, most in zip(share, across_first, LARGEST, strict=True))
    pitch = (pitch[0], min(pitch[1], 2.6 * half[0 if upright else 1]))
    sizes = scope.stage.layout.sizes
    em = min(GROWN * sizes.label, (0.9 if upright else 0.62) * half[1], (0.5 if upright else 0.68) * half[0])
    small = min(
        GROWN * sizes.tick, (0.64 if upright else 0.46) * half[1], (0.42 if upright else 0.72) * half[0]
    )
    shift = behind / 2 * pitch[0]
    middle = (rect.width / 2 - (0.0 if upright else shift), lower + room[1] / 2 + (shift if upright else 0.0))
    return Board(diagram, upright, middle, pitch, (half[0], half[1]), (em, small))


def turn(board: Board, column: int, share: float, *, back: bool) -> tuple[float, float]:
    """How far numbers have travelled to a column, and how far its boxes show theirs, at a share of a pass."""
    count = board.diagram.layout.columns
    place = count - 1 - column if back else column
    mine = part(share, place / count, (place + 1) / count)
    return smooth(part(mine, 0.0, TRAVEL)), smooth(part(mine, TRAVEL, 1.0))


def path(board: Board, link: Link) -> Array:
    """World points ``(k, 3)`` of an arrow: it leaves and reaches its boxes straight on, passes the columns between them
    without a step, and its head is straight.
    """
    ahead = board.forward
    out = board.box[1] if board.upright else board.box[0]
    places = [board.at(place) for place in board.diagram.layout.routes[link.ends]]
    places[0] = places[0] + out * ahead
    tip = places[-1] - out * ahead
    places[-1] = tip if link.weight is not None else tip - HEAD * ahead
    pieces = []
    for (start, out_of), (end, into) in pairwise(zip(places, _directions(places, ahead), strict=True)):
        reach = REACH * float((end - start) @ ahead)
        t = np.linspace(0.0, 1.0, POINTS)[:, None]
        pieces.append(_bezier(start, start + reach * out_of, end - reach * into, end, t))
    return np.concatenate(pieces if link.weight is not None else [*pieces, tip[None]])


def _directions(places: list[Array], ahead: Array) -> list[Array]:
    """The direction of an arrow at each of its places, (3,), one long straight ahead: straight on at both ends, and
    between them from the place before to the one behind, where the handles of the ends count as places. It is not so
    steep that the arrow would leave the band between two places, where it could meet boxes: where it turns back it
    runs straight ahead.
    """
    steps = [b - a for a, b in pairwise(places)]
    bands = [step - (step @ ahead) * ahead for step in steps]
    first, last = (REACH * float(steps[k] @ ahead) * ahead for k in (0, -1))
    near = [places[0] + first, *places[1:-1], places[-1] - last]
    found = [ahead]
    for k in range(1, len(places) - 1):
        whole = near[k + 1] - near[k - 1]
        aside = whole / float(whole @ ahead) - ahead
        room = [float(np.linalg.norm(bands[i]) / (REACH * (steps[i] @ ahead))) for i in (k - 1, k)]
        steepest = min(room) if bands[k - 1] @ bands[k] > 0.0 else 0.0
        found.append(ahead + aside * min(1.0, steepest / max(float(np.linalg.norm(aside)), 1e-9)))
    return [*found, ahead]


def _bezier(a: Array, b: Array, c: Array, d: Array, t: Array) -> Array:
    s = 1.0 - t
    return np.asarray(s**3 * a + 3 * s**2 * t * b + 3 * s * t**2 * c + t**3 * d)
