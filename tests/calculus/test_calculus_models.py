"""Linear and quadratic models: the lesson's numbers, the order of their errors, their edges."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.models import linear_model, quadratic_model
from gradanim.problems import ProblemError


def test_the_lessons_step():
    model = linear_model(HandmadeField("x**2*y + 3*y"), [2, 1])
    h = [0.1, -0.05]
    x, y = Fraction(21, 10), Fraction(95, 100)
    exact = x**2 * y + 3 * y - 7
    assert exact == Fraction(79, 2000)
    assert model.value == 7
    assert model.gradient.tolist() == [4, 7]
    assert model.predicted_change(h) == pytest.approx(0.05, abs=1e-15)
    assert model.actual_change(h) == pytest.approx(0.0395, abs=1e-14)
    assert model.error(h) == pytest.approx(-0.0105, abs=1e-14)


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(0, 6.3))
@settings(deadline=None, max_examples=30)
def test_errors_shrink_with_the_order_of_the_model(x, y, angle):
    field = HandmadeField("exp(x/2)*cos(y) + x*y**2")
    u = np.array([np.cos(angle), np.sin(angle)])
    steps = np.array([[1e-1], [1e-2]]) * u
    # Lagrange's remainder: third derivatives of f along u stay below 30 here, second ones below 18.
    assert (np.abs(linear_model(field, [x, y]).error(steps)) <= 9 * np.array([1e-2, 1e-4])).all()
    assert (np.abs(quadratic_model(field, [x, y]).error(steps)) <= 5 * np.array([1e-3, 1e-6])).all()


@given(st.lists(st.floats(-5, 5), min_size=6, max_size=6), st.floats(-3, 3), st.floats(-3, 3))
@settings(deadline=None, max_examples=30)
def test_the_quadratic_model_of_a_quadratic_is_the_quadratic(c, x, y):
    a, b, d, e, g, h = (round(v, 6) for v in c)
    field = HandmadeField(f"({a})*x**2 + ({b})*x*y + ({d})*y**2 + ({e})*x + ({g})*y + ({h})")
    points = np.array([[0.3, -1.1], [4.0, 2.0], [-3.0, 0.5]])
    assert quadratic_model(field, [x, y])(points) == pytest.approx(field.value(points), abs=1e-10)


def test_batches_and_points_outside_the_domain():
    model = linear_model(HandmadeField("log(x)*y"), [1, 2])
    assert model([[[1.0, 2.0], [2.0, 2.0]]]).shape == (1, 2)
    assert np.isnan(model.actual_change([-3, 0]))
    assert np.isfinite(model.predicted_change([-3, 0]))


def test_no_model_without_a_derivative():
    with pytest.raises(
        ProblemError, match=r"log\(x\) has no derivative at \(-1\), so it has no linear or quad"
    ):
        linear_model(HandmadeField("log(x)", "x"), [-1])
    kinked = HandmadeField("Abs(x)", "x", kinks=(lambda x: x,))
    with pytest.raises(ProblemError, match=r"no derivative at \(0\)"):
        quadratic_model(kinked, [0])
    cusp = HandmadeField("x**(3/2)", "x")
    assert linear_model(cusp, [0.0])([4.0]) == 0
    with pytest.raises(ProblemError, match="no derivative"):
        quadratic_model(cusp, [0.0])
