"""Everything of a scene in one format and size that does not move, and the scope in which actors draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import Context, grid
from gradanim.actors.landscape import Landscape, cut_landscape
from gradanim.actors.layout import Layout, Rect
from gradanim.actors.measure import Measures
from gradanim.actors.space import Space
from gradanim.actors.state import SceneState
from gradanim.actors.theme import RGBA, Theme
from gradanim.actors.volume import Volume
from gradanim.calculus import Field, JetField, domain_margin
from gradanim.raster import Camera, Item, Viewport

Array = NDArray[np.float64]
Params = tuple[tuple[str, float], ...]

# Samples of the field along the longer side: for the contour map, and for a landscape that is far from flat.
FINE = 129


@dataclass(frozen=True, eq=False)
class Samples:
    """The field on the fine grid.

    Attributes:
        axes: places along each variable.
        values: ``(ny, nx)``, nan outside the domain of the field.
        gradients: ``(ny, nx, 2)``.
        inside: ``(ny, nx)`` positive inside the domain of the field and at poles, its zero line is the border; None
            where the field has a value everywhere.
        landscape: the landscape between two values with clean borders, or None where nothing is to be cut;
            remembered.
    """

    axes: tuple[Array, ...]
    values: Array
    gradients: Array
    inside: Array | None = None
    landscape: Callable[[float, float], Landscape | None] = field(default=lambda *_: None, repr=False)


@dataclass(frozen=True, eq=False)
class Stage:
    """What the actors draw with.

    Attributes:
        context: the scene's field and spec.
        layout: regions in design pixels.
        space: domain to world.
        theme: colours.
        unit: pixels of the frame per design pixel.
        arrow_scale: drawn length of a gradient arrow over its true length, in domain units.
        levels: levels of the contour lines.
        samples: the field on the fine grid for parameter values; remembered.
        curves: level curves at a level for parameter values, each ``(k, 2)`` in domain units; remembered.
        clipped: whether some values lie outside the drawn range; this is said on screen.
        azimuths: from where the scene is seen, in degrees; the picture fits from all of them.
        outline: world points of the landscape and the floor; what encloses them encloses the whole picture.
        volume: what a stage of three variables has besides, else None.
    """

    context: Context
    layout: Layout
    space: Space
    theme: Theme
    unit: float
    arrow_scale: float
    levels: tuple[float, ...]
    samples: Callable[[Params], Samples] = field(repr=False)
    curves: Callable[[float, Params], tuple[Array, ...]] = field(repr=False)
    clipped: bool = False
    azimuths: tuple[float, ...] = (0.0,)
    outline: tuple[tuple[float, float, float], ...] = ()
    volume: Volume | None = None

    def viewport(self, rect: Rect) -> Viewport:
        """A rectangle of the layout in pixels of the frame."""
        return Viewport(
            rect.x * self.unit, rect.y * self.unit, rect.width * self.unit, rect.height * self.unit
        )


@dataclass(frozen=True, eq=False)
class Label:
    """A short text that belongs to a place of the picture.

    Attributes:
        markup: Typst markup.
        at: anchor in pixels of the frame.
        away: direction in pixels from the anchor in which the label stands; its nearest side touches the anchor.
        colour: RGB role in the theme.
        size: em in design pixels.
        opacity: 0 to 1.
        movable: whether it may be moved aside where it would cover another label.
    """

    markup: str
    at: tuple[float, float]
    away: tuple[float, float]
    colour: str
    size: float
    opacity: float = 1.0
    movable: bool = True


@dataclass(frozen=True, eq=False)
class Scope:
    """One view while it is being drawn: actors add to ``items`` and ``labels`` and note where they are.

    Attributes:
        stage: what does not move.
        state: what does.
        kind: ``surface`` or ``volume`` (3D), ``plane`` (from above), ``line``, ``panel`` (chart).
        rect: the view's region in design pixels.
        camera: the view's camera.
        marks: places of the actors by name, for ``still --geometry``.
    """

    stage: Stage
    state: SceneState
    kind: str
    rect: Rect
    camera: Camera
    items: list[Item] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    marks: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def solid(self) -> bool:
        """Whether this is a 3D view, where things have a height."""
        return self.kind in ("surface", "volume")

    @property
    def measures(self) -> Measures:
        """The quantities of the state."""
        return Measures(self.state, self.stage.context)

    def px(self, design: float) -> float:
        """Pixels of the frame for design pixels."""
        return design * self.stage.unit

    def colour(self, role: str, opacity: float = 1.0) -> RGBA:
        """A colour of the theme."""
        return self.stage.theme.colour(role, opacity)

    def pixel(self, world: Array) -> tuple[float, float]:
        """Pixels of the frame for one world point."""
        return self.camera.pixel(world.tolist(), self.stage.viewport(self.rect))

    def floor(self, points: Any) -> Array:
        """World points on the floor for domain points."""
        return self.stage.space.flat(np.asarray(points, dtype=float))

    def raised(self, points: Any) -> Array:
        """World points on the landscape for domain points; on the floor where the view is flat."""
        points = np.asarray(points, dtype=float)
        if not self.solid:
            return self.stage.space.flat(points)
        return self.stage.space.raised(points, self.stage.context.field_of(self.state).value(points))

    @property
    def params(self) -> Params:
        """The state's parameter values as a key."""
        return tuple(sorted(self.state.params.items()))


