"""Frames of races, flows, fog, streamlines, crosses and vectors in space: what is drawn is where it is said to be."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from render_helpers import film_of, last_frame

FIELD = "field: {f: x^2/2 + y^2, x: [-2, 2], y: [-1.5, 1.5]}\n"
ALL = f"""\
title: All of them
{FIELD}stage: split
beats:
  - show: [floor, axes, surface, contours, loss_curve]
    seconds: 0.2
  - place: [1, 0.5]
    seconds: 0.2
  - show: [{{fog: {{radius: 0.8}}}}, gradient, {{uphill_tangent: {{components: true}}}}, {{normal: {{unit: true}}}}]
    seconds: 0.2
  - race: {{steps: 6, runs: [{{step_size: 0.1}}, {{step_size: 1.4, label: wild}}, {{rule: newton}}]}}
    seconds: 0.4
  - write: "Up the slope"
    seconds: 0.2
  - strike: {{text: slope}}
    seconds: 0.2
  - strike: [normal, surface]
    seconds: 0.2
  - hide: [normal, fog]
    seconds: 0.2
  - together:
      - flow: {{grid: 4}}
      - show: {{streamlines: {{on_surface: true}}}}
    seconds: 0.4
  - clear: all
    seconds: 0.2
"""


def test_a_cold_frame_is_the_streamed_one(tmp_path, text_folder):
    streamed = [pixels.copy() for pixels, repeat in film_of(tmp_path, ALL).frames() for _ in range(repeat)]
    film = film_of(tmp_path, ALL)
    assert len(streamed) == film.plan.frames
    ends = [span.start + span.frames - 1 for span in film.plan.clock]
    for number in (*ends[2:], ends[2] + 2, ends[3] - 2, ends[8] - 2):
        assert film.frame(number).tobytes() == streamed[number].tobytes(), number
    for before, after in pairwise(ends):
        assert not np.array_equal(streamed[before], streamed[after])


def colour_of(film, role: str) -> np.ndarray:
    return np.array(film.painter.stage.theme.colours[role]) * 255


def at(frame: np.ndarray, place) -> np.ndarray:
    u, v = (round(c) for c in place)
    return frame[v, u, :3].astype(float)


PLANE = f"title: T\n{FIELD}stage: plane\nbeats:\n  - show: [axes, contours]\n    seconds: 0.2\n"


def test_runners_have_their_colours_at_their_places(tmp_path, text_folder):
    race = "  - race: {start: [1.5, 1], steps: 3, runs: [{step_size: 0.1}, {step_size: 0.3}, {step_size: 0.45}]}\n"
    film = film_of(tmp_path, PLANE + race, "preview")
    number = last_frame(film)
    frame, marks = film.frame(number), film.picture(number).marks
    for k, runner in enumerate(marks["race"]["runs"]):
        np.testing.assert_allclose(at(frame, runner["px"]), colour_of(film, f"race_{k}"), atol=3)


def test_drops_are_drawn_where_they_are(tmp_path, text_folder):
    film = film_of(tmp_path, PLANE + "  - flow: {starts: [[1.5, 1], [-1, 0.3]]}\n    seconds: 1\n", "preview")
    number = film.plan.clock[-1].start + film.plan.clock[-1].frames // 2
    frame, mark = film.frame(number), film.picture(number).marks["drops"]
    for place in mark["points_px"]:
        np.testing.assert_allclose(at(frame, place), colour_of(film, "negative_gradient"), atol=3)


def test_a_cross_has_the_colour_of_what_is_wrong(tmp_path, text_folder):
    beats = "  - place: [1, 0.5]\n  - show: gradient\n  - strike: gradient\n"
    film = film_of(tmp_path, PLANE + beats, "preview")
    before, after = last_frame(film, 2), last_frame(film)
    mark = film.picture(after).marks["gradient"]
    middle = np.mean([mark["tail_px"], mark["tip_px"]], axis=0)
    wrong = colour_of(film, "wrong")
    near = [np.abs(film.frame(n)[..., :3].astype(float) - wrong).max(axis=-1) < 12 for n in (before, after)]
    drawn = np.argwhere(near[1] & ~near[0])
    assert len(drawn) > 300 and np.linalg.norm(drawn.mean(axis=0)[::-1] - middle) < 6


@pytest.mark.parametrize("stage", ["plane", "surface"])
def test_in_fog_nothing_can_be_known_of_what_lies_far_away(tmp_path, text_folder, stage):
    """Two fields that agree around the point and nowhere else give one picture."""
    shown = "contours" if stage == "plane" else "surface, floor"
    text = (
        "title: T\nfield: {{f: {f}, x: [-2, 2], y: [-2, 2], clip: [-3, 3]}}\nstage: {stage}\nbeats:\n"
        "  - show: [{shown}]\n  - place: [-1, -1]\n  - show: {{fog: {{radius: 0.5}}}}\n"
    )
    near = "x/3 + y/4"
    # The logistic factor is 0 to the last bit but one around the point, and 1 in the other corner.
    far = f"{near} + 1.5*sin(3*x)*cos(2*y)/(1 + exp(-60*(x + y - 0.5)))"
    frames, whole = [], []
    for f in (near, far):
        film = film_of(tmp_path, text.format(f=f, stage=stage, shown=shown), "draft")
        whole.append(film.frame(last_frame(film, 1)).astype(int))
        frames.append(film.frame(last_frame(film)).astype(int))
    assert np.abs(whole[0] - whole[1]).max() > 60
    changed = np.abs(frames[0] - frames[1]).max(axis=-1) > 6
    # What is left are level curves at the rim of the clearing: round levels are chosen for the whole range of values.
    assert changed.mean() < 0.04 * (np.abs(whole[0] - whole[1]).max(axis=-1) > 6).mean()
