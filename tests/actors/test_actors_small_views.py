"""In small views points, arrows and ticks stay apart: what marks a place does not hide what is to be seen there."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.opening import widened
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.placing import text_boxes
from gradanim.actors.stage import Stage
from gradanim.actors.texts import Texts
from gradanim.raster import Arrow, Disc, Polyline

HEAD = "title: T\nfield: {{f: x^2/3 + y^2/2, x: [-2, 2], y: [-2, 2]}}\nstage: {stage}\n{extra}"
CHART = "- show: [axes, {pictures}]\n- place: [1, 1]\n- show: gradient\n- show: loss_curve\n"


def pictured(make_scene: MakeScene, beats: str, head: str, shape: str) -> tuple[Picture, Stage]:
    _, timeline, stage = staged(make_scene(beats, head), shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[-1](1.0)), stage


@pytest.mark.parametrize(("stage", "pictures"), [("plane", "contours"), ("surface", "surface, floor")])
def test_a_head_and_a_dot_are_smaller_where_arrows_are_shorter(
    make_scene: MakeScene, stage: str, pictures: str
) -> None:
    beats, head = CHART.format(pictures=pictures), HEAD.format(stage=stage, extra="")
    sizes = {}
    for shape in ("16:9", "1:1"):
        made, it = pictured(make_scene, beats, head, shape)
        items = [item for view in made.views for item in view.items]
        arrow = next(item for item in items if isinstance(item, Arrow))
        dot = next(item for item in items if isinstance(item, Disc))
        sizes[shape] = np.array([arrow.width, arrow.head_length, dot.radius]) / it.unit
        side = min(made.regions[stage].width, made.regions[stage].height)
        np.testing.assert_allclose(
            sizes[shape] / [9.0, 30.6, 11.0 if stage == "plane" else 8.0], min(1.0, side / 620.0)
        )
    assert np.all(sizes["1:1"] < 0.9 * sizes["16:9"])


def test_the_way_of_a_point_lies_under_its_arrows(make_scene: MakeScene) -> None:
    beats = (
        "- show: contours\n- place: [1, 0]\n- show: gradient\n- walk: {circle: {center: [0, 0], radius: 1}}\n"
    )
    made, _ = pictured(make_scene, beats, HEAD.format(stage="plane", extra=""), "16:9")
    items = [item for view in made.views for item in view.items]
    ways = [k for k, item in enumerate(items) if isinstance(item, Polyline) and len(item.points) > 20]
    assert max(ways) < next(k for k, item in enumerate(items) if isinstance(item, Arrow))


@pytest.mark.parametrize("azimuth", [-60, -42, -15])
def test_numbers_keep_off_their_ticks_in_a_small_landscape(make_scene: MakeScene, azimuth: int) -> None:
    head = HEAD.format(stage="surface", extra=f"camera: {{azimuth: {azimuth}, elevation: 30}}\n")
    made, stage = pictured(make_scene, CHART.format(pictures="surface, floor"), head, "1:1")
    letters = [it for it in made.letters if it.role == "label" and it.markup in ('#"2"', '#"−2"', '#"0"')]
    assert len(letters) >= 6
    view = next(view for view in made.views if any(isinstance(item, Arrow) for item in view.items))
    lines = [item for item in view.items if isinstance(item, Polyline) and len(item.points) == 2]
    ticks = [it.points[1] for it in lines if np.linalg.norm(np.diff(it.points, axis=0)) < 0.036]
    assert len(ticks) >= 6
    ends, _ = view.camera.project(np.array(ticks), view.viewport)
    for box in text_boxes(letters):
        gaps = np.hypot(
            np.maximum(0.0, np.maximum(box.left - ends[:, 0], ends[:, 0] - box.right)),
            np.maximum(0.0, np.maximum(box.top - ends[:, 1], ends[:, 1] - box.bottom)),
        )
        assert gaps.min() > 0.18 * stage.layout.sizes.tick * stage.unit


def test_bars_stand_beside_a_map_in_a_square_frame_until_it_leaves(make_scene: MakeScene) -> None:
    beats = "- show: [axes, contours]\n- place: [1, 1]\n- show: [gradient, component_bars]\n"
    head = HEAD.format(stage="plane", extra="")
    layout = staged(make_scene(beats, head), "1:1")[2].layout
    plane, panel = layout.plane, layout.panel
    assert plane is not None and panel is not None and layout.alone.plane is not None
    assert plane.right <= panel.x and panel.right <= layout.safe.right
    assert plane.y < panel.y + panel.height / 2 < plane.bottom
    # Below it there would be less than two fifths of the frame for the map.
    assert plane.width - layout.around_map.across > 0.36 * 1080
    whole = widened(layout, 1.0).panel
    assert whole is not None and whole.width == layout.safe.width
    assert whole.height > 0.8 * layout.safe.height and whole.bottom <= layout.alone.plane.bottom + 1e-6
    # On a phone there is the height for both.
    tall = staged(make_scene(beats, head), "9:16")[2].layout
    assert tall.plane is not None and tall.panel is not None and tall.panel.y >= tall.plane.bottom
