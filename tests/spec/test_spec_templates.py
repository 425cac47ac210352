"""Texts with computed numbers are split into their parts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.problems import ProblemError
from gradanim.spec.templates import FormulaPart, Template, TextPart, ValuePart, parse_template, read_template

SPLIT = {
    "": (),
    "plain": (TextPart("plain"),),
    "∇f = {gradient}!": (TextPart("∇f = "), ValuePart("gradient"), TextPart("!")),
    "{norm:.3f}{ f : +.2e }": (ValuePart("norm", ".3f"), ValuePart("f", "+.2e")),
    "{{norm}} and \\$5": (TextPart("{norm} and $5"),),
    "$x^2$ is {f}": (TextPart("x^2", True), TextPart(" is "), ValuePart("f")),
    "$f = {f:.1f}$": (TextPart("f = ", True), ValuePart("f", ".1f", True)),
    "{=f} {=gradient} {=hessian} {= f_x }": (
        FormulaPart("f"), TextPart(" "), FormulaPart("gradient"), TextPart(" "), FormulaPart("hessian"), TextPart(" "),
        FormulaPart("f_x"),
    ),
    "{dot(gradient, (1, 2)) / 2}": (ValuePart("dot(gradient, (1, 2)) / 2"),),
    "#a *b* \\ // $ $": (TextPart("#a *b* \\ // "), TextPart(" ", True)),
}  # fmt: skip


@pytest.mark.parametrize("text", SPLIT)
def test_texts_are_split(text: str) -> None:
    assert parse_template(text) == Template(SPLIT[text])


def test_quantities_know_their_columns() -> None:
    template = parse_template("a {norm} $b$ {{ {  f :.2f} {=f_x}")
    assert [(part.source, part.column) for part in template.values] == [("norm", 4), ("f", 20)]
    assert [(part.name, part.column) for part in template.formulas] == [("f_x", 30)]


@pytest.mark.parametrize(
    ("text", "codes", "columns"),
    [
        ("a {norm", ["spec_brace_open"], [3]),
        ("a }", ["spec_brace_closed"], [3]),
        ("a {} and { }", ["spec_brace_empty", "spec_brace_empty"], [3, 10]),
        ("{:.2f}", ["spec_brace_empty"], [1]),
        ("$e^{x}$ $x_{1}$", ["spec_brace_script", "spec_brace_script"], [4, 12]),
        ("$x", ["spec_dollar_open"], [1]),
        ("{f:}", ["spec_format_empty"], [3]),
        ("{=grad} {=}", ["spec_formula_unknown", "spec_formula_unknown"], [3, 11]),
        ("} {", ["spec_brace_closed", "spec_brace_open"], [1, 3]),
    ],
)
def test_faults_of_texts(text: str, codes: list[str], columns: list[int]) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_template(text)
    assert [problem.code for problem in caught.value.problems] == codes
    assert [problem.column for problem in caught.value.problems] == columns
    assert all(problem.message for problem in caught.value.problems)


TEX = {
    "$\\frac{1}{2}$": "1/2",
    "$\\frac{{1}}{{2}}$": "1/2",
    "$\\sqrt{2}$": "sqrt(2)",
    "$\\sqrt{{2}}$": "sqrt(2)",
    "$\\dfrac{x + 1}{\\sqrt{2}}$": "(x + 1)/sqrt(2)",
    "$\\frac{\\partial f}{\\partial x}$": "∂f/∂x",
    "$\\alpha$": "alpha",
    "$\\nabla f$": "∇",
    "$a \\cdot b$": "·",
    "$a \\le b$": "<=",
    "$\\partial f$": "∂",
    "$\\mathrm{min}$": "min",
    "$\\unheard{x}$": None,
    "$\nabla f$": "∇",
    "$\theta$": "theta",
}


@pytest.mark.parametrize("text", TEX)
def test_tex_is_refused_with_what_to_write_instead(text: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_template(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.suggestion) == ("spec_tex", TEX[text])
    assert problem.column == min(text.index(letter) for letter in "\\\n\t" if letter in text) + 1


def test_tex_is_told_in_a_sentence() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_template("$x^{\\alpha}$ and $\\sqrt{2} + \\beta$")
    assert [problem.message for problem in caught.value.problems] == [
        "braces hold computed quantities: write `(alpha)` for the braces in `^{\\alpha}`",
        "`\\sqrt{2}` is TeX (did you mean `sqrt(2)`?); mathematics is written as in formulas, for example `1/2`, "
        "`sqrt(2)`, `x^2`, `alpha`, `∇f`, `∂f/∂x`",
        "`\\beta` is TeX (did you mean `beta`?); mathematics is written as in formulas, for example `1/2`, `sqrt(2)`, "
        "`x^2`, `alpha`, `∇f`, `∂f/∂x`",
    ]


@pytest.mark.parametrize("text", ["outside \\alpha is as it is", "$\\x$", "a\nable", "$5\\$"])
def test_what_is_no_tex_is_not_refused_as_such(text: str) -> None:
    assert "spec_tex" not in [problem.code for problem in read_template(text)[1]]


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("ab{}$\\:=f.2 ∇"), max_size=20))
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        template = parse_template(text)
    except ProblemError as error:
        assert all(problem.column and 1 <= problem.column <= len(text) + 1 for problem in error.problems)
        return
    assert all(part.text for part in template.parts if isinstance(part, TextPart))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30))
def test_an_escaped_text_is_the_text(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}").replace("$", "\\$")
    parts = parse_template(escaped).parts
    assert "".join(part.text for part in parts if isinstance(part, TextPart)) == text
    assert len(parts) <= 1
