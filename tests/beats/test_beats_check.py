"""check finds what the language cannot know, and says where and with which numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradanim.beats.check import check_file
from gradanim.beats.registry import BEATS
from gradanim.problems import Problem
from gradanim.spec import VERBS

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nbeats:\n"


def problems(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "scene.yaml"
    path.write_text(text, encoding="utf-8")
    return check_file(path)


def test_every_verb_of_the_language_can_be_played() -> None:
    assert set(VERBS) == {*BEATS, "together"}


def test_a_true_claim_passes_and_a_false_one_tells_both_sides(tmp_path: Path) -> None:
    assert problems(tmp_path, HEAD + "  - place: [1, 0.5]\n  - claim: gradient == (2, 1)\n") == []
    (found,) = problems(tmp_path, HEAD + "  - place: [1, 0.5]\n  - claim: norm == 3\n")
    assert (found.line, found.where) == (5, "beats[1]")
    assert found.message == (
        "the claim `norm == 3` is false at x = 1, y = 0.5: the left side is 2.23607, the right side 3"
    )


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("f_x > 2", "is false at x = 1, y = 0.5: both sides are 2: equal, not greater"),
        ("norm < norm", "is false at x = 1, y = 0.5: both sides are 2.23607: equal, not less"),
        ("f_x != 2", "is false at x = 1, y = 0.5: both sides are 2: equal, not different"),
        ("f_x == 2.00001", "is false at x = 1, y = 0.5: the left side is 2, the right side 2.00001"),
        ("f_x == 2.0000041", "is false at x = 1, y = 0.5: the left side is 2, the right side 2.0000041"),
        ("sqrt(-1 - x) < 0", "cannot be judged at x = 1, y = 0.5: the left side has no value"),
        ("f(0, 0) > 3", "is false: the left side is 0, the right side 3"),
        ("norm(gradient(0, 1)) == a", "is false: the left side is 2, the right side 1"),
        ("f(0, 0) == x", "is false at x = 1, y = 0.5: the left side is 0, the right side 1"),
        ("f(a, 0) != 1", "is false: both sides are 1: equal, not different"),
        ("0 < angle", "cannot be judged at x = 1, y = 0.5: the right side has no value"),
        ("ln(-x) == ln(-y)", "cannot be judged at x = 1, y = 0.5: neither side has a value"),
    ],
)  # fmt: skip
def test_a_false_claim_says_why(tmp_path: Path, claim: str, said: str) -> None:
    tolerant = f'  - claim: {{that: "{claim}", tolerance: 1e-7}}\n'
    (found,) = problems(tmp_path, HEAD + "  - place: [1, 0.5]\n" + tolerant + "params: {a: 1}\n")
    assert found.message == f"the claim `{claim}` {said}"


def test_a_claim_is_checked_along_the_whole_beat(tmp_path: Path) -> None:
    beats = "  - place: [1, 0]\n  - together: [{walk: {line: [-1, 0]}}, {claim: x > 0}]\n"
    (found,) = problems(tmp_path, HEAD + beats)
    assert "x > 0" in found.message


CLAIMS = """  - place: [1, 0.5]
  - claim: norm > 9
  - claim: norm
  - write: "{nrom}"
  - together: [{walk: {line: [-1, 0]}}, {claim: x > }]
  - together: [{walk: {line: [1, 0]}}, {claim: x > 0}]
"""


def test_claims_that_cannot_be_read_hide_none_that_are_false(tmp_path: Path) -> None:
    found = [(problem.code, problem.line, problem.column) for problem in problems(tmp_path, HEAD + CLAIMS)]
    assert found == [
        ("film_claim_false", 5, 5),
        ("claim_no_relation", 6, 12),
        ("name_unknown", 7, 14),
        ("claim_side", 8, 51),
        ("film_claim_false", 9, 41),
    ]


def test_they_do_in_no_variant(tmp_path: Path) -> None:
    text = HEAD + "  - place: [1, 0.5]\n  - claim: norm > a\n  - claim: norm\n"
    variants = "variants: {one: {params: {a: 9}}, two: {params: {a: 8}}, three: {params: {a: 0}}}\n"
    found = [(problem.code, problem.line) for problem in problems(tmp_path, text + variants)]
    assert found == [("film_claim_false", 5), ("film_claim_false", 5), ("claim_no_relation", 6)]


def test_a_fault_of_another_kind_comes_first(tmp_path: Path) -> None:
    text = HEAD + "  - place: [1, 0.5]\n  - claim: norm > 9\n  - claim: norm\n  - show: nothing\n"
    assert [problem.line for problem in problems(tmp_path, text)] == [6, 7]


def test_a_field_without_a_value_is_refused(tmp_path: Path) -> None:
    text = "title: T\nfield: {f: log(x - 9), x: [-2, 2], y: [-2, 2]}\nbeats: [{show: surface}]\n"
    (found,) = problems(tmp_path, text)
    assert found.message == "`log(x - 9)` has no finite value anywhere in the domain"


def test_a_beat_that_cannot_be_played_is_told_at_its_line(tmp_path: Path) -> None:
    head = "title: T\nfield: {f: log(x), x: [-2, 2], y: [-2, 2]}\nbeats:\n"
    (found,) = problems(tmp_path, head + "  - place: [1, 0]\n  - descend: {start: [-1, 0], step_size: 0.1}\n")
    assert found.line == 5


@pytest.mark.parametrize("text", ["", "title: [", "title: T\nbeats: [{dance: now}]\n"])
def test_a_broken_file_is_a_problem_and_not_an_exception(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)
