"""Meshes of level surfaces against spheres, tori and planes: area, volume, topology, normals."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.level_surfaces import level_surface
from gradanim.problems import ProblemError

XYZ = "x y z"
BOX = [[-2, 2]] * 3
BALL = HandmadeField("x**2 + y**2 + z**2", XYZ)


def cross_products(mesh):
    a, b, c = mesh.vertices[mesh.triangles].transpose(1, 0, 2)
    return np.cross(b - a, c - a), (a + b + c) / 3


def area(mesh):
    return float(np.linalg.norm(cross_products(mesh)[0], axis=1).sum() / 2)


def volume(mesh):
    """By the divergence theorem: a third of the flux of the position through the surface."""
    normal, centre = cross_products(mesh)
    return float((normal * centre).sum() / 6)


def directed_edges(mesh):
    i, j, k = mesh.triangles.T
    return Counter(zip(np.concatenate([i, j, k]).tolist(), np.concatenate([j, k, i]).tolist(), strict=True))


def assert_closed(mesh):
    edges = directed_edges(mesh)
    assert set(edges.values()) == {1}
    assert all((b, a) in edges for a, b in edges)


def euler_characteristic(mesh):
    return len(mesh.vertices) - len(directed_edges(mesh)) // 2 + len(mesh.triangles)


@pytest.mark.parametrize("resolution", [21, 24, [20, 31, 26]])
def test_a_sphere(resolution):
    mesh = level_surface(BALL, 2.25, BOX, resolution)
    assert np.linalg.norm(mesh.vertices, axis=1) == pytest.approx(1.5, rel=1e-12)
    assert mesh.normals == pytest.approx(mesh.vertices / 1.5, abs=1e-12)
    assert_closed(mesh)
    assert euler_characteristic(mesh) == 2
    assert area(mesh) == pytest.approx(4 * math.pi * 1.5**2, rel=0.01)
    assert volume(mesh) == pytest.approx(4 / 3 * math.pi * 1.5**3, rel=0.02)
    assert area(mesh) < 4 * math.pi * 1.5**2


def test_the_error_falls_with_the_square_of_the_resolution():
    exact = 4 / 3 * math.pi
    errors = [exact - volume(level_surface(BALL, 1.0, BOX, n)) for n in (16, 32)]
    assert 3 < errors[0] / errors[1] < 6


def test_triangles_face_uphill():
    normal, centre = cross_products(level_surface(BALL, 1.0, BOX, 20))
    assert ((normal * centre).sum(axis=1) >= -1e-12).all()
    hill = HandmadeField("-(x**2 + y**2 + z**2)", XYZ)
    assert volume(level_surface(hill, -1.0, BOX, 20)) == pytest.approx(-4 / 3 * math.pi, rel=0.05)


def test_a_torus():
    torus = HandmadeField("(x**2 + y**2 + z**2 + 1 - 0.16)**2 - 4*(x**2 + y**2)", XYZ)
    mesh = level_surface(torus, 0.0, [[-1.6, 1.6], [-1.6, 1.6], [-0.7, 0.7]], [40, 40, 24])
    assert_closed(mesh)
    assert euler_characteristic(mesh) == 0
    assert area(mesh) == pytest.approx(4 * math.pi**2 * 0.4, rel=0.02)
    assert volume(mesh) == pytest.approx(2 * math.pi**2 * 0.16, rel=0.04)


@given(st.floats(-1.3, 1.3), st.floats(0, 6.3), st.floats(-1, 1))
@settings(deadline=None, max_examples=15)
def test_a_plane_is_met_exactly(offset, angle, height):
    r = math.sqrt(1 - height**2)
    n = np.array([r * math.cos(angle), r * math.sin(angle), height])
    field = HandmadeField("({})*x + ({})*y + ({})*z".format(*n.tolist()), XYZ)
    mesh = level_surface(field, offset, BOX, 9)
    assert mesh.vertices @ n == pytest.approx(offset, abs=1e-12)
    assert mesh.normals == pytest.approx(np.broadcast_to(n, mesh.normals.shape), abs=1e-12)
    # All triangles lie side by side: their areas add up to that of the section of the box.
    assert area(mesh) == pytest.approx(np.linalg.norm(cross_products(mesh)[0].sum(axis=0)) / 2, rel=1e-9)


def test_levels_through_grid_nodes_leave_no_cracks():
    # At resolution 9 the nodes are at multiples of 0.5, many of them exactly on |x| + |y| + |z| = 1.
    octahedron = HandmadeField("Abs(x) + Abs(y) + Abs(z)", XYZ)
    mesh = level_surface(octahedron, 1.0, BOX, 9)
    assert_closed(mesh)
    assert euler_characteristic(mesh) == 2
    assert area(mesh) == pytest.approx(4 * math.sqrt(3), rel=1e-9)
    assert volume(mesh) == pytest.approx(4 / 3, rel=1e-9)
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1)


def test_vertices_stay_in_the_box_and_end_on_its_border():
    mesh = level_surface(BALL, 5.0, BOX, 24)
    assert np.abs(mesh.vertices).max() <= 2
    edges = directed_edges(mesh)
    rim = {a for (a, b) in edges if (b, a) not in edges}
    assert rim
    assert np.abs(mesh.vertices[sorted(rim)]).max(axis=1).tolist() == [2.0] * len(rim)


def test_holes_poles_and_nothing_at_all():
    half = level_surface(HandmadeField("x**2 + y**2 + z**2 + 1e-30*log(x)", XYZ), 1.0, BOX, 24)
    assert len(half.triangles) > 100
    assert half.vertices[:, 0].min() > 0
    assert np.linalg.norm(half.vertices, axis=1) == pytest.approx(1, rel=1e-9)
    assert len(level_surface(HandmadeField("1/x + 0*y + 0*z", XYZ), 0.0, BOX, 12).triangles) == 0
    nothing = level_surface(BALL, 100.0, BOX, 8)
    assert nothing.vertices.shape == nothing.triangles.shape == nothing.normals.shape == (0, 3)


def test_normals_without_a_gradient():
    # ∇f vanishes on the whole level x = 0 of x³, yet the surface has a normal.
    mesh = level_surface(HandmadeField("x**3 + 0*y + 0*z", XYZ), 0.0, BOX, 9)
    assert len(mesh.triangles) == 128
    assert mesh.normals == pytest.approx(np.broadcast_to([1.0, 0, 0], mesh.normals.shape))


def test_what_is_refused():
    with pytest.raises(ProblemError, match="a level surface needs a field of 3 variables"):
        level_surface(HandmadeField("x + y"), 0.0, BOX)
    with pytest.raises(ValueError, match="finite"):
        level_surface(BALL, math.nan, BOX)
