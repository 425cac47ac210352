"""Texts that need quotes, or other ones: with braces at their beginning, or backslashes in double quotes."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_helpers import HEAD, SCENE, problems, with_beats

from gradanim.problems import Problem

# What stands behind a dash of `beats`, and the texts that are shown with their quotes.
BRACES = {
    "write: {norm} is the length": ['"{norm} is the length"'],
    "write: {norm}, {f}": ['"{norm}, {f}"'],
    "write: {norm} = {f}: so": ['"{norm} = {f}: so"'],
    "write: {norm} > 1": ['"{norm} > 1"'],
    "write: {f(1, 2)}": ['"{f(1, 2)}"'],
    "write: {norm: .2f}": ['"{norm: .2f}"'],
    "write: [{norm}, {f}]": ['"{norm}"', '"{f}"'],
    'write: ["a", {norm} \\ "b"]': ["'{norm} \\ \"b\"'"],
    "write: {text: {norm}}": ['"{norm}"'],
    "write: {text: x {norm}, at: title}": ['"x {norm}"'],
    "show: {readout: {norm}}": ['"{norm}"'],
    "show: {readout: [a, f = {f}]}": ['"f = {f}"'],
    "show: {point: {label: {norm}}}": ['"{norm}"'],
    "ask: {question: How long?, answer: {norm} long}": ['"{norm} long"'],
    "pause: 2\n    say: {norm} is long": ['"{norm} is long"'],
    "pause: 2\n    say: {norm}": ['"{norm}"'],
    "write:\n      - {norm} is\n      - b": ['"{norm} is"'],
}


def found_in(folder: Path, *beats: str) -> tuple[Problem, ...]:
    return problems(folder, with_beats("place: [0, 0]", *beats))


@pytest.mark.parametrize("beat", BRACES)
def test_a_text_with_braces_is_shown_in_its_quotes(tmp_path: Path, beat: str) -> None:
    found = found_in(tmp_path, beat)
    assert [problem.details["wanted"] for problem in found] == BRACES[beat]
    assert {problem.code for problem in found} <= {"spec_yaml_brace", "spec_yaml_brace_inside"}


@pytest.mark.parametrize("beat", BRACES)
def test_what_is_shown_is_the_mend(tmp_path: Path, beat: str) -> None:
    mended = beat
    for wanted in BRACES[beat]:
        bare = wanted[1:-1].replace("''", "'")
        mended = mended.replace(bare, wanted, 1)
    assert not [p for p in found_in(tmp_path, mended) if p.code.startswith("spec_yaml")]


def test_a_title_with_braces_is_told(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, SCENE.replace("title: T", "title: {a}"))
    assert (problem.code, problem.column) == ("spec_yaml_brace", 8)


@pytest.mark.parametrize("claim", ["{norm} < 3", "{norm < 3}", '"{norm} < 3"'])
def test_a_claim_needs_no_braces(tmp_path: Path, claim: str) -> None:
    (problem,) = found_in(tmp_path, f"claim: {claim}")
    assert (problem.code, problem.details["wanted"]) == ("spec_claim_braces", "norm < 3")


@pytest.mark.parametrize(
    "beat", ["write:\n      text:\n        norm: a", "write: {text: a, to: b}", "show: {surface: {norm}}"]
)
def test_other_mappings_are_no_texts(tmp_path: Path, beat: str) -> None:
    assert "spec_yaml_brace" not in [problem.code for problem in found_in(tmp_path, beat)]


# A text in double quotes; code, column in it from 1 at the quote, and what is suggested.
ESCAPES: dict[str, list[tuple[str, int, str | None]]] = {
    r'"$\alpha$"': [("spec_tex", 3, "alpha")],
    r'"$\beta + \frac{1}{2}$"': [("spec_tex", 3, "beta"), ("spec_tex", 11, "1/2")],
    r'"$\nabla f = 2 \times 3$"': [("spec_tex", 3, "∇"), ("spec_tex", 16, "×")],
    r'"$\theta$ and $\rho$, $\nu$"': [("spec_tex", 3, "theta"), ("spec_tex", 16, "rho"), ("spec_tex", 24, "nu")],
    r'"$\vec{x}$"': [("spec_tex", 3, "x")],
    r'"$\eta$"': [("spec_tex", 3, "eta")],
    r'"$\Lambda$"': [("spec_tex", 3, "Lambda")],
    r'"$\xi$"': [("spec_tex", 3, "xi")],
    r'"$\upsilon$"': [("spec_tex", 3, "upsilon")],
    r'"$\partial f$"': [("spec_tex", 3, "∂")],
    r'"\\$5 and \partial"': [("spec_escape_unknown", 11, "∂")],
    r'"\alpha $\beta$"': [("spec_escape", 2, "α"), ("spec_tex", 10, "beta")],
    r'"\nabla and \theta"': [("spec_escape", 2, "∇"), ("spec_escape", 13, "θ")],
    r'"\frac{1}{2}"': [("spec_escape", 2, None)],
    r'"$x\ny$"': [("spec_formula_break", 4, None)],
    r'"$x\ty$"': [("spec_formula_break", 4, None)],
    r'"\x07lpha"': [("spec_control", 2, None)],
    r'"one\ntwo\tthree\nu"': [],
    r'"$a$ \\alpha"': [],
    r"'\alpha'": [],
}  # fmt: skip


@pytest.mark.parametrize("text", ESCAPES)
def test_escapes_that_ate_a_letter(tmp_path: Path, text: str) -> None:
    found = problems(tmp_path, HEAD + f"beats:\n  - write: {text}\n")
    column = len("  - write: ")
    assert [(p.code, (p.column or 0) - column, p.suggestion) for p in found] == ESCAPES[text]


def test_what_an_escape_has_become_is_said(tmp_path: Path) -> None:
    said = [p.details["what"] for p in found_in(tmp_path, r'write: "\theta \nabla \alpha"')]
    assert said == ["a tab", "a line break", "a character that cannot be seen"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{{"title": "T", "stage": "board", "beats": [{{"write": "a {}"}}]}}'),
        ("a.toml", 'title = "T"\nstage = "board"\n[[beats]]\nwrite = "a {}"\n'),
    ],
)
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (r"$\partial$", "spec_tex"),
        (r"\left", "spec_escape_unknown"),
        (r"\upsilon", "spec_escape_unknown"),
        (r"\beta", "spec_escape"),
        (r"$\beta$", "spec_tex"),
        (r"$\theta$", "spec_tex"),
    ],
)
def test_other_formats_have_double_quotes_too(
    tmp_path: Path, name: str, text: str, typed: str, code: str
) -> None:
    assert [problem.code for problem in problems(tmp_path, text.format(typed), name)] == [code]
