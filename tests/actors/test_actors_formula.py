"""Authors' mathematics becomes Typst mathematics, and nothing an author writes can be anything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.actors.formula import math_source
from gradanim.actors.lettering import math, prose, width

NAMES = frozenset({"x", "y"})


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("∇f", "nabla f"),
        ("∂f/∂x", "frac(partial f, partial x)"),
        ("‖∇f‖", "norm(nabla f)"),
        ("xy", "x y"),
        ("loss", 'upright("loss")'),
        ("alpha", "alpha"),
        ("x^2", "x ^(2)"),
        ("x_{k+1}", "x _(k plus 1)"),
        ("x^-1", "x ^(minus 1)"),
        ("frac(a, b)", "frac(a, b)"),
        ("frac(a)", 'frac(a, "")'),
        ("≤ <= ->", "lt.eq lt.eq arrow.r"),
        ("Δf", "Δ f"),
        ("x, …, y", "x comma thick dots.h thin comma y"),
        ("^2", '"" ^(2)'),
        ("‖x", "bar.v.double x"),
        ("#x", '"#" x'),
    ],
)
def test_what_people_type(typed: str, source: str) -> None:
    made = math_source(typed, NAMES)
    assert made.replace('"Δ"', "Δ") == source


def test_a_name_of_several_words_is_that_name() -> None:
    names = frozenset({"x", "learning_rate", "w"})
    assert math_source("learning_rate x", names) == '"learning rate" x'
    assert math_source("learning_rate_1", names) == '"learning rate" _(1)'
    assert math_source("w_max", names) == "w _(max)"


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30))
def test_any_text_compiles_as_mathematics_and_as_prose(text: str) -> None:
    assert width(math(math_source(text, NAMES))) >= 0
    assert width(prose(text)) >= 0


@pytest.mark.parametrize(
    "attack",
    [
        '#import "x"',
        '#read("/etc/passwd")',
        "$ $ #panic()",
        '"; #panic("x")',
        "\\",
        "*bold*",
        "= Heading",
        "] #x [",
    ],
)
def test_markup_in_a_text_is_drawn_as_text(attack: str) -> None:
    # Every glyph is there: the text is as wide as its characters one by one, kerning and ligatures apart.
    alone = sum(width(prose(glyph)) for glyph in attack)
    assert width(prose(attack)) == pytest.approx(alone, rel=0.12)
