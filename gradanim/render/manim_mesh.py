"""Meshes on a stage: level surfaces, parametric surfaces, solids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeAlias

import numpy as np
from manim import BLUE, Mobject
from numpy.typing import ArrayLike, NDArray

from gradanim.raster import Item, Mesh
from gradanim.render.manim_mobjects import RasterMobject
from gradanim.render.manim_view import RasterStage

Triangles: TypeAlias = NDArray[np.int64]


class RasterMesh(RasterMobject):
    """Triangles of one colour with smooth normals: level surfaces, parametric surfaces, solids.

    Two meshes can be blended where they have the same triangles.

    Attributes:
        triangles: (t, 3) indices of points; never written to.
    """

    choices: ClassVar[Mapping[str, Any]] = MappingProxyType({"occlusion": "depth", "triangles": None})

    def __init__(
        self, stage: RasterStage, vertices: ArrayLike, triangles: ArrayLike, color: Any = BLUE, **style: Any
    ) -> None:
        """Triangles in space.

        Args:
            stage: where they stand.
            vertices: (v, 3) coordinates.
            triangles: (t, 3) indices of vertices.
            color: of all of it.
            style: opacity.
        """
        corners = np.array(triangles, dtype=np.int64).reshape(-1, 3)
        super().__init__(stage, vertices, color, **style, triangles=corners)

    @classmethod
    def parametric(
        cls, stage: RasterStage, function: Callable[..., Any], resolution: int = 65, **style: Any
    ) -> Self:
        """The surface of a function of u and v, as of manim's ``Surface``.

        Args:
            stage: where it stands.
            function: of two numbers to three coordinates.
            resolution: grid points along u and along v.
            style: ``u_range`` and ``v_range``, each 0 to 1 if not given; color and opacity.
        """
        (u0, u1), (v0, v1) = style.pop("u_range", (0.0, 1.0)), style.pop("v_range", (0.0, 1.0))
        u, v = np.linspace(u0, u1, resolution).tolist(), np.linspace(v0, v1, resolution).tolist()
        vertices = [np.asarray(function(a, b), dtype=np.float64) for b in v for a in u]
        return cls(stage, np.array(vertices), grid_triangles(resolution, resolution), **style)

    def items(self, pixels: float) -> tuple[Item, ...]:  # noqa: ARG002 - nothing here is measured in pixels
        """One mesh."""
        if not len(self.triangles):
            return ()
        return (Mesh(self.world(), self.triangles, color=self.rgba()),)

    def align_points(self, mobject: Mobject) -> Self:
        """Sees that both have the same triangles.

        Raises:
            ValueError: they have not.
        """
        if not np.array_equal(self.triangles, mobject.triangles):
            raise ValueError("meshes of different triangles cannot be blended; fade one out and the other in")
        return self


@lru_cache(maxsize=16)
def grid_triangles(rows: int, columns: int) -> Triangles:
    """(t, 3) triangles of a grid whose points are counted row by row."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    lower = np.stack([corner, corner + 1, corner + columns], axis=1)
    upper = np.stack([corner + 1, corner + columns + 1, corner + columns], axis=1)
    triangles = np.concatenate([lower, upper])
    triangles.flags.writeable = False
    return triangles
