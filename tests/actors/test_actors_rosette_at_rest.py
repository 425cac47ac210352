"""A rosette where the gradient all but vanishes is as grey as where it does."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.raster import Arrow

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\n"


@pytest.mark.parametrize(("x", "coloured"), [(0.0, False), (1.0e-4, False), (0.8, True)])
def test_what_cannot_be_seen_to_rise_has_no_colour(make_scene: MakeScene, x: float, coloured: bool) -> None:
    before = "- show: [axes, floor]\n- place: [1, 1]\n- show: gradient\n- hide: gradient\n"
    scene = make_scene(f"{before}- place: [{x}, 0]\n- show: rosette", HEAD)
    _, timeline, stage = staged(scene)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    arrows = [it for view in made.views for it in view.items if isinstance(it, Arrow)]
    assert len(arrows) >= 16
    spread = max(max(it.color[:3]) - min(it.color[:3]) for it in arrows)
    grey = stage.theme.colours["muted"]
    assert (spread > 2.0 * (max(grey) - min(grey))) == coloured