def sampler(context: Context, fine: int = FINE) -> Callable[[Params], Samples]:
    """Samples of the field on the fine grid, remembered for the last few parameter values.

    Args:
        context: the field.
        fine: samples along the longer side of the domain.
    """

    @lru_cache(maxsize=4)
    def samples(params: Params) -> Samples:
        field = context.with_params(params)
        sides = [high - low for low, high in context.domain]
        counts = [
            max(33, round(fine * side / max(sides))) if side < max(sides) / 2 else fine for side in sides
        ]
        axes, points = grid(context.domain, counts)
        values, gradients = field.value(points), field.gradient(points)
        if len(axes) != 2:
            return Samples(axes, values, gradients)

        @lru_cache(maxsize=2)
        def landscape(low: float, high: float) -> Landscape | None:
            return cut_landscape(field, (points, values, gradients), (low, high))

        return Samples(axes, values, gradients, _inside(field, points, values), landscape)

    return samples


def _inside(field: Field, points: Array, values: Array) -> Array | None:
    """The margin of the domain on a grid, negative also where the field overflows; None where there are no holes."""
    finite = np.isfinite(values)
    if finite.all():
        return None
    margin = domain_margin(field, points) if isinstance(field, JetField) else None
    if margin is None:
        margin = np.ones(values.shape)
    lost = ~finite & (margin > 0) & ~_is_thin(~finite)
    return np.where(lost, -np.abs(margin), margin)


def _is_thin(holes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which places of holes lie between two that are none: a pole is a point or a line, however wide its cells are."""
    ny, nx = holes.shape
    padded = np.pad(holes, 1, constant_values=True)

    def beside(down: int, right: int) -> NDArray[np.bool_]:
        return ~padded[1 + down : 1 + down + ny, 1 + right : 1 + right + nx]

    ways = ((0, 1), (1, 0), (1, 1), (1, -1))
    between = [beside(down, right) & beside(-down, -right) for down, right in ways]
    thin: NDArray[np.bool_] = holes & np.logical_or.reduce(between)
    return thin


def curve_maker(context: Context) -> Callable[[float, Params], tuple[Array, ...]]:
    """Level curves by level, remembered for the last few hundred."""
    from gradanim.calculus import level_curves

    @lru_cache(maxsize=512)
    def curves(level: float, params: Params) -> tuple[Array, ...]:
        found = level_curves(context.with_params(params), [level], context.domain, resolution=FINE)
        return tuple(np.asarray(curve.points) for curve in found)

    return curves


Marks = Mapping[str, Mapping[str, Any]]
