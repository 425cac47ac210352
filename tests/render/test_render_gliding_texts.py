"""Texts that glide go by fractions of a pixel, and come to rest on whole ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.letters import Letter, whole
from gradanim.render.compose import set_letters

BLACK = (0.0, 0.0, 0.0)
SLOW = """
title: Slow
stage: board
beats:
  - write: {text: "one line", at: center}
  - write: {text: ["another", "and a third"], at: center}
    seconds: 8
"""
CHARTED = """
title: Charted
field: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - place: [1, 0.5]
  - show: {readout: ["∇f = {gradient}"]}
  - show: slope_curve
"""


def _centre(letter: Letter) -> tuple[float, float]:
    """Column and row of the middle of a letter's ink, drawn alone."""
    frame = np.zeros((120, 200, 4), np.uint8)
    set_letters(frame, [letter], BLACK)
    ink = frame[..., 0].astype(float)
    rows, columns = np.indices(ink.shape)
    return float((ink * columns).sum() / ink.sum()), float((ink * rows).sum() / ink.sum())


def test_ink_follows_a_text_by_fractions_of_a_pixel(text_folder) -> None:
    rest = Letter('#"one"', 40.0, 60.0, 20.0, (1.0, 1.0, 1.0))
    start = _centre(rest)
    for part in (0.125, 0.5, 0.875, 1.0):
        moved = _centre(Letter('#"one"', 40.0 + part, 60.0 - part, 20.0, (1.0, 1.0, 1.0)))
        assert moved == (pytest.approx(start[0] + part, abs=0.01), pytest.approx(start[1] - part, abs=0.01))


def test_a_slow_glide_has_a_place_of_its_own_in_every_frame(text_folder, tmp_path) -> None:
    film = film_of(tmp_path, SLOW)
    span = film.plan.clock[1]
    frames = range(span.start - 1, span.start + span.motion)
    heights = [_first(film, number, '#"one"').y for number in frames]
    steps = [abs(b - a) for a, b in pairwise(heights)]
    far = abs(heights[-1] - heights[0])
    assert heights[0] % 1.0 == heights[-1] % 1.0 == 0.0 and far > 10.0
    # In whole pixels steps would differ by one.
    assert max(steps) > 1.0 > 4.0 * max(abs(b - a) for a, b in pairwise(steps))
    assert sum(step > 0.0 for step in steps) > 0.95 * 0.4 * span.motion


def test_texts_make_way_for_a_chart_from_whole_pixels_to_whole_pixels(text_folder, tmp_path) -> None:
    film = film_of(tmp_path, CHARTED)
    span = film.plan.clock[2]
    before, after = (_first(film, number, '#"("') for number in (span.start - 1, last_frame(film, 2)))
    assert before.y - after.y > 20.0
    for letter in (before, after):
        assert letter.x == whole(letter.x) and letter.y == whole(letter.y)
    between = [_first(film, number, '#"("').y for number in range(span.start, span.start + span.motion)]
    assert any(y % 1.0 for y in between)


@pytest.mark.parametrize("shape", ["16:9", "1:1"])
def test_nothing_is_written_into_texts_that_glide(text_folder, tmp_path, shape) -> None:
    written = "  - together:\n      - show: slope_curve\n      - write: new words\n    seconds: 4\n"
    film = film_of(tmp_path, CHARTED.replace("  - show: slope_curve\n", written), shape=shape)
    span = film.plan.clock[2]
    rest = _first(film, last_frame(film, 2), '#"("')
    start = _first(film, span.start - 1, '#"("')
    far = abs(start.x - rest.x) + abs(start.y - rest.y)
    pictures = [film.picture(number) for number in range(span.start, span.start + span.motion)]
    begun = [p for p in pictures if any(it.markup == '#"new"' for it in p.letters)]
    assert far > 20.0 and 0.6 * len(pictures) > len(pictures) - len(begun) > 0
    for picture in begun:
        here = next(it for it in picture.letters if it.markup == '#"("')
        assert abs(here.x - rest.x) + abs(here.y - rest.y) < 0.06 * far


def _first(film, number: int, markup: str) -> Letter:
    return next(it for it in film.picture(number).letters if it.markup == markup)
