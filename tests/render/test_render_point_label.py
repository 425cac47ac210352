"""The label of the point is drawn beside it, with its numbers, clear of arrows and names."""

from __future__ import annotations

import numpy as np
import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.lettering import width
from gradanim.actors.subject import shapes

SPEC = """
title: A label
field: {{f: "x^2/2 + 0.3*y^2", x: [-2, 2], y: [-2, 2]}}
stage: {kind}
beats:
  - place: [0.6, 0.5]
  - show: [axes, gradient]
  - show: {{point: {{label: "P at {{point:.1f}}"}}}}
  - walk: {{line: [-0.8, 0.5]}}
"""


def _label(picture):
    return next((it for it in picture.letters if it.role == "label" and '#"P"' in it.markup), None)


@pytest.mark.parametrize("kind", ["plane", "surface"])
def test_it_fades_in_beside_the_point_and_follows_it(text_folder, tmp_path, kind):
    film = film_of(tmp_path, SPEC.format(kind=kind))
    span = film.plan.clock[2]
    assert _label(film.picture(span.start - 1)) is None
    strengths = [
        (_label(film.picture(n)) or None) and _label(film.picture(n)).opacity
        for n in range(span.start, span.start + span.frames)
    ]
    seen = [strength or 0.0 for strength in strengths]
    assert seen == sorted(seen) and seen[-1] == 1.0
    assert sum(strength < 1.0 for strength in seen) >= 0.3 * film.plan.fps
    for beat, text in ((2, "(0.6, 0.5)"), (3, "(−0.8, 0.5)")):
        picture = film.picture(last_frame(film, beat))
        label, unit = _label(picture), film.painter.stage.unit
        assert text in label.markup
        x, y = picture.marks["point"].get("surface_px", picture.marks["point"]["px"])
        right = label.x + width(label.markup) * label.size
        beside = np.hypot(x - np.clip(x, label.x, right), y - np.clip(y, label.y - label.size, label.y))
        assert 5 * unit < beside < 60 * unit


def test_it_keeps_off_the_arrow(text_folder, tmp_path):
    film = film_of(tmp_path, SPEC.format(kind="plane"))
    for number in range(film.plan.clock[3].start, film.plan.frames, 6):
        picture = film.picture(number)
        label = _label(picture)
        long = width(label.markup) * label.size
        places = np.array(
            [
                (label.x + s * long, label.y - t * label.size)
                for s in (0, 0.25, 0.5, 0.75, 1)
                for t in (0, 0.5)
            ]
        )
        arrow = [s for s in shapes(picture.marks, film.painter.stage.unit) if s.name == "gradient"]
        assert not any(shape.covers(places).any() for shape in arrow)
