"""The kernel that turns a soft spot on a plane into a stroke.

A plane is seen through a projective map (Hartley and Zisserman, Multiple View Geometry, section 2.3). Its inverse takes
a pixel back to the plane, where the spot is a circle.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.geometry import is_before_eye, to_eye, to_pixel
from gradanim.raster.layout import AT, DISTANCE, F8, PERSPECTIVE, PIXELS_PER_UNIT, SIDE, TO

_Row: TypeAlias = tuple[float, float, float]


@inner
def shadow_box(camera: F8, job: F8) -> tuple[bool, float, float, float, float]:
    """Whether all of the square around a shadow is before the eye, and the box of pixels of that square."""
    low_x, high_x, low_y, high_y = np.inf, -np.inf, np.inf, -np.inf
    for i in range(4):
        u, v = 2.0 * (i % 2) - 1.0, 2.0 * (i // 2) - 1.0
        right, up, ahead = _eye_of(camera, job, u, v)
        if not math.isfinite(right + up + ahead) or not is_before_eye(camera, ahead):
            return False, 0.0, 0.0, 0.0, 0.0
        x, y, _, _ = to_pixel(camera, right, up, ahead)
        low_x, high_x, low_y, high_y = min(low_x, x), max(high_x, x), min(low_y, y), max(high_y, y)
    return True, low_x, high_x, low_y, high_y


@inner
def _eye_of(camera: F8, job: F8, u: float, v: float) -> _Row:
    """Eye coordinates of the place (u, v) of the plane of a shadow, whose radius is 1."""
    return to_eye(
        camera,
        job[AT] + u * job[TO] + v * job[SIDE],
        job[AT + 1] + u * job[TO + 1] + v * job[SIDE + 1],
        job[AT + 2] + u * job[TO + 2] + v * job[SIDE + 2],
    )


@inner
def _cross(a: _Row, b: _Row) -> _Row:
    """The vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@inner
def shadow_forms(camera: F8, job: F8) -> tuple[bool, _Row, _Row, _Row, _Row]:
    """Linear forms (1, x, y) of the picture of a shadow.

    Returns:
        Whether its plane is not seen from the edge; the forms of u / w, v / w and 1 / w, w the depth (1 for parallel
        lines of sight), and of the depth key.
    """
    center, first, second = (
        _eye_of(camera, job, 0.0, 0.0),
        _eye_of(camera, job, 1.0, 0.0),
        _eye_of(camera, job, 0.0, 1.0),
    )
    perspective, distance = camera[PERSPECTIVE] > 0.0, camera[DISTANCE]
    scale = camera[PIXELS_PER_UNIT] * (distance if perspective else 1.0)
    x, y, _, _ = to_pixel(camera, 0.0, 0.0, distance)
    du, dv = first[2] - center[2], second[2] - center[2]
    w = (du, dv, center[2]) if perspective else (0.0, 0.0, 1.0)
    across = (first[0] - center[0], second[0] - center[0], center[0])
    upward = (first[1] - center[1], second[1] - center[1], center[1])
    px = (scale * across[0] + x * w[0], scale * across[1] + x * w[1], scale * across[2] + x * w[2])
    py = (y * w[0] - scale * upward[0], y * w[1] - scale * upward[1], y * w[2] - scale * upward[2])
    # The rows px, py, w are the map from (u, v, 1); its inverse has their vector products as columns.
    a, b, c = _cross(py, w), _cross(w, px), _cross(px, py)
    det = px[0] * a[0] + px[1] * a[1] + px[2] * a[2]
    form_u = (c[0] / det, a[0] / det, b[0] / det)
    form_v = (c[1] / det, a[1] / det, b[1] / det)
    form_w = (c[2] / det, a[2] / det, b[2] / det)
    if perspective:
        square = distance * distance
        key = (2.0 * distance - square * form_w[0], -square * form_w[1], -square * form_w[2])
    else:
        key = (
            du * form_u[0] + dv * form_v[0] + center[2] * form_w[0],
            du * form_u[1] + dv * form_v[1] + center[2] * form_w[1],
            du * form_u[2] + dv * form_v[2] + center[2] * form_w[2],
        )
    sound = math.isfinite(sum(form_u) + sum(form_v) + sum(form_w) + sum(key))
    return sound, form_u, form_v, form_w, key
