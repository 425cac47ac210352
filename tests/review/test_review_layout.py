"""The layout check: what it finds where something is wrong, and that it is silent where nothing is."""

from __future__ import annotations

import json
from contextlib import closing
from types import MappingProxyType

import numpy as np
import pytest
from msgspec.structs import replace
from review_scenes import CLEAN, film, scene

from gradanim.actors import theme
from gradanim.actors.lettering import math, prose
from gradanim.actors.letters import Box, Letter
from gradanim.actors.subject import Shape
from gradanim.plan.scene_plan import plan_scene
from gradanim.problems import ProblemError
from gradanim.render.film import make_film
from gradanim.review.contrast import contrast, luminance, ratio
from gradanim.review.geometry import covered, outside, overlaps, small, texts_of
from gradanim.review.ink import ink, inked
from gradanim.review.layout import findings, layout_problems
from gradanim.review.naming import said

FRAME, SAFE = Box(0, 0, 1920, 1080), Box(56, 56, 1864, 1024)
WORDS = "of words that are far too many for it"
WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def label(text: str, x: float, y: float, size: float = 40.0, **others) -> Letter:
    return Letter(prose(text), x, y, size, WHITE, role="label", **others)


def test_a_clean_scene_is_clean_in_every_format(tmp_path):
    spec = scene(tmp_path, CLEAN)
    for burn in (False, True):
        assert layout_problems(spec, ("16:9", "1:1", "9:16", "4:3"), burn) == []


def test_a_text_that_is_struck_out_is_no_fault(tmp_path):
    struck = CLEAN + "  - write: wrong\n  - strike: {text: wrong}\n"
    spec = scene(tmp_path, struck)
    with closing(make_film(plan_scene(spec, "draft", "16:9"))) as made:
        letters = made.picture(made.plan.frames - 1).letters
    assert any(letter.role == "strike" for letter in letters)
    assert layout_problems(spec, ("16:9", "1:1")) == []


def test_ink_is_where_the_glyph_is():
    left, top, right, bottom = ink(prose("I")).box
    # An I stands on the baseline and is as high as capitals of this font are.
    assert abs(bottom) < 0.03 and -0.72 < top < -0.62 and 0.0 <= left < right < 0.4
    assert ink(prose("p")).box[3] > 0.15, "a descender reaches below the baseline"
    assert ink(prose(" ")).box is None and inked(label(" ", 0, 0)) is None


def test_labels_that_overlap_are_found_by_their_names():
    near = texts_of([label("one", 100, 500), label("two", 130, 510), label("three", 400, 500)])
    (found,) = overlaps(near, 1.0)
    assert (found.code, found.one, found.other) == ("review_overlap", "the label `one`", "the label `two`")
    faint = [label("one", 100, 500), label("two", 130, 510, opacity=0.4)]
    assert list(overlaps(texts_of(faint), 1.0)) == []


def test_letters_of_one_line_are_one_text():
    line = [
        Letter(prose("word"), 100, 500, 40, WHITE),
        Letter(prose("next"), 190, 500, 40, WHITE),
        Letter(math("nabla f"), 280, 500, 40, WHITE),
    ]
    (text,) = texts_of(line)
    assert text.name == "the text `word next ∇f`"
    assert list(overlaps([text], 1.0)) == []


def test_texts_of_two_columns_are_two():
    row = [
        Letter(prose(word), x, 500, 40, WHITE) for word, x in (("left", 100), ("too", 170), ("right", 400))
    ]
    assert [text.name for text in texts_of(row)] == ["the text `left too`", "the text `right`"]


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        (prose('a "b" \\c'), 'a "b" \\c'),
        (math('frac(partial f, partial x, style: "horizontal")'), "∂f/∂x"),
        (math("minus norm(nabla f)"), "−‖∇f‖"),
        (math("D_u f"), "D_u f"),
        (math("f") + prose(" = 0.5"), "f = 0.5"),
        (math('frac(partial f, partial x, style: "horizontal")') + prose(" = ") + prose("1"), "∂f/∂x = 1"),
        (math("minus med f _(x y) ^(2) lt.eq sqrt(c) plus frac(x + 1, 2)"), "−f_xy^2 ≤ √c + (x + 1)/2"),
        (math("paren.l x _(1) comma thick dots.h thin comma x _(k plus 1) paren.r"), "(x_1, …, x_(k+1))"),
        (math('upright("grad") hat(y)'), "grad ŷ"),
    ],
)
def test_names_say_what_is_written(markup, plain):
    assert said(markup) == plain


