"""Meshes, polygons and cone heads on their way to triangles."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.items import Arrow, Mesh, Polygon
from gradanim.raster.layout import (
    ATTRIBUTES,
    C_A,
    C_R,
    CURVED,
    F4,
    FLAT,
    GHOST_OPACITY,
    HEAD_PART,
    I4,
    MESH,
    OCCLUSION,
    OCCLUSIONS,
)
from gradanim.raster.looks import Lighting
from gradanim.raster.solids import Solids
from gradanim.raster.styles import set_light

FloatArray = NDArray[np.float64]

# Corners of the base of a cone.
_CONE_SIDES = 28


def add_polygon(solids: Solids, polygon: Polygon, order: int) -> None:
    """Adds a flat convex polygon."""
    points = np.array(polygon.points, dtype=np.float64).reshape(-1, 3)
    alpha = polygon.color[3] * polygon.opacity
    if len(points) < 3 or not np.isfinite(points).all():
        return
    item, style, _ = solids.styles.add_item(FLAT, order)
    style[C_R : C_R + 3], style[C_A] = polygon.color[:3], alpha
    solids.add_triangles(item, points, None, solids.canvas.fan_topology(len(points)))


def add_mesh(solids: Solids, mesh: Mesh, order: int) -> None:
    """Adds triangles with smooth normals."""
    _add_mesh(solids, mesh, order)


def _add_mesh(solids: Solids, mesh: Mesh, order: int) -> tuple[F4, I4] | None:
    """Adds triangles; returns their row of the style tables, or None where nothing was added."""
    vertices = np.array(mesh.vertices, dtype=np.float64).reshape(-1, 3)
    if not len(vertices) or not np.size(mesh.triangles) or mesh.opacity <= 0.0:
        return None
    corners, neighbors = solids.canvas.mesh_topology(mesh.triangles)
    item, style, ints = solids.styles.add_item(MESH, order)
    ints[CURVED] = 1
    style[C_A] = mesh.opacity
    set_light(style, solids.camera, mesh.lighting, 1.0)
    normals = _mean_normals(vertices, corners) if mesh.normals is None else np.asarray(mesh.normals)
    attributes = np.empty((len(vertices), ATTRIBUTES), np.float32)
    attributes[:, :3] = np.nan_to_num(normals)
    color = np.broadcast_to(np.asarray(mesh.color, dtype=np.float64), (len(vertices), 4))
    # Light is added in linear light, taken as the square of sRGB.
    attributes[:, 3:6] = np.nan_to_num(color[:, :3]) ** 2
    attributes[:, 6] = color[:, 3]
    solids.add_triangles(item, vertices, attributes, (corners, neighbors))
    return style, ints


def _mean_normals(vertices: FloatArray, corners: NDArray[np.int32]) -> FloatArray:
    """(v, 3) sums of the normals of the triangles at every vertex, weighted by area."""
    a, b, c = (vertices[corners[:, k]] for k in range(3))
    with np.errstate(all="ignore"):
        faces = np.nan_to_num(np.cross(b - a, c - a))
    normals = np.zeros(vertices.shape)
    for k in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(corners[:, k], faces[:, axis], len(vertices))
    return normals


def cone_of(camera: Camera, viewport: Viewport, arrow: Arrow) -> tuple[Mesh, FloatArray, float] | None:
    """The head of an arrow as a cone, the end of its shaft, and what its sizes shrink to; None where it has none."""
    tail, tip = np.asarray(arrow.tail, dtype=np.float64), np.asarray(arrow.tip, dtype=np.float64)
    with np.errstate(all="ignore"):
        length = float(np.linalg.norm(tip - tail))
    _, ahead = camera.project(tip, viewport)
    if not (np.isfinite(length) and length > 0.0) or not (camera.is_orthographic or ahead > 0.0):
        return None
    nearer = 1.0 if camera.is_orthographic else float(ahead) / camera.distance
    unit = nearer / camera.scale(viewport)
    shrink = min(1.0, HEAD_PART * length / max(arrow.head_length * unit, 1e-300))
    along = (tip - tail) / length
    head, radius = arrow.head_length * unit * shrink, 0.5 * arrow.head_width * unit * shrink
    return _cone(tip, along, head, radius, arrow.color), tip - 0.9 * head * along, shrink


def add_cone(solids: Solids, arrow: Arrow, order: int) -> None:
    """Adds the solid head of an arrow."""
    parts = cone_of(solids.camera, solids.viewport, arrow)
    row = None if parts is None else _add_mesh(solids, parts[0], order)
    if row is not None:
        style, ints = row
        style[GHOST_OPACITY] = arrow.ghost_opacity
        ints[OCCLUSION] = OCCLUSIONS[arrow.occlusion]


def _cone(tip: FloatArray, along: FloatArray, height: float, radius: float, color: tuple[float, ...]) -> Mesh:
    """A closed cone with smooth sides."""
    across = cross(along, np.eye(3)[int(np.argmin(np.abs(along)))])
    across /= np.linalg.norm(across)
    turn = np.linspace(0.0, 2.0 * np.pi, _CONE_SIDES, endpoint=False)[:, None]
    spokes = np.cos(turn) * across + np.sin(turn) * cross(along, across)
    base = tip - height * along
    rim = base + radius * spokes
    sides = spokes + (radius / height) * along
    vertices = np.concatenate([np.repeat(tip[None], _CONE_SIDES, 0), rim, rim, base[None]])
    normals = np.concatenate([sides, sides, np.repeat(-along[None], _CONE_SIDES + 1, 0)])
    light = Lighting(ambient=0.45, key=0.62, fill=0.2, rim=0.08, specular=0.15)
    r, g, b, a = color
    return Mesh(vertices, _cone_triangles(), normals, (r, g, b, a), 1.0, light)


@cache
def _cone_triangles() -> NDArray[np.int32]:
    """(t, 3) corners of a cone: its tip once for every side, its rim twice, the middle of its base. One array, for its
    topology is kept as long as it is."""
    i = np.arange(_CONE_SIDES)
    after = (i + 1) % _CONE_SIDES
    last = np.full(_CONE_SIDES, 3 * _CONE_SIDES)
    mantle = np.stack([i, i + _CONE_SIDES, after + _CONE_SIDES], axis=1)
    bottom = np.stack([last, i + 2 * _CONE_SIDES, after + 2 * _CONE_SIDES], axis=1)
    return np.concatenate([mantle, bottom]).astype(np.int32)


def cross(one: FloatArray, other: FloatArray) -> FloatArray:
    """The cross product of two vectors, (3,); numpy's own is made for many at once and takes ten times as long."""
    (a, b, c), (x, y, z) = one, other
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])
