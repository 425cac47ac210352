"""Kernels that place the vertices and triangles of surfaces in the picture and cut them at the near plane."""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner, kernel
from gradanim.raster.geometry import FAR_OUT, is_before_eye, snap, to_eye, to_pixel
from gradanim.raster.layout import (
    ABSENT,
    AHEAD,
    ATTRIBUTES,
    EDGE_ITEM,
    F4,
    F8,
    FACE_ITEM,
    I4,
    I8,
    INVERSE,
    KEY_Q,
    NEAR_Z,
    PIXEL_X,
    PIXEL_Y,
    SIDE_A,
    SIDE_B,
    STATE,
    Triangles,
)


@kernel
def place_vertices(camera: F8, points: F8, base: int, target: Triangles) -> None:
    """Projects points (n, 3) into the vertices from ``base`` on, pixels on the grid of 1/256.

    A point that is not finite gets a nan depth; one behind the near plane only its depth.
    """
    vertices = target.vertices
    for i in range(points.shape[0]):
        right, up, ahead = to_eye(camera, points[i, 0], points[i, 1], points[i, 2])
        place = base + i
        vertices[place, AHEAD] = ahead if math.isfinite(right + up + ahead) else np.nan
        if math.isfinite(right + up + ahead) and is_before_eye(camera, ahead):
            x, y, key, inverse = to_pixel(camera, right, up, ahead)
            vertices[place, PIXEL_X], vertices[place, PIXEL_Y] = snap(x), snap(y)
            vertices[place, KEY_Q], vertices[place, INVERSE] = key, inverse


@inner
def _add_face(target: Triangles, t: int, a: int, b: int, c: int, item: int) -> None:
    """Writes triangle t and which of its sides is seen."""
    vertices, faces = target.vertices, target.faces
    abx, aby = vertices[b, 0] - vertices[a, 0], vertices[b, 1] - vertices[a, 1]
    acx, acy = vertices[c, 0] - vertices[a, 0], vertices[c, 1] - vertices[a, 1]
    area = abx * acy - acx * aby
    faces[t, 0], faces[t, 1], faces[t, 2], faces[t, FACE_ITEM] = a, b, c, item
    faces[t, STATE] = SIDE_A if area > 0.0 else SIDE_B
    if not (abs(area) < FAR_OUT * FAR_OUT) or area == 0.0:
        faces[t, STATE] = ABSENT


@inner
def _hidden_corners(camera: F8, target: Triangles, t: int) -> int:
    """How many corners of triangle t are behind the near plane; -1 where one of them is not finite."""
    hidden = 0
    for k in range(3):
        ahead = target.vertices[target.faces[t, k], AHEAD]
        if not math.isfinite(ahead):
            return -1
        hidden += 0 if is_before_eye(camera, ahead) else 1
    return hidden


@kernel
def place_triangles(camera: F8, corners: I4, starts: tuple[int, int], item: int, target: Triangles) -> int:
    """Adds triangles with corners (t, 3) counted from vertex ``starts[0]``, from triangle ``starts[1]`` on.

    Returns:
        How many of them the near plane cuts; they are ABSENT and left to ``cut_triangles``.
    """
    base, first = starts
    cut = 0
    for i in range(corners.shape[0]):
        t = first + i
        _add_face(target, t, base + corners[i, 0], base + corners[i, 1], base + corners[i, 2], item)
        hidden = _hidden_corners(camera, target, t)
        if hidden != 0:
            target.faces[t, STATE] = ABSENT
        if 0 < hidden < 3:
            cut += 1
    return cut


@inner
def _cut_edge(
    camera: F8, points: F8, hidden: int, seen: int, spots: tuple[int, int], target: Triangles
) -> None:
    """Adds, at ``spots[1]``, the vertex where the edge from a hidden to a seen vertex crosses the near plane."""
    base, place = spots
    a, b = hidden - base, seen - base
    right_a, up_a, ahead_a = to_eye(camera, points[a, 0], points[a, 1], points[a, 2])
    right_b, up_b, ahead_b = to_eye(camera, points[b, 0], points[b, 1], points[b, 2])
    near = camera[NEAR_Z] * 1.001
    t = (near - ahead_a) / (ahead_b - ahead_a)
    x, y, key, inverse = to_pixel(camera, right_a + t * (right_b - right_a), up_a + t * (up_b - up_a), near)
    vertices, attributes = target.vertices, target.attributes
    vertices[place, 0], vertices[place, 1], vertices[place, 2], vertices[place, 3] = (
        snap(x),
        snap(y),
        key,
        inverse,
    )
    for k in range(ATTRIBUTES):
        step = attributes[seen, k] - attributes[hidden, k]
        attributes[place, k] = attributes[hidden, k] + np.float32(t) * step


@kernel
def cut_triangles(
    camera: F8, points: F8, spans: tuple[int, int, int, int], target: Triangles, ring: I8
) -> tuple[int, int]:
    """Cuts triangles at the near plane and appends their parts.

    Args:
        camera: (CAMERA_COLUMNS,).
        points: (n, 3) world coordinates of the vertices from the first on.
        spans: first vertex, first triangle, vertices in use, triangles in use.
        target: with room for two vertices and two triangles more for every triangle that is cut.
        ring: (4,) scratch.

    Returns:
        Vertices and triangles in use afterwards.
    """
    base, first, vertex, triangle = spans
    for t in range(first, triangle):
        hidden = _hidden_corners(camera, target, t)
        if hidden <= 0 or hidden == 3:
            continue
        size = 0
        for k in range(3):
            here, there = target.faces[t, k], target.faces[t, (k + 1) % 3]
            here_seen = is_before_eye(camera, target.vertices[here, AHEAD])
            if here_seen:
                ring[size] = here
                size += 1
            if here_seen != is_before_eye(camera, target.vertices[there, AHEAD]):
                far, near = (there, here) if here_seen else (here, there)
                _cut_edge(camera, points, far, near, (base, vertex), target)
                ring[size] = vertex
                size += 1
                vertex += 1
        for k in range(2, size):
            _add_face(target, triangle, ring[0], ring[k - 1], ring[k], target.faces[t, FACE_ITEM])
            triangle += 1
    return vertex, triangle


@kernel
def find_edges(target: Triangles, neighbors: I4, first: int, edges: F4, count: int) -> int:
    """Appends the edges at which a surface ends or turns away from the eye: only there pixels are partly covered.

    Args:
        target: triangles placed by ``place_triangles``.
        neighbors: (t, 3) the triangle beyond the edge from corner k to corner k + 1, or -1.
        first: the triangle that row 0 of ``neighbors`` stands for.
        edges: (e, EDGE_COLUMNS) with room for three edges of every triangle.
        count: edges in use.

    Returns:
        Edges in use afterwards.
    """
    vertices, faces = target.vertices, target.faces
    for i in range(neighbors.shape[0]):
        t = first + i
        state = faces[t, STATE]
        if state == ABSENT:
            continue
        for k in range(3):
            beyond = neighbors[i, k]
            other = faces[first + beyond, STATE] if beyond >= 0 else ABSENT
            if state == other or (other != ABSENT and beyond < i):
                continue
            a, b = faces[t, k], faces[t, (k + 1) % 3]
            edges[count, 0], edges[count, 1] = vertices[a, PIXEL_X], vertices[a, PIXEL_Y]
            edges[count, 2], edges[count, 3] = vertices[b, PIXEL_X], vertices[b, PIXEL_Y]
            edges[count, EDGE_ITEM] = faces[t, FACE_ITEM]
            count += 1
    return count
