"""Slopes in directions against mpmath and complex steps; what happens where the gradient vanishes."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.directional import (
    along_line,
    difference_quotient,
    directional_derivative,
    gradient_vanishes,
    slope_by_angle,
    steepest_ascent,
    steepest_descent,
    surface_normal,
    unit,
    unit_direction,
    uphill_tangent,
)
from gradanim.problems import ProblemError

WAVES = HandmadeField("sin(x)*exp(y/2) + x**2*y/3")
coordinate = st.floats(-3, 3)


def codes(error: pytest.ExceptionInfo[ProblemError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


@given(coordinate, coordinate, st.floats(0, 2 * math.pi))
@settings(deadline=None, max_examples=40)
def test_directional_derivative_is_the_derivative_of_the_slice(x, y, angle):
    u = unit_direction(angle)

    def slice_(h):
        a, b = mpmath.mpf(x) + h * mpmath.mpf(u[0]), mpmath.mpf(y) + h * mpmath.mpf(u[1])
        return mpmath.sin(a) * mpmath.exp(b / 2) + a**2 * b / 3

    with mpmath.workdps(40):
        expected = float(mpmath.diff(slice_, 0))
    found = directional_derivative(WAVES, [x, y], 2.5 * u)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert slope_by_angle(WAVES, [x, y], [angle])[0] == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(coordinate, coordinate)
@settings(deadline=None, max_examples=30)
def test_no_direction_is_steeper_than_the_gradient(x, y):
    slopes = slope_by_angle(WAVES, [x, y], np.linspace(0, 2 * np.pi, 721))
    norm = np.linalg.norm(WAVES.gradient([x, y]))
    assert slopes.max() <= norm * (1 + 1e-12)
    up, down = steepest_ascent(WAVES, [x, y]), steepest_descent(WAVES, [x, y])
    assert up is not None
    assert down is not None
    assert directional_derivative(WAVES, [x, y], up) == pytest.approx(norm, rel=1e-12)
    assert directional_derivative(WAVES, [x, y], down) == pytest.approx(-norm, rel=1e-12)


def test_the_lessons_numbers():
    bowl = HandmadeField("x**2 + 4*y**2")
    u = steepest_descent(bowl, [1, 1])
    assert u == pytest.approx([-2 / math.sqrt(68), -8 / math.sqrt(68)], abs=1e-15)
    assert directional_derivative(bowl, [1, 1], u) == pytest.approx(-2 * math.sqrt(17), rel=1e-15)
    product = HandmadeField("x*exp(y)")
    assert steepest_ascent(product, [0, 0]) == pytest.approx([1, 0])
    assert slope_by_angle(product, [0, 0], [0.0, np.pi / 3, np.pi]) == pytest.approx([1, 0.5, -1])


def test_difference_quotients_reach_the_slope_linearly():
    u = unit([1.0, 2.0])
    exact = directional_derivative(WAVES, [0.4, -0.7], u)
    errors = np.abs(difference_quotient(WAVES, [0.4, -0.7], u, [1e-2, 1e-3, 1e-4]) - exact)
    assert errors[0] / errors[1] == pytest.approx(10, rel=0.1)
    assert errors[1] / errors[2] == pytest.approx(10, rel=0.1)
    backwards = difference_quotient(WAVES, [0.4, -0.7], u, -1e-5)
    assert backwards == pytest.approx(exact, abs=1e-4)
    with pytest.raises(ValueError, match="zero"):
        difference_quotient(WAVES, [0, 0], u, [0.1, 0.0])


def test_along_line_is_f_on_the_line():
    values = along_line(WAVES, [0.5, 1.0], [3, 4], [0.0, 1.0, -2.0])
    assert values == pytest.approx(WAVES.value([[0.5, 1.0], [1.1, 1.8], [-0.7, -0.6]]))


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1.0, 1e200, 1.7e308])
def test_unit_neither_overflows_nor_underflows(size):
    assert unit([size, -size]) == pytest.approx(
        [math.sqrt(0.5), -math.sqrt(0.5)], rel=1e-4 if size < 1e-300 else 1e-15
    )


def test_a_zero_direction_is_a_problem():
    with pytest.raises(
        ProblemError, match="a direction needs a length, and the zero vector has none"
    ) as error:
        unit([[1, 0], [0, 0]])
    assert codes(error) == ["zero_direction"]
    with pytest.raises(ProblemError, match="must be finite") as error:
        directional_derivative(WAVES, [0, 0], [math.nan, 1])
    assert codes(error) == ["direction_not_finite"]


def test_points_of_the_wrong_size_are_problems():
    with pytest.raises(ProblemError, match=r"a point \(x, y\) needs 2 coordinates, and 3 were given"):
        steepest_ascent(WAVES, [1, 2, 3])
    with pytest.raises(ProblemError, match=r"must be finite numbers, not \(1, nan\)"):
        steepest_ascent(WAVES, [1, math.nan])
    with pytest.raises(ProblemError, match="a slope by angle needs a field of 2 variables, and x has 1"):
        slope_by_angle(HandmadeField("x", "x"), [1.0], [0.0])


@pytest.mark.parametrize(
    ("text", "point", "vanishes"),
    [
        ("x**2 + y**2", [0, 0], True),
        ("x**2 + y**2", [6e-17, -1e-17], True),
        ("x**2 + y**2", [1e-9, 0], False),
        ("sin(x) + y**2", [math.pi / 2, 0], True),
        ("sin(x) + y**2", [1e6 * math.pi + math.pi / 2, 0], True),
        ("1e-30*x", [5, 5], False),
        ("1e-300*x", [5, 5], False),
        ("1e200*x**2", [1, 5], False),
        ("1e-30*(x**2 + y**2)", [1, 0], False),
        ("x**3 - 3*x*y**2", [0, 0], True),
        ("x**3 - 3*x*y**2", [1e-5, 0], False),
        ("7", [1, 2], True),
    ],
)
def test_where_the_gradient_vanishes(text, point, vanishes):
    field = HandmadeField(text)
    assert bool(gradient_vanishes(field, point)) is vanishes
    assert (steepest_ascent(field, point) is None) is vanishes
    assert (steepest_descent(field, point) is None) is vanishes


def test_the_scale_of_the_domain_counts():
    bowl = HandmadeField("x**2 + y**2")
    assert bool(gradient_vanishes(bowl, [1e-12, 0], scale=1e4))
    assert not bool(gradient_vanishes(bowl, [1e-12, 0]))


def test_no_steepest_direction_off_the_domain_or_at_a_kink():
    assert steepest_ascent(HandmadeField("log(x) + y"), [-1, 0]) is None
    ridge = HandmadeField("Abs(x) + y", kinks=(lambda x, y: x,))
    assert steepest_ascent(ridge, [0, 1]) is None
    assert steepest_ascent(ridge, [0.5, 1]) == pytest.approx([math.sqrt(0.5), math.sqrt(0.5)])


@given(coordinate, coordinate)
@settings(deadline=None, max_examples=30)
def test_normal_and_uphill_tangent(x, y):
    fx, fy = WAVES.gradient([x, y])
    normal, tangent = surface_normal(WAVES, [x, y]), uphill_tangent(WAVES, [x, y])
    assert normal == pytest.approx([-fx, -fy, 1])
    assert tangent == pytest.approx([fx, fy, fx**2 + fy**2])
    # Both tangents of the coordinate slices are at right angles to the normal, and so is the uphill tangent.
    for other in ([1, 0, fx], [0, 1, fy], tangent):
        assert abs(np.dot(normal, other)) <= 1e-12 * (1 + np.linalg.norm(other) * np.linalg.norm(normal))
