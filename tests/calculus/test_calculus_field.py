"""Fields made with sympy: values, gradients, Hessians and where they have none."""

import pickle
from collections.abc import Callable

import numpy as np
import pytest
import sympy
from calculus_formulas import Formula, formulas
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradanim.calculus.field import Field, ScalarField
from gradanim.calculus.jets import JetField
from gradanim.problems import ProblemError

GRID = np.stack(np.meshgrid(np.linspace(-2, 2, 9), np.linspace(-2, 2, 9)), axis=-1)


def assert_alike(text: str, points: np.ndarray, params: dict[str, float] | None = None) -> None:
    """sympy's derivatives and the rules on numbers agree, also on where there are none."""
    symbolic, numeric = (
        ScalarField.parse(text, params=params or {}),
        JetField.parse(text, params=params or {}),
    )
    for method in ("value", "gradient", "hessian"):
        expected = getattr(numeric, method)(points)
        found = getattr(symbolic, method)(points)
        assert found.shape == expected.shape and found.dtype == np.float64
        scale = 1 + np.nanmax(np.abs(expected), initial=0.0)
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-12 * scale, equal_nan=True)


@given(formulas, st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=1, max_size=5))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_sympy_and_jets_agree_wherever_a_formula_is_evaluated(
    formula: Formula, points: list[tuple[float, float]]
) -> None:
    try:
        symbolic, numeric = ScalarField.parse(formula.text), JetField.parse(formula.text)
        found = [symbolic.value(points), symbolic.gradient(points), symbolic.hessian(points)]
    except ProblemError:
        assume(False)
        raise
    expected = [numeric.value(points), numeric.gradient(points), numeric.hessian(points)]
    # Beyond, roundings are as large as what is compared.
    assume(max(np.nanmax(np.abs(each), initial=0.0) for each in expected) < 1e6)
    beside = np.abs(numeric.kink_indicators(points))
    assume(not ((beside > 0) & (beside < 1e-9)).any())
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6, equal_nan=True)


AT_HOLES_AND_KINKS = [
    "|x| + |y - 1|",
    "x|x|",
    "|x|^2",
    "sqrt(x^2 + y^2)",
    "sqrt(x)^2",
    "x/x + y/y",
    "exp(-1/x^2)",
    "1/(1/x)",
    "max(x, y)",
    "min(x, y, 0.5)",
    "max(x^2, 1) min(y, |x|)",
    "min(x - 0.5, asin(x))",
    "sign(x y)",
    "floor(x) y + ceil(y)",
    "cbrt(x y)",
    "x^(1/3) + y^(2/3)",
    "x^1.5",
    "x^a + y^(a + 1)",
    "x^y",
    "(x^2)^y",
    "(-x^2)^(1/3)",
    "atan2(y, x)",
    "atan2(-0*x, x)",
    "ln(x) ln(|y|)",
    "asin(x/2) + acosh(y)",
    "tan(x)/cot(y) + sec(x) csc(y)",
    "exp(600 x)",
    "tanh(exp(800 x))",
    "exp(ln(x))",
    "log10(x^2) + log2(y^2 + 1)",
    "5",
    "a",
]


@pytest.mark.parametrize("text", AT_HOLES_AND_KINKS)
def test_holes_and_kinks_are_where_the_formula_has_them(text: str) -> None:
    assert_alike(text, GRID, {"a": 2.5})
    symbolic, numeric = ScalarField.parse(text, params={"a": 2.5}), JetField.parse(text, params={"a": 2.5})
    assert (symbolic.nondifferentiable(GRID) == numeric.nondifferentiable(GRID)).all()
    np.testing.assert_array_equal(symbolic.kink_indicators(GRID), numeric.kink_indicators(GRID))


def test_the_gradient_of_an_absolute_value_is_not_zero_at_its_kink() -> None:
    field = ScalarField.parse("|x|")
    assert field.value([0, 0]) == 0 and np.isnan(field.gradient([0, 0])).all()
    assert field.gradient([[-1, 0], [1, 0]]).tolist() == [[-1, 0], [1, 0]]
    assert field.nondifferentiable([0, 0])


def test_value_and_gradient_are_nan_together_outside_the_domain() -> None:
    for text in AT_HOLES_AND_KINKS:
        field = ScalarField.parse(text, params={"a": 2.5})
        outside = np.isnan(field.value(GRID))
        gradient = np.isnan(field.gradient(GRID))
        assert gradient[outside].all()
        assert (gradient.any(axis=-1) == gradient.all(axis=-1)).all()
        assert (gradient.any(axis=-1) & ~outside == field.nondifferentiable(GRID)).all()


