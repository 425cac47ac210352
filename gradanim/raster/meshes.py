"""Kernels that place the vertices and triangles of surfaces in the picture and cut them at the near plane."""

from __future__ import annotations

import math

import numpy as np

from gradanim.raster.compiled import inner, kernel
from gradanim.raster.geometry import FAR_OUT, is_before_eye, snap, to_eye, to_pixel
from gradanim.raster.layout import ABSENT, ATTRIBUTES, F4, F8, I4, I8, NEAR_Z, SIDE_A, SIDE_B, Triangles


@kernel
def place_vertices(camera: F8, points: F8, base: int, target: Triangles) -> None:
    """Projects points (n, 3) into the vertices from ``base`` on, pixels on the grid of 1/256.

    A point that is not finite gets a nan depth; one behind the near plane only its depth.
    """
    vertices = target.vertices
    for i in range(points.shape[0]):
        right, up, ahead = to_eye(camera, points[i, 0], points[i, 1], points[i, 2])
        place = base + i
        target.ahead[place] = ahead if math.isfinite(right + up + ahead) else np.nan
        if math.isfinite(right + up + ahead) and is_before_eye(camera, ahead):
            x, y, key, inverse = to_pixel(camera, right, up, ahead)
            vertices[place, 0] = snap(x)
            vertices[place, 1] = snap(y)
            vertices[place, 2] = key
            vertices[place, 3] = inverse


@inner
def _side(vertices: F8, a: int, b: int, c: int) -> int:
    """Which side of a projected triangle is seen, or ABSENT where it has no area."""
    abx, aby = vertices[b, 0] - vertices[a, 0], vertices[b, 1] - vertices[a, 1]
    acx, acy = vertices[c, 0] - vertices[a, 0], vertices[c, 1] - vertices[a, 1]
    area = abx * acy - acx * aby
    if not (abs(area) < FAR_OUT * FAR_OUT) or area == 0.0:
        return ABSENT
    return SIDE_A if area > 0.0 else SIDE_B


@inner
def _hidden_corners(camera: F8, target: Triangles, t: int) -> int:
    """How many corners of triangle t are behind the near plane; -1 where one of them is not finite."""
    hidden = 0
    for k in range(3):
        ahead = target.ahead[target.corners[t, k]]
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
        for k in range(3):
            target.corners[t, k] = base + corners[i, k]
        target.item[t] = item
        hidden = _hidden_corners(camera, target, t)
        target.state[t] = ABSENT
        if hidden == 0:
            a, b, c = target.corners[t, 0], target.corners[t, 1], target.corners[t, 2]
            target.state[t] = _side(target.vertices, a, b, c)
        elif 0 < hidden < 3:
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


@inner
def _add_part(target: Triangles, triangle: int, t: int, ring: I8, size: int) -> int:
    """Adds the parts of triangle t, a polygon of the given size, from ``triangle`` on; returns triangles in use."""
    corners = target.corners
    for k in range(2, size):
        corners[triangle, 0], corners[triangle, 1], corners[triangle, 2] = ring[0], ring[k - 1], ring[k]
        target.state[triangle] = _side(target.vertices, ring[0], ring[k - 1], ring[k])
        target.item[triangle] = target.item[t]
        triangle += 1
    return triangle


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
            here, there = target.corners[t, k], target.corners[t, (k + 1) % 3]
            here_seen = is_before_eye(camera, target.ahead[here])
            if here_seen:
                ring[size] = here
                size += 1
            if here_seen != is_before_eye(camera, target.ahead[there]):
                far, near = (there, here) if here_seen else (here, there)
                _cut_edge(camera, points, far, near, (base, vertex), target)
                ring[size] = vertex
                size += 1
                vertex += 1
        triangle = _add_part(target, triangle, t, ring, size)
    return vertex, triangle


@kernel
def find_edges(target: Triangles, neighbors: I4, first: int, edges: F4, edge_item: I4, count: int) -> int:
    """Appends the edges at which a surface ends or turns away from the eye: only there pixels are partly covered.

    Args:
        target: triangles placed by ``place_triangles``.
        neighbors: (t, 3) the triangle beyond the edge from corner k to corner k + 1, or -1.
        first: the triangle that row 0 of ``neighbors`` stands for.
        edges: (e, 4) pixel x, y of both ends, with room for three edges of every triangle.
        edge_item: (e,) row of the style tables.
        count: edges in use.

    Returns:
        Edges in use afterwards.
    """
    for i in range(neighbors.shape[0]):
        t = first + i
        state = target.state[t]
        if state == ABSENT:
            continue
        for k in range(3):
            beyond = neighbors[i, k]
            other = target.state[first + beyond] if beyond >= 0 else ABSENT
            if state == other or (other != ABSENT and beyond < i):
                continue
            a, b = target.corners[t, k], target.corners[t, (k + 1) % 3]
            edges[count, 0], edges[count, 1] = target.vertices[a, 0], target.vertices[a, 1]
            edges[count, 2], edges[count, 3] = target.vertices[b, 0], target.vertices[b, 1]
            edge_item[count] = target.item[t]
            count += 1
    return count
