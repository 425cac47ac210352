"""What an author writes is drawn as text, and what a viewer must be told is said in the picture."""

from __future__ import annotations

import re

import numpy as np
import pytest
import typst
from render_helpers import film_of, last_frame, said

from gradanim.actors.lettering import PREAMBLE, fonts, page

# Typst code, Typst marks, quotes, comments, and what other machines read as code.
HOSTILE = [
    '#import "evil.typ": *',
    '#panic("no")',
    '#read("/etc/passwd")',
    '") #panic() #("',
    "*bold* _thin_ `raw` <label> @reference",
    "= Heading // comment /* more */",
    "\\ \\\\ \\u(41) \\n #",
    "__import__('os').system('true')",
    "ends in a backslash \\",
    "<script>alert(1)</script> & &amp;",
    '"#"" \\" \\"',
    "~ -- --- ... #sym.alpha #eval(1)",
]


def yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def board(text: str) -> str:
    return (
        f"title: {yaml(text)}\nstage: board\nbeats:\n  - write: {{text: [{yaml(text)}], at: center}}\n"
        f"    seconds: 0.2\n    say: {yaml(text)}\n"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_an_authors_markup_is_drawn_as_text(tmp_path, text_folder, text):
    film = film_of(tmp_path, board(text), burn=True)
    picture = film.picture(last_frame(film))
    words = " ".join(text.split())
    assert said(picture, "title") == said(picture, "text") == said(picture, "caption") == words
    assert film.captions == (text,)
    frame = film.draw(picture)
    # Something was written in the middle, with the letters' own light.
    assert (frame[100:380, ..., :3].min(axis=2) > 150).sum() > 100


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_of_it_is_on_the_page(text):
    """Typst draws one shape for each character that is not a space; had it read code there would be others."""
    from gradanim.actors.lettering import prose

    source = (PREAMBLE + page(prose(text))).encode()
    svg = typst.compile(source, format="svg", font_paths=fonts()).decode()
    shapes = len(re.findall("<use ", svg))
    # The font joins these into one shape each.
    joined = sum(len(run) - 1 for run in re.findall("ff|fi|fl|---|--", text))
    assert shapes == len("".join(text.split())) - joined


MATHEMATICS = [
    "$#panic()$",
    '$#eval("1")$',
    "$x #import y$",
    '$"text" \\x @a <b> `c`$',
    "$sys.inputs$",
    "$a // b$",
    "$/* x */$",
    "$$ #x",
]


@pytest.mark.parametrize("text", MATHEMATICS)
def test_mathematics_holds_no_code(tmp_path, text_folder, text):
    if text.startswith("$$"):
        text = "\\$\\$ #x"
    film = film_of(tmp_path, board(text))
    picture = film.picture(last_frame(film))
    for letter in picture.letters:
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", letter.markup).removeprefix("#")
        assert not re.search(r"[#@`<>\\]|//|/\*", bare), letter.markup
    film.draw(picture)


def test_hostile_texts_everywhere_else(tmp_path, text_folder):
    evil = yaml('#panic("no") "')
    text = (
        f"title: T\nfield: {{f: x*y, x: [-1, 1], y: [-1, 1]}}\nstage: plane\nbeats:\n"
        f"  - show: [axes, contours]\n    seconds: 0.2\n  - place: [0.5, 0.5]\n    seconds: 0.2\n"
        f"  - show: [{{point: {{label: {evil}}}}}, {{readout: [{evil}]}}]\n    seconds: 0.2\n"
        f"  - write: {{text: {evil}, at: bottom}}\n    seconds: 0.2\n"
        f"  - ask: {{question: {evil}, answer: {evil}, think: 0.1}}\n    seconds: 0.2\n"
    )
    film = film_of(tmp_path, text)
    picture = film.picture(last_frame(film))
    white = film.painter.stage.theme.colours["text"]
    assert {letter.colour for letter in picture.letters if letter.role in ("question", "answer")} == {white}
    for role, count in (("text", 2), ("question", 1), ("answer", 1)):
        assert said(picture, role) == " ".join(['#panic("no") "'] * count), role
    film.draw(picture)


DESCENT = """\
title: T
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: %s
beats:
  - show: [axes]
    seconds: 0.2
  - place: [1, 0.5]
    seconds: 0.2
  - descend: {rule: gradient_descent, step_size: %s, steps: 30}
    seconds: 1
"""


@pytest.mark.parametrize("stage", ["plane", "surface", "split"])
def test_a_descent_that_goes_wrong_is_shown_and_said(tmp_path, text_folder, stage):
    film = film_of(tmp_path, DESCENT % (stage, 3))
    end = film.picture(last_frame(film))
    note = said(end, "note")
    assert "domain" in note or "diverge" in note
    assert said(film.picture(last_frame(film, 1)), "note") == ""
    # The point stays where it can be seen, and everything can be drawn.
    assert all(-2 <= c <= 2 for c in end.marks["point"]["at"])
    assert np.array_equal(film.draw(end).shape, (480, 854, 4))


def test_a_descent_that_does_well_says_nothing(tmp_path, text_folder):
    film = film_of(tmp_path, DESCENT % ("plane", 0.3))
    assert said(film.picture(last_frame(film)), "note") == ""


SURFACE = (
    "title: T\nfield: {f: %s, x: [-2, 2], y: [-2, 2]}\nstage: surface\n"
    "beats:\n  - show: [surface, axes, floor]\n    seconds: 0.2\n  - place: %s\n    seconds: 0.2\n"
    "  - show: gradient\n    seconds: 0.2\n"
)


@pytest.mark.parametrize(
    ("formula", "place", "notes"),
    [
        ("1/(x^2 + y^2 + 0.001)", "[1, 1]", ["Values outside the drawn range are cut off."]),
        ("log(x)", "[1, 1]", []),
        ("sqrt(1 - x^2 - y^2)", "[0.1, 0.1]", []),
        ("'|x| + y'", "[0, 1]", ["There is no gradient at this point."]),
        ("1/x", "[1, 1]", []),
        ("'3'", "[0, 0]", []),
        ("7*x", "[0, 0]", ["Gradient arrows are drawn at 0.2 × their length."]),
    ],
)
def test_a_landscape_with_holes_and_cliffs_is_drawn_and_what_is_odd_is_said(
    tmp_path, text_folder, formula, place, notes
):
    film = film_of(tmp_path, SURFACE % (formula, place))
    picture = film.picture(last_frame(film))
    note = said(picture, "note")
    for sentence in notes:
        assert sentence in note
    if not notes:
        assert "cut off" not in note and "no gradient" not in note
    frame = film.draw(picture)
    assert frame[..., 3].min() == 255 and len(np.unique(frame[..., 0])) > 20


@pytest.mark.parametrize(
    "scale",
    ["0.5", "2", "0.35", "0.015"],
)
def test_the_scale_of_the_arrows_is_told_as_it_is(tmp_path, text_folder, scale):
    text = (SURFACE % ("10*x", "[0, 0]")).replace("show: gradient", f"show: {{gradient: {{scale: {scale}}}}}")
    film = film_of(tmp_path, text)
    mark = film.picture(last_frame(film)).marks["gradient"]
    assert mark["tip"][0] == pytest.approx(10 * float(scale))
    assert f"drawn at {scale} × their length." in said(film.picture(last_frame(film)), "note")


def test_the_scale_that_was_chosen_is_told_as_it_is(tmp_path, text_folder):
    for factor in (3, 10, 45, 100, 0.01):
        film = film_of(tmp_path, SURFACE % (f"{factor}*x", "[0, 0]"))
        picture = film.picture(last_frame(film))
        told = re.search("drawn at (.+) × their length", said(picture, "note"))
        assert told and picture.marks["gradient"]["tip"][0] == pytest.approx(factor * float(told[1]))


def test_the_numbers_on_screen_are_those_of_the_point(tmp_path, text_folder):
    head = DESCENT.split("  - descend")[0] % "plane"
    film = film_of(tmp_path, head + "  - show: {readout: ['{gradient}', '{norm:.4f} and {f*2:.3f}']}\n")
    text = said(film.picture(last_frame(film)), "text").replace(" ", "")
    # f = x²/2 + y² at (1, 0.5).
    assert text == "(1.00,1.00)1.4142and1.500"


@pytest.mark.parametrize(("factor", "told"), [("1", "0.1"), ("0.1", None), ("40", "0.0025"), ("0.02", "5")])
def test_the_scale_of_a_field_of_arrows_is_told_as_it_is(tmp_path, text_folder, factor, told):
    text = (
        (SURFACE % (f"{factor}*(x^2 + y^2)/2", "[0.5, 0]"))
        .replace("surface\nbeats", "plane\nbeats")
        .replace("show: gradient\n", "show: gradient_field\n")
        .replace("surface, axes, floor", "axes")
    )
    film = film_of(tmp_path, text)
    picture = film.picture(last_frame(film))
    note = said(picture, "note")
    assert (f"Arrows of the field are drawn at {told} × their length." in note) is (told is not None)
    assert "Arrows of the field" not in said(film.picture(last_frame(film, 1)), "note")
    scale = film.painter.stage.field_scale
    assert scale == pytest.approx(float(told or 1))
    # The arrow in the corner, where both slopes are the largest, is the longest.
    longest = max(_length(item) for item in picture.views[0].items if type(item).__name__ == "Arrow")
    unit = film.painter.stage.space.flat(np.array([[0.0, 0.0], [1.0, 0.0]]))
    corner = 2 - 2 / 12
    drawn = longest / np.linalg.norm(unit[1] - unit[0])
    assert drawn == pytest.approx(scale * float(factor) * np.hypot(corner, corner), rel=1e-3)


def _length(item):
    return float(np.linalg.norm(np.subtract(item.tip, item.tail)))


def test_the_formula_of_a_gradient_has_no_more_room_in_its_brackets_than_its_numbers(text_folder, tmp_path):
    text = (
        "title: T\nfield: {f: x^2*y + 3*y, x: [-2, 2], y: [-2, 2]}\nstage: plane\nbeats:\n"
        '  - write: "$∇f =$ {=gradient}"\n'
    )
    film = film_of(tmp_path, text)
    (formula,) = [it for it in film.picture(last_frame(film)).letters if "x^2" in it.markup]
    assert formula.markup == "$(2 x y, x^2 + 3)$"
