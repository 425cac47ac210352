"""Claims: where they hold, up to which tolerance, and what they say when they fail."""

import numpy as np
import pytest

from gradanim.calculus.claims import Claim, parse_claim
from gradanim.calculus.jets import JetField
from gradanim.problems import ProblemError

FIELD = JetField.parse("x^2 y + 3y")
ENV = {
    "x": np.array([0.5, 2.0, -1.0]),
    "norm": np.array([8.06225774829855, 3.0, np.nan]),
    "gradient": np.array([[4.0, 7.0], [0.0, 3.0], [np.nan, 1.0]]),
    "tangent": np.array([[-7.0, 4.0], [-3.0, 0.0], [1.0, 1.0]]),
    "a": 2.0,
    "f()": FIELD.value,
    "gradient()": FIELD.gradient,
}


def claim(text: str) -> Claim:
    return parse_claim(text, ["x", "norm"], ["gradient", "tangent"], ["a"])


HOLDS = [
    ("dot(gradient, tangent) == 0", [True, True, False]),
    ("dot(gradient, tangent) = 0", [True, True, False]),
    ("norm != 3", [True, False, False]),
    ("norm ≠ 3", [True, False, False]),
    ("x < 2", [True, False, True]),
    ("x <= 2", [True, True, True]),
    ("x ≤ 1.9999999999", [True, True, True]),
    ("x >= 2.0000000001", [False, True, False]),
    ("x > 2", [False, False, False]),
    ("0 < x < a", [True, False, False]),
    ("0 < x <= a and norm > 5", [True, False, False]),
    ("gradient == (4, 7)", [True, False, False]),
    ("gradient != (4, 7)", [False, True, False]),
    ("gradient ≈ (4.0, 7.0)", [True, False, False]),
    ("tangent.y == 0", [False, True, False]),
    ("gradient != 0", [True, True, False]),
    ("0 == tangent - tangent", [True, True, True]),
    ("norm ≈ 8.06", [True, False, False]),
    ("norm ≈ 8.062", [True, False, False]),
    ("norm ≈ 8.061", [False, False, False]),
    ("norm ≈ 8.063", [False, False, False]),
    ("norm ≈ 8", [True, False, False]),
    ("-norm ≈ -8.1", [True, False, False]),
    ("norm == 8.06", [False, False, False]),
    ("norm ≈ norm + 0.002", [True, True, False]),
    ("norm ≈ norm + 0.02", [False, False, False]),
    ("norm == norm", [True, True, False]),
    ("f(2, 1) = 7", True),
    ("gradient(2, 1) == (4, 7) and f(0, 1) < f(1, 1)", True),
    ("f(2.1, 0.95) - f(2, 1) ≈ 0.0395", True),
    ("0.125 ≈ 0.13 and 0.125 ≈ 0.12", True),
]


@pytest.mark.parametrize(("text", "holds"), HOLDS)
def test_where_a_claim_holds(text: str, holds: object) -> None:
    assert claim(text).check(ENV).holds.tolist() == holds


def test_a_result_names_the_two_values_of_the_first_failure() -> None:
    result = claim("0 < x and norm < 5 and x > 100").check(ENV)
    assert not result.holds.any()
    assert (result.comparison.left.text, result.comparison.relation, result.comparison.right.text) == (
        "0",
        "<",
        "x",
    )
    assert result.right.tolist() == [0.5, 2.0, -1.0]
    result = claim("x < 9 and norm < 5").check(ENV)
    assert (result.comparison.left.text, float(result.left[0]), float(result.right)) == (
        ("norm", 8.06225774829855, 5.0)
    )


def test_equality_scales_with_the_numbers() -> None:
    equal = parse_claim("p == q", ["p", "q"], [])
    assert equal.check({"p": 1e12, "q": 1e12 + 1}).holds
    assert not equal.check({"p": 1e12, "q": 1.0001e12}).holds
    assert equal.check({"p": 0.0, "q": 1e-10}).holds
    assert not equal.check({"p": 0.0, "q": 1e-8}).holds
    assert equal.check({"p": 0.0, "q": 1e-8}, tolerance=1e-7).holds


def test_infinite_values_never_hold() -> None:
    for text in ("x == x", "x > 0", "x != 0", "x >= 1/0.5"):
        assert not claim(text).check({"x": np.inf}).holds


def test_names_that_a_claim_needs() -> None:
    assert claim("dot(gradient, tangent) == 0 and f(1, 2) < a").needs == {"gradient", "tangent", "f()", "a"}


REFUSED = [
    ("", 1, "the claim is empty"),
    ("x", 1, "a claim compares two sides with ==, !=, <, <=, >, >= or ≈"),
    ("x == 1 and norm", 12, "a claim compares two sides with ==, !=, <, <=, >, >= or ≈"),
    ("x =< 3", 3, "`=<` at column 3 is no comparison; did you mean `<=`?"),
    ("x => 3", 3, "`=>` at column 3 is no comparison; did you mean `>=`?"),
    ("x ==", 3, "`==` at column 3 needs a quantity on both sides"),
    ("< 3", 1, "`<` at column 1 needs a quantity on both sides"),
    ("1 < == x", 3, "`<` at column 3 needs a quantity on both sides"),
    ("and x == 1", 1, "`and` at column 1 needs a comparison on both sides"),
    ("x == 1 and", 8, "`and` at column 8 needs a comparison on both sides"),
    ("gradient < tangent", 10, "vectors have no order for the `<` at column 10; compare their norms"),
    ("gradient == 1", 10, "`==` at column 10 compares a vector of 2 with a number"),
    ("gradient ≈ (1, 2, 3)", 10, "`≈` at column 10 compares a vector of 2 with a vector of 3"),
    ("x == 2 and norm == sinn(1)", 20, "`sinn` at column 20 is not a function; did you mean `sin`?"),
    ("x == (1", 6, "`(` at column 6 is never closed by `)`"),
]


@pytest.mark.parametrize(("text", "column", "message"), REFUSED)
def test_a_claim_that_cannot_be_read(text: str, column: int, message: str) -> None:
    with pytest.raises(ProblemError) as caught:
        claim(text)
    (found,) = caught.value.problems
    assert (found.column, found.message) == (column, message)
