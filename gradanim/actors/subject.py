"""The subject of a picture, which no text may cover: points, arrows and right angles, as shapes in the frame."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.letters import Box

Array = NDArray[np.float64]

# How far the strokes reach from their middle, in design pixels: what the pens draw, without soft edges.
DOT, BALL, SHAFT, MARK = 10.0, 13.0, 3.5, 1.5
# How long an arrow is at most that counts as a whole, in design pixels: many times the longest side of a frame.
FAR = 20_000.0
# Length and half of the width of an arrow's head, in design pixels.
HEAD = (28.0, 12.0)


class Shape(Struct, frozen=True, eq=False, dict=True):
    """One thing that must stay in sight.

    Attributes:
        name: the actor's.
        line: ``(k, 2)`` pixels of the frame, a dot is a line of one point.
        radius: half of the stroke's width in pixels.
        head: length and half width of the arrow's head at the end of the line in pixels, or None.
    """

    name: str
    line: Array
    radius: float
    head: tuple[float, float] | None = None

    @cached_property
    def box(self) -> Box:
        """The box around the shape."""
        reach = max(self.radius, self.head[1] if self.head else 0.0)
        (left, top), (right, bottom) = self.line.min(axis=0), self.line.max(axis=0)
        return Box(left - reach, top - reach, right + reach, bottom + reach)

    @cached_property
    def outline(self) -> Array:
        """Places along the strokes, ``(k, 3)``: x, y and the radius there; no gap between them is wider than that."""
        if len(self.line) == 1:
            return np.array([[*self.line[0], self.radius]])
        lengths = np.hypot(*np.diff(self.line, axis=0).T)
        along = np.concatenate([[0.0], np.cumsum(lengths)])
        count = max(2, 1 + math.ceil(along[-1] / self.radius))
        at = np.linspace(0.0, along[-1], count)
        radius = np.full(count, self.radius)
        if self.head is not None:
            back = along[-1] - at
            radius = np.where(
                back <= self.head[0], np.maximum(radius, self.head[1] * back / self.head[0]), radius
            )
        return np.column_stack(
            [np.interp(at, along, self.line[:, 0]), np.interp(at, along, self.line[:, 1]), radius]
        )

    def covers(self, places: Array) -> NDArray[np.bool_]:
        """Which of the places ``(k, 2)`` lie on the shape."""
        within = np.zeros(len(places), dtype=bool)
        starts = self.line[:-1] if len(self.line) > 1 else self.line
        ends = self.line[1:] if len(self.line) > 1 else self.line
        for start, end in zip(starts, ends, strict=True):
            within |= _distance(places, start, end) <= self.radius
        return within | self._in_head(places)

    def _in_head(self, places: Array) -> NDArray[np.bool_]:
        """A triangle; where the arrow is shorter than its head, the head shrinks with it."""
        along = self.line[-1] - self.line[0]
        length = float(np.hypot(*along))
        if self.head is None or length == 0:
            return np.zeros(len(places), dtype=bool)
        share = min(1.0, length / self.head[0])
        back = (self.line[-1] - places) @ (along / length)
        across = np.abs((places - self.line[-1]) @ (np.array([-along[1], along[0]]) / length))
        inside: NDArray[np.bool_] = (back >= 0) & (back <= share * self.head[0])
        within: NDArray[np.bool_] = inside & (across <= self.head[1] / self.head[0] * back)
        return within


def _distance(places: Array, start: Array, end: Array) -> Array:
    """From places ``(k, 2)`` to a segment."""
    along = end - start
    square = float(along @ along)
    share = np.clip((places - start) @ along / square, 0.0, 1.0) if square > 0 else np.zeros(len(places))
    distance: Array = np.hypot(*(places - start - share[:, None] * along).T)
    return distance


def shapes(marks: Mapping[str, Mapping[str, Any]], unit: float) -> list[Shape]:
    """The shapes of one view.

    Args:
        marks: places of its actors by name, as the actors note them.
        unit: pixels of the frame per design pixel.
    """
    return [shape for name, mark in marks.items() for shape in _of(name, mark, unit)]


def _of(name: str, mark: Mapping[str, Any], unit: float) -> Iterator[Shape]:
    unit *= mark.get("size", 1.0)
    if "tip_px" in mark:
        # An arrow that leaves its view is not wholly visible; what is left of it still counts.
        ends = _finite([mark["tail_px"], mark["tip_px"]])
        if ends is not None and float(np.hypot(*(ends[1] - ends[0]))) > 2.0 * SHAFT * unit:
            # A tip far outside of every frame is on its way, and a shape has places all along it.
            ends[1] = ends[0] + (ends[1] - ends[0]) * min(1.0, FAR * unit / math.hypot(*(ends[1] - ends[0])))
            yield Shape(name, ends, SHAFT * unit, (HEAD[0] * unit, HEAD[1] * unit))
        return
    if not mark.get("visible", False):
        return
    for key, radius in (("px", DOT), ("surface_px", BALL)):
        place = _finite([mark[key]]) if key in mark else None
        if place is not None:
            yield Shape(name, place, radius * unit)
    corners = _finite(mark["corners_px"]) if "corners_px" in mark else None
    if corners is not None:
        yield Shape(name, corners, MARK * unit)


def _finite(places: Sequence[Sequence[float]]) -> Array | None:
    made = np.asarray(places, dtype=float)
    return made if all(map(math.isfinite, made.ravel().tolist())) else None
