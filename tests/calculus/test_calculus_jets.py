"""Values and derivatives against sixty digits and the complex step."""

import math
import pickle

import mpmath
import numpy as np
import pytest
from calculus_formulas import Formula, formulas
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradanim.calculus.jets import JetField
from gradanim.problems import ProblemError

coordinates = st.floats(0.2, 1.9)


def exactly(formula: Formula, orders: tuple[int, int], x: float, y: float) -> float:
    """A partial derivative at 60 digits, nan where it is not real."""
    with mpmath.workdps(60):
        try:
            result = mpmath.diff(formula.exact, (mpmath.mpf(x), mpmath.mpf(y)), orders)
        except (ValueError, ZeroDivisionError):
            return math.nan
        return float(result)


def readable(formula: Formula) -> JetField:
    try:
        return JetField.parse(formula.text)
    except ProblemError:
        # A formula may hold a constant part without a value, such as asin(π).
        assume(False)
        raise


@given(formulas, coordinates, coordinates)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_values_and_derivatives_agree_with_sixty_digits(formula: Formula, x: float, y: float) -> None:
    field, point = readable(formula), np.array([x, y])
    value, gradient, hessian = field.value(point), field.gradient(point), field.hessian(point)
    assume(np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(hessian).all())
    assume(max(abs(float(value)), np.abs(gradient).max(), np.abs(hessian).max()) < 1e4)
    indicators = field.kink_indicators(point)
    assume(not (np.abs(indicators) < 1e-3).any())
    expected = [exactly(formula, orders, x, y) for orders in ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))]
    found = [float(value), *gradient, hessian[0, 0], hessian[0, 1], hessian[1, 1]]
    # Roundings grow with the derivatives of what they happen in.
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-9 * (1 + np.abs(hessian).max()))
    assert hessian[0, 1] == hessian[1, 0]


@given(formulas, coordinates, coordinates)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_value_exists_exactly_where_all_parts_are_real(formula: Formula, x: float, y: float) -> None:
    field = readable(formula)
    assume(not (np.abs(field.kink_indicators([x, y])) < 1e-6).any())
    exact = exactly(formula, (0, 0), x, y)
    assume(abs(exact) < 1e100 or math.isnan(exact))
    assert math.isnan(field.value([x, y])) == math.isnan(exact)


ANALYTIC = [
    "sin(x) e^y",
    "x^2 y + 3y",
    "ln(x^2 + y^2 + 1)/(1 + x^2)",
    "tanh(x y) cos(y)^3",
    "2^y sqrt(1 + x^2)",
]


@pytest.mark.parametrize("text", ANALYTIC)
def test_gradients_agree_with_the_complex_step(text: str) -> None:
    # Im f(x + ih)/h has no cancellation at all: W. Squire, G. Trapp, SIAM Review 40 (1998) 110.
    functions = {
        "sin(x) e^y": lambda x, y: np.sin(x) * np.exp(y),
        "x^2 y + 3y": lambda x, y: x**2 * y + 3 * y,
        "ln(x^2 + y^2 + 1)/(1 + x^2)": lambda x, y: np.log(x**2 + y**2 + 1) / (1 + x**2),
        "tanh(x y) cos(y)^3": lambda x, y: np.tanh(x * y) * np.cos(y) ** 3,
        "2^y sqrt(1 + x^2)": lambda x, y: np.sqrt(1 + x**2) * 2**y,
    }
    points = np.random.default_rng(3).uniform(-2, 2, (40, 2))
    x, y = points.T.astype(complex)
    h = 1e-30
    expected = np.stack([functions[text](x + 1j * h, y).imag, functions[text](x, y + 1j * h).imag], -1) / h
    np.testing.assert_allclose(JetField.parse(text).gradient(points), expected, rtol=1e-12, atol=1e-13)


def test_the_shapes_follow_the_points() -> None:
    field = JetField.parse("x + 2y + 5")
    for shape in [(), (4,), (3, 4), (0,), (2, 1, 3)]:
        points = np.zeros((*shape, 2))
        assert field.value(points).shape == shape
        assert field.gradient(points).shape == (*shape, 2)
        assert field.hessian(points).shape == (*shape, 2, 2)
        assert field.nondifferentiable(points).shape == shape
        assert field.kink_indicators(points).shape == (0, *shape)
        assert field.value(points).dtype == field.gradient(points).dtype == np.float64


def test_constants_are_broadcast() -> None:
    field = JetField.parse("a^2", params={"a": 3})
    points = np.ones((5, 2))
    assert field.value(points).tolist() == [9.0] * 5
    assert not field.gradient(points).any() and not field.hessian(points).any()
    field.value(points)[0] = 1  # a result is the caller's own array


def test_points_of_the_wrong_size_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match=r"points of shape \(…, 2\) expected, found \(3,\)"):
        JetField.parse("x").value([1, 2, 3])


def test_one_and_five_variables() -> None:
    line = JetField.parse("t^3", variables=["t"])
    assert line.gradient([[2.0], [3.0]]).tolist() == [[12.0], [27.0]]
    many = JetField.parse("w1 w2 + w5^2", variables=["w1", "w2", "w3", "w4", "w5"])
    assert many.gradient([1, 2, 3, 4, 5]).tolist() == [2, 1, 0, 0, 10]
    assert many.hessian([1, 2, 3, 4, 5])[0, 1] == 1


