"""Where labels stand: each at the first place around its anchor where it covers nothing, without a jump in motion."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from gradanim.actors.letters import INK_ABOVE, INK_BELOW, Box, Letter
from gradanim.actors.lettering import width
from gradanim.actors.stage import Label
from gradanim.actors.subject import Shape
from gradanim.actors.theme import RGB, Theme

# Where a label would cover something, it is tried in these directions, in degrees from the one it wants, and then
# in the same ones further out; last of all back beside what it names.
DETOURS = (0.0, 30.0, -30.0, 60.0, -60.0, 90.0, -90.0)
BACK = (120.0, -120.0, 150.0, -150.0, 180.0)
RINGS = (1.0, 1.8, 2.8)
WAYS = (*product(RINGS, DETOURS), *product(RINGS, BACK))
# Design pixels within which a place turns from taken to free: a label fades from one place into the next.
SOFT = 8.0
# Opacity that cannot be seen.
NOTHING = 0.02


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What labels keep off.

    Attributes:
        shapes: the subject.
        texts: boxes of the texts that are no labels.
        unit: pixels of the frame per design pixel.
    """

    shapes: Sequence[Shape] = ()
    texts: Sequence[Box] = ()
    unit: float = 1.0


@dataclass(frozen=True, eq=False)
class _Spot:
    """A label at one place: its box, and how strongly it is there, 0 to 1."""

    box: Box
    weight: float


def place_labels(
    labels: Iterable[tuple[Label, Box]], theme: Theme, around: Surroundings
) -> list[Letter]:
    """Letters for labels: those that may not move first, the others beside them where there is room.

    Which place is free changes little by little as things move, and the label is shared between the places
    accordingly: nothing jumps. What may not move gives way to the subject by fading.

    Args:
        labels: each with the region that it should stay in, in the order of their importance.
        theme: gives the colours.
        around: what they keep off.
    """
    ordered = sorted((pair for pair in labels if pair[0].opacity > 0.004), key=lambda pair: pair[0].movable)
    taken = [_Spot(box, 1.0) for box in around.texts]
    letters: list[Letter] = []
    for label, region in ordered:
        size = label.size * around.unit
        if label.movable:
            spots = _spots(label, size, region, (taken, around))
        else:
            box = box_of(label, size, label.away)
            spots = [_Spot(box, _clear_of_shapes(box, around))]
        for spot in spots:
            opacity = label.opacity * spot.weight
            if opacity > NOTHING:
                letters.append(_letter(label, size, spot.box, theme.colours[label.colour], opacity))
                taken.append(_Spot(spot.box, opacity))
    return letters


def _letter(label: Label, size: float, box: Box, colour: RGB, opacity: float) -> Letter:
    return Letter(label.markup, box.left, box.bottom - INK_BELOW * size, size, colour, opacity, role="label")


def _spots(
    label: Label, size: float, region: Box, others: tuple[Sequence[_Spot], Surroundings]
) -> list[_Spot]:
    """The places of a label: mostly one, two while it fades from one to the next."""
    spots: list[_Spot] = []
    left = 1.0
    for ring, degrees in WAYS:
        box = box_of(label, size, _turned(label.away, degrees), ring)
        free = _free(box, region, *others)
        if left * free > NOTHING:
            spots.append(_Spot(box, left * free))
        left *= 1.0 - free
        if left <= NOTHING:
            break
    if left > NOTHING or not spots:
        # Nowhere is room: it stays where it wants to be.
        spots.append(_Spot(box_of(label, size, label.away), left))
    elif len(spots) == 1:
        spots = [replace(spots[0], weight=1.0)]
    return spots


def _turned(way: tuple[float, float], degrees: float) -> tuple[float, float]:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return c * way[0] - s * way[1], s * way[0] + c * way[1]


def _free(box: Box, region: Box, taken: Sequence[_Spot], around: Surroundings) -> float:
    """How free a place is, 0 to 1."""
    soft = SOFT * around.unit
    within = min(
        box.left - region.left, box.top - region.top, region.right - box.right, region.bottom - box.bottom
    )
    free = _smooth(1.0 + within / soft)
    for spot in taken:
        if free == 0.0:
            return 0.0
        free *= 1.0 - spot.weight * (1.0 - _smooth(_apart(box, spot.box) / soft))
    return free * _clear_of_shapes(box, around) if free > 0.0 else 0.0


def _clear_of_shapes(box: Box, around: Surroundings) -> float:
    soft = SOFT * around.unit
    free = 1.0
    for shape in around.shapes:
        if free > 0.0 and _apart(box, shape.box) < soft:
            free *= _smooth(_from_shape(box, shape, soft) / soft)
    return free


def _smooth(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3.0 - 2.0 * share)


def _apart(one: Box, other: Box) -> float:
    """The gap between two boxes; not positive where they meet."""
    across = max(one.left - other.right, other.left - one.right)
    down = max(one.top - other.bottom, other.top - one.bottom)
    return math.hypot(across, down) if across > 0.0 and down > 0.0 else max(across, down)


def _from_shape(box: Box, shape: Shape, soft: float) -> float:
    """The gap between a box and the strokes of a shape, as far as it is less than ``soft``.

    The strokes are followed in steps shorter than that, which is near enough for what fades that slowly.
    """
    places = shape.outline(0.5 * soft)
    x, y, radius = places.T
    across = np.maximum(np.maximum(box.left - x, x - box.right), 0.0)
    down = np.maximum(np.maximum(box.top - y, y - box.bottom), 0.0)
    return float((np.hypot(across, down) - radius).min())


def box_of(label: Label, size: float, away: tuple[float, float], ring: float = 1.0) -> Box:
    """A label's box: the anchor lies on its edge, and its middle in the direction away from there."""
    w, h = width(label.markup) * size, (INK_ABOVE + INK_BELOW) * size
    across = w / 2 / abs(away[0]) if abs(away[0]) > 1e-9 else math.inf
    along = h / 2 / abs(away[1]) if abs(away[1]) > 1e-9 else math.inf
    distance = min(across, along) * ring
    cx = label.at[0] + away[0] * distance
    cy = label.at[1] + away[1] * distance
    return Box(cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)


def text_boxes(letters: Iterable[Letter]) -> list[Box]:
    """The boxes of lines of text: letters that share role, size and baseline are one line."""
    lines: dict[tuple[str, float, float], Box] = {}
    for letter in letters:
        box = _letter_box(letter)
        key = letter.role, letter.size, letter.y
        lines[key] = _around(lines[key], box) if key in lines else box
    return list(lines.values())


def _letter_box(letter: Letter) -> Box:
    wide = width(letter.markup) * letter.size
    return Box(letter.x, letter.y - INK_ABOVE * letter.size, letter.x + wide, letter.y + INK_BELOW * letter.size)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )

