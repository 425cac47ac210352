"""The angle that the curve of slopes draws is the angle that is said: from the gradient to u."""

from __future__ import annotations

import math

import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.measure import Measures

SPEC = """
title: Angles
field: {{f: "0.7*x - 0.4*y + 0.1*x*y", x: [-2, 2], y: [-2, 2]}}
stage: plane
beats:
  - place: [0.5, 1]
  - show: [gradient, slope_curve]
  - dial: {{from: {start}, to: {end}}}
"""
GRADIENT = (0.7 + 0.1 * 1, -0.4 + 0.1 * 0.5)


@pytest.mark.parametrize(("start", "end"), [(0, 30), (0, 100), (0, -100), (90, 200), (-20, 300)])
def test_the_chart_and_the_number_agree(text_folder, tmp_path, start, end):
    film = film_of(tmp_path, SPEC.format(start=start, end=end))
    number = last_frame(film)
    theta, slope = film.picture(number).marks["slope_curve"]["at"]
    u = (math.cos(math.radians(end)), math.sin(math.radians(end)))
    along = GRADIENT[0] * u[0] + GRADIENT[1] * u[1]
    across = GRADIENT[0] * u[1] - GRADIENT[1] * u[0]
    assert theta == pytest.approx(math.degrees(math.atan2(across, along)))
    assert slope == pytest.approx(along)
    measures = Measures(film.state(number), film.painter.stage.context)
    assert measures["angle"] == pytest.approx(abs(theta))
    assert measures["slope"] == pytest.approx(slope)


@pytest.mark.parametrize(("turn", "theta"), [(180, 180), (-180, -180), (360, 0)])
def test_u_leaves_the_chart_at_the_end_to_which_it_turned(text_folder, tmp_path, turn, theta):
    base = math.degrees(math.atan2(GRADIENT[1], GRADIENT[0]))
    film = film_of(tmp_path, SPEC.format(start=base, end=base + turn))
    assert film.picture(last_frame(film)).marks["slope_curve"]["at"][0] == pytest.approx(theta, abs=1e-6)


def test_a_full_turn_from_against_the_gradient_crosses_the_chart_once(text_folder, tmp_path):
    text = SPEC.replace("{{from: {start}, to: {end}}}", "{{from: -gradient, turns: 1}}").format()
    film = film_of(tmp_path, text)
    span = film.plan.clock[2]
    seen = [
        film.picture(n).marks["slope_curve"]["at"][0] for n in range(span.start + 1, span.start + span.frames)
    ]
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(180)
