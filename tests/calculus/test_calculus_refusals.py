"""What formulas and names are refused for: the column, the sentence, the suggestion."""

import pytest

from gradanim.calculus.names import check_names
from gradanim.calculus.parsing import parse
from gradanim.problems import Problem, ProblemError

PARAMETERS = ["a", "α", "speed", "x1"]


def problem(text: str) -> Problem:
    with pytest.raises(ProblemError) as caught:
        parse(text, ["x", "y"], PARAMETERS)
    (found,) = caught.value.problems
    return found


REFUSED = [
    ("", 1, "the formula is empty"),
    ("  ", 1, "the formula is empty"),
    ("x +", 3, "the formula ends after `+`, where a number, a name or a bracket is missing"),
    ("x =< 3", 3, "`=<` at column 3 compares; a formula is one side only"),
    ("x + y = 3", 7, "`=` at column 7 compares; a formula is one side only"),
    ("f(x, y) = 3", 9, "`f(x,y) =` at column 9 makes an equation; the formula is what stands behind it"),
    (
        "\\frac{x}{y}",
        1,
        "`\\frac` at column 1 is TeX; a formula is typed as `x^2/(3y)`, `sqrt(x)`, `alpha`, `x <= 1`",
    ),
    ("x \\ y", 3, "`\\` at column 3 has no place in a formula"),
    ("x^{2}", 3, "`{` at column 3 has no place in a formula; group with round brackets"),
    (
        "math.sin(x)",
        5,
        "`math.sin` at column 5 names a module; functions stand by themselves; did you mean `sin`?",
    ),
    ("x.y", 2, "`.` at column 2 has no place in a formula"),
    ("2 3", 3, "an operator is missing between `2` and `3` at column 3"),
    ("x 2", 3, "an operator is missing between `x` and `2` at column 3"),
    ("(x + 1", 1, "`(` at column 1 is never closed by `)`"),
    ("x + |y", 5, "`|` at column 5 is never closed by `|`"),
    ("x + 1)", 6, "`)` at column 6 closes nothing"),
    ("(x]", 3, "`]` at column 3 cannot close `(`, which needs `)`"),
    ("x * / y", 5, "a number, a name or a bracket is expected after `*`, not `/` at column 5"),
    ("^x", 1, "a number, a name or a bracket is expected at the beginning, not `^` at column 1"),
    ("sin()", 5, "a number, a name or a bracket is expected after `(`, not `)` at column 5"),
    ("2 + sinn(x)", 5, "`sinn` at column 5 is not a function; did you mean `sin`?"),
    (
        "2 + spede x",
        5,
        "`spede` at column 5 is not known (did you mean `speed`?); the names declared here are a, alpha, speed, x, x1, "
        "y",
    ),
    ("f(x)", 1, "`f` at column 1 is not a function"),
    ("sin x", 1, "`sin` at column 1 needs brackets around its argument: `sin(…)`"),
    ("sin⁻¹(x)", 1, "a power right behind `sin` at column 1 must be 2, 3, …; `sin⁻¹` is read in two ways"),
    ("x sin^-1(x)", 3, "a power right behind `sin` at column 3 must be 2, 3, …; `sin⁻¹` is read in two ways"),
    ("log(x, 10)", 1, "`log` at column 1 takes 1 argument, not 2"),
    ("y + min(x)", 5, "`min` at column 5 takes 2 to 8 arguments, not 1"),
    ("atan2(x)", 1, "`atan2` at column 1 takes 2 arguments, not 1"),
    ("3,5 x", 2, "a number is written with a point, not with the comma at column 2; did you mean `3.5`?"),
    ("x, y", 2, "a comma at column 2 is only for the arguments of a function"),
    ("x.real", 2, "`.` at column 2 has no place in a formula"),
    ("x[0]", 2, "`[` at column 2 cannot follow a name; multiply with `*`"),
    ("__import__('os')", 12, "`'` at column 12 has no place in a formula"),
    ("lambda: x", 7, "`:` at column 7 has no place in a formula"),
    ("x\u200by", 2, "`U+200B` at column 2 has no place in a formula"),
    ("√", 1, "`√` at column 1 needs a number, a name or a bracket behind it"),
    ("x²^3", 3, "a power of a power at column 3 needs brackets that say which comes first"),
    ("2^x²", 4, "a power of a power at column 4 needs brackets that say which comes first"),
    (
        "1/2x",
        4,
        "the product that ends with `x` at column 4 can be read in two ways; write for example "
        "`1/(2x)` or `(1/2) x`",
    ),
    (
        "e^2x",
        4,
        "the product that ends with `x` at column 4 can be read in two ways; write for example "
        "`e^(2x)` or `e^2 * x`",
    ),
    (
        "√2x",
        3,
        "the product that ends with `x` at column 3 can be read in two ways; write for example "
        "`√(2x)` or `√2 * x`",
    ),
    ("ln(x) + (-2)^x", 9, "the power at column 9 has a varying exponent, so its base must be positive"),
]


