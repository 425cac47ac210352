"""Texts that glide go by fractions of a pixel, and come to rest on whole ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.letters import Letter, whole
from gradanim.actors.settling import keyed
from gradanim.render.compose import place_letters, set_letters

BLACK = (0.0, 0.0, 0.0)
SLOW = """
title: Slow
stage: board
beats:
  - write: {text: "one line", at: center}
  - write: {text: ["another", "and a third"], at: center}
    seconds: 8
"""
TURNING = """
title: Turning
field: {f: sin(x) + y^2/4, x: [-2, 2], y: [-2, 2]}
stage: split
beats:
  - show: [floor, surface, axes, contours]
  - place: [1.1, 0.7]
  - show: gradient
  - walk: {line: [-1.3, 0.2]}
    seconds: 1.5
  - orbit: {by: 25}
    seconds: 2
  - pause: 1
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


def _labels(film, number: int) -> dict[tuple[tuple[str, str], int], Letter]:
    return {key: letter for key, letter in keyed(film.picture(number).letters) if letter.opacity > 0.05}


def _is_whole(letter: Letter) -> bool:
    return letter.x % 1.0 == letter.y % 1.0 == 0.0


def test_labels_stand_on_whole_pixels_where_nothing_moves(text_folder, tmp_path) -> None:
    film = film_of(tmp_path, TURNING)
    for span in film.plan.clock:
        for number in range(span.start + span.motion - 1, span.start + span.frames):
            assert all(_is_whole(it) for it in _labels(film, number).values()), (span.verb, number)
    # A camera that stands still leaves numbers where they are while other things move.
    span = film.plan.clock[3]
    for number in range(span.start, span.start + span.motion):
        ticks = [it for it in _labels(film, number).values() if it.tie is None]
        assert len(ticks) > 10 and all(_is_whole(it) for it in ticks), number


def test_labels_go_with_what_they_name_between_their_places_of_rest(text_folder, tmp_path) -> None:
    film = film_of(tmp_path, TURNING)
    turning = film.plan.clock[4]
    gliding, before = 0, {}
    for number in range(film.plan.clock[1].start, turning.start + turning.frames):
        raw = dict(keyed(film.painter.picture(film.state(number)).letters))
        shown = _labels(film, number)
        fixed = {key: it for key, it in shown.items() if it.tie is None}
        shifts = {key: (it.x - raw[key].x, it.y - raw[key].y) for key, it in fixed.items()}
        assert all(abs(part) <= 0.5 + 1e-9 for shift in shifts.values() for part in shift)
        gliding += any(not _is_whole(it) for it in fixed.values())
        changes = [
            abs(part - other)
            for key in shifts.keys() & before.keys()
            for part, other in zip(shifts[key], before[key], strict=True)
        ]
        assert max(changes, default=0.0) < 2.0 / turning.motion, number
        before = shifts
    assert gliding > 0.9 * turning.motion


def test_labels_are_settled_in_a_frame_drawn_cold_as_in_a_row(text_folder, tmp_path) -> None:
    film = film_of(tmp_path, TURNING)
    row = [film.picture(number).letters for number in range(film.plan.frames)]
    for number in range(0, film.plan.frames, 7):
        assert film_of(tmp_path, TURNING).picture(number).letters == row[number], number


def test_a_label_on_whole_pixels_is_drawn_on_whole_pixels(text_folder) -> None:
    for size in (19.0, 20.3, 27.5):
        made = place_letters([Letter('#"−2"', 40.0, 60.0, size, BLACK, role="label")], (200, 120), BLACK)
        assert made[0].at[0] % 1.0 == made[0].at[1] % 1.0 == 0.0
