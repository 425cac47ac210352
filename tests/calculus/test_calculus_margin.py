"""The margin of a domain: its sign against whether f has a value, its zeros against borders known by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gradanim.calculus.jets import JetField
from gradanim.calculus.margin import domain_margin
from gradanim.calculus.nodes import Quotient, walk
from gradanim.calculus.single_fraction import as_fraction
from gradanim.calculus.value_ranges import range_of

LIMITED = [
    "log(x)",
    "log2(x) + log10(y)",
    "sqrt(1 - x^2 - y^2)",
    "log(x*y)",
    "sqrt(x) + sqrt(y)",
    "acos(x*y)",
    "asin(x)/atanh(y)",
    "acosh(x + y)",
    "x^(1/3)",
    "x^-0.5",
    "x^y",
    "x^a",
    "sqrt(2 - a)*y + x^b",
    "log(sqrt(x) - 1)",
    "sqrt(log(x))",
    "asin(acosh(x))",
    "log(1/x)",
    "log(1 + 1/x)",
    "sqrt(x/y + y/x - 3)",
    "sqrt((1 - x)/(1 + y))",
    "acosh(x/y)",
    "asin(1/(x + y))",
    "log(tan(x))",
    "sqrt(sec(x) + y)",
    "log(x^-1*y)",
    "max(sqrt(x), y)",
    "log(min(x, y))",
    "log(|x| - |y|)",
    "sqrt(floor(x))",
    "sqrt(-1 - x^2)",
]
UNLIMITED = [
    "x*y",
    "1/x",
    "tan(x) + 1/(x^2 + y^2)",
    "(x^2 + y^2)^(1/2)",
    "log(x^2 + 1)",
    "log(x^2)",
    "sqrt(x*x + |y|)",
    "asin(sin(x)*cos(y))",
    "acosh(cosh(x))",
    "sqrt(exp(x)/cosh(y))",
    "sqrt(a - 2)*y + x^b",
    "2^x + e^(-x)",
    "cbrt(x)",
    "sqrt(max(x, 0.1))",
]
coordinates = st.floats(-4, 4).filter(lambda u: u == 0 or abs(u) > 1e-6)


def named(text: str) -> JetField:
    """The field with those of the parameters a = 2.5 and b = 3 that stand alone in its formula."""
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return JetField.parse(
        text, params={name: value for name, value in (("a", 2.5), ("b", 3.0)) if name in words}
    )


@pytest.mark.parametrize("text", LIMITED)
@given(seed=st.integers(0, 2**32), parts=st.sampled_from([2, 4, 1e9]))
@settings(deadline=None, max_examples=10)
def test_its_sign_says_whether_there_is_a_value(text, seed, parts):
    # Halves and quarters lie on borders and poles, other numbers hardly ever.
    places = np.round(np.random.default_rng(seed).uniform(-4, 4, (300, 2)) * parts) / parts
    f = named(text)
    margin, known = domain_margin(f, places), np.isfinite(f.value(places))
    assert margin is not None
    # Within rounding of a border, and at a pole, both are right.
    decided = np.abs(margin) > 1e-9
    poles = ~known & (margin > 0) & np.isfinite(f.value(places + [1e-5, -2e-5]))
    assert (known == (margin > 0))[decided & ~poles].all()


@pytest.mark.parametrize("text", UNLIMITED)
def test_what_can_not_leave_its_domain_has_no_margin(text):
    assert domain_margin(named(text), np.zeros((3, 2))) is None


t = np.linspace(0.05, 6.2, 40)
KNOWN = {
    "sqrt(1 - x^2 - y^2)": (np.cos(t), np.sin(t)),
    "log(x)": (0 * t, t),
    "log(x*y)": (0 * t, t - 3),
    "acos(x*y)": (t, 1 / t),
    "asin(1/(x + y))": (t, -1 - t),
    "log(sqrt(x) - 1)": (1 + 0 * t, t),
    "sqrt(log(x))": (1 + 0 * t, t),
    "acosh(x/y)": (t, t),
    "x^1.5": (0 * t, t),
    "log(1/x)": (0 * t, t),
    "sqrt(y)*x^-0.5": (t, 0 * t),
}


@pytest.mark.parametrize("text", KNOWN)
def test_it_is_zero_on_the_border_and_continuous_across_it(text):
    border = np.stack(KNOWN[text], axis=-1)
    f = named(text)
    assert domain_margin(f, border) == pytest.approx(0, abs=1e-14)
    for size in (1e-3, 1e-6, 1e-9):
        around = border + size * np.array([[[1, 0.3]], [[-1, 0.2]], [[0.1, 1]], [[-0.3, -1]]])
        assert np.abs(domain_margin(f, around)).max() < 30 * size


def test_an_outer_function_goes_on_where_the_inner_one_has_no_value():
    """ln(√x − 1) and √(ln x) where x < 0: x itself, or what the inner function has at its border."""
    x = np.array([-3.0, -0.5, -1e-9, 0.0, 0.25, 4.0])
    points = np.stack([x, x], axis=-1)
    assert domain_margin(named("log(sqrt(x) - 1)"), points) == pytest.approx([-3, -1, -1, -1, -0.5, 1])
    margin = domain_margin(named("sqrt(log(x))"), points)
    assert margin[:4].tolist() == [-1e30] * 4
    assert margin[4:] == pytest.approx([math.log(0.25), math.log(4)])


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("asin(x)", (0.25, 0), 0.75),
        ("atanh(x)", (-1.5, 0), -0.5),
        ("acosh(x)", (3, 0), 2),
        ("log(x) + sqrt(y)", (3, 2), 2),
        ("log(y/x^2)", (3, 2), 2),
        ("log(y/x)", (3, 2), 6),
    ],
)
def test_its_size(text, at, expected):
    assert domain_margin(named(text), at) == pytest.approx(expected)


def test_shapes_and_parameters():
    f = named("x^a")
    assert domain_margin(f, np.zeros((2, 3, 2))).shape == (2, 3)
    assert domain_margin(f.with_params(a=2), np.zeros((5, 2))) is None
    with pytest.raises(ValueError, match="points of shape"):
        domain_margin(f, np.zeros(3))


@pytest.mark.parametrize(
    "text", [*LIMITED, *UNLIMITED, "sin(x)/x - 3*y^4", "min(x^2, exp(y)) + |x|", "x^-2*atan(y)"]
)
@given(point=st.tuples(coordinates, coordinates))
@settings(deadline=None, max_examples=20)
def test_values_lie_in_the_range_of_the_formula(text, point):
    f = named(text)
    low, high = range_of(f.expression.tree, f.params)
    value = float(f.value(point))
    if math.isfinite(value):
        slack = 1e-12 * max(1.0, abs(value))
        assert low - slack <= value <= high + slack


def test_ranges_known_by_hand():
    def found(text: str) -> tuple[float, float]:
        f = named(text)
        return range_of(f.expression.tree, f.params)

    assert found("x*x + 1") == (1, math.inf)
    assert found("3 - 2*sin(x)") == (1, 5)
    assert found("1/(1 + x^2)") == (0, 1)
    assert found("1/(x^2 - 1)") == (-math.inf, math.inf)
    assert found("max(cos(x), 0.5) - a") == (-2, -1.5)
    assert found("exp(-x^2)") == (0, 1)
    assert found("(-2)^3 + (-2)^-2") == (-7.75, -7.75)
    assert found("cosh(x)") == (1, math.inf)


@pytest.mark.parametrize(
    "text", ["1 + 1/x - y/x^-3", "tan(x)/sec(y)", "(x/y)/(y/(x + 1/y))", "-(csc(x)*cot(y) - x^-1)"]
)
@given(point=st.tuples(st.floats(0.1, 1.4), st.floats(0.1, 1.4)))
@settings(deadline=None, max_examples=20)
def test_one_fraction_has_the_value_of_the_formula(text, point):
    f = named(text)
    trees = as_fraction(f.expression.tree)
    parts = [JetField(replace(f.expression, tree=tree), {}) for tree in trees]
    assert not any(isinstance(each, Quotient) for tree in trees for each in walk(tree))
    top, bottom = (float(part.value(point)) for part in parts)
    assert top / bottom == pytest.approx(float(f.value(point)), rel=1e-9, abs=1e-9)
