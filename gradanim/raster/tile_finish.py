"""Kernels that interpolate depths and attributes, for all fragments of a triangle at once."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    A0,
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    CHANGES_COLOR,
    CHANGES_NONE,
    D0X,
    D0Y,
    D1X,
    D1Y,
    D4,
    D6,
    DISTANCE,
    F4,
    FLAT,
    FORWARD,
    PERSPECTIVE,
    QX,
    QY,
    T0,
    T1,
    TARGET,
    Q,
    Scene,
    Scratch,
)
from gradanim.raster.tile_setup import Change, Edges, Setup, bend_of, changes_at, steepest_change

_THREE, _SEVEN = np.uint64(3), np.uint64(7)
_1 = np.float32(1.0)


@inner
def _finish_flat(scratch: Scratch, s: Setup, n0: np.uint64, end: np.uint64) -> None:
    """Depths of fragments of one triangle, from barycentric coordinates of the picture in T0 and T1."""
    floats = scratch.floats
    q, dqb, dqc = np.float32(s.q), np.float32(s.dqb), np.float32(s.dqc)
    qx, qy = np.float32(s.qx), np.float32(s.qy)
    for i in range(n0, end):
        floats[Q + i] = q + floats[T0 + i] * dqb + floats[T1 + i] * dqc
        floats[QX + i] = qx
        floats[QY + i] = qy


@inner
def _finish_attributes(scene: Scene, scratch: Scratch, s: Setup, n0: np.uint64, end: np.uint64) -> None:
    """Attributes of fragments of one triangle, from barycentric coordinates of the picture in T0 and T1."""
    floats, a = scratch.floats, scene.attributes
    wa, wb, wc = np.float32(s.wa), np.float32(s.wb), np.float32(s.wc)
    dwb, dwc = wb - wa, wc - wa
    a0, b0, c0 = a[s.a, 0], a[s.b, 0] - a[s.a, 0], a[s.c, 0] - a[s.a, 0]
    a1, b1, c1 = a[s.a, 1], a[s.b, 1] - a[s.a, 1], a[s.c, 1] - a[s.a, 1]
    a2, b2, c2 = a[s.a, 2], a[s.b, 2] - a[s.a, 2], a[s.c, 2] - a[s.a, 2]
    a3, b3, c3 = a[s.a, 3], a[s.b, 3] - a[s.a, 3], a[s.c, 3] - a[s.a, 3]
    a4, b4, c4 = a[s.a, 4], a[s.b, 4] - a[s.a, 4], a[s.c, 4] - a[s.a, 4]
    a5, b5, c5 = a[s.a, 5], a[s.b, 5] - a[s.a, 5], a[s.c, 5] - a[s.a, 5]
    a6, b6, c6 = a[s.a, 6], a[s.b, 6] - a[s.a, 6], a[s.c, 6] - a[s.a, 6]
    for i in range(n0, end):
        b, c = floats[T0 + i], floats[T1 + i]
        w = _1 / (wa + b * dwb + c * dwc)
        b, c = b * wb * w, c * wc * w
        floats[T0 + i] = b
        floats[T1 + i] = c
        floats[A0 + i] = a0 + b * b0 + c * c0
        floats[A1 + i] = a1 + b * b1 + c * c1
        floats[A2 + i] = a2 + b * b2 + c * c2
        floats[A3 + i] = a3 + b * b3 + c * c3
        floats[A4 + i] = a4 + b * b4 + c * c4
        floats[A5 + i] = a5 + b * b5 + c * c5
        floats[A6 + i] = a6 + b * b6 + c * c6


@inner
def _seen_bend(scene: Scene, s: Setup) -> float:
    """How much of the bend of a surface over its triangle is seen as height.

    Where the surface lies h over the triangle, the line of sight along v (to the eye) meets it h / (n·v) further on,
    n = (-dz/dx, -dz/dy, 1), and there the height is h v_z / (n·v) more: all of h from above, nothing on a wall.
    """
    camera, a = scene.camera, scene.attributes
    v0, v1, v2 = -camera[FORWARD], -camera[FORWARD + 1], -camera[FORWARD + 2]
    if camera[PERSPECTIVE] > 0.0:
        v0 = v0 * camera[DISTANCE] + camera[TARGET] - (a[s.a, 0] + a[s.b, 0] + a[s.c, 0]) / 3.0
        v1 = v1 * camera[DISTANCE] + camera[TARGET + 1] - (a[s.a, 1] + a[s.b, 1] + a[s.c, 1]) / 3.0
        v2 = v2 * camera[DISTANCE] + camera[TARGET + 2] - (a[s.a, 5] + a[s.b, 5] + a[s.c, 5]) / 3.0
    n0, n1 = -(a[s.a, 2] + a[s.b, 2] + a[s.c, 2]) / 3.0, -(a[s.a, 3] + a[s.b, 3] + a[s.c, 3]) / 3.0
    facing = n0 * v0 + n1 * v1 + v2
    # Seen edge-on, or from below, the quotient has no bound or another sign.
    return min(max(v2 / facing, 0.0), 1.0) if abs(facing) > 1e-9 else 0.0


@inner
def _finish_surface(
    scratch: Scratch, attributes: F4, s: Setup, d: Change, span: tuple[np.uint64, np.uint64], bend: float
) -> None:
    """Changes of attributes over the picture, and the height of a surface with the gradients of the corners.

    Barycentric coordinates of the triangle in space are in T0 and T1, the height of the flat triangle in A5. What is
    left in D4 is the most by which the height changes as it is drawn: as on the flat triangle where none of the bend
    is seen, and as the gradients have it where all of it is.
    """
    floats = scratch.floats
    ab = np.float32(bend * bend_of(attributes, s.a, s.b))
    bc = np.float32(bend * bend_of(attributes, s.b, s.c))
    ca = np.float32(bend * bend_of(attributes, s.c, s.a))
    d0x, d0y, d1x = np.float32(d.d0x), np.float32(d.d0y), np.float32(d.d1x)
    d1y, d6 = np.float32(d.d1y), np.float32(d.d6)
    lines = d.d4
    if s.changes != CHANGES_COLOR:
        lines = (1.0 - bend) * lines + bend * steepest_change(attributes, s, d)
    d4 = np.float32(lines)
    for i in range(span[0], span[1]):
        fb, fc = floats[T0 + i], floats[T1 + i]
        fa = _1 - fb - fc
        floats[A5 + i] += fa * fb * ab + fb * fc * bc + fc * fa * ca
        floats[D0X + i] = d0x
        floats[D0Y + i] = d0y
        floats[D1X + i] = d1x
        floats[D1Y + i] = d1y
        floats[D4 + i] = d4
        floats[D6 + i] = d6


@inner
def finish(
    scene: Scene,
    scratch: Scratch,
    s: Setup,
    span: tuple[np.uint64, np.uint64],
    at: tuple[float, float],
    e: Edges,
) -> None:
    """Depths and attributes of the fragments of one triangle; ``at`` is the place where changes are taken.

    Loops go on to a multiple of eight, which the compiler turns into few instructions without a rest: what they write
    past the end is overwritten by the fragments to come.
    """
    n0 = span[0]
    end = n0 + (((span[1] - n0 + _SEVEN) >> _THREE) << _THREE)
    _finish_flat(scratch, s, n0, end)
    if s.kind == FLAT:
        return
    _finish_attributes(scene, scratch, s, n0, end)
    if s.changes != CHANGES_NONE:
        attributes = scene.attributes
        change = changes_at(attributes, s, at, e)
        _finish_surface(scratch, attributes, s, change, (n0, end), _seen_bend(scene, s))
