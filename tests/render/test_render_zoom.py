"""A zoom ends with its place in the middle of the view, and brings it there without turning back."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from render_helpers import film_of, last_frame

HEAD = """
title: Zoom
field: {f: "0.3*x^2 - 0.2*y^2 + 0.1*x*y", x: [-2, 2], y: [-2, 2]}
"""
BEATS = """
beats:
  - show: [axes, ACTOR]
  - place: [1.2, -0.7]
  - zoom: {factor: 4, to: [1.2, -0.7]}
  - zoom: {factor: 2, to: [-0.5, 0.4]}
  - place: [-0.5, 0.4]
  - zoom: 1
"""


def _film(tmp_path, kind):
    actor = "surface" if kind == "surface" else "contours"
    return film_of(tmp_path, f"{HEAD}stage: {kind}{BEATS.replace('ACTOR', actor)}")


def _middle(film, kind):
    layout = film.painter.stage.layout
    rect = layout.surface if kind == "surface" else layout.plane
    return np.array([rect.x + rect.width / 2, rect.y + rect.height / 2])


def _place(film, number):
    mark = film.picture(number).marks["point"]
    return np.array(mark.get("surface_px", mark["px"])) / film.painter.stage.unit


@pytest.mark.parametrize("kind", ["plane", "surface"])
@pytest.mark.parametrize("beat", [2, 4])
def test_the_place_is_in_the_middle(text_folder, tmp_path, kind, beat):
    film = _film(tmp_path, kind)
    # The point of the third zoom's place is put there in the beat after it.
    np.testing.assert_allclose(_place(film, last_frame(film, beat)), _middle(film, kind), atol=1.0)


@pytest.mark.parametrize("kind", ["plane", "surface"])
def test_it_comes_steadily_nearer_to_the_middle(text_folder, tmp_path, kind):
    film = _film(tmp_path, kind)
    span = film.plan.clock[2]
    ways = [
        float(np.linalg.norm(_place(film, n) - _middle(film, kind)))
        for n in range(span.start, span.start + span.frames)
    ]
    assert ways[0] > 100
    assert all(b <= a + 1.0 for a, b in itertools.pairwise(ways))
    first = float(np.linalg.norm(_place(film, span.start - 1) - _middle(film, kind)))
    assert abs(ways[0] - first) < 0.05 * first


@pytest.mark.parametrize("kind", ["plane", "surface"])
def test_factor_one_shows_the_whole_stage_again(text_folder, tmp_path, kind):
    film = _film(tmp_path, kind)
    before, after = film.state(last_frame(film, 1)), film.state(last_frame(film, 5))
    assert before.pose == after.pose
