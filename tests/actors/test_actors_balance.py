"""Where pictures stand in their frame, and what leaves with what it speaks of."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.layout import make_layout
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.samples import FEW_POINTS, curve_maker
from gradanim.actors.texts import Texts
from gradanim.actors.theme import THEMES
from gradanim.plan.profile import FORMATS
from gradanim.raster import Arrow, Polyline, Surface

HEAD = "title: T\nfield: {{f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}}\nstage: {stage}\n"
SIDE = '- show: [floor, surface, axes]\n- place: [1, 1]\n- show: gradient\n- write: "a line at the side"'
MAP = '- show: [contours, axes]\n- place: [1, 1]\n- write: ["some lines", "at the", "side"]'


def pictured(make_scene: MakeScene, beats: str, stage: str, shape: str = "16:9", u: float = 1.0) -> Picture:
    _, timeline, made = staged(make_scene(beats, HEAD.format(stage=stage)), shape)
    painter = Painter(made, Texts(made, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[-1](u))


@pytest.mark.parametrize(("stage", "beats"), [("surface", SIDE), ("plane", MAP)])
def test_a_narrow_picture_stands_nearer_to_the_middle_and_clear_of_its_texts(
    make_scene: MakeScene, stage: str, beats: str
) -> None:
    scene = make_scene(beats, HEAD.format(stage=stage))
    plain = make_layout(scene, FORMATS["16:9"])
    layout = staged(scene)[2].layout
    before, after = plain.surface or plain.plane, layout.surface or layout.plane
    assert before is not None and after is not None and layout.side is not None
    assert after.right == before.right <= layout.side.x
    middle = FORMATS["16:9"].width / 2
    assert abs(after.x + after.width / 2 - middle) < abs(before.x + before.width / 2 - middle) - 50
    assert after.width >= after.height * 0.9


@pytest.mark.parametrize(("y", "beside"), [("[-2, 2]", True), ("[-1, 1]", False)])
def test_in_a_square_frame_a_map_is_where_it_is_larger(make_scene: MakeScene, y: str, beside: bool) -> None:
    head = HEAD.format(stage="split").replace("y: [-2, 2]", f"y: {y}")
    layout = make_layout(make_scene("- show: [floor, surface, axes]", head), FORMATS["1:1"])
    surface, plane = layout.surface, layout.plane
    assert surface is not None and plane is not None
    if beside:
        middles = [it.y + it.height / 2 for it in (surface, plane)]
        assert surface.right < plane.x and middles[0] == pytest.approx(middles[1])
        assert surface.width > plane.width
        # The row is no higher than it needs, and what is written below it stands right under it.
        middle, frame = surface.y + surface.height / 2, FORMATS["1:1"].height
        assert surface.height < 0.6 * frame and abs(middle - frame / 2) < 0.05 * frame
        assert layout.bottom.y == pytest.approx(max(surface.bottom, plane.bottom))
    else:
        assert surface.bottom < plane.y and surface.height > plane.height > 0.7 * surface.height


def test_a_picture_that_is_zoomed_keeps_its_region(make_scene: MakeScene) -> None:
    scene = make_scene(SIDE + "\n- zoom: {factor: 2, to: [1, 1]}", HEAD.format(stage="surface"))
    assert staged(scene)[2].layout.surface == make_layout(scene, FORMATS["16:9"]).surface


@pytest.mark.parametrize("shape", ["16:9", "1:1", "9:16", "4:3"])
def test_as_much_room_is_above_a_landscape_as_below(make_scene: MakeScene, shape: str) -> None:
    scene = make_scene(SIDE, HEAD.format(stage="surface"))
    _, timeline, stage = staged(scene, shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    made = painter.picture(timeline.motions[-1](1.0))
    view = next(v for v in made.views if any(isinstance(item, Surface) for item in v.items))
    v = view.camera.project(np.array(stage.outline), view.viewport)[0][:, 1]
    above, below = v.min() - view.viewport.y, view.viewport.y + view.viewport.height - v.max()
    assert above == pytest.approx(below, abs=0.1 * view.viewport.height)


def test_only_pictures_fade_where_they_are_zoomed(make_scene: MakeScene) -> None:
    beats = "- show: [surface, floor, loss_curve]\n- place: [1, 1]\n- zoom: {factor: 3, to: [1, 1]}"
    made = pictured(make_scene, beats, "surface")
    chart = made.regions["panel"]
    for view in made.views:
        of_chart = view.viewport.x == pytest.approx(chart.x * 2 / 3, abs=1)
        assert (view.soft > 0.0) != of_chart
    assert all(view.soft == 0.0 for view in pictured(make_scene, beats, "surface", u=0.0).views)


def test_the_note_on_the_arrows_leaves_with_them(make_scene: MakeScene) -> None:
    beats = "- place: [2, 0]\n- show: {gradient: {scale: 0.25}}\n- walk: {line: [0, 0]}"

    def note(u: float) -> float:
        letters = pictured(make_scene, beats, "plane", u=u).letters
        return max((x.opacity for x in letters if "drawn" in x.markup), default=0.0)

    assert note(0.3) == pytest.approx(1.0)
    assert note(1.0) == 0.0


def sharpest(points: np.ndarray) -> float:
    """The sharpest turn between two pieces of a curve, in degrees."""
    steps = np.diff(points, axis=0)
    steps /= np.linalg.norm(steps, axis=1)[:, None]
    return float(np.degrees(np.arccos(np.clip((steps[1:] * steps[:-1]).sum(axis=1), -1, 1))).max())


def test_small_level_curves_are_smooth_and_on_their_level(make_scene: MakeScene) -> None:
    context = staged(make_scene(MAP, HEAD.format(stage="plane")))[0]
    (loop,) = curve_maker(context)(0.004, ())
    assert sharpest(loop) < 25
    np.testing.assert_allclose((loop**2).sum(axis=1), 0.004, rtol=0.02)
    np.testing.assert_array_equal(loop[0], loop[-1])
    # Of a few cells of the grid, and beside its corners: a hexagon in the bottom of a crater.
    crater = "2*(x^2 + y^2)*exp(-(x^2 + y^2)/1.6) + 0.2*x"
    off = HEAD.format(stage="plane").replace("x^2 + y^2", crater).replace("[-2, 2]", "[-2.6, 2.6]")
    field = staged(make_scene(MAP, off))[0]
    loop = min(curve_maker(field)(0.0, ()), key=lambda curve: np.ptp(curve, axis=0).sum())
    assert np.ptp(loop, axis=0).max() < 0.12 and sharpest(loop) < 25
    np.testing.assert_allclose(field.field.value(loop), 0.0, atol=1e-4)
    np.testing.assert_array_equal(loop[0], loop[-1])
    corners = HEAD.format(stage="plane").replace("x^2 + y^2", "abs(x) + abs(y)")
    (diamond,) = curve_maker(staged(make_scene(MAP, corners))[0])(0.2, ())
    assert len(diamond) < FEW_POINTS
    np.testing.assert_allclose(np.abs(diamond).sum(axis=1), 0.2, rtol=1e-6)


def test_a_camera_that_rises_while_it_turns_does_not_tremble(make_scene: MakeScene) -> None:
    beats = "- show: [axes, floor, surface]\n- orbit: {by: 70, elevation: 40}"
    _, timeline, stage = staged(make_scene(beats, HEAD.format(stage="surface")))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    places = []
    for u in np.linspace(0.2, 0.8, 61):
        view = painter.picture(timeline.motions[-1](float(u))).views[-1]
        places.append(view.camera.project(np.zeros(3), view.viewport)[0])
    assert np.abs(np.diff(places, 2, axis=0)).max() < 0.25


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
def test_two_pictures_a_chart_and_texts_have_room_in_frames_that_are_not_wide(
    make_scene: MakeScene, shape: str
) -> None:
    beats = "- show: [floor, surface, contours, loss_curve]\n- ask: {question: Which one?, answer: This one.}"
    layout = make_layout(make_scene(beats, HEAD.format(stage="split")), FORMATS[shape])
    assert layout.surface and layout.plane and layout.panel and layout.side
    # The legend of a race and the numbers of both axes take nearly 300 of them.
    assert layout.panel.height > 380
    assert layout.panel.y >= max(layout.surface.bottom, layout.plane.bottom)


def test_the_way_of_the_point_lies_under_its_arrow(make_scene: MakeScene) -> None:
    """The point may come along the line on which its arrow lies."""
    beats = "- show: [contours, axes]\n- place: [-1.5, 0.5]\n- show: gradient\n- walk: {line: [-0.9, 0.3]}"
    made = pictured(make_scene, beats, "plane").views[-1].items
    (arrow,) = (k for k, item in enumerate(made) if isinstance(item, Arrow))
    white = THEMES["dark"].colours["point"]
    (way,) = (k for k, item in enumerate(made) if isinstance(item, Polyline) and item.color[:3] == white)
    assert way < arrow
