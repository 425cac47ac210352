"""Texts do not jump: numbers keep their places, and lines make way softly."""

from __future__ import annotations

import itertools

from render_helpers import film_of, last_frame

RUNNING = """
title: Running
field: {f: 4*x^2 + y, x: [0, 2], y: [-2, 2]}
stage: plane
beats:
  - place: [0.1, 0]
  - show: {readout: ["f is {f} and the slope {f_x} here", "so ∇f = {gradient} then"]}
  - walk: {line: [1.9, 0]}
"""
BOARD = """
title: Board
stage: board
beats:
  - write: {text: "one line", at: center}
  - write: {text: ["another", "and a third"], at: center}
  - clear: text
  - write: {text: "the end", at: center}
"""


def test_a_running_number_moves_nothing_that_follows_it(text_folder, tmp_path):
    film = film_of(tmp_path, RUNNING)
    span = film.plan.clock[2]
    places = {"here": set(), "then": set(), ")": set()}
    texts = set()
    for number in range(span.start, span.start + span.frames, 5):
        letters = film.picture(number).letters
        texts.add("".join(letter.markup for letter in letters))
        for letter in letters:
            for word, seen in places.items():
                if letter.markup == f'#"{word}"' and letter.role == "text":
                    seen.add(round(letter.x, 3))
    assert len(texts) > 5
    assert all(len(seen) == 1 for seen in places.values())


def test_centred_lines_glide_when_others_come(text_folder, tmp_path):
    film = film_of(tmp_path, BOARD)
    first = [_y(film, n, "one") for n in range(last_frame(film, 0), last_frame(film, 1) + 1)]
    steps = [abs(b - a) for a, b in itertools.pairwise(first)]
    size = next(it.size for it in film.picture(last_frame(film, 0)).letters if it.markup == '#"one"')
    assert abs(first[-1] - first[0]) > size
    assert max(steps) < 0.5 * size
    assert steps[0] < 0.05 * size


def test_a_first_line_stands_where_it_stays(text_folder, tmp_path):
    film = film_of(tmp_path, BOARD)
    span = film.plan.clock[0]
    heights = {round(_y(film, n, "one"), 6) for n in range(span.start + 5, span.start + span.frames)}
    assert len(heights) == 1


def _y(film, number, word):
    return next(it.y for it in film.picture(number).letters if it.markup == f'#"{word}"')
