"""The renderer in plain manim scenes: a scene, a stage, and what stands on it."""

from __future__ import annotations

from gradanim.render.manim_axes import RasterAxes
from gradanim.render.manim_camera import RasterCamera, RasterScene
from gradanim.render.manim_mesh import RasterMesh
from gradanim.render.manim_mobjects import RasterArrow, RasterDot, RasterLine, RasterMobject
from gradanim.render.manim_surface import RasterSurface
from gradanim.render.manim_view import RasterStage

__all__ = [
    "RasterArrow",
    "RasterAxes",
    "RasterCamera",
    "RasterDot",
    "RasterLine",
    "RasterMesh",
    "RasterMobject",
    "RasterScene",
    "RasterStage",
    "RasterSurface",
]