def test_a_text_on_a_point_or_an_arrow_is_found_and_one_beside_it_is_not():
    view = Box(0, 0, 1920, 1080)
    point = Shape("point", np.array([[300.0, 490.0]]), 10.0)
    arrow = Shape("gradient", np.array([[600.0, 490.0], [900.0, 490.0]]), 3.5, (28.0, 12.0))
    texts = texts_of([label("mmm", 270, 500), label("mmm", 700, 500), label("mmm", 700, 540)])
    found = list(covered(texts, [point, arrow], view, 1.0))
    assert [(f.one, f.other) for f in found] == [
        ("the label `mmm`", "the point"),
        ("the label `mmm`", "the gradient arrow"),
    ]
    assert list(covered(texts, [point, arrow], Box(0, 0, 200, 200), 1.0)) == [], (
        "nothing is seen beyond its view"
    )


def test_the_head_of_an_arrow_is_wider_than_its_shaft():
    arrow = Shape("gradient", np.array([[0.0, 0.0], [100.0, 0.0]]), 3.5, (28.0, 12.0))
    places = np.array([[50.0, 3.0], [50.0, 5.0], [74.0, 10.0], [98.0, 5.0], [100.0, 0.0]])
    assert arrow.covers(places).tolist() == [True, False, True, False, True]


def test_texts_beyond_the_frame_and_the_safe_area_are_told_apart():
    texts = texts_of([label("cut", -20, 500), label("near", 40, 500), label("fine", 500, 500)])
    found = list(outside(texts, FRAME, SAFE, 1.0))
    assert [(f.code, f.one, f.details["side"]) for f in found] == [
        ("review_frame", "the label `cut`", "left"),
        ("review_safe", "the label `near`", "left"),
    ]


def test_texts_below_two_percent_are_found():
    texts = texts_of([label("tiny", 500, 300, 21.0), label("fine", 500, 500, 21.6)])
    (found,) = small(texts, 1080.0)
    assert found.one == "the label `tiny`" and found.details == {"found": "1.94", "expected": "2"}


def test_contrast_is_that_of_the_guidelines():
    colours = np.array([WHITE, BLACK, (119 / 255,) * 3, (1.0, 0.0, 0.0)])
    np.testing.assert_allclose(luminance(colours), [1.0, 0.0, 0.18448, 0.2126], atol=1e-4)
    assert ratio(colours[0], colours[1]) == pytest.approx(21.0)
    # The grey that is known for falling just short on white.
    assert ratio(colours[2], colours[0]) == pytest.approx(4.478, abs=0.002)


def test_the_halo_of_a_label_counts():
    grey = np.full((100, 300, 4), 200, dtype=np.uint8)
    bare = Letter(prose("mmm"), 50, 60, 40, WHITE)
    without, halo = (contrast(inked(replace(bare, role=r)), grey, BLACK) for r in ("text", "label"))
    assert without == pytest.approx(float(ratio(np.ones(3), np.full(3, 200 / 255))), rel=1e-6)
    assert halo > 3 * without


def test_a_theme_without_contrast_is_found(tmp_path, monkeypatch):
    dark = theme.THEMES["dark"]
    colours = MappingProxyType({**dark.colours, "text": (0.35, 0.38, 0.42)})
    monkeypatch.setattr("gradanim.actors.staging.THEMES", {"dark": replace(dark, colours=colours)})
    problems = layout_problems(scene(tmp_path, CLEAN), ["16:9"])
    assert {p.code for p in problems} == {"review_contrast"}
    # The name of an axis stands on the ground.
    least = float(ratio(np.array(colours["text"]), np.array(colours["background"])))
    assert 2.95 < least < 3.1
    (axis,) = (problem.message for problem in problems if "the label `y`" in problem.message)
    assert axis == (
        "from 0.67 s on, in 3 beats, in 16:9: the label `y` has a contrast of 3.0:1 to what is under it; "
        "at least 4.5:1 can be read"
    )


