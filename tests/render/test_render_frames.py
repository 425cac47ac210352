"""A scene is a pure function of time: a frame drawn cold is the frame of the stream, byte for byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from render_helpers import film_of

import gradanim

# Every verb and every actor of the landscape and of the map, a few frames each.
EVERYTHING = """\
title: Everything with a = {a} and f of $x^2$
params: {a: 1}
field: {f: a*x^2/2 + y^2 + 0.2*sin(3x)*y, x: [-2, 2], y: [-1.5, 1.5]}
stage: split
beats:
  - show: [floor, axes, surface, contours]
    seconds: 0.2
    say: A landscape.
  - place: [1, 0.5]
    seconds: 0.2
  - show:
      - gradient
      - negative_gradient
      - partials
      - tangent_plane
      - tangent
      - right_angle
      - level_curve
      - gradient_field
      - rosette
      - loss_curve
      - readout: ["∇f = {gradient}", "$f(x, y) =$ {f}"]
    seconds: 0.2
  - together:
      - walk: {circle: {center: [0, 0], radius: 1.1}}
        seconds: 0.4
      - orbit: {by: 25}
        seconds: 0.4
      - vary: {a: 1.4}
        seconds: 0.2
    say: Around we go, {norm:.2f} is the slope.
  - walk: {level_curve: {turns: 0.5}}
    seconds: 0.2
  - slice: x
    seconds: 0.2
  - dial: {from: gradient, to: -gradient}
    seconds: 0.2
  - approximate: {step: [0.2, -0.1]}
    seconds: 0.2
  - flip: gradient
    seconds: 0.2
  - highlight: point
    seconds: 0.2
  - zoom: {factor: 1.5}
    seconds: 0.2
  - descend: {rule: gradient_descent, step_size: 0.2, steps: 6}
    seconds: 0.2
  - write: {text: ["after {steps} steps", "$L =$ {f}"], at: bottom}
    seconds: 0.2
  - ask: {question: "Where now?", answer: "Down.", think: 0.2}
    seconds: 0.2
  - claim: f < 5
    seconds: 0.2
  - hide: [partials, rosette]
    seconds: 0.2
  - clear: text
    seconds: 0.2
  - pause: 0.2
  - clear: all
    seconds: 0.2
"""
LINE = """\
title: One variable
field: {f: x^3/3 - x, x: [-2, 2]}
stage: line
beats:
  - show: [axes, surface]
    seconds: 0.3
  - place: [-1.5]
    seconds: 0.3
  - show: [gradient, tangent]
    seconds: 0.3
  - walk: {line: [1.2]}
    seconds: 0.5
"""
SCENES = {"split": EVERYTHING, "line": LINE}


@pytest.mark.parametrize("name", SCENES)
def test_a_cold_frame_is_the_streamed_one(tmp_path, text_folder, name):
    streamed = []
    # Nothing is copied: a picture that has been handed over must not change any more.
    for pixels, repeat in film_of(tmp_path, SCENES[name]).frames():
        streamed += [pixels] * repeat
    backwards = film_of(tmp_path, SCENES[name])
    assert len(streamed) == backwards.plan.frames
    last = len(streamed) - 1
    for number in (last, last // 2, last // 3):
        cold = film_of(tmp_path, SCENES[name]).frame(number)
        assert cold.tobytes() == streamed[number].tobytes(), f"frame {number}"
    for number in range(last, 0, -6):
        assert backwards.frame(number).tobytes() == streamed[number].tobytes(), f"frame {number}"


def test_burned_captions_are_no_exception(tmp_path, text_folder):
    streamed = [
        p for p, repeat in film_of(tmp_path, EVERYTHING, burn=True).frames(0, 8) for _ in range(repeat)
    ]
    cold, plain = film_of(tmp_path, EVERYTHING, burn=True), film_of(tmp_path, EVERYTHING)
    for number in (7, 2, 0):
        assert cold.frame(number).tobytes() == streamed[number].tobytes()
    assert cold.frame(2).tobytes() != plain.frame(2).tobytes()


def test_what_lies_before_a_frame_does_not_change_it(tmp_path, text_folder):
    film = film_of(tmp_path, EVERYTHING)
    start, stop = 14, 30
    part = [pixels for pixels, repeat in film.frames(start, stop) for _ in range(repeat)]
    assert len(part) == stop - start
    for number in (14, 21, 29):
        assert film.frame(number).tobytes() == part[number - start].tobytes()
        assert film.picture(number).letters == film.picture(number).letters


def test_a_state_that_stays_is_drawn_once(tmp_path, text_folder):
    film = film_of(tmp_path, LINE + "  - pause: 1\n")
    repeats = [repeat for _, repeat in film.frames()]
    assert sum(repeats) == film.plan.frames
    # The pause and the last frame before it.
    assert repeats[-1] >= 15 and len(repeats) <= film.plan.frames - 14


def test_something_moves_in_every_beat(tmp_path, text_folder):
    """A frame test that compares nothing but black pictures would pass: the beats must differ."""
    film = film_of(tmp_path, EVERYTHING)
    ends = [film.frame(span.start + span.frames - 1) for span in film.plan.clock if span.verb != "pause"]
    highlighted = [span.verb for span in film.plan.clock if span.verb != "pause"].index("highlight")
    for number, (before, after) in enumerate(pairwise(ends), start=1):
        # A highlight ends where it began.
        assert number == highlighted or not np.array_equal(before, after), film.plan.clock[number].verb
    assert all(frame[..., 3].min() == 255 for frame in ends)


CODE = """
import hashlib, sys
from pathlib import Path
from gradanim.plan.scene_plan import plan_scene
from gradanim.render.film import make_film
from gradanim.spec import load_scenes
(scene,) = load_scenes(Path(sys.argv[1]))
film = make_film(plan_scene(scene, "draft", "16:9"))
for number in map(int, sys.argv[2:]):
    print(hashlib.sha256(film.frame(number).tobytes()).hexdigest())
"""


def test_two_processes_draw_the_same_bytes(tmp_path, text_folder):
    film = film_of(tmp_path, EVERYTHING)
    numbers = [2, 15, 40]
    here = [hashlib.sha256(film.frame(number).tobytes()).hexdigest() for number in numbers]
    place = {"PYTHONPATH": str(Path(gradanim.__file__).parents[1])}
    # Another order of sets, another number of threads.
    other = {**os.environ, **place, "PYTHONHASHSEED": "7", "NUMBA_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path / "scene.yaml"), *map(str, numbers)],
        capture_output=True,
        text=True,
        env=other,
        check=False,
    )
    assert done.stdout.split() == here, done.stderr
