"""Lines are broken between words, or before a sign of a formula, and never behind one."""

from __future__ import annotations

import pytest

from gradanim.actors.breaking import Stretch, line_starts
from gradanim.actors.lettering import math, width
from gradanim.actors.paragraph import line_width, stretches
from gradanim.actors.signs import joints, typst_parts
from gradanim.actors.terms import Terms
from gradanim.actors.typeset import Style, Word, words
from gradanim.spec.templates import parse_template

FORMULAS = {"f": "sin(x y) + frac(x^2, 4) - e^(-y)", "gradient": "(thin 2 x y, x^2 + 3 thin)"}
STYLE = Style(frozenset("xy"), FORMULAS.__getitem__, terms=Terms(names=frozenset("xy")))


def numbers(source: str, spec: str | None) -> str:
    return "3.25"


def shown(word: Word) -> str:
    return "".join(piece.markup or numbers("", None) for piece in word).replace('#"', "").replace('"', "")


def lines(text: str, room: float) -> list[str]:
    made = words(parse_template(text), STYLE)
    starts = line_starts(stretches(made, numbers), room)
    return [" ".join(map(shown, made[a:b])) for a, b in zip(starts, [*starts[1:], len(made)], strict=True)]


@pytest.mark.parametrize(
    ("text", "room", "broken"),
    [
        # The sign begins the new line, in mathematics, before a formula and in prose.
        ("$f(x, y) =$ {=f}", 11.0, ["$f paren.l x comma y paren.r$", "$eq$ $sin(x y)$"]),
        ("$∇f =$ {=gradient}", 7.4, ["$nabla f$", "$eq$ $(thin 2 x y, x^2 + 3 thin)$"]),
        ("norm = {norm}", 3.0, ["norm", "= 3.25"]),
        ("$a + b = c$", 2.7, ["$a$ $plus med b$", "$eq c$"]),
        # Between words rather than inside the formula.
        ("so $a = b$", 3.2, ["so", "$a$ $eq b$"]),
        # A number stays with the word before it, where that takes no more lines.
        ("north {f_y}, south {f_x}", 7.5, ["north 3.25,", "south 3.25"]),
        # What fits is not broken.
        ("$a + b = c$", 9.0, ["$a$ $plus med b$ $eq c$"]),
    ],
)
def test_where_lines_are_broken(text: str, room: float, broken: list[str]) -> None:
    made = lines(text, room)
    assert made[: len(broken) - 1] == broken[:-1]
    assert made[len(broken) - 1].startswith(broken[-1])


@pytest.mark.parametrize("room", [3.0, 4.5, 6.0, 9.0, 14.0])
@pytest.mark.parametrize(
    "text",
    [
        "$f(x, y) =$ {=f}",
        "after {steps} steps $L =$ {f}",
        "$D_u f = cos φ · ∂f/∂x + sin φ · ∂f/∂y$",
        "a ≥ b = c",
    ],
)
def test_no_line_ends_with_a_sign(text: str, room: float) -> None:
    for line in lines(text, room)[:-1]:
        assert not line.rstrip("$").rstrip().endswith(("eq", "dot.op", "plus", "minus", " +", " -", "=", "≥"))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a = b + c", [2, 6]),
        ("-a", []),
        ("f(a + b)", []),
        ("‖a + b‖ <= c", [8]),
        ("x^-1", []),
        ("a = -b", [2]),
        ("x = 1, y = 2", [2, 7, 9]),
        ("α =", [2]),
        ("k -> n", [2]),
    ],
)
def test_where_a_formula_may_be_broken(text: str, places: list[int]) -> None:
    assert [joint.at for joint in joints(text)] == places


def test_typst_of_formulas_is_cut_outside_all_brackets() -> None:
    assert [part for part, _ in typst_parts(FORMULAS["f"])] == [
        "sin(x y)",
        "+ med frac(x^2, 4)",
        "- med e^(-y)",
    ]
    assert [part for part, _ in typst_parts(FORMULAS["gradient"])] == [FORMULAS["gradient"]]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("$a + b$", "a + b"),
        ("$a = b$", "a = b"),
        ("$a · b − c$", "a dot.op b - c"),
        ("$x, y$", "x, y"),
        ("{=f}", FORMULAS["f"]),
    ],
)
def test_a_formula_in_one_line_is_as_wide_as_if_it_were_set_as_a_whole(text: str, whole: str) -> None:
    made = words(parse_template(text), STYLE)
    assert len(made) > 1
    assert line_width(made, numbers) == pytest.approx(width(math(whole)), abs=1e-3)


def test_the_fewest_lines_come_first_then_the_best_breaks() -> None:
    even = [Stretch(1.0, 0.0, cost) for cost in (0.0, 3.0, 0.0, 3.0)]
    assert line_starts(even, 3.0) == [0, 2]
    assert line_starts(even, 4.0) == [0]
    assert line_starts([Stretch(9.0, 0.3)] * 2, 3.0) == [0, 1]
    assert line_starts([], 3.0) == []


def test_rows_of_numbers_are_kept_together_where_they_can_be() -> None:
    """A break in them counts as one in a formula, so that slightly smaller type is preferred."""
    row, one, prose = (
        [word[0].cost for word in words(parse_template(text), STYLE)[1:]]
        for text in ("north {f_y}, south {f_x}", "north by east {f_y}", "nothing but words")
    )
    assert row[0] == row[2] > row[1] > 0.0
    assert one == [0.0, 0.0, row[0]] and prose == [0.0, 0.0]
