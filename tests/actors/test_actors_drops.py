"""Drops run on the landscape and on the floor; the landscape hides what is under it."""

from __future__ import annotations

import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.raster import Disc, Polyline

FLOW = "- show: [{}]\n- flow: {{grid: 3}}"


@pytest.mark.parametrize(
    ("actors", "occlusion"), [("floor, surface", "depth"), ("floor", "ghost")], ids=["landscape", "floor"]
)
def test_drops_on_the_floor_do_not_shine_through_the_landscape(make_scene: MakeScene, actors, occlusion):
    head = "title: T\nfield: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: surface\n"
    _, timeline, stage = staged(make_scene(FLOW.format(actors), head))
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](0.5)
    )
    items = picture.views[-1].items
    assert {item.occlusion for item in items if isinstance(item, Disc)} == {occlusion}
    tracks = [item for item in items if isinstance(item, Polyline) and item.colors is not None]
    assert {item.occlusion for item in tracks if item.points[0, 2] == 0.0} == {occlusion}
