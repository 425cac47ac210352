"""The square that marks a right angle stands between the two arrows that are seen."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.raster import Arrow
from gradanim.raster.layout import HEAD_PART

HEAD = "title: T\nfield: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"


def middles(make_scene: MakeScene, beats: str, us: list[float]) -> list[np.ndarray]:
    """Where the square's outer corner is, from the point, in pixels, the height upwards."""
    _, timeline, stage = staged(make_scene(beats, HEAD))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    found = []
    for u in us:
        marks = painter.picture(timeline.motions[-1](u)).marks
        found.append((np.array(marks["right_angle"]["corners_px"][1]) - marks["point"]["px"]) * [1, -1])
    return found


@pytest.mark.parametrize(("arrow", "sign"), [("gradient", 1), ("negative_gradient", -1)])
def test_it_is_on_the_side_of_the_arrow_from_its_first_moment(make_scene: MakeScene, arrow: str, sign: int):
    # ∇f = (1, 1) here.
    beats = f"- place: [1, 0.5]\n- show: [{arrow}, tangent, right_angle]"
    for middle in middles(make_scene, beats, [0.6, 1.0]):
        assert sign * middle.sum() > 0


def test_it_goes_over_with_an_arrow_that_flips(make_scene: MakeScene):
    beats = "- place: [1, 0.5]\n- show: [gradient, tangent, right_angle]\n- flip: gradient"
    along = [float(middle.sum()) for middle in middles(make_scene, beats, list(np.linspace(0, 1, 61)))]
    assert along[0] > 10 and along[-1] == pytest.approx(-along[0])
    assert np.abs(np.diff(along)).max() < 0.15 * along[0]


def test_beside_both_arrows_it_is_on_the_side_of_the_gradient(make_scene: MakeScene):
    beats = "- place: [1, 0.5]\n- show: [gradient, tangent, right_angle]\n- show: negative_gradient"
    assert all(middle.sum() > 10 for middle in middles(make_scene, beats, [0.0, 0.5, 1.0]))


@pytest.mark.parametrize("scale", [0.3, 0.6, 1.5])
def test_it_ends_before_the_head_of_its_arrow(make_scene: MakeScene, scale: float):
    beats = f"- place: [0.4, 0.2]\n- show: [{{gradient: {{scale: {scale}}}}}, tangent, right_angle]"
    _, timeline, stage = staged(make_scene(beats, HEAD))
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    arrow = next(
        item
        for item in picture.views[-1].items
        if isinstance(item, Arrow) and item.head_length > 29.0 * stage.unit
    )
    ends = [np.array(picture.marks["gradient"][key]) for key in ("tail_px", "tip_px")]
    length = float(np.linalg.norm(ends[1] - ends[0]))
    shaft = length - min(arrow.head_length, HEAD_PART * length)
    corners = np.array(picture.marks["right_angle"]["corners_px"])
    assert 0.0 < np.linalg.norm(corners[2] - ends[0]) <= shaft + 1.0
