"""A name at the border of its view is there or is not: it fades only where it passes over the last pixels."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import EDGE, PASSING, Painter, in_view
from gradanim.actors.stage import Label, Scope
from gradanim.actors.texts import Texts

HEAD = "title: T\nfield: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
SHOWN = "- show: [axes, contours]\n- place: [0.5, 0]\n- show: {gradient: {scale: 0.5}}\n"
BEATS = f"{SHOWN}- zoom: {{to: [-1, 0], factor: 3}}"


def strengths(make_scene: MakeScene, beats: str, count: int) -> list[float]:
    """How strong the name of ∇f is in the course of the last beat."""
    _, timeline, stage = staged(make_scene(beats, HEAD))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    found = []
    for u in np.linspace(0.0, 1.0, count):
        names = [
            it.opacity
            for it in painter.picture(timeline.motions[-1](float(u))).letters
            if "nabla" in it.markup
        ]
        found.append(max(names, default=0.0))
    return found


def test_a_name_that_a_zoom_loses_fades_quickly_but_does_not_pop(make_scene: MakeScene) -> None:
    seen = strengths(make_scene, BEATS, 601)
    assert seen[0] == 1.0 and seen[-1] == 0.0
    faint = [k for k, strength in enumerate(seen) if 0.05 < strength < 0.95]
    assert 2 <= len(faint) < 40 and faint == list(range(faint[0], faint[-1] + 1))


@pytest.mark.parametrize(
    ("beyond", "there"), [(-5, 1.0), (15, 1.0), (EDGE - PASSING, 1.0), (EDGE - 1e-3, 0.0)]
)
def test_names_rest_at_full_strength_up_to_a_few_pixels_from_where_they_are_gone(
    make_scene: MakeScene, beyond: float, there: float
) -> None:
    _, timeline, stage = staged(make_scene("- show: axes", HEAD))
    rect = stage.layout.plane
    scope = Scope(stage, timeline.motions[-1](1.0), "plane", rect, None)
    at = ((rect.right + beyond) * stage.unit, (rect.y + rect.height / 2) * stage.unit)
    ((label, _),) = in_view(scope, [Label("$x$", at, (1.0, 0.0), "text", 30.0)])
    assert label.opacity == pytest.approx(there, abs=1e-6)