@pytest.mark.parametrize(("text", "column", "message"), REFUSED)
def test_a_refusal_names_the_column_and_what_was_expected(text: str, column: int, message: str) -> None:
    found = problem(text)
    assert (found.column, found.message) == (column, message)
    assert found.exit_code == 2


@pytest.mark.parametrize(
    "text", ["1/2(x+1)", "1/xy", "e^xy", "x^xy", "1/x²y", "10^3x", "1/sin(x)y", "√xy", "x^y(2)"]
)
def test_products_that_two_readers_read_in_two_ways_are_refused(text: str) -> None:
    assert problem(text).code == "formula_ambiguous"


SUGGESTED = [
    ("Sin(x)", "sin"),
    ("X", "x"),
    ("sinx", "sin(x)"),
    ("squrt(x)", "sqrt"),
    ("arcsine(x)", "asin"),
    ("arctn(x)", "atan"),
    ("sinn(x)", "sin"),
    ("Log(x)", "log"),
    ("ARCTAN(x)", "arctan"),
    ("SIN(x)", "sin"),
    ("Exp(x)", "exp"),
    ("tg(x)", "tan"),
    ("arctg(x)", "atan"),
    ("pow(x, 2)", "^"),
    ("np.arctan(x)", "atan"),
    ("q", None),
    ("foo*x", None),
    ("hessian(x)", None),
    ("fooo(x)", None),
]


@pytest.mark.parametrize(("text", "suggestion"), SUGGESTED)
def test_suggestions(text: str, suggestion: str | None) -> None:
    assert problem(text).suggestion == suggestion


ALL_AT_ONCE = [
    ("foo + 2foo*foo", [(1, "name_unknown")]),
    ("sinn(x) + cosn(y, x)", [(1, "function_unknown"), (11, "function_unknown")]),
    ("foo*(bar + x", [(1, "name_unknown"), (6, "name_unknown"), (5, "formula_unclosed")]),
    ("z = x", [(3, "formula_equation")]),
    ("f(x, y) = x + z", [(9, "formula_equation")]),
    ("z + x = y", [(1, "name_unknown"), (7, "formula_relation")]),
    ("z < x", [(1, "name_unknown"), (3, "formula_relation")]),
    ("np.sin(x)", [(3, "formula_module")]),
    ("none() + x", [(1, "function_unknown")]),
    ("√foo + foo(x)", [(2, "name_unknown")]),
]


@pytest.mark.parametrize(("text", "expected"), ALL_AT_ONCE)
def test_every_name_that_is_not_known_is_told_once_and_the_first_other_mistake(
    text: str, expected: list[tuple[int, str]]
) -> None:
    with pytest.raises(ProblemError) as caught:
        parse(text, ["x", "y"], PARAMETERS)
    assert [(found.column, found.code) for found in caught.value.problems] == expected


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["sin"], "`sin` names a function or a constant, so it cannot be declared"),
        (["x", "π"], "`π` names a function or a constant, so it cannot be declared"),
        (["x", "y", "x"], "`x` is declared twice"),
        (["α", "alpha"], "`alpha` is declared twice"),
        (["2x"], "`2x` is no name: a name is a letter or a word, digits may follow"),
        (["_x"], "`_x` is no name: a name is a letter or a word, digits may follow"),
        (["a b"], "`a b` is no name: a name is a letter or a word, digits may follow"),
        (["x" * 41], f"`{'x' * 41}` is no name: a name is a letter or a word, digits may follow"),
    ],
)
def test_names_that_cannot_be_declared(names: list[str], message: str) -> None:
    with pytest.raises(ProblemError, match=r".+") as caught:
        parse("1", names)
    assert [found.message for found in caught.value.problems] == [message]


def test_all_bad_names_are_reported_at_once() -> None:
    with pytest.raises(ProblemError) as caught:
        check_names(["sin", "2", "x", "x"])
    assert [found.code for found in caught.value.problems] == [
        "name_reserved",
        "name_malformed",
        "name_twice",
    ]
