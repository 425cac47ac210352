"""Pictures fill their regions, floors lie as deep as the frame has height, and texts stand beside a map in a corner."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from msgspec.structs import replace
from volume_stage import MakeScene, staged

from gradanim.actors.around import Around
from gradanim.actors.course import Course, course_of
from gradanim.actors.floor_gap import DEEPEST
from gradanim.actors.layout import Layout, make_layout
from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import landscape_height, landscape_width, map_height, map_width
from gradanim.actors.rect import Rect
from gradanim.actors.share import Places
from gradanim.actors.space import FLOOR_GAP, SIDE
from gradanim.actors.tightening import tightened
from gradanim.actors.views import surface_camera, surface_width
from gradanim.plan.profile import FORMATS

HEAD = "title: T\nfield: {{f: {f}, x: [-2, 2], y: [-2, 2]}}\nstage: {stage}\n"
PICTURES = "- show: [floor, surface, axes]\n- place: [1, 1]\n"
TEXT = "- write: [one, two]\n"
CHART = "- show: loss_curve\n- descend: {step_size: 0.1}\n"


def layout_of(
    make_scene: MakeScene, beats: str, stage: str, shape: str, course: Course | None = None
) -> Layout:
    return make_layout(
        make_scene(beats, HEAD.format(f="x^2 + y^2", stage=stage)), FORMATS[shape], course=course
    )


def wanted(aspect: float = 1.2, depth: float = 1.0, zoomed: bool = False) -> Needs:
    return Needs(
        "split", False, False, 0, False, False, depth=depth, aspect=aspect, zoomed=zoomed, map=AROUND
    )


AROUND = Around(left=70, right=50, below=60, above=45)


@pytest.mark.parametrize(("width", "room"), [(500.0, 1.0), (968.0, 40 / 28)])
def test_a_region_that_is_filled_is_filled_by_width_and_height(width: float, room: float) -> None:
    want = wanted(1.4, 0.7)
    low = Rect(0, 0, width, landscape_height(width, want, room))
    assert landscape_width(low, want, room) == pytest.approx(width - 92 * room)
    assert landscape_width(replace(low, height=low.height - 14), want, room) == pytest.approx(
        width - 92 * room - 14 * 1.4
    )
    flat = Rect(0, 0, width, map_height(width, want))
    assert flat.height == pytest.approx(105 + 0.7 * (width - 120))
    assert map_width(flat, want) == pytest.approx(width - 120)
    assert map_width(replace(flat, height=flat.height - 7), want) == pytest.approx(width - 120 - 10)


def test_regions_are_lowered_about_their_middle_and_never_raised() -> None:
    high, low = Rect(10, 20, 500, 900), Rect(10, 20, 500, 200)
    made = tightened(Places(high, low, low, None), wanted(), 1.0)
    assert made.surface is not None and made.surface.height == landscape_height(500, wanted(), 1.0)
    assert made.surface.y + made.surface.height / 2 == pytest.approx(20 + 450)
    assert (made.surface.x, made.surface.width) == (10, 500)
    assert made.plane == low and made.panel == low
    zoomed = Places(high, low, None, None)
    assert tightened(zoomed, wanted(zoomed=True), 1.0) == zoomed


@pytest.mark.parametrize("shape", ["9:16", "1:1"])
def test_a_landscape_is_much_larger_before_its_texts_and_chart_come(
    make_scene: MakeScene, shape: str
) -> None:
    lines = "- write: [one, two, three, four]\n"
    made = layout_of(make_scene, PICTURES + lines + CHART, "surface", shape)
    rects = [made.alone.surface, made.bare.surface, made.surface]
    wide = [landscape_width(it, wanted(), made.sizes.room) for it in rects if it is not None]
    assert wide[0] > 1.15 * wide[2] and wide[0] >= wide[1] > 1.05 * wide[2]
    assert made.bare.side is not None and made.bare.surface is not None and made.side is not None
    assert made.bare.surface.bottom <= made.bare.side.y and made.bare.side.bottom <= made.safe.bottom + 1e-6
    assert made.bare.side.width == made.side.width
    assert made.text_height == min(made.bare.side.height, made.side.height)


@pytest.mark.parametrize("stage", ["surface", "plane"])
@pytest.mark.parametrize(("shape", "aspect"), [("4:3", 1.2), ("16:9", 2.0)])
def test_texts_beside_a_picture_have_the_width_of_a_line(
    make_scene: MakeScene, stage: str, shape: str, aspect: float
) -> None:
    lines = "- write: [one, two, three, four]\n"
    beats = PICTURES if stage == "surface" else "- show: axes\n- place: [1, 1]\n"
    made = layout_of(make_scene, beats + lines, stage, shape, Course(aspect=aspect))
    picture = made.surface or made.plane
    assert made.side is not None and picture is not None and made.side.x >= picture.right
    assert made.side.width >= 10.5 * made.sizes.text and picture.width > 2 * made.side.width


def test_texts_stand_below_a_wide_landscape_where_the_frame_is_not_as_wide(make_scene: MakeScene) -> None:
    lines = "- write: [one, two, three, four]\n"
    for shape, below in (("4:3", True), ("16:9", False)):
        made = layout_of(make_scene, PICTURES + lines, "surface", shape, Course(aspect=2.0))
        assert made.side is not None and made.surface is not None
        assert (made.side.y >= made.surface.bottom) is below


def test_what_is_not_said_takes_no_room(make_scene: MakeScene) -> None:
    beats = PICTURES + "- show: negative_gradient\n- descend: {step_size: 0.1}\n"
    silent = Course(arrows=False, failing=False)
    heights = [layout_of(make_scene, beats, "surface", "16:9", it).bottom.height for it in (None, silent)]
    assert heights[0] > 70 and heights[1] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("f", "beats", "expected"),
    [
        ("x^2", "- show: gradient\n- walk: {line: [0.5, 0.5]}", (False, False)),
        ("x^2", "- show: {gradient: {scale: 0.2}}", (True, False)),
        ("abs(x) + y", "- show: gradient\n- walk: {line: [0, 1]}", (True, False)),
        ("x^2", "- descend: {step_size: 0.1, steps: 3}", (False, False)),
        ("x^2", "- descend: {step_size: 1.6, steps: 9}", (False, True)),
    ],
)
def test_what_has_to_be_said_is_known_from_the_course_of_a_scene(
    make_scene: MakeScene, f: str, beats: str, expected: tuple[bool, bool]
) -> None:
    scene = make_scene("- place: [1, 1]\n" + beats, HEAD.format(f=f, stage="plane"))
    context, timeline, _ = staged(scene)
    course = course_of(context, timeline.samples(9), (1.0, 1.0), True)
    assert (course.arrows, course.failing) == expected
    assert not course.field and not course.clipped


HILL = "exp(-(x^2 + y^2)/2)"


def gap_of(make_scene: MakeScene, beats: str, stage: str, shape: str) -> float:
    made = staged(make_scene(beats, HEAD.format(f=HILL, stage=stage)), shape)[2]
    return made.space.lift / SIDE


def test_a_floor_is_as_deep_as_a_frame_has_height_to_spare(make_scene: MakeScene) -> None:
    assert gap_of(make_scene, PICTURES, "surface", "9:16") == pytest.approx(DEEPEST)
    assert gap_of(make_scene, PICTURES + TEXT, "surface", "9:16") == pytest.approx(DEEPEST)
    assert gap_of(make_scene, PICTURES + TEXT, "surface", "16:9") == pytest.approx(FLOOR_GAP)
    assert gap_of(make_scene, PICTURES + TEXT + CHART, "surface", "1:1") == pytest.approx(FLOOR_GAP)


@pytest.mark.parametrize("shape", FORMATS)
def test_a_deep_floor_does_not_make_the_picture_smaller(
    make_scene: MakeScene, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene(PICTURES + TEXT, HEAD.format(f=HILL, stage="split"))

    def widths() -> list[float]:
        stage = staged(scene, shape)[2]
        assert stage.layout.surface is not None and stage.layout.plane is not None
        landscape = surface_width(stage, stage.layout.surface, 25.0)
        return [landscape, map_width(stage.layout.plane, replace(wanted(), map=stage.layout.around_map))]

    deep = widths()
    monkeypatch.setattr("gradanim.actors.floor_gap.DEEPEST", FLOOR_GAP)
    assert all(one >= 0.97 * other for one, other in zip(deep, widths(), strict=True))


@pytest.mark.parametrize("shape", ["9:16", "16:9"])
def test_the_shape_of_a_landscape_is_that_in_which_it_is_seen(make_scene: MakeScene, shape: str) -> None:
    """A region lowered to it is full both ways, but for what a picture in its middle costs."""
    scene = make_scene(PICTURES + "- orbit: {by: 40}\n", HEAD.format(f=HILL, stage="surface"))
    _, timeline, stage = staged(scene, shape)
    rect = stage.layout.surface
    assert rect is not None
    seen = []
    for u in (0.0, 0.5, 1.0):
        camera = surface_camera(stage, rect, timeline.motions[-1](u).pose)
        seen.append(camera.project(np.array(stage.outline), stage.viewport(rect))[0] / stage.unit)
    every = np.concatenate(seen)
    room = 92 * stage.layout.sizes.room
    assert np.ptp(every[:, 1]) == pytest.approx(rect.height - room, rel=0.06)
    if shape == "9:16":
        assert 2 * np.abs(every[:, 0] - rect.x - rect.width / 2).max() == pytest.approx(
            rect.width - room, rel=0.06
        )


@pytest.mark.parametrize(("lines", "corner"), [("one", True), ("one, two, three, four", False)])
def test_a_few_texts_stand_in_the_corner_beside_a_map_that_is_larger_there(
    make_scene: MakeScene, lines: str, corner: bool
) -> None:
    beats = PICTURES + f"- write: [{lines}]\n"
    made = layout_of(make_scene, beats, "split", "1:1", Course(aspect=2.0))
    assert made.surface and made.plane and made.side and made.alone.plane
    assert (made.side.right <= made.plane.x and made.side.y >= made.plane.y) is corner
    if corner:
        # Until they come it stands in the middle.
        middle = made.alone.plane.x + made.alone.plane.width / 2
        assert middle == pytest.approx(made.safe.x + made.safe.width / 2)
        assert made.plane.right == pytest.approx(made.safe.right)
        want = replace(wanted(), map=made.around_map)
        assert map_width(made.plane, want) == pytest.approx(made.plane.width - made.around_map.across)


@pytest.mark.parametrize(("lines", "corner"), [("one", True), ("one, two, three, four", False)])
def test_a_few_texts_stand_in_the_corner_that_two_pictures_on_the_diagonal_leave(
    make_scene: MakeScene, lines: str, corner: bool
) -> None:
    scene = make_scene(
        PICTURES + f"- write: [{lines}]\n", HEAD.format(f="x^2 + y^2", stage="{kind: split, height: 0.5}")
    )
    made = staged(scene, "1:1")[2].layout
    assert made.surface and made.plane and made.side and made.alone.plane and made.alone.surface
    stands = made.side.right <= made.plane.x and made.side.y >= made.surface.bottom
    assert stands is corner and (made.side.bottom <= made.plane.bottom) is corner
    # Pictures are as large as without texts, and do not move when those come.
    assert (made.plane.width == pytest.approx(made.alone.plane.width)) is corner
    assert (made.surface.width == pytest.approx(made.alone.surface.width)) is corner


def parts(places: Places) -> list[Rect]:
    every = (places.surface, places.plane, places.panel, places.side)
    return [rect for rect in every if rect is not None]


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("stage", ["surface", "plane", "split", "board"])
@pytest.mark.parametrize("count", [0, 1, 3, 6, 12])
@pytest.mark.parametrize(
    "chart", ["", "- show: component_bars\n", "- show: {component_bars: {count: 900}}\n"]
)
@pytest.mark.parametrize("aspect", [0.8, 2.2])
def test_nothing_lies_over_anything_else_in_any_place(
    make_scene: MakeScene, shape: str, stage: str, count: int, chart: str, aspect: float
) -> None:
    if stage == "board" and chart:
        # Texts and charts of a board have the same room where only one of them comes.
        count = max(count, 1)
    lines = ", ".join(["one"] * count)
    beats = "- place: [1, 1]\n" + (f"- write: [{lines}]\n" if count else "") + chart
    made = layout_of(make_scene, beats, stage, shape, Course(aspect=aspect))
    for places in (made.places, made.bare, made.alone) if stage != "board" else (made.places,):
        rects = parts(places)
        for one, other in combinations(rects, 2):
            assert (
                one.right <= other.x + 1e-6
                or other.right <= one.x + 1e-6
                or one.bottom <= other.y + 1e-6
                or other.bottom <= one.y + 1e-6
            )
        for rect in rects:
            assert rect.x >= made.safe.x - 1e-6 and rect.right <= made.safe.right + 1e-6
            assert rect.y >= made.title.bottom and rect.bottom <= made.safe.bottom + 1e-6
            assert rect.width > 150 and rect.height > 60
