"""The note on the arrows' scale comes and goes softly, and not while a point passes a place without slope."""

from __future__ import annotations

import itertools

import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.scale_note import GLIDE, Telling, told_at

SPEC = """
title: T
field: {f: 2*x^2 + 3*y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: axes
  - place: [0, 0]
  - show: gradient
  - walk: {line: [1, 1]}
  - walk: {line: [-1, -1]}
  - descend: {step_size: 0.15, steps: 12}
  - descend: {start: [1, 1], step_size: 0.15, steps: 1}
  - pause: 1
"""


@pytest.fixture
def film(text_folder, tmp_path):
    return film_of(tmp_path, SPEC)


def notes(film, beat):
    """How strong the note is in every frame of a beat."""
    span = film.plan.clock[beat]
    frames = range(span.start, span.start + span.frames)
    return [
        max((it.opacity for it in film.picture(frame).letters if it.role == "note"), default=0.0)
        for frame in frames
    ]


def test_it_is_there_while_a_point_passes_a_place_without_slope(film):
    assert min(notes(film, 4)) > 0.9 * max(notes(film, 4)) > 0.0


def test_an_arrow_without_length_has_none(film):
    assert max(notes(film, 2)) == 0.0 and notes(film, 5)[-1] == 0.0


def test_it_never_comes_or_goes_at_once(film):
    course = [strength for beat in range(8) for strength in notes(film, beat)]
    most = max(course)
    # No step of a smooth glide is larger than twice its share of the whole.
    step = 2.0 / (GLIDE * float(film.plan.fps))
    assert most > 0.0
    assert max(abs(b - a) for a, b in itertools.pairwise(course)) <= step * most
    assert notes(film, 6)[-1] == notes(film, 7)[0] == most
    assert film.state(last_frame(film)).told == 1.0


@pytest.mark.parametrize("length", [0.2, 2.0])
def test_a_beat_ends_with_what_the_next_begins_with(length):
    for begun, kept, left in itertools.product((False, True), repeat=3):
        if kept or not left:
            closing = (max(0.0, length - GLIDE), length) if kept > left else (0.0, 0.0)
            telling = Telling(begun, kept, left, closing)
            assert told_at(telling, (0.0, length)) == begun
            assert told_at(telling, (length, length)) == left
