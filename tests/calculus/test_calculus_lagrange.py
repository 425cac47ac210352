"""Lagrange points against closed forms and scipy's constrained minimiser; vector maps against differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from gradanim.calculus.critical import CriticalKind
from gradanim.calculus.lagrange import find_lagrange_points
from gradanim.calculus.vector_map import VectorMap
from gradanim.problems import ProblemError

BOX = [[-3, 3], [-3, 3]]
MIN, MAX, SADDLE, FLAT = (CriticalKind(k) for k in ("minimum", "maximum", "saddle", "degenerate"))
CIRCLE = HandmadeField("x**2 + y**2")
R = math.sqrt(0.5)


def found(text, constraint=CIRCLE, level=1.0, bounds=BOX):
    return find_lagrange_points(HandmadeField(text), constraint, bounds, level)


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("x + y", 1, [(-R, -R, -R, MIN), (R, R, R, MAX)]),
        ("x*y", 1, [(-R, -R, 0.5, MAX), (-R, R, -0.5, MIN), (R, -R, -0.5, MIN), (R, R, 0.5, MAX)]),
        ("x**2 + 4*y**2", 4, [(-2, 0, 1, MIN), (0, -2, 4, MAX), (0, 2, 4, MAX), (2, 0, 1, MIN)]),
        ("1e8*x + 1e8*y", 1, [(-R, -R, -R * 1e8, MIN), (R, R, R * 1e8, MAX)]),
    ],
)
def test_on_circles(text, level, expected):
    points = found(text, level=level)
    assert [p.kind for p in points] == [kind for *_, kind in expected]
    for p, (x, y, multiplier, _) in zip(points, expected, strict=True):
        assert p.at == pytest.approx([x, y], abs=1e-12)
        assert p.multiplier == pytest.approx(multiplier, rel=1e-9)
        assert p.isolated
        assert p.value == HandmadeField(text).value(p.at)


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(-1, 1))
@settings(deadline=None, max_examples=8)
def test_the_lowest_point_is_scipys(a, b, c):
    field = HandmadeField(f"sin({a:.3f}*x + 1) + cos({b:.3f}*y) + ({c:.3f})*x*y + x/3")
    ellipse = HandmadeField("x**2/4 + y**2")
    points = find_lagrange_points(field, ellipse, BOX, 1.0)
    for p in points:
        assert ellipse.value(p.at) == pytest.approx(1, abs=1e-9)
        assert field.gradient(p.at) == pytest.approx(p.multiplier * ellipse.gradient(p.at), abs=1e-9)
    around = np.linspace(0, 2 * np.pi, 2001)
    on_ellipse = field.value(np.stack([2 * np.cos(around), np.sin(around)], axis=-1))
    lowest = min(points, key=lambda p: p.value)
    assert lowest.kind in (MIN, FLAT)
    start = around[on_ellipse.argmin()]
    result = optimize.minimize(
        field.value,
        [2 * math.cos(start), math.sin(start)],
        jac=field.gradient,
        constraints={"type": "eq", "fun": lambda p: p[0] ** 2 / 4 + p[1] ** 2 - 1},
        method="SLSQP",
        options={"ftol": 1e-14},
    )
    assert lowest.value == pytest.approx(result.fun, abs=1e-8)
    assert max(p.value for p in points) >= on_ellipse.max() - 1e-9


def test_in_space():
    product, plane = HandmadeField("x*y*z", "x y z"), HandmadeField("x + y + z", "x y z")
    points = find_lagrange_points(product, plane, [[-3, 4]] * 3, 3.0)
    expected = [(0, 0, 3, SADDLE), (0, 3, 0, SADDLE), (1, 1, 1, MAX), (3, 0, 0, SADDLE)]
    assert [(*p.at.tolist(), p.kind) for p in points] == expected
    assert [p.multiplier for p in points] == pytest.approx([0, 0, 1, 0], abs=1e-12)


def test_every_point_of_the_constraint():
    for text, multiplier in (("x**2 + y**2", 1), ("7", 0)):
        points = found(text)
        assert 2 <= len(points) <= 8
        assert not any(p.isolated for p in points)
        assert {p.kind for p in points} == {FLAT}
        assert [p.multiplier for p in points] == pytest.approx([multiplier] * len(points), abs=1e-9)


def test_corners_of_the_constraint_and_constraints_out_of_sight():
    # x is least at the cusp of y² = x³, where ∇g = 0 and no multiplier exists.
    assert found("x", HandmadeField("y**2 - x**3"), 0.0) == ()
    assert found("x", CIRCLE, 100.0) == ()
    assert found("x", HandmadeField("log(x) + y"), 0.0, [[-3, -1], [-3, 3]]) == ()
    ridge = HandmadeField("Abs(x) + y", kinks=(lambda x, y: x,))
    assert [p.at.tolist() for p in find_lagrange_points(ridge, CIRCLE, BOX, 1.0)] == [
        pytest.approx([-R, R]),
        pytest.approx([R, R]),
    ]


def test_what_is_refused():
    with pytest.raises(ProblemError, match=r"f has \(x, y\), the constraint \(u, v\)"):
        found("x + y", HandmadeField("u + v", "u v"))
    with pytest.raises(ProblemError, match="a constraint leaves no room for x"):
        find_lagrange_points(HandmadeField("x", "x"), HandmadeField("x**2", "x"), [[-1, 1]], 0.5)
    with pytest.raises(ValueError, match="finite"):
        found("x + y", level=math.nan)


POLAR = VectorMap(
    (HandmadeField("r*cos(t)", "r t"), HandmadeField("r*sin(t)", "r t"), HandmadeField("r*t", "r t"))
)


@given(st.floats(0.1, 3), st.floats(-4, 4))
@settings(deadline=None, max_examples=30)
def test_jacobian_rows_are_gradients(r, t):
    jacobian = POLAR.jacobian([r, t])
    assert jacobian == pytest.approx(
        np.array([[math.cos(t), -r * math.sin(t)], [math.sin(t), r * math.cos(t)], [t, r]])
    )
    h = 1e-6
    for i, side in enumerate(np.eye(2) * h):
        difference = (POLAR.value([r, t] + side) - POLAR.value([r, t] - side)) / (2 * h)
        assert jacobian[:, i] == pytest.approx(difference, abs=1e-7)


def test_vector_maps_are_batched_and_checked():
    assert (POLAR.n, POLAR.m, POLAR.variables) == (2, 3, ("r", "t"))
    assert POLAR.value(np.ones((4, 5, 2))).shape == (4, 5, 3)
    assert POLAR.jacobian(np.ones((4, 5, 2))).shape == (4, 5, 3, 2)
    assert POLAR.with_params(a=2.0).value([1, 0]).tolist() == [1, 0, 0]
    with pytest.raises(ProblemError, match="a vector map needs at least one component"):
        VectorMap(())
    with pytest.raises(ProblemError, match=r"same variables: `x` has \(x, y\), not \(r, t\)"):
        VectorMap((HandmadeField("r", "r t"), HandmadeField("x")))
