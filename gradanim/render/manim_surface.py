"""Height fields on a stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
from manim import BLUE, BLUE_E, TEAL, YELLOW, ManimColor, Mobject

from gradanim.calculus import Field
from gradanim.raster import IsoLines, Item, Mesh, MeshLines, Surface
from gradanim.render.manim_mesh import grid_triangles
from gradanim.render.manim_mobjects import STROKE, FloatArray, RasterMobject
from gradanim.render.manim_view import RasterStage

Function: TypeAlias = Callable[..., Any] | Field

RAMP = (BLUE_E, BLUE, TEAL, YELLOW)
# Colours in a ramp: two to seven stops are met exactly.
STEPS = 61
# Coordinates of a row that differ by less than this part of the whole are the same.
SAME = 1e-9


class RasterSurface(RasterMobject):
    """A height field z = f(x, y) over a rectangle, shaded smoothly and coloured by height.

    It stays a height field while it is shifted, stretched and blended; turned or bent it is drawn as a mesh, without
    lines. Where f has no value there is a hole.

    Attributes:
        ramp: (61, 3) RGB from the lowest to the highest colour.
        color_range: (2,) heights of the lowest and of the highest colour.
        mesh: parts into which fine lines divide x and y; 0 for none.
        contours: lines of constant height, evenly between the two heights; 0 for none.
        shape: rows (y) and columns (x) of the grid.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"opacity": 1.0, "ramp": ((0.5, 0.5, 0.5),) * STEPS, "color_range": (0.0, 1.0)}
    )
    choices: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {"occlusion": "depth", "mesh": 0, "contours": 0, "shape": (2, 2)}
    )

    def __init__(
        self,
        stage: RasterStage,
        f: Function,
        x_range: Sequence[float] = (-2.0, 2.0),
        y_range: Sequence[float] = (-2.0, 2.0),
        resolution: int = 65,
        **style: Any,
    ) -> None:
        """The graph of a function.

        Args:
            stage: where it stands.
            f: a field of two variables, or a function of x and y, of two arrays or else of two numbers.
            x_range: least and greatest x.
            y_range: least and greatest y.
            resolution: grid points along x and along y.
            style: any of opacity, mesh, contours and color_range; and ``colors``, two or more from low to high,
                or ``color``.

        Raises:
            ValueError: a range that is empty, or a resolution below 2.
        """
        if resolution < 2 or not (x_range[0] < x_range[1] and y_range[0] < y_range[1]):
            raise ValueError(
                f"no surface over x {x_range} and y {y_range} with {resolution} points along each"
            )
        x = np.linspace(x_range[0], x_range[1], resolution)
        y = np.linspace(y_range[0], y_range[1], resolution)
        z = _heights(f, *np.meshgrid(x, y))
        single = style.pop("color", None)
        colors = style.pop("colors", RAMP if single is None else (single,))
        style.setdefault("color_range", _extent(z))
        grid = np.stack([*np.meshgrid(x, y), z], axis=-1)
        super().__init__(stage, grid, colors[-1], **style, ramp=_ramp(colors), shape=z.shape)

    @property
    def grid(self) -> FloatArray:
        """(rows, columns, 3) coordinates."""
        grid: FloatArray = self.points.reshape(*self.shape, 3)
        return grid

    def set_function(self, f: Function) -> Self:
        """Takes the heights of another function at the present x and y; colours keep their heights."""
        grid = self.grid.copy()
        grid[..., 2] = _heights(f, grid[..., 0], grid[..., 1])
        return self.set_points(grid)

    def set_color(self, color: Any, alpha: Any = None, family: bool = True) -> Self:  # noqa: ARG002 - manim's
        """Paints it in one colour."""
        return self.set_color_by_gradient(color)

    def set_color_by_gradient(self, *colors: Any) -> Self:
        """Colours from the lowest to the highest height."""
        self.color, self.ramp = ManimColor.parse(colors[-1]), _ramp(colors)
        return self

    def align_points(self, mobject: Mobject) -> Self:
        """Gives both the finer of the two grids, by bilinear interpolation."""
        rows, columns = (max(mine, other) for mine, other in zip(self.shape, mobject.shape, strict=True))
        for surface in (self, mobject):
            if surface.shape != (rows, columns):
                grid = _resampled(_resampled(surface.grid, rows, 0), columns, 1)
                surface.shape = (rows, columns)
                surface.set_points(grid)
        return self

    def items(self, pixels: float) -> tuple[Item, ...]:
        """A height field, or a mesh where it is none any more."""
        low, high = self.color_range
        height = (self.grid[..., 2] - low) / (high - low) if high > low else np.zeros(self.shape)
        world, value = self.world().reshape(*self.shape, 3), np.clip(height, 0.0, 1.0)
        if not _is_level(world):
            return self._as_mesh(world, value)
        columns = slice(None, None, 1 if world[0, 0, 0] < world[0, -1, 0] else -1)
        rows = slice(None, None, 1 if world[0, 0, 1] < world[-1, 0, 1] else -1)
        world, value = world[rows, columns], value[rows, columns]
        return (
            Surface(
                world[0, :, 0].copy(),
                world[:, 0, 1].copy(),
                world[..., 2].copy(),
                np.clip(self.ramp, 0.0, 1.0),
                color_value=value,
                opacity=self.rgba()[3],
                mesh=self._lines(world, pixels),
                iso=self._levels(pixels),
            ),
        )

    def _lines(self, world: FloatArray, pixels: float) -> MeshLines | None:
        if self.mesh < 1:
            return None
        size = world[-1, -1] - world[0, 0]
        spacing = (float(size[0]) / self.mesh, float(size[1]) / self.mesh)
        origin = (float(world[0, 0, 0]), float(world[0, 0, 1]))
        return MeshLines(spacing, origin, STROKE * pixels, (1.0, 1.0, 1.0, 0.22 * self.rgba()[3]))

    def _levels(self, pixels: float) -> IsoLines | None:
        low, high = self.color_range * self.stage.units[2]
        if self.contours < 1 or not high > low:
            return None
        levels = np.linspace(low, high, self.contours + 2)[1:-1]
        return IsoLines(levels, "height", 1.5 * STROKE * pixels, (1.0, 1.0, 1.0, 0.6 * self.rgba()[3]))

    def _as_mesh(self, world: FloatArray, value: FloatArray) -> tuple[Item, ...]:
        vertices, triangles = world.reshape(-1, 3), grid_triangles(*self.shape)
        whole = np.asarray(np.isfinite(vertices).all(axis=1))
        if not whole.all():
            triangles, vertices = triangles[whole[triangles].all(axis=1)], np.nan_to_num(vertices)
        if not len(triangles):
            return ()
        place = np.nan_to_num(value.ravel()) * (STEPS - 1)
        shades = [np.interp(place, np.arange(STEPS), self.ramp[:, channel]) for channel in range(3)]
        color = np.clip(np.stack([*shades, np.ones_like(place)], axis=-1), 0.0, 1.0)
        return (Mesh(vertices, triangles, color=color, opacity=self.rgba()[3]),)


