"""What stands on a stage: lines, arrows and dots as manim mobjects that the renderer draws."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from manim import DEFAULT_DOT_RADIUS, WHITE, YELLOW, Mobject
from numpy.typing import ArrayLike, NDArray

from gradanim.raster import Arrow, Item, Polyline, Sphere
from gradanim.render.manim_blended import Blended
from gradanim.render.manim_view import RasterStage

FloatArray = NDArray[np.float64]
RGBA = tuple[float, float, float, float]

# Units of manim's frame in one unit of stroke width.
STROKE = 0.01


class RasterMobject(Blended):
    """Something that a stage shows; its points are coordinates of the stage, and manim's transforms move it there.

    ``stroke_width``, ``radius`` and ``tip_length`` are measured as manim does, on the screen: they stay as they are
    when the camera comes near.

    Attributes:
        stage: where it stands. A copy stands on the same stage, unless the stage is copied along with it.
        opacity: 0..1.
        occlusion: "depth" hides what is behind other things, "ghost" draws it faintly, "top" ignores depth.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType({"opacity": 1.0})
    choices: ClassVar[Mapping[str, Any]] = MappingProxyType({"occlusion": "depth"})

    def __init__(
        self, stage: RasterStage, points: ArrayLike | Sequence[ArrayLike], color: Any = WHITE, **style: Any
    ) -> None:
        if not isinstance(stage, RasterStage):
            raise TypeError(f"{type(self).__name__} stands on a RasterStage, not on {stage!r}")
        super().__init__(color=color)
        self.stage = stage
        self.style(style)
        self.set_points(points)

    @abstractmethod
    def items(self, pixels: float) -> tuple[Item, ...]:
        """What the renderer draws; ``pixels`` is the length of one unit of manim's frame."""

    def set_points(self, points: ArrayLike | Sequence[ArrayLike]) -> Self:
        """Takes coordinates ``(k, 3)``."""
        self.points = np.array(points, dtype=np.float64).reshape(-1, 3)
        return self

    def world(self) -> FloatArray:
        """The points ``(k, 3)`` in world units."""
        return self.stage.to_world(self.points)

    def rgba(self, share: float = 1.0) -> RGBA:
        """The colour with the opacity, of which a share can be taken."""
        straight = self.color.to_rgba() * (1.0, 1.0, 1.0, self.opacity * share)
        # Animations may overshoot.
        r, g, b, a = np.clip(straight, 0.0, 1.0).tolist()
        return (r, g, b, a)

    def get_points_defining_boundary(self) -> FloatArray:
        """(k, 3) the points that are numbers: holes of a surface and gaps of a line have no place."""
        points: FloatArray = super().get_points_defining_boundary()
        return points[np.isfinite(points).all(axis=1)]

    def reduce_across_dimension(
        self, reduce_func: Callable[[Iterable[float]], float], dim: int
    ) -> float | None:
        """The least or greatest coordinate along an axis, of points that are numbers."""
        points = self.get_points_defining_boundary()
        return reduce_func(points[:, dim]) if len(points) else None

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        alone = id(self.stage) not in memo
        if alone:
            memo[id(self.stage)] = self.stage
        copied: Self = super().__deepcopy__(memo)
        if alone:
            del memo[id(self.stage)]
        return copied


class RasterLine(RasterMobject):
    """A line through points with round joins; a nan breaks it.

    Attributes:
        stroke_width: as of manim's lines.
        dash: units of manim's frame on and off, or None for a solid line.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType({"opacity": 1.0, "stroke_width": 4.0})
    choices: ClassVar[Mapping[str, Any]] = MappingProxyType({"occlusion": "depth", "dash": None})

    def items(self, pixels: float) -> tuple[Item, ...]:
        """One line."""
        dash = None if self.dash is None else (self.dash[0] * pixels, self.dash[1] * pixels)
        width = self.stroke_width * STROKE * pixels
        return (Polyline(self.world(), width, self.rgba(), dash=dash, occlusion=self.occlusion),)

    def align_points_with_larger(self, larger_mobject: Mobject) -> None:
        """Divides segments until there are as many points as in another; the line stays where it is."""
        self.points = _divided(self.points, larger_mobject.get_num_points())


class RasterArrow(RasterMobject):
    """A straight arrow whose tip is exact; too short for its head, it shrinks as a whole.

    Attributes:
        stroke_width: as of manim's lines.
        tip_length: units of manim's frame.
        head: "cone" is a lit solid, "flat" lies level, "screen" faces the eye.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"opacity": 1.0, "stroke_width": 5.0, "tip_length": 0.22}
    )
    choices: ClassVar[Mapping[str, Any]] = MappingProxyType({"occlusion": "depth", "head": "cone"})

    def __init__(
        self, stage: RasterStage, tail: ArrayLike, tip: ArrayLike, color: Any = YELLOW, **style: Any
    ) -> None:
        super().__init__(stage, [tail, tip], color, **style)

    def put_start_and_end_on(self, start: ArrayLike, end: ArrayLike) -> Self:
        """Moves tail and tip to coordinates, also from no length or to none."""
        return self.set_points([start, end])

    def scale(self, scale_factor: float, scale_tips: bool = False, **about: Any) -> Self:
        """Scales as manim's arrows do: the tip only where it is asked for."""
        scaled: Self = super().scale(scale_factor, **about)
        if scale_tips:
            self.tip_length *= scale_factor
            self.stroke_width *= scale_factor
        return scaled

    def items(self, pixels: float) -> tuple[Item, ...]:
        """One arrow; none without a length."""
        tail, tip = self.world()
        if not (np.isfinite(self.points).all() and (tail != tip).any() and self.tip_length > 0):
            return ()
        return (
            Arrow(
                tail,
                tip,
                width=self.stroke_width * STROKE * pixels,
                head_length=self.tip_length * pixels,
                head_width=0.9 * self.tip_length * pixels,
                color=self.rgba(),
                head=self.head,
                occlusion=self.occlusion,
            ),
        )


class RasterDot(RasterMobject):
    """A ball of constant size on the screen.

    Attributes:
        radius: units of manim's frame.
        shaded: False paints it flat.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType({"opacity": 1.0, "radius": DEFAULT_DOT_RADIUS})
    choices: ClassVar[Mapping[str, Any]] = MappingProxyType({"occlusion": "depth", "shaded": True})

    def __init__(self, stage: RasterStage, point: ArrayLike, color: Any = WHITE, **style: Any) -> None:
        super().__init__(stage, [point], color, **style)

    def scale(self, scale_factor: float, **about: Any) -> Self:
        """Scales the radius, and the place about another point."""
        scaled: Self = super().scale(scale_factor, **about)
        self.radius *= abs(scale_factor)
        return scaled

    def items(self, pixels: float) -> tuple[Item, ...]:
        """One ball."""
        radius = self.radius * pixels
        if radius <= 0 or not np.isfinite(self.points).all():
            return ()
        return (Sphere(self.world()[0], radius, self.rgba(), shaded=self.shaded, occlusion=self.occlusion),)


def _divided(points: FloatArray, count: int) -> FloatArray:
    """(count, 3): a line of (k, 3) points, k < count, with its segments divided evenly."""
    if len(points) < 2:
        return np.repeat(points, count, axis=0)
    segments = len(points) - 1
    parts = 1 + np.bincount(np.arange(count - 1 - segments) % segments, minlength=segments)
    pieces = [
        np.linspace(start, end, part, endpoint=False)
        for start, end, part in zip(points[:-1], points[1:], parts, strict=True)
    ]
    return np.concatenate([*pieces, points[-1:]])
