"""The mean squared error against numpy, for data and models of every kind; formulas written and read again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus import JetField, ScalarField, parse
from gradanim.calculus.evaluate import value_of
from gradanim.calculus.mean_squared import DataModel, mean_squared_error
from gradanim.calculus.plain_text import plain_text
from gradanim.problems import ProblemError

NUMBERS = st.floats(-50, 50).map(lambda v: round(v, 3))
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12)
MODELS = {
    "a*x + b": lambda x, a, b: a * x + b,
    "a x^2 - b": lambda x, a, b: a * x**2 - b,
    "b - a*sin(x)": lambda x, a, b: b - a * np.sin(x),
    "a": lambda x, a, b: a + 0 * x + 0 * b,
    "-(a + b)^2/(1 + x^2)": lambda x, a, b: -((a + b) ** 2) / (1 + x**2),
}


@pytest.mark.parametrize("model", MODELS)
@given(data=PAIRS, a=st.floats(-3, 3), b=st.floats(-3, 3))
@settings(deadline=None, max_examples=20)
def test_the_formula_is_the_mean_of_the_squares(
    model: str, data: list[tuple[float, float]], a: float, b: float
) -> None:
    x, y = np.array(data).T
    expected = np.mean((MODELS[model](x, a, b) - y) ** 2)
    field = JetField.parse(mean_squared_error(data, model, ("a", "b")), ("a", "b"), {})
    assert field.value([a, b]) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    predicted = DataModel.parse(model, ("a", "b"), (), len(data)).predict(x, (a, b), {})
    np.testing.assert_allclose(predicted, MODELS[model](x, a, b), rtol=1e-12, atol=1e-12)


def test_the_best_line_is_where_the_gradient_vanishes() -> None:
    random = np.random.default_rng(5)
    x = random.uniform(-3, 3, 15).round(2)
    y = (0.8 * x - 0.3 + random.normal(0, 0.4, 15)).round(2)
    slope, offset = np.polyfit(x, y, 1)
    data = list(zip(x.tolist(), y.tolist(), strict=True))
    field = ScalarField.parse(mean_squared_error(data, "a*x + b", ("a", "b")), ("a", "b"), {})
    np.testing.assert_allclose(field.gradient([slope, offset]), 0, atol=1e-12)
    # The Hessian of a linear model's error is (2/m) XᵀX.
    design = np.column_stack([x, np.ones_like(x)])
    np.testing.assert_allclose(field.hessian([0.1, 0.2]), 2 * design.T @ design / len(x), rtol=1e-12)


def test_formulas_with_a_sum_sign() -> None:
    model = DataModel.parse("a*x + b", ("a", "b"), (), 6)
    assert model.typst_error() == "frac(1, 6) sum_(i=1)^6 (a x_i + b - y_i)^2"
    assert model.typst_gradient() == "frac(2, 6) sum_(i=1)^6 (a x_i + b - y_i) thin (x_i, 1)"
    assert model.typst_partials() == (
        "frac(2, 6) sum_(i=1)^6 (a x_i + b - y_i) thin x_i",
        "frac(2, 6) sum_(i=1)^6 (a x_i + b - y_i)",
    )
    assert model.text == "1/6 Σ (a·x_i + b − y_i)²"


def test_parameters_stay_names() -> None:
    text = mean_squared_error([(1, 2)], "a*x^k", ("a",), ("k",))
    assert text == "(a*1^k - 2)^2/1"
    assert DataModel.parse("a*x^k", ("a",), ("k",), 1).predict([4.0], (3.0,), {"k": 0.5})[0] == 6.0


def test_a_model_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ProblemError):
        mean_squared_error([(1, 2)], "a*x +", ("a",))


def test_where_a_model_has_no_value_it_predicts_nothing() -> None:
    predicted = DataModel.parse("a*ln(x)", ("a",), (), 2).predict([-1.0, 1.0], (2.0,), {})
    assert np.isnan(predicted[0])
    assert predicted[1] == 0


FORMULAS = [
    "-(x - y) - (2 - x)",
    "-x^2 + (-x)^2 - (-y)",
    "x/(y*2) - x/y/2 + x*(y/3)",
    "(x^2)^y + x^(2^y) - 2^-x",
    "sin(x)^2 - |y| + max(x, y, 2) - e^(x - 1)",
    "1e-3*x - 2.50*y",
    "-(x + y)*3 + (x + 1)(y - 1)",
]


@pytest.mark.parametrize("text", FORMULAS)
@given(x=st.floats(0.5, 3), y=st.floats(0.5, 3))
@settings(deadline=None, max_examples=10)
def test_a_formula_that_is_written_means_the_same(text: str, x: float, y: float) -> None:
    tree = parse(text, ("x", "y")).tree
    again = parse(plain_text(tree), ("x", "y")).tree
    at = {"x": x, "y": y}
    assert float(value_of(again, at)) == pytest.approx(float(value_of(tree, at)), rel=1e-13, abs=1e-13)
