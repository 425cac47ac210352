"""Where labels stand: each at the first place around its anchor where it covers nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.easing import clamp
from gradanim.actors.gaps import apart, from_shapes, within
from gradanim.actors.lettering import width
from gradanim.actors.letters import INK_ABOVE, INK_BELOW, Box, Letter, Tie
from gradanim.actors.stage import Label
from gradanim.actors.strands import EVERY, Strands, crossed, crossings, nearby
from gradanim.actors.subject import Shape
from gradanim.actors.theme import Theme

Array = NDArray[np.float64]

# Where a label would cover something, it is tried in these directions, in degrees from the one it wants, and then
# in the same ones further out; last of all back beside what it names.
DETOURS = (0.0, 30.0, -30.0, 60.0, -60.0, 90.0, -90.0)
BACK = (120.0, -120.0, 150.0, -150.0, 180.0)
RINGS = (1.0, 1.4, 1.8, 2.3, 2.8)
WAYS = (*product(RINGS, DETOURS), *product(RINGS, BACK))
# A name that would stand on a line that it keeps off is tried at more places, and no further out: then it belongs to
# nothing any more.
CLOSE = (1.0, 1.4, 1.8, 2.2, 2.6, 3.0)
TURNS = (0.0, *(sign * turn for turn in range(15, 181, 15) for sign in (1.0, -1.0)))
# The label of a place is as good on any side of it.
AROUND = (*product(RINGS, (*DETOURS, *BACK)),)
# Design pixels that a label keeps between itself and what it must not cover.
GAP = 4.0
# Design pixels from the subject within which the number of a tick fades away.
FADE = 2.0
# How many times quicker it does so under the name of an axis.
STEEP = 8.0
# What stands on one line nearer than so many em is read as one formula: the number of a tick and the name of an arrow.
# Two names are a product, when they stand for two arrows.
APART, NAMES_APART = 0.4, 1.0
# The name of an arrow is far from its tip from so many em on: then nearer places are looked for.
# One that is turned by a degree counts as farther by so many em.
FAR, TURNED = 0.6, 0.002
# Labels fainter than this take no room from the others.
FAINT = 0.3


class Surroundings(Struct, frozen=True, eq=False):
    """What labels keep off.

    Attributes:
        shapes: the subject.
        texts: boxes of the texts that are no labels.
        unit: pixels of the frame per design pixel.
        strands: lines that names keep off where they can.
    """

    shapes: Sequence[Shape] = ()
    texts: Sequence[Box] = ()
    unit: float = 1.0
    strands: Strands = field(default_factory=dict)


def place_labels(labels: Iterable[tuple[Label, Box]], theme: Theme, around: Surroundings) -> list[Letter]:
    """Letters for labels: those that may not move first, the others beside them where there is room.

    What may not move fades where the subject passes over it, the number of a tick also where the name of an axis or the
    number of another tick stands.

    Args:
        labels: each with the region that it should stay in, in the order of their importance.
        theme: gives the colours.
        around: what they keep off.
    """
    ordered = sorted((pair for pair in labels if pair[0].opacity > 0.004), key=lambda pair: _rank(pair[0]))
    taken = list(around.texts)
    names: list[Box] = []
    numbers: list[tuple[Box, float]] = []
    letters: list[Letter] = []
    for label, region in ordered:
        size = label.size * around.unit
        box, opacity = box_of(label, size, label.away), label.opacity
        if label.movable:
            box = _free_box(label, region, taken, around)
        else:
            soft = FADE * around.unit
            room = from_shapes(box, around.shapes, soft)
            if _rank(label) == 0:
                names.append(box)
            else:
                # Boxes reach a little over the ink of numbers; as both stand still, the number is there or it is not.
                # What does not meet it leaves the number as it is: most do not.
                met = [name for name in names if box.meets(name)]
                room = min([room, *(STEEP * (apart(box, name) + 1.5 * soft) for name in met)])
                # Two numbers run into each other in some views only: one goes when their ink meets, as far as the
                # other one is there.
                digits = Box(box.left, box.top, box.right, box.bottom - INK_BELOW * size)
                for number, there in numbers:
                    if digits.meets(number):
                        opacity *= 1.0 - there * (1.0 - clamp(apart(digits, number) / soft + 1.0))
                if room > FAINT * soft and opacity > 0.0:
                    numbers.append((digits, opacity))
            opacity *= clamp(room / soft)
        if opacity > FAINT:
            beside = (NAMES_APART if label.movable else APART) * size
            taken.append(Box(box.left - beside, box.top, box.right + beside, box.bottom))
        if not math.isfinite(box.left + box.top):
            # What it names is further away than a number can be.
            continue
        letters.append(
            Letter(
                label.markup,
                box.left,
                box.bottom - INK_BELOW * size,
                size,
                theme.colours[label.colour],
                opacity,
                role="label",
                tie=Tie(label.view, *label.at) if label.movable else None,
                mark=(label.view, label.name or label.markup),
            )
        )
    return letters


def _rank(label: Label) -> int:
    """Names that may not move come first, then the numbers of ticks, which are muted, then what may move."""
    return 2 if label.movable else int(label.colour == "muted")


def _free_box(label: Label, region: Box, taken: Sequence[Box], around: Surroundings) -> Box:
    """The first place with room enough, else the one with most; for the name of an arrow none that is far from its tip
    where a nearer one has room.
    """
    size, enough = label.size * around.unit, GAP * around.unit
    ways = AROUND if label.gap > 0.0 else WAYS
    best, most = box_of(label, size, label.away), -math.inf

    def room_at(box: Box, least: float) -> float:
        """The gap around a box, as far as it counts, or one that is not above ``least``."""
        room = min(within(box, region), *(apart(box, other) for other in taken), enough)
        return from_shapes(box, around.shapes, room) if room > least else room

    # One after the other: mostly the first one is good.
    for box in chain(_clear(label, size, around), (_box_at(label, size, way) for way in ways)):
        room = room_at(box, most)
        if room >= enough:
            near = _nearer(label, size, around, box)
            return next((it for it in near if room_at(it, -math.inf) >= enough), box)
        if room > most:
            best, most = box, room
    return best


def _nearer(label: Label, size: float, around: Surroundings, found: Box) -> list[Box]:
    """Places of the name of an arrow all around its tip that are nearer to it than one that is far, nearest first."""
    if label.stem == 0.0:
        return []
    tip = label.at[0] - label.stem * label.away[0], label.at[1] - label.stem * label.away[1]
    point = Box(*tip, *tip)
    far = apart(found, point)
    if far <= FAR * size:
        return []
    around_tip = replace(label, at=tip, gap=label.stem)
    costs: list[tuple[float, Box]] = []
    for ring, turn in product(CLOSE, TURNS):
        box = _box_at(around_tip, size, (ring, turn))
        gap = apart(box, point)
        if gap < far:
            costs.append((gap + TURNED * size * abs(turn), box))
    nearer = [box for _, box in sorted(costs)]
    segments = around.strands.get((label.view, label.colour))
    if segments is None or not nearer:
        return nearer
    return [box for box, met in zip(nearer, crossings(segments, nearer), strict=True) if not met]


def _box_at(label: Label, size: float, way: tuple[float, float]) -> Box:
    """The box of a label in a ring around its anchor, turned from where it wants to be by degrees."""
    return box_of(label, size, _turned(label.away, way[1]), way[0])


def _clear(label: Label, size: float, around: Surroundings) -> Iterator[Box]:
    """The near places without strands that the label keeps off, and behind them those that are at least without the
    strands that all keep off; none where nothing is to be kept off.
    """
    own, every = (around.strands.get((label.view, role)) for role in (label.colour, EVERY))
    if own is not None:
        yield from _off(own, label, size)
        if every is not None and len(own) > len(every):
            yield from _off(every, label, size)


def _off(segments: Array, label: Label, size: float) -> Iterator[Box]:
    """The near places of a label that are clear of segments ``(k, 2, 2)``; none where none of these is near."""
    diagonal = math.hypot(width(label.markup), INK_ABOVE + INK_BELOW) * size
    near = nearby(segments, label.at, (CLOSE[-1] + 1.0) / 2 * diagonal + label.gap)
    if not len(near):
        return
    # Mostly the first one is good.
    wanted = box_of(label, size, label.away)
    if not crossed(near, wanted):
        yield wanted
    for ring in CLOSE:
        boxes = [_box_at(label, size, (ring, turn)) for turn in TURNS]
        within = nearby(near, label.at, (ring + 1.0) / 2 * diagonal + label.gap)
        yield from (box for box, met in zip(boxes, crossings(within, boxes), strict=True) if not met)


def _turned(way: tuple[float, float], degrees: float) -> tuple[float, float]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return c * way[0] - s * way[1], s * way[0] + c * way[1]


def box_of(label: Label, size: float, away: tuple[float, float], ring: float = 1.0) -> Box:
    """A label's box: the anchor lies on its edge, and its middle in the direction away from there."""
    w, h = width(label.markup) * size, (INK_ABOVE + INK_BELOW) * size
    across = w / 2 / abs(away[0]) if abs(away[0]) > 1e-9 else math.inf
    along = h / 2 / abs(away[1]) if abs(away[1]) > 1e-9 else math.inf
    distance = min(across, along) * ring + label.gap
    cx = label.at[0] + away[0] * distance
    cy = label.at[1] + away[1] * distance
    return Box(cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)


def text_boxes(letters: Iterable[Letter]) -> list[Box]:
    """The boxes of lines of text: letters that share role, size and baseline are one line."""
    lines: dict[tuple[str, float, float], tuple[float, float]] = {}
    for letter in letters:
        left, right = letter.x, letter.x + width(letter.markup) * letter.size
        key = letter.role, letter.size, letter.y
        known = lines.get(key)
        lines[key] = (min(known[0], left), max(known[1], right)) if known else (left, right)
    return [
        Box(left, y - INK_ABOVE * size, right, y + INK_BELOW * size)
        for (_, size, y), (left, right) in lines.items()
    ]
