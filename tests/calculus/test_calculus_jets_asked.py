"""However places are asked for, one by one or together, once or again, a field gives the same numbers."""

import math
import pickle

import numpy as np
import pytest

from gradanim.calculus.field import ScalarField
from gradanim.calculus.jets import JetField

ALONE = (
    "x",
    "2",
    "a x² y^3 + x^4 - x^1.7/y",
    "x^y",
    "x^0",
    "max(x, y²) + min(x, y, 1)",
    "atan2(y, x)",
    "1/(1/x)",
)
TOO = ("|x|^3 sqrt(y)", "floor(x) + sign(y)", "e^(x y) - sin(x)", "x^a + a^x", "tan(x) cbrt(y) ln(x)")


@pytest.mark.parametrize("text", ALONE + TOO)
def test_one_point_is_computed_as_it_is_among_others(text: str) -> None:
    field = JetField.parse(text, params={"a": 0.5})
    points = np.random.default_rng(7).normal(size=(40, 2))
    points = np.concatenate(
        [points, [[0, 0], [0, 1], [1, 0], [-1, 0], [2, 2], [math.nan, 1], [math.inf, 1], [1e200, 1e200]]]
    )
    for measure in (
        field.value,
        field.gradient,
        field.hessian,
        field.nondifferentiable,
        field.kink_indicators,
    ):
        alone = [measure(point) for point in points]
        together = measure(points)
        axis = 1 if measure == field.kink_indicators else 0
        assert all(each.dtype == together.dtype for each in alone)
        # To the last digit: a walk that goes point by point must meet what a drawing of the whole shows.
        np.testing.assert_array_equal(np.stack(alone, axis=axis), together)


@pytest.mark.parametrize("kind", [JetField, ScalarField])
@pytest.mark.parametrize("text", ["x^a + ln(y)", "|x| sqrt(y)", "2"])
def test_value_and_gradient_together_are_those_asked_for_apart(kind: type[JetField], text: str) -> None:
    field = kind.parse(text, params={"a": 0.5})
    points = np.random.default_rng(9).normal(size=(5, 8, 2))
    for places in (points, points[0], points[0, 0], np.array([0.0, 1.0])):
        value, gradient = field.value_and_gradient(places)
        np.testing.assert_array_equal(value, field.value(places))
        np.testing.assert_array_equal(gradient, field.gradient(places))


def test_what_one_point_gives_is_the_callers_own() -> None:
    field = JetField.parse("x")
    field.gradient([1.0, 2.0])[:] = 7
    field.hessian([1.0, 2.0])[:] = 7
    assert field.gradient([1.0, 2.0]).tolist() == [1, 0]
    assert field.hessian([1.0, 2.0]).tolist() == [[0, 0], [0, 0]]


def test_a_field_that_was_evaluated_survives_pickling() -> None:
    field = JetField.parse("a x + y", params={"a": 2})
    field.gradient([1.0, 2.0])
    again = pickle.loads(pickle.dumps(field))
    assert again.gradient([1.0, 2.0]).tolist() == [2, 1]
