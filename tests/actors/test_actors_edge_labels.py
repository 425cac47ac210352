"""The numbers beside the arrows of a compute graph have air on all sides."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from volume_stage import MakeScene, staged

from gradanim.actors.letters import Box
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.placing import text_boxes
from gradanim.actors.texts import Texts
from gradanim.plan.profile import FORMATS
from gradanim.raster import Polygon, Polyline

GRAPH = "- place: [1, 0.5]\n- show: compute_graph\n- backpropagate: {}\n"
BOARD = "title: T\nfield: {f: '%s', x: [-3, 3], y: [-3, 3]}\nstage: board\n"
FORMULAS = ("sin(x*y) + x^2/4 - e^(-y)", "(x*y + 2)^2", "x^2*y + y^2")


def graph_of(make_scene: MakeScene, f: str, shape: str) -> tuple[Picture, float]:
    _, timeline, stage = staged(make_scene(GRAPH, BOARD % f), shape)
    made = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    return made, stage.unit


def drawn(picture: Picture, kind: type) -> list[NDArray[np.float64]]:
    """The points of everything of a kind, in pixels of the frame."""
    view = picture.views[-1]
    items = [item for item in view.items if isinstance(item, kind)]
    return [view.camera.project(np.asarray(item.points), view.viewport)[0] for item in items]


def gap(box: Box, points: NDArray[np.float64]) -> float:
    """The least distance of points from a box; 0 where one is inside."""
    across = np.maximum(0.0, np.maximum(box.left - points[:, 0], points[:, 0] - box.right))
    down = np.maximum(0.0, np.maximum(box.top - points[:, 1], points[:, 1] - box.bottom))
    return float(np.hypot(across, down).min())


def outline(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    closed = np.concatenate([corners, corners[:1]])
    return np.concatenate([np.linspace(a, b, 80) for a, b in pairwise(closed)])


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("f", FORMULAS)
def test_numbers_beside_arrows_keep_off_boxes_and_arrows(make_scene: MakeScene, f: str, shape: str) -> None:
    picture, unit = graph_of(make_scene, f, shape)
    texts = [text_boxes([it])[0] for it in picture.letters if "× " in it.markup and it.opacity > 0.9]
    # Between the columns of a narrow frame there may be no room for any.
    assert texts or shape in ("1:1", "4:3")
    assert len({round(text.bottom - text.top, 6) for text in texts}) <= 1
    boxes = [outline(corners) for corners in drawn(picture, Polygon) if len(corners) == 4]
    arrows = [points for points in drawn(picture, Polyline) if len(points) > 5]
    assert boxes and arrows
    assert min((gap(text, box) for text in texts for box in boxes), default=99) > 8.0 * unit
    assert min((gap(text, line) for text in texts for line in arrows), default=99) > 4.0 * unit


@pytest.mark.parametrize("shape", FORMATS)
def test_heads_of_arrows_reach_their_boxes_straight_on(make_scene: MakeScene, shape: str) -> None:
    picture, unit = graph_of(make_scene, FORMULAS[0], shape)
    boxes = [corners for corners in drawn(picture, Polygon) if len(corners) == 4]
    heads = [corners for corners in drawn(picture, Polygon) if len(corners) == 3]
    arrows = [points for points in drawn(picture, Polyline) if len(points) > 5]
    assert len(heads) == 11
    for tip, *base in heads:
        # Square to the side that it touches, and in line with its line.
        middle = 0.5 * (base[0] + base[1])
        assert min(abs(tip - middle)) < 0.01 * unit and max(abs(tip - middle)) > 10 * unit
        assert min(np.abs(outline(box) - tip).max(axis=1).min() for box in boxes) < 3 * unit
        ends = [line for line in arrows if np.hypot(*(line[-1] - tip)) < 0.01 * unit]
        assert ends and all(np.hypot(*(line[-2] - middle)) < 0.01 * unit for line in ends)


@pytest.mark.parametrize("shape", FORMATS)
def test_the_name_of_the_output_stands_clear_of_its_box(make_scene: MakeScene, shape: str) -> None:
    picture, unit = graph_of(make_scene, FORMULAS[0], shape)
    name = next(text_boxes([it])[0] for it in picture.letters if '"= "' in it.markup)
    boxes = [outline(corners) for corners in drawn(picture, Polygon) if len(corners) == 4]
    assert min(gap(name, box) for box in boxes) > (7.0 if shape != "9:16" else 14.0) * unit
