"""Names keep off lines in their own colour, and stand apart from other names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from volume_stage import MakeScene, staged

from gradanim.actors.lettering import math as math_markup
from gradanim.actors.letters import Box
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.placing import Surroundings, place_labels, text_boxes
from gradanim.actors.stage import Label
from gradanim.actors.strands import crossed, nearby
from gradanim.actors.texts import Texts
from gradanim.actors.theme import THEMES
from gradanim.plan.profile import FORMATS
from gradanim.raster import Arrow, Polyline

REGION = Box(0, 0, 1000, 1000)
BOX = Box(40, 40, 60, 60)
place = st.floats(0, 100)


def segments(*ends):
    return np.array(ends, dtype=float).reshape(-1, 2, 2)


@pytest.mark.parametrize(
    ("ends", "meets"),
    [
        (((0, 50), (100, 50)), True),
        (((50, 50), (51, 51)), True),
        (((0, 30), (100, 30)), False),
        (((0, 50), (30, 50)), False),
        (((50, 75), (75, 50)), False),
        (((30, 55), (55, 30)), True),
        (((0, 75), (75, 0)), False),
    ],
)
def test_a_segment_crosses_a_box(ends, meets):
    assert crossed(segments(*ends), BOX) == meets


@given(place, place, place, place)
def test_a_segment_with_a_place_well_inside_crosses_and_one_far_from_it_does_not(x, y, u, v):
    along = np.linspace(0.0, 1.0, 2001)[:, None]
    places = np.array([x, y]) + along * np.array([u - x, v - y])
    inside = np.minimum(places - [40, 40], [60, 60] - places).min(axis=1)
    found = crossed(segments((x, y), (u, v)), BOX)
    assert found if inside.max() > 0.0 else not found or inside.max() > -0.1


def test_only_what_is_near_is_looked_at():
    many = segments((0, 0), (10, 0), (0, 90), (100, 90), (300, 300), (310, 310))
    assert nearby(many, (50, 50), 45.0).tolist() == many[1:2].tolist()


def name(at, colour="gradient", text="t"):
    return Label(math_markup(text), at, (1.0, 0.0), colour, 40.0, view="plane")


def boxes(labels, around):
    letters = place_labels([(label, REGION) for label in labels], THEMES["dark"], around)
    return [box for letter in letters for box in text_boxes([letter])]


def test_a_name_stands_off_lines_of_its_colour_where_it_can():
    upright = segments((515, 0), (515, 1000))
    around = Surroundings(strands={("plane", "gradient"): upright})
    (off,) = boxes([name((500, 500))], around)
    assert not crossed(upright, off) and not off.meets(Box(515, 0, 515, 1000))
    # A line of another colour, or in another view, does not matter; nor does one when there is nothing else.
    wants = boxes([name((500, 500))], Surroundings())
    assert boxes([name((500, 500), "direction")], around) == wants
    assert boxes([replace(name((500, 500)), view="surface")], around) == wants
    everywhere = segments(*(((0, y), (1000, y)) for y in range(0, 1000, 5)))
    assert boxes([name((500, 500))], Surroundings(strands={("plane", "gradient"): everywhere})) == wants


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("place", ["[-2, -1.2]", "[-2, -1.4]", "[-1, -1.5]", "[2.6, -1.4]"])
def test_names_keep_off_axes(make_scene: MakeScene, shape: str, place: str) -> None:
    head = (
        "title: T\nfield: {f: -1.28*x - 0.62*y, x: [-4, 3.4], y: [-2.6, 2.2]}\nstage: {kind: surface, height: 0.36}\n"
        "camera: {azimuth: -72, elevation: 34}\n"
    )
    beats = f"- show: [floor, axes, surface]\n- place: {place}\n- show: gradient\n- write: [one, two, three, four]\n"
    _, timeline, stage = staged(make_scene(beats, head), shape)
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    west, corner, east = stage.space.flat(np.array([(-4.0, -2.6), (3.4, -2.6), (3.4, 2.2)]))
    top = west + [0.0, 0.0, float(stage.space.height(stage.space.high))]
    view = picture.views[0]
    ends, _ = view.camera.project(np.stack([west, corner, corner, east, west, top]), view.viewport)
    (box,) = text_boxes([it for it in picture.letters if it.markup == math_markup("nabla f")])
    assert not crossed(ends.reshape(3, 2, 2), box)


def test_two_names_are_not_read_as_a_product():
    first, second = boxes([name((500, 500)), name((530, 502), "direction", "u")], Surroundings())
    same_line = first.top < second.bottom and second.top < first.bottom
    assert not same_line or max(first.left - second.right, second.left - first.right) >= 40.0


@pytest.mark.parametrize("sign", [1, -1])
def test_the_name_of_the_tangent_stands_outside_a_round_level_curve(make_scene: MakeScene, sign: int) -> None:
    head = f"title: T\nfield: {{f: {sign}*(x^2 + y^2), x: [-2, 2], y: [-2, 2]}}\nstage: plane\n"
    _, timeline, stage = staged(make_scene("- place: [1, 0]\n- show: [level_curve, tangent]", head))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    picture = painter.picture(timeline.motions[-1](1.0))
    mark, (t,) = picture.marks["tangent"], [it for it in picture.letters if it.markup == math_markup("t")]
    # The tangent at (1, 0) stands upright: outside is to the right.
    assert mark["tip_px"][0] == pytest.approx(mark["tail_px"][0])
    assert t.x > mark["tip_px"][0]


def test_streamlines_step_back_behind_an_arrow_of_their_colour(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
    beats = "- show: streamlines\n- place: [1, 0.3]\n- show: negative_gradient\n- show: gradient"
    _, timeline, stage = staged(make_scene(beats, head))
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    colour = stage.theme.colours["negative_gradient"]

    def opacity(state) -> float:
        items = [item for view in painter.picture(state).views for item in view.items]
        return next(it.color[3] for it in items if isinstance(it, Polyline) and tuple(it.color[:3]) == colour)

    before, after = (opacity(timeline.motions[index](1.0)) for index in (1, 2))
    assert after == pytest.approx(0.5 * before)
    steps = [opacity(timeline.motions[2](u)) for u in np.linspace(0, 1, 41)]
    assert steps[0] == pytest.approx(before) and np.abs(np.diff(steps)).max() < 0.1 * before


@pytest.mark.parametrize("stage_kind", ["plane", "surface"])
@pytest.mark.parametrize("to", [20, 45, 130, 260])
def test_the_name_of_u_stands_off_the_arrows_of_a_rosette(
    make_scene: MakeScene, stage_kind: str, to: int
) -> None:
    head = f"title: T\nfield: {{f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}}\nstage: {stage_kind}\n"
    beats = f"- place: [0.3, 0.2]\n- show: rosette\n- dial: {{to: {to}}}"
    _, timeline, stage = staged(make_scene(beats, head))
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    arrows = [
        view.camera.project(np.stack([item.tail, item.tip]), view.viewport)[0]
        for view in picture.views
        for item in view.items
        if isinstance(item, Arrow)
    ]
    (box,) = text_boxes([it for it in picture.letters if it.markup == math_markup("u")])
    assert len(arrows) > 8 and not crossed(np.array(arrows), box)


HILL = "1.6*exp(-((x-1.2)^2 + (y-0.9)^2)/2.4) - 0.7*exp(-((x+1.3)^2 + (y-0.3)^2)/1.2)"


def drawn(make_scene: MakeScene, f: str, beats: str, shape: str) -> Picture:
    head = f"title: T\nfield: {{f: {f}, x: [-2.6, 2.6], y: [-2.2, 2.2]}}\nstage: surface\n"
    camera = "camera: {azimuth: -70, elevation: 29}\n"
    _, timeline, stage = staged(make_scene(beats, head + camera), shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[-1](1.0))


def named(picture: Picture, markup: str) -> Box:
    (box,) = text_boxes([it for it in picture.letters if it.markup == math_markup(markup)])
    return box


@pytest.mark.parametrize("shape", ["16:9", "1:1", "9:16"])
def test_the_name_of_u_stands_off_a_full_rosette_with_the_gradient_on_it(
    make_scene: MakeScene, shape: str
) -> None:
    beats = """- show: [floor, axes, surface]
