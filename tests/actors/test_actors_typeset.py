"""Single letters that stand for something are italic, in prose and beside it; words and units are not."""

from __future__ import annotations

import re

import pytest

from gradanim.actors.terms import Terms
from gradanim.actors.typeset import Style, words
from gradanim.spec.templates import Template, TextPart, parse_template

STYLE = Style(
    frozenset({"x", "w1"}), lambda name: name, terms=Terms(function="L", names=frozenset({"x", "w1"}))
)


def mathematics(template: Template) -> list[str]:
    """What is set between dollars, without these."""
    marked = " ".join(piece.markup for word in words(template, STYLE) for piece in word)
    return re.findall(r"\$(.*?)\$", marked)


@pytest.mark.parametrize(
    ("text", "italic"),
    [
        ("the value of f leaves", ["f"]),
        ("along x, then b.", ["x", "b"]),
        ("n + 1 evaluations", ["n"]),
        ("the loss L falls", ["L"]),
        ("turned by φ.", ["φ"]),
        # Not these.
        ("a hill, and I", []),
        ("A plan B", []),
        ("3 m and 4 s", []),
        ("e.g. the hiker's way", []),
        ("x-ray", []),
    ],
)
def test_lone_letters_in_prose(text: str, italic: list[str]) -> None:
    assert mathematics(Template((TextPart(text),))) == italic


@pytest.mark.parametrize("letter", list("afnxLN"))
def test_letters_between_dollars_are_never_upright(letter: str) -> None:
    assert mathematics(parse_template(f"for ${letter}$ of them")) == [letter]
    assert "upright" not in "".join(mathematics(parse_template(f"$x_{letter} + {letter}^2$")))
