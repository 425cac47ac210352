"""Texts at the side have one size for a whole scene, from its first frame to its last."""

from __future__ import annotations

import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.side import SHRINKS, SLIGHTLY, side_size

GROWING = """
title: Growing
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
stage: plane
beats:
  - place: [0.5, 0.2]
  - show: {readout: ["∇f = {gradient}"]}
  - write: [one, two]
  - ask: {question: "Which is the longest of all these lines?", answer: "This one, I should think.", think: 0.1}
  - claim: f_x == 2*x
  - clear: text
  - write: [a single line]
"""
FIELD = """
title: T
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
stage: plane
beats:
  - place: [0.5, 0.2]
  - write: ["$%s$", "two", "three"]
"""


def sizes(film, roles=("text", "claim", "question", "answer")):
    """The sizes of all texts at the side in frames throughout the film."""
    numbers = range(0, last_frame(film) + 1, 7)
    letters = (letter for number in numbers for letter in film.picture(number).letters)
    return {round(letter.size, 9) for letter in letters if letter.role in roles}


@pytest.mark.parametrize("shape", ["16:9", "1:1", "9:16"])
def test_the_type_at_the_side_keeps_its_size(text_folder, tmp_path, shape):
    film = film_of(tmp_path, GROWING, shape=shape)
    (size,) = sizes(film)
    stage = film.painter.stage
    assert stage.layout.sizes.least * stage.unit <= size + 1e-6
    if shape == "1:1":
        assert size < stage.layout.sizes.text * stage.unit


def test_all_that_stands_together_fits_in_that_size(text_folder, tmp_path):
    film = film_of(tmp_path, GROWING, shape="1:1")
    side, unit = film.painter.stage.layout.side, film.painter.stage.unit
    for beat in range(len(film.plan.clock)):
        for letter in film.picture(last_frame(film, beat)).letters:
            if letter.role in ("text", "claim", "question", "answer"):
                assert side.y * unit < letter.y < side.bottom * unit


def test_slightly_smaller_type_spares_a_formula_its_break(text_folder, tmp_path):
    def rows(film):
        letters = film.picture(last_frame(film)).letters
        return len({round(it.y, 3) for it in letters if it.role == "text"}), {
            it.size for it in letters if it.role == "text"
        }

    short, long = (film_of(tmp_path, FIELD % ("a + b" + " + c" * count)) for count in (1, 6))
    usual = short.painter.stage.layout.sizes.text * short.painter.stage.unit
    assert rows(short)[0] == rows(long)[0] == 3
    assert usual in rows(short)[1] and usual not in rows(long)[1]


def test_type_is_no_smaller_than_it_has_to_be():
    whole, broken = (0, 0, 3, 0.0), (0, 0, 4, 3.0)
    assert side_size(40, 22, lambda size: (True, whole)) == 40
    assert side_size(40, 22, lambda size: (size < 38, whole)) == pytest.approx(40 * SHRINKS[2])
    # A break is spared by type that is slightly smaller, not by type that is much smaller.
    assert side_size(40, 22, lambda size: (True, whole if size < 36 else broken)) == pytest.approx(35.2)
    assert side_size(40, 22, lambda size: (True, whole if size < SLIGHTLY * 40 else broken)) == 40
    assert side_size(40, 39, lambda size: (False, broken)) == 39