def _heights(f: Function, x: FloatArray, y: FloatArray) -> FloatArray:
    """f on a grid, from a field, a function of arrays, or a function of numbers."""
    if not callable(f):
        return f.value(np.stack([x, y], axis=-1))
    with np.errstate(all="ignore"):
        try:
            z = np.broadcast_to(np.asarray(f(x, y), dtype=np.float64), x.shape)
        except (TypeError, ValueError):
            z = np.array(
                [f(float(a), float(b)) for a, b in zip(x.flat, y.flat, strict=True)], dtype=np.float64
            )
    return np.where(np.isfinite(z), z, np.nan).reshape(x.shape)


def _extent(z: FloatArray) -> tuple[float, float]:
    """The least and the greatest height, 0 and 0 where there is none."""
    finite = z[np.isfinite(z)]
    return (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)


def _ramp(colors: Sequence[Any]) -> FloatArray:
    """(61, 3) RGB between colours that stand at even distances."""
    stops = np.array([ManimColor.parse(color).to_rgb() for color in colors])
    place = np.linspace(0.0, len(stops) - 1.0, STEPS)
    return np.stack(
        [np.interp(place, np.arange(len(stops)), stops[:, channel]) for channel in range(3)], axis=1
    )


def _is_level(grid: FloatArray) -> bool:
    """Whether columns have one x and rows one y, both in order."""
    x, y = grid[0, :, 0], grid[:, 0, 1]
    size = max(float(np.abs(x[-1] - x[0])), float(np.abs(y[-1] - y[0])))
    straight = (
        np.abs(grid[..., 0] - x).max() <= SAME * size
        and np.abs(grid[..., 1] - y[:, None]).max() <= SAME * size
    )
    return bool(straight and all((step > 0).all() or (step < 0).all() for step in (np.diff(x), np.diff(y))))


def _resampled(grid: FloatArray, count: int, axis: int) -> FloatArray:
    """A grid with another number of points along an axis."""
    place = np.linspace(0.0, grid.shape[axis] - 1.0, count)
    below = np.minimum(place.astype(np.int64), grid.shape[axis] - 2)
    share = (place - below).reshape([-1 if i == axis else 1 for i in range(3)])
    low, high = grid.take(below, axis), grid.take(below + 1, axis)
    # A weight of nothing takes nothing over, not even that there is no number.
    mixed: FloatArray = np.where(
        share == 0, low, np.where(share == 1, high, low * (1.0 - share) + high * share)
    )
    return mixed