OUTSIDE = [
    ("ln(x)", [-1, 0]),
    ("ln(x)", [0, 0]),
    ("sqrt(x)", [-1, 0]),
    ("1/x", [0, 0]),
    ("1/(1/x)", [0, 0]),
    ("exp(-1/x^2)", [0, 0]),
    ("x/x", [0, 0]),
    ("sqrt(x)^2", [-1, 0]),
    ("x^(1/3)", [-8, 0]),
    ("x^y", [-2, 2]),
    ("asin(x)", [1.5, 0]),
    ("atan2(y, x)", [0, 0]),
    ("exp(x)", [1000, 0]),
    ("1/(1 + exp(x))", [1000, 0]),
    ("x^0.5/x^0.5", [0, 0]),
    ("max(1, ln(x))", [-1, 0]),
    ("ln(x)^0", [-1, 0]),
    ("1^ln(x)", [-1, 0]),
]


@pytest.mark.parametrize(("text", "point"), OUTSIDE)
def test_outside_the_domain_everything_is_nan_together(text: str, point: list[float]) -> None:
    field = JetField.parse(text)
    assert np.isnan(field.value(point))
    assert np.isnan(field.gradient(point)).all() and np.isnan(field.hessian(point)).all()
    assert not field.nondifferentiable(point)


KINKS = [
    ("|x|", [0, 1], 0.0),
    ("|x| + y^2", [0, 1], 1.0),
    ("sqrt(x)", [0, 1], 0.0),
    ("sqrt(x^2 + y^2)", [0, 0], 0.0),
    ("x^(1/3)", [0, 1], 0.0),
    ("cbrt(x)", [0, 1], 0.0),
    ("max(x, y)", [2, 2], 2.0),
    ("min(x, 3)", [3, 0], 3.0),
    ("max(x, y, 0)", [0, 0], 0.0),
    ("sign(x)", [0, 0], 0.0),
    ("floor(x)", [2, 0], 2.0),
    ("ceil(x) + y", [2, 0], 2.0),
    ("asin(x)", [1, 0], math.pi / 2),
    ("acosh(x)", [1, 0], 0.0),
    ("atan2(y, x)", [-1, 0], math.pi),
    ("x^y", [0, 2], 0.0),
    ("|x - |y||", [1, -1], 0.0),
]


@pytest.mark.parametrize(("text", "point", "value"), KINKS)
def test_a_kink_has_a_value_and_no_gradient(text: str, point: list[float], value: float) -> None:
    field = JetField.parse(text)
    assert field.value(point) == pytest.approx(value)
    assert np.isnan(field.gradient(point)).all() and np.isnan(field.hessian(point)).all()
    assert field.nondifferentiable(point)
    beside = np.asarray(point) + [0.11, 0.07]
    assert not field.nondifferentiable(beside) or np.isnan(field.value(beside))


def test_a_gradient_may_exist_where_the_hessian_does_not() -> None:
    field = JetField.parse("x^1.5")
    assert field.gradient([0, 0]).tolist() == [0, 0]
    assert np.isnan(field.hessian([0, 0])).all()
    assert not field.nondifferentiable([0, 0])


INDICATORS = [
    ("x^2 + sin(y)", 0, None),
    ("|x - 1|", 1, [1.0, 0.0]),
    ("sqrt(x + y)", 1, [1.0, -1.0]),
    ("max(x, y^2)", 1, [4.0, 2.0]),
    ("max(x, y, 1)", 3, None),
    ("1/(x - 2)", 1, [2.0, 5.0]),
    ("(x - 2)^-1", 1, [2.0, 5.0]),
    ("tan(x)", 1, [math.pi / 2, 0.0]),
    ("floor(x)", 1, [3.0, 0.0]),
    ("atan2(y, x)", 1, [-1.0, 0.0]),
    ("x^(2/3)", 1, [0.0, 0.0]),
    ("x^4 + 2^x + |a|", 0, None),
    ("|x| + |x|^2", 1, [0.0, 0.0]),
]


@pytest.mark.parametrize(("text", "count", "zero"), INDICATORS)
def test_indicators_change_sign_across_a_kink(text: str, count: int, zero: list[float] | None) -> None:
    field = JetField.parse(text, params={"a": 2})
    assert field.kink_indicators(np.zeros((3, 2))).shape == (count, 3)
    if zero is not None:
        assert field.kink_indicators(zero)[0] == pytest.approx(0, abs=1e-12)
        sides = field.kink_indicators(np.array(zero) + [[0.01, 0.013], [-0.01, -0.013]])[0]
        assert sides[0] * sides[1] < 0


def test_the_cut_of_an_angle_is_only_where_it_jumps() -> None:
    values = JetField.parse("atan2(y, x)").kink_indicators([[1.0, 0.1], [1.0, -0.1], [-1.0, 0.1]])[0]
    assert np.isnan(values[:2]).all() and values[2] == 0.1


def test_parameters_change_without_a_new_formula() -> None:
    field = JetField.parse("a x^2 + α y", params={"a": 1, "alpha": 2})
    other = field.with_params(a=5)
    assert other.expression is field.expression
    assert (field.value([1, 1]), other.value([1, 1])) == (3, 7)
    assert field.with_params(**{"α": 3}).params == {"a": 1.0, "alpha": 3.0}
    with pytest.raises(TypeError):
        field.params["a"] = 3  # type: ignore[index]


def test_unknown_and_unusable_parameters_are_problems() -> None:
    field = JetField.parse("rate x", params={"rate": 1})
    with pytest.raises(
        ProblemError, match="`rats` is no parameter; the parameters are rate; did you mean `rate`"
    ):
        field.with_params(rats=2)
    for value in (math.nan, math.inf, True, "2", None):
        with pytest.raises(ProblemError, match=r"the parameter `rate` must be a finite number, not "):
            field.with_params(rate=value)  # type: ignore[arg-type]


def test_a_field_survives_pickling() -> None:
    field = JetField.parse("a |x|", params={"a": 2})
    copy = pickle.loads(pickle.dumps(field))
    assert copy.value([-3, 0]) == 6 and copy.params == {"a": 2.0}