def test_a_known_field() -> None:
    field = ScalarField.parse("x^2 y + 3y")
    assert field.text == "x^2 y + 3y" and field.variables == ("x", "y") and field.n == 2
    assert (field.value([2, 1]), field.gradient([2, 1]).tolist()) == (7, [4, 7])
    assert field.hessian([2, 1]).tolist() == [[2, 4], [4, 0]]
    x, y = sympy.symbols("x y", real=True)
    assert field.sympy_value == x**2 * y + 3 * y
    assert field.sympy_gradient == (2 * x * y, x**2 + 3)
    assert field.sympy_hessian == ((2 * y, 2 * x), (2 * x, 0))
    assert field.source_value == "x**2*y + 3*y"
    assert field.source_gradient == ("2*x*y", "x**2 + 3")
    assert field.source_hessian == (("2*y", "2*x"), ("2*x", "0"))


@pytest.mark.parametrize(
    "text",
    [
        "0.5 sin(1.2x)/y",
        "|x| sqrt(y)",
        "max(x, y^2)",
        "min(x, y)",
        "lambda x^2",
        "cbrt(x) + log10(y)",
        "e^x + π",
    ],
)
def test_sources_are_text_that_sympy_reads(text: str) -> None:
    field = ScalarField.parse(text, params={"lambda": 3})
    at = {"x": 0.8, "y": 1.3}
    locals_ = {name: sympy.Symbol(name, real=True) for name in ("x", "y", "lamda")}
    values = {locals_["x"]: 0.8, locals_["y"]: 1.3, locals_["lamda"]: 3}
    point = list(at.values())
    for source, expected in zip(
        (field.source_value, *field.source_gradient, *field.source_hessian[0]),
        (field.value(point), *field.gradient(point), *field.hessian(point)[0]),
        strict=True,
    ):
        assert float(sympy.sympify(source, locals=locals_).subs(values)) == pytest.approx(float(expected))


def test_the_short_forms_equal_the_derivatives() -> None:
    # Simplified for the eye only: numbers come from the derivatives as they are.
    for text in [
        "x/(x^2 + y^2)",
        "x e^(-x^2 - y^2)",
        "sin²(x) cos(y) y",
        "(x^2 + y - 11)^2",
        "tanh(x y)/(1 + x)",
    ]:
        field = ScalarField.parse(text)
        x, y = sympy.symbols("x y", real=True)
        for form, symbol in zip(field.sympy_gradient, (x, y), strict=True):
            difference = form - sympy.diff(field.sympy_value, symbol)
            assert (
                abs(difference.evalf(30, subs={x: sympy.Rational(7, 10), y: sympy.Rational(-6, 5)})) < 1e-25
            )


def test_parameters_share_the_compiled_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    field = ScalarField.parse("a x^2 + b", params={"a": 1, "b": 0})
    assert field.value([3, 0]) == 9

    def never(*_: object, **__: object) -> Callable[..., object]:
        raise AssertionError("compiled again")

    monkeypatch.setattr(sympy, "lambdify", never)
    for a in range(10):
        assert field.with_params(a=a, b=1).value([3, 0]) == 9 * a + 1
    with pytest.raises(AssertionError, match="compiled again"):
        field.gradient([3, 0])


def test_an_angle_is_half_a_turn_from_both_zeros() -> None:
    for field in (ScalarField.parse("atan2(y, x)"), JetField.parse("atan2(y, x)")):
        assert field.value([[-1.0, 0.0], [-1.0, -0.0]]).tolist() == [np.pi, np.pi]


def test_a_field_survives_pickling_after_use() -> None:
    field = ScalarField.parse("a x y", params={"a": 2})
    field.hessian([1, 1])
    copy = pickle.loads(pickle.dumps(field))
    assert copy.value([3, 4]) == 24


def test_shapes() -> None:
    field = ScalarField.parse("x + 1", variables=("x", "y", "z"))
    for shape in [(), (4,), (2, 3), (0,)]:
        points = np.ones((*shape, 3))
        assert field.value(points).shape == shape
        assert field.gradient(points).shape == (*shape, 3)
        assert field.hessian(points).shape == (*shape, 3, 3)
    with pytest.raises(ValueError, match="points of shape"):
        field.value([1, 2])


def test_a_field_without_any_value_is_a_problem() -> None:
    with pytest.raises(ProblemError, match=r"^f has no value in real numbers$"):
        ScalarField.parse("1/(x - x)").value([1, 1])


def test_both_kinds_are_fields() -> None:
    def norm(field: Field) -> float:
        return float(np.linalg.norm(field.gradient([3.0, 4.0])))

    assert norm(JetField.parse("x^2/2 + y^2/2")) == norm(ScalarField.parse("x^2/2 + y^2/2")) == 5
