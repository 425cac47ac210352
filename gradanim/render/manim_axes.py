"""Axes with ticks and a grid on the floor, drawn by the renderer as a handful of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from manim import GREY_B

from gradanim.raster import Item, Polyline
from gradanim.render.manim_mobjects import STROKE, FloatArray, RasterMobject
from gradanim.render.manim_view import RasterStage

GAP = np.full((1, 3), np.nan)
# Ticks reach this part of the shorter side of the floor to either side of their axis.
TICK = 0.012


class RasterAxes(RasterMobject):
    """Three axes that cross at the origin, or at the place of the box that is nearest to it.

    Its points are the two opposite corners of the box.

    Attributes:
        stroke_width: as of manim's lines, of the axes; ticks and grid are finer.
        grid_opacity: 0..1, of the grid on the plane of the x and y axes; 0 for none.
        steps: (3,) coordinate units from tick to tick.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"opacity": 1.0, "stroke_width": 2.5, "grid_opacity": 0.35, "steps": (1.0, 1.0, 1.0)}
    )

    def __init__(
        self,
        stage: RasterStage,
        x_range: Sequence[float] = (-3.0, 3.0, 1.0),
        y_range: Sequence[float] = (-3.0, 3.0, 1.0),
        z_range: Sequence[float] = (0.0, 2.0, 1.0),
        color: Any = GREY_B,
        **style: Any,
    ) -> None:
        """Axes of a box.

        Args:
            stage: where they stand.
            x_range: least, greatest and step, which is 1 if not given; as manim's axes.
            y_range: the same along y.
            z_range: the same along z.
            color: of all lines.
            style: any of opacity, stroke_width, grid_opacity and occlusion.

        Raises:
            ValueError: a step that is not positive, or more than 1000 ticks.
        """
        ranges = [(*given, 1.0)[:3] for given in (x_range, y_range, z_range)]
        for low, high, step in ranges:
            if not (step > 0 and 0 <= high - low <= 1000 * step):
                raise ValueError(f"no axis from {low} to {high} in steps of {step}")
        lows, highs, steps = zip(*ranges, strict=True)
        super().__init__(stage, [lows, highs], color, **style, steps=steps)

    def items(self, pixels: float) -> tuple[Item, ...]:
        """The grid, the ticks and the axes."""
        low, high = np.sort(self.points, axis=0)
        origin = np.clip(0.0, low, high)
        width = self.stroke_width * STROKE * pixels
        look = {"occlusion": self.occlusion}
        lines = [
            (self._ticks(low, high, origin), 0.6 * width, self.rgba()),
            (_joined(_between(origin, axis, (low, high)) for axis in range(3)), width, self.rgba()),
        ]
        if self.grid_opacity > 0:
            lines.insert(0, (self._grid(low, high, origin), 0.4 * width, self.rgba(self.grid_opacity)))
        return tuple(
            Polyline(self.stage.to_world(points), thick, color, **look) for points, thick, color in lines
        )

    def _grid(self, low: FloatArray, high: FloatArray, origin: FloatArray) -> FloatArray:
        """Lines of constant x and of constant y through every tick."""
        return _joined(
            _between(place, 1 - axis, (low, high))
            for axis in (0, 1)
            for place in self._places(axis, low, high, origin)
        )

    def _ticks(self, low: FloatArray, high: FloatArray, origin: FloatArray) -> FloatArray:
        """Short lines along y on the x axis, along x on the others."""
        half = TICK * (high - low)[:2].min()
        return _joined(
            _between(place, int(axis == 0), (place - half, place + half))
            for axis in range(3)
            for place in self._places(axis, low, high, origin)
        )

    def _places(
        self, axis: int, low: FloatArray, high: FloatArray, origin: FloatArray
    ) -> Iterator[FloatArray]:
        """Where the ticks of an axis are, multiples of its step."""
        step = self.steps[axis]
        first, last = np.ceil(low[axis] / step - 1e-9), np.floor(high[axis] / step + 1e-9)
        for number in np.arange(first, last + 0.5):
            place = origin.copy()
            place[axis] = number * step
            yield place


def _between(place: FloatArray, axis: int, ends: tuple[FloatArray, FloatArray]) -> FloatArray:
    """(2, 3): the line through a place along an axis, from one end to another."""
    line = np.stack([place, place])
    line[:, axis] = ends[0][axis], ends[1][axis]
    return line


def _joined(lines: Iterator[FloatArray]) -> FloatArray:
    """Lines one after the other, with gaps between them."""
    parts = [part for line in lines for part in (line, GAP)]
    return np.concatenate(parts) if parts else GAP
