"""What is highlighted swells and calms down again, lines too."""

from __future__ import annotations

import pytest
from render_helpers import film_of, last_frame

from gradanim.raster import Polyline

SPEC = """
title: T
field: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - place: [1.5, 0.5]
  - show: [axes, level_curve, loss_curve]
  - descend: {rule: gradient_descent, step_size: 0.2, steps: 4}
  - highlight: %s
"""


def widths(film, number):
    """How wide lines are in all, in pixels."""
    views = film.picture(number).views
    return sum(item.width for view in views for item in view.items if isinstance(item, Polyline))


@pytest.mark.parametrize("name", ["trajectory", "loss_curve", "level_curve"])
def test_a_highlighted_line_is_wider_for_a_moment(tmp_path, text_folder, name):
    film = film_of(tmp_path, SPEC % name)
    span = film.plan.clock[-1]
    before, at, after = (
        widths(film, number) for number in (span.start, span.start + span.motion // 2, last_frame(film))
    )
    assert at > before + 1.0 and after == pytest.approx(before, abs=0.2)
