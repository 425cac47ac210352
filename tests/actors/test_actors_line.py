"""The stage of one variable: what is drawn keeps to its chart."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, picture, staged

from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.raster import Polyline

HEAD = "title: T\nfield: {f: x^2/2, x: [-1, 6]}\nstage: line\n"


def widths(shown: Picture) -> list[tuple[float, float]]:
    """Where every line begins and ends across the screen."""
    lines = [item.points for view in shown.views for item in view.items if isinstance(item, Polyline)]
    return [(float(np.nanmin(points[:, 0])), float(np.nanmax(points[:, 0]))) for points in lines]


@pytest.mark.parametrize(("x", "low", "high"), [(0, -1.0, 1.54), (3, 1.46, 4.54)])
def test_a_tangent_ends_where_the_chart_does(make_scene: MakeScene, x: int, low: float, high: float) -> None:
    beats = f"- show: surface\n- place: {x}\n- hide: point\n- show: tangent"
    graph, tangent = widths(picture(make_scene(beats, HEAD)))
    unit = (graph[1] - graph[0]) / 7
    ends = [(end - graph[0]) / unit - 1.0 for end in tangent]
    np.testing.assert_allclose(ends, [low, high], atol=1e-6)


@pytest.mark.parametrize("shape", ["16:9", "1:1", "9:16"])
def test_a_point_on_a_tick_leaves_its_number_as_it_is(make_scene: MakeScene, shape: str) -> None:
    _, timeline, stage = staged(make_scene("- show: [axes, surface]\n- place: 2", HEAD), shape)
    shown = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.starts[-1])
    numbers = [letter for letter in shown.letters if letter.role == "label" and '"2"' in letter.markup]
    assert numbers and all(letter.opacity == 1.0 for letter in numbers)
