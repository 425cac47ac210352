"""Texts do not jump: numbers keep their places, and lines make way softly."""

from __future__ import annotations

import itertools

from render_helpers import film_of, last_frame

from gradanim.actors.lettering import width
from gradanim.batch.keys import beat_keys
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.scene_plan import plan_scene
from gradanim.spec import load_scenes

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


SIGNS = """
title: Signs
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - place: [1, 0.5]
  - show: {readout: ["∇f = {gradient} then"]}
  - walk: {line: [-1.5, 0.7]}
    seconds: 3
  - walk: {line: [1, 0.5]}
    seconds: 3
  - pause: 1
"""
GLIDE = 0.4


def _line(film, number):
    """The letters of the readout, from left to right, with where each ends."""
    letters = [it for it in film.picture(number).letters if it.role == "text"]
    return [
        (it.markup, it.x, it.x + width(it.markup) * it.size) for it in sorted(letters, key=lambda it: it.x)
    ]


def _gap(film, number):
    """Pixels between the opening bracket and what follows it."""
    line = _line(film, number)
    at = next(k for k, (markup, _, _) in enumerate(line) if markup == '#"("')
    return line[at + 1][1] - line[at][2]


def test_a_sign_that_comes_while_numbers_run_moves_nothing(text_folder, tmp_path):
    film = film_of(tmp_path, SIGNS)
    span = film.plan.clock[2]
    first = span.start + round(GLIDE * film.plan.fps)
    seen, signed = set(), set()
    for number in range(first, span.start + span.frames):
        line = _line(film, number)
        kept = [
            (markup, round(x, 3)) for markup, x, _ in line if markup in ('#"("', '#","', '#")"', '#"then"')
        ]
        seen.add(tuple(kept))
        signed.add(any("−" in markup for markup, _, _ in line))
    assert signed == {True, False} and len(seen) == 1


def test_a_bracket_stands_close_where_no_sign_comes(text_folder, tmp_path):
    film = film_of(tmp_path, SIGNS)
    fps = film.plan.fps
    for beat in (1, 4):
        assert abs(_gap(film, last_frame(film, beat))) < 1.0
    # A sign or its room stands there while one comes and goes, and room opens and closes softly.
    size = film.picture(last_frame(film, 1)).letters[-1].size
    ends = film.plan.clock[4].start
    for start, way in ((film.plan.clock[2].start, 1), (ends - round(GLIDE * fps), -1)):
        gaps = [_gap(film, number) for number in range(start - 2, start + round(GLIDE * fps) + 2)]
        steps = [way * (b - a) for a, b in itertools.pairwise(gaps)]
        assert max(gaps) > 0.5 * size and min(gaps) < 1.0
        assert min(steps) >= 0.0 and max(steps) < 0.25 * size


def test_no_scene_ends_with_room_for_a_sign_that_is_gone(text_folder, tmp_path):
    film = film_of(tmp_path, SIGNS.removesuffix("  - pause: 1\n"))
    assert abs(_gap(film, last_frame(film, 3))) < 1.0
    # Where the sign had been there is room until numbers come to rest.
    last = last_frame(film, 3)
    gaps = [_gap(film, number) for number in range(last - round(GLIDE * film.plan.fps) - 3, last + 1)]
    size = film.picture(last).letters[-1].size
    assert gaps[0] == gaps[1] > 0.5 * size
    assert max(abs(b - a) for a, b in itertools.pairwise(gaps)) < 0.25 * size


def test_a_beat_more_does_not_change_the_keys_of_those_before_it(text_folder, tmp_path):
    keys = []
    for more in ("", "  - pause: 2\n"):
        spec = tmp_path / "signs.yaml"
        spec.write_text(SIGNS + more, encoding="utf-8")
        plan = plan_scene(load_scenes(spec)[0], "draft")
        keys.append([key.key for key in beat_keys(plan, rehearsed(plan))])
    assert keys[1][:5] == keys[0]