def test_a_note_fades_inside_the_safe_area(tmp_path):
    steep = CLEAN.replace("x^2/2 + y^2", "4x^2 + 4y^2")
    made = film(tmp_path, steep + "  - write: {text: beneath, at: bottom}\n  - hide: [gradient, partials]\n")
    safe = made.painter.stage.layout.safe.bottom * made.painter.stage.unit
    seen = [
        [letter for letter in made.picture(number).letters if letter.role in ("note", "text")]
        for number in range(made.plan.frames)
    ]
    notes = [letter for letters in seen for letter in letters if letter.role == "note"]
    faint = [letter.opacity for letter in notes if letter.opacity < 1.0]
    assert min(faint) < 0.4 < 0.6 < max(faint) and len(faint) < len(notes)
    assert all(inked(letter).box.bottom <= safe + 1.0 for letter in notes if inked(letter) is not None)
    for letters in seen:
        drawn = texts_of(letters)
        assert list(overlaps(drawn, made.painter.stage.unit)) == []


def test_what_is_wrong_in_several_beats_is_told_once(tmp_path):
    long = json.dumps([f"a line {WORDS} {WORDS} {WORDS}"] * 12)
    beats = f"  - show: [readout: {long}]\n  - place: [0, 0]\n  - hide: readout\n  - place: [1, 0]\n"
    text = CLEAN.replace("  - show: [gradient", beats + "  - show: [gradient")
    problems = layout_problems(scene(tmp_path, text), ["1:1"])
    cut = [problem for problem in problems if problem.code == "review_frame"]
    assert cut and len(problems) <= 24
    assert all(" on, in " in problem.message and problem.where == "beats[2]" for problem in cut)


def test_a_scene_with_everything_wrong(tmp_path, monkeypatch):
    """Labels that cannot move out of each other's way, on the point, tiny, in a frame too small for them."""
    monkeypatch.setattr("gradanim.actors.placing.WAYS", ((1.0, 0.0),))
    made = film(tmp_path, CLEAN)
    picture = made.picture(made.plan.frames - 1)
    px = picture.marks["point"]["px"]
    bad = [
        label("tiny", 400, 200, 5.0),
        label("A", px[0] - 8, px[1] + 8, 20.0),
        label("B", px[0] - 6, px[1] + 8, 20.0),
        label("out", 840, 300, 20.0),
    ]
    doctored = replace(picture, letters=(*picture.letters, *bad))
    monkeypatch.setattr(type(made), "picture", lambda self, frame: doctored)
    codes = {f.code for f in findings(made, made.plan.frames - 1)}
    assert codes >= {"review_small", "review_covers", "review_overlap", "review_frame"}


def test_a_problem_says_beat_time_format_and_names(tmp_path):
    many = CLEAN.replace('["∇f = {gradient}"]', str([f"line {k} {WORDS} {WORDS} {WORDS}" for k in range(12)]))
    spec = scene(tmp_path, many + "variants: {one: {}}\n")
    problems = layout_problems(spec, ["1:1"])
    assert {p.code for p in problems} >= {"review_frame"}
    cut = next(p for p in problems if p.code == "review_frame")
    assert (cut.exit_code, cut.where, cut.line, cut.file) == (2, "beats[2]", 9, str(tmp_path / "scene.yaml"))
    assert cut.message.startswith("at ") and " s in 1:1 (one): the text `line" in cut.message
    assert cut.message.endswith(" leaves the frame (bottom)")
    # A problem for each line that stands too low, not one for each frame in which it does.
    assert len(problems) <= 24


def test_a_scene_that_cannot_be_played_is_not_laid_out(tmp_path):
    with pytest.raises(ProblemError, match="the claim `f == 3` is false"):
        layout_problems(scene(tmp_path, CLEAN + "  - claim: f == 3\n"), ["16:9"])
