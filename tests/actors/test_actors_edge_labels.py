"""The arrows of a compute graph run smoothly and clear of boxes, the numbers beside them have air on all sides."""

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
@pytest.mark.parametrize("f", (*FORMULAS, "x*y*(x + y)*x + x"))
def test_arrows_pass_the_columns_between_their_boxes_without_a_step(
    make_scene: MakeScene, f: str, shape: str
) -> None:
    picture, unit = graph_of(make_scene, f, shape)
    boxes = [corners for corners in drawn(picture, Polygon) if len(corners) == 4]
    arrows = [points for points in drawn(picture, Polyline) if len(points) > 5]
    down = np.ptp([box.mean(axis=0) for box in boxes], axis=0)
    across = 0 if down[1] > down[0] else 1
    for points in arrows:
        # What is between its own boxes keeps off all: their rims are 4 pixels wide.
        within = points[(np.abs(points - points[0]).max(axis=1) > 4 * unit)
                        & (np.abs(points - points[-1]).max(axis=1) > 4 * unit)]  # fmt: skip
        assert min(gap(Box(*box.min(axis=0), *box.max(axis=0)), within) for box in boxes) > 2.0 * unit
        # An arrow that runs to one side has one bend to it and one back.
        if np.ptp(points[:, across]) <= abs(points[-1, across] - points[0, across]) + 1e-6:
            way = np.diff(points, axis=0)
            way = way[np.hypot(*way.T) > 1e-9]
            way /= np.hypot(*way.T)[:, None]
            turns = way[:-1, 0] * way[1:, 1] - way[:-1, 1] * way[1:, 0]
            bends = np.sign(turns[np.abs(turns) > 1e-4])
            assert np.count_nonzero(np.diff(bends)) <= 1


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
