"""Lines, arrows, dots and shadows on their way to strokes."""

from __future__ import annotations

import numpy as np

from gradanim.raster.build_solids import cone_of, cross
from gradanim.raster.items import Arrow, Disc, Polyline, Shadow, Sphere
from gradanim.raster.layout import (
    ARROW_JOB,
    BALL,
    BIAS,
    DASH_ON,
    DISC_JOB,
    F4,
    GHOST_ON,
    GHOST_OPACITY,
    I4,
    KIND,
    LINE_JOB,
    MARK,
    OCCLUSION,
    OCCLUSIONS,
    SHADOW_JOB,
    SPHERE_JOB,
)
from gradanim.raster.looks import RGBA, Occlusion
from gradanim.raster.mark_parts import MarkParts
from gradanim.raster.styles import set_key_light

_NONE = [0.0, 0.0, 0.0]


def _set_dash(style: F4, column: int, dash: tuple[float, float] | None) -> None:
    """Fills in pixels on and off; a dash without a gap or without a dash is a solid line."""
    if dash is not None and dash[0] > 0.0 and dash[1] > 0.0:
        style[column : column + 2] = dash


def _mark(parts: MarkParts, occlusion: Occlusion, bias: float, ghost_opacity: float) -> tuple[int, F4, I4]:
    """A new row of the style tables for a mark."""
    item, style, ints = parts.styles.add_item(MARK, 0)
    ints[OCCLUSION] = OCCLUSIONS[occlusion]
    style[BIAS], style[GHOST_OPACITY] = bias, ghost_opacity
    return item, style, ints


def add_polyline(parts: MarkParts, line: Polyline) -> None:
    """Adds a line."""
    points = np.asarray(line.points, dtype=np.float64).reshape(-1, 3)
    if len(points) < 2 or not line.width > 0.0:
        return
    item, style, _ = _mark(parts, line.occlusion, line.bias, line.ghost_opacity)
    _set_dash(style, DASH_ON, line.dash)
    _set_dash(style, GHOST_ON, line.ghost_dash)
    colors = -1
    if line.colors is not None and len(line.colors) == len(points):
        colors = parts.add_colors(np.asarray(line.colors, dtype=np.float64).reshape(-1, 4))
    first, last = parts.add_points(points)
    ints = [LINE_JOB, item, first, last, int(line.closed and len(points) > 2), colors]
    parts.add_job(ints, [*_NONE, *_NONE, *_NONE, line.width, 0.0, 0.0, *line.color])


def add_arrow(parts: MarkParts, arrow: Arrow) -> None:
    """Adds a straight arrow."""
    if arrow.head == "cone":
        _add_cone_arrow(parts, arrow)
        return
    item, style, _ = _mark(parts, arrow.occlusion, arrow.bias, arrow.ghost_opacity)
    _set_dash(style, GHOST_ON, arrow.ghost_dash)
    sizes = [arrow.width, arrow.head_length, arrow.head_width]
    floats = [
        *map(float, arrow.tail),
        *map(float, arrow.tip),
        *map(float, arrow.normal),
        *sizes,
        *arrow.color,
    ]
    screen = [0.0, 0.0, 0.0, 0.0, float(arrow.head == "screen")]
    parts.add_job([ARROW_JOB, item, 0, 0, 0, -1], floats + screen)


def _add_cone_arrow(parts: MarkParts, arrow: Arrow) -> None:
    """Adds an arrow with a solid head: the line here, the cone with the other solids."""
    cone = cone_of(parts.camera, parts.viewport, arrow)
    if cone is None:
        return
    _, end, shrink = cone
    shaft = Polyline(
        np.stack([np.asarray(arrow.tail, dtype=np.float64), end]),
        arrow.width * shrink,
        arrow.color,
        occlusion=arrow.occlusion,
        ghost_opacity=arrow.ghost_opacity,
        ghost_dash=arrow.ghost_dash,
        bias=arrow.bias,
    )
    add_polyline(parts, shaft)


def add_sphere(parts: MarkParts, sphere: Sphere) -> None:
    """Adds a ball."""
    item, style, ints = _mark(parts, sphere.occlusion, sphere.bias, sphere.ghost_opacity)
    if sphere.cut:
        ints[KIND] = BALL
    set_key_light(style, parts.camera)
    place = [*map(float, sphere.center), *_NONE, *_NONE, sphere.radius, 0.0, 0.0]
    parts.add_job([SPHERE_JOB, item], [*place, *sphere.color, *sphere.color, float(sphere.shaded)])


def add_disc(parts: MarkParts, disc: Disc) -> None:
    """Adds a round dot that faces the eye."""
    item, _, _ = _mark(parts, disc.occlusion, disc.bias, disc.ghost_opacity)
    place = [*map(float, disc.center), *_NONE, *_NONE, disc.radius, disc.border, 0.0]
    parts.add_job([DISC_JOB, item], [*place, *disc.color, *disc.border_color])


def add_shadow(parts: MarkParts, shadow: Shadow) -> None:
    """Adds a soft spot on a plane."""
    normal = np.asarray(shadow.normal, dtype=np.float64)
    size = float(np.linalg.norm(normal))
    if not (np.isfinite(size) and size > 0.0 and shadow.radius > 0.0):
        return
    normal = normal / size
    first = cross(normal, np.eye(3)[int(np.argmin(np.abs(normal)))])
    first *= shadow.radius / np.linalg.norm(first)
    second = cross(normal, first)
    item, _, _ = _mark(parts, "depth", shadow.bias, 0.0)
    paint: RGBA = (*shadow.color, shadow.opacity)
    place = [*map(float, shadow.center), *map(float, first), *map(float, second), 0.0, 0.0, 0.0]
    parts.add_job([SHADOW_JOB, item], [*place, *paint])