- place: [0.5, -0.85]
- show: {rosette: {count: 24, letters: compass}}
- show: {gradient: {scale: 3}}
- write: ["one line", "and a second", "a third", "and more"]
- dial: {from: 45, to: gradient}"""
    picture = drawn(make_scene, HILL, beats, shape)
    ends = [
        view.camera.project(np.stack([item.tail, item.tip]), view.viewport)[0]
        for view in picture.views
        for item in view.items
        if isinstance(item, Arrow)
    ]
    # Two of u: one is its border.
    assert len(ends) == 27 and not crossed(np.array(ends), named(picture, "u"))


@pytest.mark.parametrize("shape", ["1:1", "9:16"])
def test_names_of_arrows_stand_off_the_drop_line(make_scene: MakeScene, shape: str) -> None:
    beats = "- show: [floor, axes, surface]\n- place: [-1.4, -1.0]\n- show: partials\n- show: gradient"
    picture = drawn(make_scene, "2 - 0.4*x^2 - 0.5*y^2 + 0.15*x*y", beats, shape)
    drop = segments(picture.marks["point"]["px"], picture.marks["point"]["surface_px"])
    names = [it for it in picture.letters if it.tie is not None]
    assert len(names) == 3 and not any(crossed(drop, box) for it in names for box in text_boxes([it]))


@pytest.mark.parametrize("at", [-1.6, -0.8, 0.0, 0.8, 1.6])
def test_names_of_arrows_stand_off_the_axes_of_the_floor(make_scene: MakeScene, at: float) -> None:
    beats = f"- show: [floor, axes, surface]\n- place: [{at}, -1.2]\n- show: gradient"
    picture = drawn(make_scene, "-0.4*y", beats, "1:1")
    grey = THEMES["dark"].colours["axis"]
    axes = [
        view.camera.project(np.asarray(item.points), view.viewport)[0]
        for view in picture.views
        for item in view.items
        if isinstance(item, Polyline) and item.color[:3] == grey and np.ptp(item.points, axis=0).max() > 1.0
    ]
    (name,) = [it for it in picture.letters if it.tie is not None]
    assert len(axes) == 3 and not crossed(np.array(axes), text_boxes([name])[0])


@pytest.mark.parametrize("streams", ["", "- show: {streamlines: {separation: 0.12}}\n"])
@pytest.mark.parametrize(
    "place", ["[-1.65, -0.8]", "[-1.3, 0.4]", "[-0.95, 1.2]", "[-0.6, 0.4]", "[1.5, -2]"]
)
def test_names_of_arrows_stand_off_a_level_curve_that_is_shown(
    make_scene: MakeScene, streams: str, place: str
) -> None:
    # Also where lines of their own colour leave them no place.
    head = "title: T\nfield: {f: 0.5*(sin(1.2*x) + cos(1.1*y)) + 0.08*(x^2 + y^2), x: [-3, 3], y: [-3, 3]}\n"
    beats = f"{streams}- place: {place}\n- show: [level_curve, {{negative_gradient: {{scale: 1.5}}}}]"
    _, timeline, stage = staged(make_scene(beats, head + "stage: plane\n"), "1:1")
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    green = THEMES["dark"].colours["level_curve"]
    curves = [
        view.camera.project(np.asarray(item.points), view.viewport)[0]
        for view in picture.views
        for item in view.items
        if isinstance(item, Polyline) and tuple(item.color[:3]) == green
    ]
    assert curves
    box = named(picture, "minus nabla f")
    assert not any(crossed(np.stack([curve[:-1], curve[1:]], axis=1), box) for curve in curves)
