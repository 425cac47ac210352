"""Texts in the title's place, arrows that stay in the picture, and the room that texts and charts are given."""

from __future__ import annotations

import numpy as np
import pytest
from render_helpers import film_of, last_frame

TITLE = """
title: Before
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
stage: plane
beats:
  - show: axes
  - write: {text: After, at: title}
"""
ARROW = """
title: T
field: {f: %s, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - place: [%s, 0.2]
  - show: %s
"""
SPLIT = """
title: T
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
stage: split
beats:
  - place: [0.5, 0.2]
  - write: [%s]
"""


def said(film, number: int) -> dict[str, float]:
    """The words in the title's size with their opacities."""
    return {
        letter.markup: letter.opacity
        for letter in film.picture(number).letters
        if letter.markup.startswith("#")
    }


def test_what_is_written_in_place_of_the_title_is_seen_and_the_title_is_not(text_folder, tmp_path):
    film = film_of(tmp_path, TITLE)
    first, last = said(film, last_frame(film, 0)), said(film, last_frame(film, 1))
    assert first['#"Before"'] == 1.0 and '#"After"' not in first
    assert last['#"After"'] == 1.0 and last.get('#"Before"', 0.0) == 0.0


@pytest.mark.parametrize(
    ("formula", "x", "shown", "scale"),
    [
        # 1.2 long, true length in the middle of the domain
        ("1.2*x", "0", "gradient", 1.0),
        # the tip would be at 2.7; it may be at 2.24
        ("1.2*x", "1.5", "gradient", 0.6),
        # the other arrow points inwards
        ("1.2*x", "1.5", "negative_gradient", 1.0),
        # at the border no arrow fits: it is not made smaller than 0.4 of what it would be
        ("1.2*x", "2", "gradient", 0.4),
    ],
)
def test_arrows_are_smaller_where_their_tips_would_leave_the_picture(
    text_folder, tmp_path, formula, x, shown, scale
):
    film = film_of(tmp_path, ARROW % (formula, x, shown))
    assert film.painter.stage.arrow_scale == pytest.approx(scale)
    mark = film.picture(last_frame(film, 1)).marks[shown]
    assert np.linalg.norm(np.subtract(mark["tip"], mark["tail"])) == pytest.approx(1.2 * scale)


@pytest.mark.parametrize(
    ("formula", "way", "scale"),
    [
        # Past the edge of the hole the gradient grows without bound: what counts are four times its first length, 1.61.
        ("log(x^2 + y^2 - 1/2)", "steepest: down", 0.2),
        # A cliff is no pole: its arrows, 4 long, are seen as a whole.
        ("tanh(4*x) + 0.1*y^2", "line: {to: [0, 0.7]}", 0.3),
    ],
)
def test_arrows_keep_their_scale_on_a_way_to_a_pole(text_folder, tmp_path, formula, way, scale):
    beats = f"place: [1.4, 0.7]\n  - show: gradient\n  - walk: {{{way}}}\n  - pause: 1\n  - flip: gradient\n"
    film = film_of(
        tmp_path, f"title: T\nfield: {{f: {formula}, x: [-2, 2], y: [-2, 2]}}\nbeats:\n  - {beats}"
    )
    assert film.painter.stage.arrow_scale == pytest.approx(scale)


@pytest.mark.parametrize(("lines", "below"), [("one", True), ("one, two", True), ("one, two, three", False)])
def test_few_lines_stand_below_two_pictures_and_more_beside_them(text_folder, tmp_path, lines, below):
    layout = film_of(tmp_path, SPLIT % lines).painter.stage.layout
    assert (layout.side.y >= layout.plane.bottom) is below
    assert (layout.side.x >= layout.plane.right) is not below


def test_fractions_have_more_room_than_words(text_folder, tmp_path):
    text = SPLIT.replace("split", "plane").replace("[%s]", '["$%s = 1$", two, three]')
    words, fractions = (film_of(tmp_path, text % name, shape="9:16") for name in ("x", "∂f/∂x"))
    sides = [film.painter.stage.layout.side for film in (words, fractions)]
    assert sides[1].height > sides[0].height + 0.4 * words.painter.stage.layout.sizes.text
    sizes = {
        it.size
        for film in (words, fractions)
        for it in film.picture(last_frame(film)).letters
        if it.role == "text"
    }
    assert len(sizes) == 1
