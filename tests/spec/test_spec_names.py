"""Names that authors give: what may be printed, one name in all its spellings, characters without a glyph."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import typst
from spec_helpers import BEATS, HEAD, load, problems, save, told

from gradanim.actors.lettering import PREAMBLE, fonts
from gradanim.beats.check import check_file
from gradanim.calculus.names import canonical, printable
from gradanim.problems import WORDING
from gradanim.spec import load_scenes
from gradanim.spec.drawable import RANGES, undrawn

FIELD = "title: T\nfield: {f: x_1^2 + β x₂, domain: {x_1: [-2, 2], x₂: [-1, 1]}}\nparams: {β: 2}\n"


def named(name: str) -> str:
    return f"title: T\nfield: {{f: x^2 + y, x: [-2, 2], y: [-1, 1], name: {name}}}\n" + BEATS


@pytest.mark.parametrize(
    "name",
    ["f", "L", "loss", "MSE", "beta", "β", "β_1", "f_1", "f₁", "L_train", "L_β", "w_1_2", "f'", "L′",
     "cross-entropy", "mean error"],
)  # fmt: skip
def test_a_letter_or_a_word_can_be_printed(tmp_path: Path, name: str) -> None:
    scene = load(tmp_path, named(f'"{name}"'))
    assert scene.field is not None and scene.field.name == name


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("'#read(\"x\")'", None), ("$L$", "L"), ("'\\beta'", "beta"), ("'\\mathcal{L}'", "L"), ("f(x)", "f"),
     ("'L_{train}'", "L_train"), ("'a\\'", "a"), ("'\"'", None), ("'#f'", None), ("a*b", None), ("'['", None),
     ("'f²'", None), ("_f", None), ("∇f", None), ("😀", None), ("1", None)],
)  # fmt: skip
def test_everything_else_is_refused_at_its_place(tmp_path: Path, name: str, suggestion: str | None) -> None:
    text = named(f"'{name}'" if name == "1" else name)
    (problem,) = problems(tmp_path, text)
    assert (problem.code, problem.line, problem.column) == (
        "spec_name_printed",
        2,
        text.split("\n")[1].index("name:") + 7,
    )
    assert (problem.where, problem.suggestion) == ("field.name", suggestion)


def test_one_spelling_is_its_own_spelling() -> None:
    for name in ("x_1", "x₁", "x1", "w_1_2", "w1_2", "β_max", "f_x_1", "a_b_c_12"):
        assert canonical(canonical(name)) == canonical(name)
    assert len({canonical(name) for name in ("w_1_2", "w_12", "w_1_2_3")}) == 3
    assert not printable("f²") and not printable("")


def test_all_spellings_are_one_name(tmp_path: Path) -> None:
    scene = load(
        tmp_path, FIELD + 'beats:\n  - place: ["β/2", "beta - 2"]\n  - vary: {β: 3}\n  - slice: x_2\n'
    )
    assert scene.field is not None
    assert (scene.field.variables, dict(scene.params)) == (("x1", "x2"), {"beta": 2.0})
    place, vary, cut = (beat.action for beat in scene.beats)
    assert (place.point, vary.params, cut.direction) == ((1.0, 0.0), {"beta": 3.0}, "x2")  # type: ignore[attr-defined]


def test_layers_and_variants_agree_on_names(tmp_path: Path) -> None:
    save(tmp_path, FIELD + BEATS, "base.yaml")
    text = "extends: base.yaml\nparams: {beta: 3}\nfield: {domain: {x₁: [0, 1]}}\n"
    text += "variants: {one: {params: {β: 5}}, two: }\n"
    one, two = load_scenes(save(tmp_path, text))
    assert (dict(one.params), dict(two.params)) == ({"beta": 5.0}, {"beta": 3.0})
    assert one.field is not None and one.field.domain == ((0.0, 1.0), (-1.0, 1.0))


def test_two_spellings_of_one_name_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD + "params: {β: 1, beta: 2}\n" + BEATS) == ["3:16: `beta` is declared twice"]
    twice = "title: T\nfield: {f: x_1, domain: {x_1: [0, 1], x₁: [0, 1]}}\n" + BEATS
    assert "2:39: `x₁` is declared twice" in told(tmp_path, twice)
    (line,) = told(tmp_path, HEAD + "params: {αβ: 1}\n" + BEATS)
    assert line.startswith("3:10: `αβ` is no name")


def test_quantities_and_formulas_of_such_names_are_known(tmp_path: Path) -> None:
    said = "{x_1} {x₁} {f_x_1} {f_x₂} {β} {beta:.2f} {gradient.x_2} {=f_x_1} {=f_x₂}"
    beats = f'beats:\n  - place: [1, 0.5]\n    say: "{said}"\n'
    load(tmp_path, FIELD + beats + "  - claim: x_1 + x₂ == 1.5 and β == beta and f_x_1 == gradient.x₁\n")
    greek = "title: T\nfield: {f: β^2 + y, domain: {β: [-2, 2], y: [-1, 1]}}\nbeats:\n  - place: [1, 0.5]\n"
    load(tmp_path, greek + '    say: "{f_β} {f_beta} {=f_β} {=f_beta}"\n')
    (line,) = told(tmp_path, greek + '    say: "{f_γ}"\n')
    assert line.startswith("5:12: `f_γ` at column 12 is not known")


def warned(tmp_path: Path, text: str, burn: bool = False) -> list[str]:
    found = check_file(save(tmp_path, text), burn)
    assert all(problem.exit_code == 0 for problem in found)
    return [f"{p.line}:{p.column}: {p.message}" for p in found]


def test_characters_without_a_glyph_are_told(tmp_path: Path) -> None:
    text = (
        HEAD.replace("title: T", "title: ∇f é 損失 損")
        + 'beats:\n  - write: ["fine", "so 😀"]\n    say: 漢\n'
    )
    text += "  - race: {start: [1, 0], steps: 2, runs: [{step_size: 0.1, label: 中}, {step_size: 0.2}]}\n"
    ending = ": empty boxes will stand there"
    drawn = [
        f"1:13: warning: the fonts have no `損`, `失`{ending}",
        f"4:25: warning: the fonts have no `😀`{ending}",
        f"6:68: warning: the fonts have no `中`{ending}",
    ]
    assert warned(tmp_path, text) == drawn
    caption = "5:10: warning: the fonts have no `漢`: empty boxes will stand in the burned-in caption"
    assert sorted(warned(tmp_path, text, burn=True)) == sorted([*drawn, caption])
    assert set(WORDING) >= {"spec_undrawn", "spec_undrawn_caption"}


def test_many_characters_are_not_all_listed(tmp_path: Path) -> None:
    text = HEAD.replace("title: T", "title: " + "".join(map(chr, range(0x4E00, 0x4E10)))) + BEATS
    (line,) = warned(tmp_path, text)
    assert line.count("`") == 16 and ", …: empty" in line


def _missing(letters: list[str]) -> set[str]:
    """Those for which Typst draws the box of its first font."""
    quoted = {'"': '\\"', "\\": "\\\\"}
    rows = "".join(f'#place(dy: {20 * k}pt, text("{quoted.get(c, c)}"))\n' for k, c in enumerate(letters))
    source = PREAMBLE + "#set page(width: 10pt, height: 10pt)\n" + rows
    svg = typst.compile(source.encode(), format="svg", font_paths=fonts()).decode()
    box = re.findall(r'<use xlink:href="#(\w+)"', svg)[-1]
    if svg.count(f'"#{box}"') == 1:
        return set()
    if svg.count(f'"#{box}"') == len(letters):
        return set(letters[:-1])
    half = len(letters) // 2
    return _missing([*letters[:half], letters[-1]]) | _missing(letters[half:])


def test_the_table_is_that_of_the_fonts() -> None:
    """All characters of the first two planes' scripts at the ends of ranges, and every eleventh of all others."""
    ends = {int(end, 16) + step for part in RANGES.split() for end in part.split("-") for step in (-1, 0, 1)}
    points = sorted(ends | set(range(0xA0, 0x3000)) | set(range(0x3000, 0xF0000, 997)))
    letters = [chr(p) for p in points if unicodedata.category(chr(p)) not in ("Cn", "Cs", "Co", "Cc")]
    letters = [letter for letter in letters if letter.isprintable()]
    missing: set[str] = set()
    for start in range(0, len(letters), 500):
        missing |= _missing([*letters[start : start + 500], "\U0010fffd"])
    assert undrawn("".join(letters)) == "".join(letter for letter in letters if letter in missing)
    assert len(letters) > 8000
