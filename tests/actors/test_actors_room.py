"""Charts and graphs use the room they have, in frames of every shape; colours mean one thing in all pictures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace
from volume_stage import MakeScene, head, staged

from gradanim.actors.compute_graph import draw as draw_graph
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.stage import Scope, Stage
from gradanim.actors.state import SceneState
from gradanim.actors.texts import Texts
from gradanim.actors.views import panel_camera
from gradanim.raster import HeatMap, Mesh, Polygon, Polyline, Surface

SHAPES = ("16:9", "1:1", "9:16", "4:3")


def ended(
    make_scene: MakeScene, text: tuple[str, str], shape: str = "16:9"
) -> tuple[Picture, Stage, SceneState]:
    _, timeline, stage = staged(make_scene(*text), shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    state = timeline.motions[-1](1.0)
    return painter.picture(state), stage, state


def panel_items(picture: Picture, kind: type) -> list:
    return [item for item in picture.views[-1].items if isinstance(item, kind)]


STEP = """\
- show: [surface, floor]
- place: [2, 1]
- write: [one, two, three]
- approximate: {step: [0.1, -0.05]}
- show: change_bars
"""
FIELD = "title: T\nfield: {f: x^2*y + 3*y, x: [0.5, 3], y: [0, 2]}\nstage: surface\n"


@pytest.mark.parametrize("shape", SHAPES)
def test_bars_reach_from_the_top_of_their_panel_to_the_names(make_scene: MakeScene, shape: str) -> None:
    picture, stage, _ = ended(make_scene, (STEP, FIELD), shape)
    corners = np.concatenate([bar.points for bar in panel_items(picture, Polygon)])
    assert stage.layout.panel is not None
    height = min(stage.layout.panel.height, 0.95 * stage.layout.panel.width)
    texts = 5.0 * max(stage.layout.sizes.least, stage.layout.sizes.label)
    assert np.ptp(corners[:, 1]) > height - texts and np.ptp(corners[:, 1]) > 0.4 * height
    # The four bars have the changes as heights.
    heights = [float(np.ptp(bar.points[:, 1])) for bar in panel_items(picture, Polygon)]
    np.testing.assert_allclose(np.array(heights) / heights[0], np.array([0.4, 0.35, 0.05, 0.0395]) / 0.4)


GRAPH = "- place: [1, 0.5]\n- show: compute_graph\n- backpropagate: {}\n"
BOARD = "title: T\nfield: {f: sin(x*y) + x^2/4 - e^(-y), x: [-3, 3], y: [-3, 3]}\nstage: board\n"


@pytest.mark.parametrize(("shape", "down"), [("16:9", False), ("4:3", False), ("1:1", False), ("9:16", True)])
def test_a_graph_runs_the_way_in_which_it_is_larger(make_scene: MakeScene, shape: str, down: bool) -> None:
    picture, stage, _ = ended(make_scene, (GRAPH, BOARD), shape)
    first, last = (np.array(picture.marks["compute_graph"]["boxes_px"][k]) for k in (0, -1))
    way = np.abs(last - first)
    assert bool(way[1] > way[0]) is down
    digits = [letter.size for letter in picture.letters if letter.markup == '#"0.73"']
    assert digits and min(digits) >= stage.layout.sizes.least * stage.unit


def test_heads_of_arrows_have_the_colour_of_their_lines(make_scene: MakeScene) -> None:
    _, stage, state = ended(make_scene, (GRAPH, BOARD))
    assert stage.layout.panel is not None
    for passes, role in ((state.passes, "gradient"), (None, "axis")):
        scope = Scope(
            stage, replace(state, passes=passes), "panel", stage.layout.panel,
            panel_camera(stage.layout.panel),
        )  # fmt: skip
        draw_graph(scope, state.actors["compute_graph"])
        heads = [item for item in scope.items if isinstance(item, Polygon) and len(item.points) == 3]
        assert len(heads) == 11
        assert all(item.color[:3] == pytest.approx(stage.theme.colours[role]) for item in heads)


COLOURS = "- show: [{surface: {color_by: %s}}, {contours: {color_by: %s}}]"


@pytest.mark.parametrize("by", ["height", "slope"])
def test_map_and_landscape_colour_a_place_by_the_same(make_scene: MakeScene, by: str) -> None:
    text = "title: T\nfield: {f: x^2/2 + y^3/4, x: [-2, 2], y: [-2, 2]}\nstage: split\n"
    picture, _, _ = ended(make_scene, (COLOURS % (by, by), text))
    items = [item for view in picture.views for item in view.items]
    (surface,) = [item for item in items if isinstance(item, Surface)]
    (heat,) = [item for item in items if isinstance(item, HeatMap)]
    np.testing.assert_allclose(heat.values, surface.color_value)
    steep = heat.values[0, 0] > heat.values[heat.values.shape[0] // 2, heat.values.shape[1] // 2]
    assert bool(steep) is (by == "slope")


def test_a_level_has_its_colour_and_its_name_however_many_there_are(make_scene: MakeScene) -> None:
    seen: list[dict[float, tuple[float, ...]]] = []
    for levels in ([0.5, 1.0], [0.5, 1.0, 1.5, 2.0]):
        beats = f"- show: {{contours: {{levels: {levels}}}}}"
        picture, _, _ = ended(make_scene, (beats, head("x^2 + y^2 + z^2")))
        meshes = [item for view in picture.views for item in view.items if isinstance(item, Mesh)]
        seen.append({level: tuple(mesh.color[0, :3]) for level, mesh in zip(levels, meshes, strict=True)})
        told = [letter.markup for letter in picture.letters if " = " in letter.markup]
        assert len(told) == len(levels) and all(f" = {level:g}" in "".join(told) for level in levels)
    assert seen[0] == {level: seen[1][level] for level in seen[0]}
    assert len(set(seen[1].values())) == 4


def test_lines_to_names_begin_at_the_outline_and_end_outside_all_surfaces(make_scene: MakeScene) -> None:
    beats = "- show: {contours: {levels: [0.5, 1.0, 2.0]}}"
    picture, _, _ = ended(make_scene, (beats, head("x^2 + y^2 + z^2")))
    items = [item for view in picture.views for item in view.items]
    middle = np.array([0.0, 0.0, 1.0])
    lines = [
        np.asarray(item.points) - middle
        for item in items
        if isinstance(item, Polyline) and len(item.points) == 2 and item.occlusion == "top"
    ]
    assert len(lines) == 3
    for (start, end), level in zip(lines, (0.5, 1.0, 2.0), strict=True):
        assert np.linalg.norm(start) == pytest.approx(0.5 * level**0.5, rel=0.03)
        assert np.linalg.norm(end) > 0.5 * 2.0**0.5


def test_a_walk_along_a_level_surface_keeps_its_level(make_scene: MakeScene) -> None:
    beats = "- place: [0.3, 0.9, 0.8]\n- show: level_curve\n- walk: level_curve\n"
    context, timeline, stage = staged(make_scene(beats, head("x^2/2 + y^2/4 + z^2/2")))
    value = float(context.field.value(np.array([0.3, 0.9, 0.8])))  # type: ignore[union-attr]
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    states = [timeline.motions[-1](u) for u in (0.1, 0.37, 0.8)]
    assert [state.level for state in states] == [value] * 3
    shells = [
        next(item for view in painter.picture(state).views for item in view.items if isinstance(item, Mesh))
        for state in [*states, timeline.motions[-1](1.0)]
    ]
    # The very same mesh: it is neither made anew nor moved.
    assert all(shell.vertices is shells[0].vertices for shell in shells)


@pytest.mark.parametrize(("shape", "least"), [("16:9", 0.35), ("4:3", 0.3), ("1:1", 0.18), ("9:16", 0.7)])
def test_a_chart_beside_a_landscape_and_its_map_is_not_flat(
    make_scene: MakeScene, shape: str, least: float
) -> None:
    text = "title: T\nfield: {f: x^2/2 + y^2, x: [-3, 3], y: [-2.2, 2.2]}\nstage: split\n"
    beats = "- show: [surface, contours]\n- place: [2, 1]\n- show: [negative_gradient, loss_curve]\n"
    picture, stage, _ = ended(make_scene, (beats, text), shape)
    layout = stage.layout
    assert layout.surface is not None and layout.plane is not None and layout.panel is not None
    (frame,) = [item for item in panel_items(picture, Polyline) if len(item.points) == 3]
    wide, high = np.ptp(frame.points[:, 0]), np.ptp(frame.points[:, 1])
    assert high > least * wide
    rects = (layout.surface, layout.plane, layout.panel)
    for one, other in combinations(rects, 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
    assert all(layout.safe.x <= rect.x and rect.right <= layout.safe.right for rect in rects)


def test_what_is_written_in_place_of_the_title_begins_when_that_is_gone(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0.5]\n- write: {text: 'another one', at: title}\n"
    _, timeline, stage = staged(make_scene(beats, BOARD), "16:9")
    texts = Texts(stage, lambda name: name)
    both = set()
    for share in np.linspace(0.0, 1.0, 41):
        letters = texts.letters(timeline.motions[-1](float(share)), [], None)
        old = max((it.opacity for it in letters if it.markup == '#"T"'), default=0.0)
        new = sum(it.opacity > 0.0 and it.written > 0.0 for it in letters if it.markup != '#"T"')
        assert not (old > 0.0 and new)
        both.add((old > 0.0, bool(new)))
    assert {(True, False), (False, True)} <= both
