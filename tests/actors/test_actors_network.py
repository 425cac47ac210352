"""A network as a compute graph: every neuron has a name of its own, and its boxes have the room that there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.graph_parts import network_diagram
from gradanim.actors.lettering import width
from gradanim.actors.letters import Box
from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.plan.profile import FORMATS, PROFILES
from gradanim.raster import Polygon


@pytest.mark.parametrize("sizes", [(2, 1), (2, 3, 1), (3, 4, 3, 1), (2, 2, 2, 2, 2)])
def test_no_two_neurons_have_one_name(sizes: tuple[int, ...]) -> None:
    symbols = [box.symbol for box in network_diagram(sizes, 1).boxes]
    assert len(set(symbols)) == len(symbols) == sum(sizes) + 1


@pytest.mark.parametrize(("shape", "across"), [("16:9", True), ("4:3", True), ("1:1", True), ("9:16", False)])
@pytest.mark.parametrize("sizes", [(3, 4, 3, 1), (4, 4, 1)])
def test_a_network_runs_along_the_frame_and_stands_in_its_middle(
    make_scene: MakeScene, sizes: tuple[int, ...], shape: str, *, across: bool
) -> None:
    beats = f"- show: {{compute_graph: {{network: {list(sizes)}}}}}"
    _, timeline, stage = staged(
        make_scene(beats, "title: T\nfield: {f: x, x: [-1, 1]}\nstage: board\n"), shape
    )
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    places = np.array(picture.marks["compute_graph"]["boxes_px"])
    layers = np.split(places, np.cumsum(sizes))
    along = 0 if across else 1
    assert all(np.ptp(layer[:, along]) < 1e-6 for layer in layers)
    wide, _ = FORMATS[shape].pixels(PROFILES["preview"])
    assert places[:, 0].min() + places[:, 0].max() == pytest.approx(wide, rel=0.02)


@pytest.mark.parametrize("shape", FORMATS)
def test_what_is_in_a_box_makes_way_before_a_number_comes(make_scene: MakeScene, shape: str) -> None:
    head = "title: T\nfield: {f: sin(x*y) + x^2/4 - e^(-y), x: [-3, 3], y: [-3, 3]}\nstage: board\n"
    beats = "- place: [1, 0.5]\n- show: compute_graph\n- backpropagate: {compare: false}"
    _, timeline, stage = staged(make_scene(beats, head), shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    for moment in np.linspace(0.0, 1.0, 80):
        letters = painter.picture(timeline.motions[-1](float(moment))).letters
        seen = [letter for letter in letters if letter.role == "label" and letter.opacity > 0.02]
        boxes = [
            Box(at.x, at.y - 0.5 * at.size, at.x + width(at.markup) * at.size, at.y + 0.1 * at.size)
            for at in seen
        ]
        for (one, first), (other, second) in combinations(zip(seen, boxes, strict=True), 2):
            apart = max(first.left - second.right, second.left - first.right, first.top - second.bottom,
                        second.top - first.bottom)  # fmt: skip
            assert apart > 0.0, f"{one.markup} and {other.markup} at {moment:.2f}"


@pytest.mark.parametrize("f", ["sin(x*y) + x^2/4 - e^(-y)", "x*y - 1000*x"])
def test_numbers_beside_symbols_keep_as_far_from_the_border_as_these(make_scene: MakeScene, f: str) -> None:
    head = f"title: T\nfield: {{f: '{f}', x: [-3, 3], y: [-3, 3]}}\nstage: board\n"
    graphs = (
        "- place: [1, 0.5]\n- show: compute_graph",
        "- show: {compute_graph: {network: [3, 4, 3, 1], seed: 10}}",
    )
    for graph in graphs:
        _, timeline, stage = staged(make_scene(graph + "\n- backpropagate: {compare: false}", head), "9:16")
        painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
        picture = painter.picture(timeline.motions[-1](1.0))
        view = picture.views[-1]
        boxes = [
            view.camera.project(np.asarray(item.points), view.viewport)[0]
            for item in view.items
            if isinstance(item, Polygon) and len(item.points) == 4
        ]
        gaps = []
        for corners in boxes:
            low, high = corners.min(axis=0), corners.max(axis=0)
            inside = sorted(
                (at.x, at.x + width(at.markup) * at.size)
                for at in picture.letters
                if at.opacity > 0.9
                and low[0] < at.x < high[0]
                and low[1] < at.y < high[1]
                and "frac" not in at.markup
            )
            (left, end), numbers = inside[0], inside[1:]
            begin, right = min(it[0] for it in numbers), max(it[1] for it in numbers)
            gaps.append(np.array([left - low[0], begin - end, high[0] - right]) / (high[0] - low[0]))
        least = np.min(gaps, axis=0)
        assert least[0] == pytest.approx(least[2], abs=0.005)
        assert least.min() > 0.02
