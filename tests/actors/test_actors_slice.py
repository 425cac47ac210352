"""The plane of a slice stands a little over the curve in which it cuts the landscape, and stays in the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.slice import OVER_CUT, hull
from gradanim.actors.texts import Texts
from gradanim.plan.profile import FORMATS
from gradanim.raster import Polygon

HEAD = """\
title: T
field: {f: 1.5 - 0.25*x^2 - 0.33*y^2, x: [-2, 2], y: [-2, 2]}
stage: {kind: surface, height: 0.5}
camera: {azimuth: -62, elevation: 24}
"""


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=40))
def test_its_upper_edge_is_the_hull_of_the_curve(values):
    heights = np.array(values)
    along = np.linspace(-1.0, 1.0, len(heights))
    kept = hull(along, heights)
    assert kept[0] == 0 and kept[-1] == len(heights) - 1
    assert (np.interp(along, along[kept], heights[kept]) >= heights - 1e-9).all()
    slopes = np.diff(heights[kept]) / np.diff(along[kept])
    assert (np.diff(slopes) <= 1e-9).all()


@pytest.mark.parametrize("shape", FORMATS)
def test_the_whole_plane_is_in_view_and_nowhere_high_over_the_landscape(make_scene: MakeScene, shape: str):
    beats = "- show: [axes, floor, surface]\n- place: [-1.2, -0.7]\n- slice: y"
    context, timeline, stage = staged(make_scene(beats, HEAD), shape)
    for u in (0.5, 1.0):
        state = timeline.motions[-1](u)
        picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(state)
        (wall,) = [item for item in picture.views[-1].items if isinstance(item, Polygon)]
        view = picture.views[-1]
        u_px, v_px = view.camera.project(wall.points, view.viewport)[0].T
        port = view.viewport
        assert (u_px > port.x).all() and (u_px < port.x + port.width).all()
        assert (v_px > port.y).all() and (v_px < port.y + port.height).all()
        # This landscape is a dome: its hull is the curve itself.
        top = wall.points[2:]
        places = top[:, :2] / np.asarray(stage.space.scale) + np.asarray(stage.space.centre)
        under = stage.space.height(context.field_of(state).value(places))
        np.testing.assert_allclose(top[:, 2] - under, OVER_CUT, atol=1e-9)


def test_where_f_has_no_value_it_is_as_high_as_the_landscape(make_scene: MakeScene):
    head = "title: T\nfield: {f: sqrt(1 - x^2 - y^2), x: [-2, 2], y: [-2, 2]}\nstage: surface\n"
    _, timeline, stage = staged(make_scene("- show: [surface]\n- place: [0.2, 0]\n- slice: x", head))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    (wall,) = [
        i for i in painter.picture(timeline.motions[-1](1.0)).views[-1].items if isinstance(i, Polygon)
    ]
    assert len(wall.points) == 4
    np.testing.assert_allclose(wall.points[2:, 2], float(stage.space.height(stage.space.high)) + OVER_CUT)
