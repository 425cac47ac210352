"""What can be wrong with the places and sizes of texts: collisions, what they cover, what they leave, what is tiny."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from msgspec import Struct

from gradanim.actors.letters import Box, Letter
from gradanim.actors.subject import Shape
from gradanim.review.ink import Inked, inked
from gradanim.review.naming import name_of

# A text that is entering or leaving counts from half of its opacity, and from half of its length.
THERE = 0.5
# Boxes of two texts that touch may share so many design pixels: the soft edge of a glyph.
TOUCHING = 1.0
# Square design pixels of a subject that a text may touch: the soft edge of a stroke, nothing that hides it.
BRUSHED = 12.0
# Design pixels over the border of the safe area: italics lean out of their line by so much.
LEANING = 2.0
# Em between two texts of one row, such as those of two columns; words stand nearer to each other.
APART = 0.8
# Smallest em as a share of the frame's height.
SMALLEST = 0.02


class Text(Struct, frozen=True, eq=False):
    """A line of text, or one label, as it stands in a frame.

    Attributes:
        name: its role and what it says.
        parts: its letters with their shapes.
    """

    name: str
    parts: tuple[Inked, ...]

    @property
    def key(self) -> str:
        """Tells whether it is the text of another frame: a line keeps its place while it is written and while its
        numbers change, a label keeps what it says.
        """
        first = self.parts[0].letter
        return self.name if first.role == "label" else f"{first.role} {first.x:.0f} {first.y:.0f}"

    @property
    def box(self) -> Box:
        """The box around all of its ink."""
        boxes = [part.box for part in self.parts]
        return Box(
            min(b.left for b in boxes),
            min(b.top for b in boxes),
            max(b.right for b in boxes),
            max(b.bottom for b in boxes),
        )


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in one frame.

    Attributes:
        code: of its wording.
        key: of the texts it is about; the same in all frames.
        one: name of the text.
        other: name of what it overlaps or covers, if anything.
        details: numbers for the wording.
    """

    code: str
    key: str
    one: str
    other: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False)


def texts_of(letters: Iterable[Letter]) -> list[Text]:
    """The texts of a frame that are there to be read; letters of one line belong together, every label stands alone.

    Where a line has a gap another text begins, such as that of a second column.

    A stroke through a text is there to cross it.
    """
    lines: dict[object, list[Inked]] = {}
    for index, letter in enumerate(letters):
        if letter.opacity < THERE or letter.written < THERE or letter.role == "strike":
            continue
        made = inked(letter)
        if made is not None:
            key: object = index if letter.role == "label" else (letter.role, round(letter.y, 2), letter.size)
            lines.setdefault(key, []).append(made)
    parts = (part for line in lines.values() for part in _apart(line))
    return [Text(name_of(it.letter for it in part), tuple(part)) for part in parts]


def _apart(line: Sequence[Inked]) -> Iterator[list[Inked]]:
    """The texts of a line, from left to right."""
    row = sorted(line, key=lambda part: part.box.left)
    begun = row[:1]
    for part in row[1:]:
        if part.box.left - max(it.box.right for it in begun) > APART * part.letter.size:
            yield begun
            begun = []
        begun.append(part)
    yield begun


def overlaps(texts: Sequence[Text], unit: float) -> Iterator[Finding]:
    """Pairs of texts of which not both can be read."""
    margin = -TOUCHING * unit
    for one, other in combinations(texts, 2):
        if one.box.meets(other.box, margin) and any(
            a.box.meets(b.box, margin) for a in one.parts for b in other.parts
        ):
            yield Finding("review_overlap", f"{one.key}, {other.key}", one.name, other.name)


def covered(texts: Sequence[Text], shapes: Sequence[Shape], view: Box, unit: float) -> Iterator[Finding]:
    """Texts with ink on what must stay in sight.

    Args:
        texts: of the frame.
        shapes: of one view.
        view: the view's region; nothing of it is seen outside.
        unit: pixels of the frame per design pixel.
    """
    for text in texts:
        if not text.box.meets(view):
            continue
        for shape in shapes:
            area = sum(_shared(part, shape, view) for part in text.parts)
            if area > BRUSHED * unit * unit:
                yield Finding("review_covers", f"{text.key}, {shape.name}", text.name, _called(shape))


def _called(shape: Shape) -> str:
    return f"the {shape.name.replace('_', ' ')}" + (" arrow" if shape.head else "")


def _shared(part: Inked, shape: Shape, view: Box) -> float:
    places = part.points
    x, y = places.T
    seen = places[(x >= view.left) & (x <= view.right) & (y >= view.top) & (y <= view.bottom)]
    return float(np.count_nonzero(shape.covers(seen))) * part.area if len(seen) else 0.0


def outside(texts: Sequence[Text], frame: Box, safe: Box, unit: float) -> Iterator[Finding]:
    """Texts that are cut off by the frame, and those that come too near to its border."""
    for text in texts:
        side, by = _beyond(text.box, frame)
        if by > 0.5:
            yield Finding("review_frame", text.key, text.name, details={"side": side})
            continue
        side, by = _beyond(text.box, safe)
        if by > LEANING * unit:
            room = {"left": safe.left, "top": safe.top}.get(side, 0.0)
            room = room or {"right": frame.right - safe.right, "bottom": frame.bottom - safe.bottom}[side]
            details = {"side": side, "found": f"{by / unit:.0f}", "room": f"{room / unit:.0f}"}
            yield Finding("review_safe", text.key, text.name, details=details)


def _beyond(box: Box, region: Box) -> tuple[str, float]:
    """On which side a box leaves a region most, and by how many pixels; negative where it does not."""
    sides = {
        "left": region.left - box.left,
        "top": region.top - box.top,
        "right": box.right - region.right,
        "bottom": box.bottom - region.bottom,
    }
    side = max(sides, key=lambda name: sides[name])
    return side, sides[side]


def small(texts: Sequence[Text], height: float) -> Iterator[Finding]:
    """Texts whose em is too small a share of the frame's height in pixels."""
    for text in texts:
        share = min(part.letter.size for part in text.parts) / height
        if share < SMALLEST - 1e-4:
            yield Finding(
                "review_small",
                text.key,
                text.name,
                details={"found": f"{100 * share:.2f}", "expected": f"{100 * SMALLEST:g}"},
            )
