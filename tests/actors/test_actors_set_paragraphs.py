"""Paragraphs are set once for as long as they look the same."""

from __future__ import annotations

from gradanim.actors import set_paragraphs
from gradanim.actors.lettering import width
from gradanim.actors.paragraph import Setting, paragraph
from gradanim.actors.set_paragraphs import SetParagraphs
from gradanim.actors.terms import Terms
from gradanim.actors.theme import THEMES
from gradanim.actors.typeset import Style, words
from gradanim.spec.templates import parse_template

THEME = THEMES["dark"]
WORDS = words(
    parse_template("at x = {x} and so on"), Style(frozenset({"x"}), str, terms=Terms.of(None, {"x"}))
)
SETTING = Setting(10.0, 20.0, 300.0, 30.0)


def number(text):
    return lambda source, spec: text


def test_they_are_what_the_setter_of_paragraphs_makes_of_them():
    kept = SetParagraphs(THEME, number("−10.00"))
    for text in ("1.00", "2.00", "1.00"):
        assert kept.letters(WORDS, SETTING, number(text)) == paragraph(WORDS, SETTING, number(text), THEME)
        made = kept.letters(WORDS, SETTING, number(text), steady=True)
        assert made == paragraph(WORDS, SETTING, number(text), THEME, number("−10.00"))


def test_what_looks_the_same_is_not_set_again(monkeypatch):
    calls = []
    monkeypatch.setattr(set_paragraphs, "paragraph", lambda *given: calls.append(given) or paragraph(*given))
    kept = SetParagraphs(THEME, number("9"))
    first, _ = kept.letters(WORDS, SETTING, number("1"))
    second, _ = kept.letters(WORDS, SETTING, number("1"))
    assert len(calls) == 1 and first == second and first[0] is second[0]
    first.clear()
    assert kept.letters(WORDS, SETTING, number("1"))[0] == second
    for other in (
        (tuple(WORDS[:2]), SETTING, number("1")),
        (WORDS, Setting(11.0, 20.0, 300.0, 30.0), number("1")),
        (WORDS, SETTING, number("2")),
    ):
        kept.letters(*other)
    assert len(calls) == 4


def test_only_the_latest_are_remembered(monkeypatch):
    monkeypatch.setattr(set_paragraphs, "_KNOWN", 3)
    kept = SetParagraphs(THEME, number("9"))
    for k in range(10):
        kept.letters(WORDS, SETTING, number(str(k)))
    assert len(kept._known) == 3


def test_a_power_of_ten_is_set_as_in_a_formula():
    letters = paragraph(WORDS, Setting(10.0, 20.0, 900.0, 30.0), number("1.06×10⁻¹⁷"), THEME)[0]
    marks = [letter.markup for letter in letters]
    assert '$""^(-17)$' in marks and "$med times med$" in marks
    ten, power = marks.index('#"0"', marks.index("$med times med$")), marks.index('$""^(-17)$')
    assert power == ten + 1
    # What follows stands behind all of it.
    after = letters[power + 1].x - letters[power].x
    assert after >= width('$""^(-17)$') * SETTING.size - 1.0
