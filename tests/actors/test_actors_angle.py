"""The arc from the gradient to u, and the compass around the dial."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.lettering import width
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.raster import Arrow, Polyline

HEAD = "title: T\nfield: {{f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}}\nstage: {stage}\n"


def pictured(make_scene: MakeScene, beats: str, stage: str = "plane", u: float = 1.0) -> Picture:
    _, timeline, made = staged(make_scene(beats, HEAD.format(stage=stage)))
    return Painter(made, Texts(made, lambda name: name), lambda _: None).picture(timeline.motions[-1](u))


def arcs(make_scene: MakeScene, place: list[float], to: float) -> list[tuple[float, float, float]]:
    """First and last direction of every arc in degrees from the first one's start, and its opacity."""
    picture = pictured(
        make_scene, f"- place: {place}\n- dial: {{from: 0, to: {to}}}\n- show: [gradient, angle]"
    )
    at = np.array(place) * 0.5
    made = []
    for item in picture.views[0].items:
        if isinstance(item, Polyline) and item.dash is None and len(item.points) > 2:
            off = np.asarray(item.points)[:, :2] - at
            if np.ptp(np.hypot(*off.T)) < 1e-9:
                turned = np.degrees(np.unwrap(np.arctan2(off[:, 1], off[:, 0])))
                made.append((float(turned[0]), float(turned[-1] - turned[0]), item.color[3]))
    return made


# At (1, 0.5) the gradient is (1, 1), at 45 degrees.
@pytest.mark.parametrize(("to", "sweep"), [(100, 55), (0, -45), (300, -105), (190, 145), (395, -10)])
def test_the_arc_leads_from_the_gradient_to_u_on_the_smaller_side(
    make_scene: MakeScene, to: float, sweep: float
) -> None:
    ((start, turned, _),) = arcs(make_scene, [1, 0.5], to)
    assert start == pytest.approx(45) and turned == pytest.approx(sweep, abs=1e-6)


@pytest.mark.parametrize("to", [224.999999, 225.0, 225.000001])
def test_against_the_gradient_there_is_one_arc_with_one_letter(make_scene: MakeScene, to: float) -> None:
    ((_, turned, strength),) = arcs(make_scene, [1, 0.5], to)
    assert turned == pytest.approx(180.0, abs=1e-5) and strength > 0.8


def test_from_one_side_to_the_other_arcs_change_little_by_little(make_scene: MakeScene) -> None:
    ways = [
        {round(turned, 6) > 0.0: strength for _, turned, strength in arcs(make_scene, [1, 0.5], to)}
        for to in np.arange(222.0, 248.0)
    ]
    assert all(sum(way.values()) == pytest.approx(0.85) for way in ways)
    assert set(ways[0]) == {True} and set(ways[-1]) == {False}
    for before, after in pairwise(ways):
        assert all(abs(after.get(side, 0.0) - before.get(side, 0.0)) < 0.12 for side in (True, False))


def test_without_a_gradient_there_is_no_arc_and_near_there_a_small_one(make_scene: MakeScene) -> None:
    assert arcs(make_scene, [0, 0], 90) == []
    picture = pictured(
        make_scene, "- place: [0.05, 0]\n- dial: {from: 0, to: 90}\n- show: [{gradient: {scale: 1}}, angle]"
    )
    radii = [
        float(np.hypot(*(np.asarray(item.points)[0, :2] - [0.025, 0.0])))
        for item in picture.views[0].items
        if isinstance(item, Polyline) and item.dash is None and len(item.points) == 32
    ]
    assert len(radii) == 1 and 0.0 < radii[0] < 0.025


@pytest.mark.parametrize("stage", ["plane", "surface", "split"])
@pytest.mark.parametrize("actor", ["rosette", "direction"])
def test_letters_stand_where_the_points_of_the_compass_are(
    make_scene: MakeScene, stage: str, actor: str
) -> None:
    beats = f"- place: [0.2, 0.1]\n- show: {{{actor}: {{letters: compass}}}}"
    if actor == "direction":
        beats = beats.replace("- show", "- dial: {to: 45}\n- show")
    picture = pictured(make_scene, beats, stage)
    found = [(letter.markup.strip('#"'), letter) for letter in picture.letters]
    for name, (right, up) in {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}.items():
        mine = [letter for markup, letter in found if markup == name]
        assert len(mine) == (2 if stage == "split" else 1)
        if stage == "plane":
            u, v = picture.marks["point"]["px"]
            off = mine[0].x - u, v - mine[0].y
            assert (off[0] > 20) == (right > 0) and (off[0] < -20) == (right < 0)
            assert (off[1] > 20) == (up > 0) and (off[1] < -20) == (up < 0)


def test_there_are_no_letters_unless_an_author_asks(make_scene: MakeScene) -> None:
    picture = pictured(make_scene, "- place: [0.2, 0.1]\n- show: [rosette, direction]")
    assert not {'#"N"', '#"E"', '#"S"', '#"W"'} & {letter.markup for letter in picture.letters}


def test_directions_that_stay_keep_their_arrows_while_others_come(make_scene: MakeScene) -> None:
    beats = "- place: [0.2, 0.1]\n- show: {rosette: {count: 4}}\n- show: {rosette: {count: 12}}"
    for u, count in ((0.0, 4), (0.5, 12), (1.0, 12)):
        arrows = [item for item in pictured(make_scene, beats, u=u).views[0].items if isinstance(item, Arrow)]
        lengths = sorted(
            (float(np.linalg.norm(np.subtract(item.tip, item.tail))) for item in arrows), reverse=True
        )
        lengths = [length for length in lengths if length > 1e-9]
        assert len(lengths) <= count and lengths[:4] == pytest.approx([lengths[0]] * 4)
        if u != 0.5:
            assert len(lengths) == count and lengths[-1] == pytest.approx(lengths[0])


def test_names_of_components_leave_little_by_little_and_stand_on_the_outer_sides(
    make_scene: MakeScene,
) -> None:
    beats = "- place: [-1.6, -0.7]\n- show: [partials, gradient]\n"
    picture = pictured(make_scene, beats)
    at = np.array(picture.marks["point"]["px"])
    middles = {}
    for letter in picture.letters:
        if "partial" in letter.markup or "nabla" in letter.markup:
            key = "y" if "partial y" in letter.markup else "x" if "partial" in letter.markup else "∇"
            half = 0.5 * width(letter.markup) * letter.size
            middles[key] = np.array([letter.x + half, letter.y]) - at
    # The gradient points to the lower left: the x component has its name above it, the y component on its right.
    tips = {
        name: np.array(picture.marks[name]["tip_px"]) - at for name in ("partial_x", "partial_y", "gradient")
    }
    assert set(middles) == {"x", "y", "∇"} and tips["gradient"][0] < -40 and tips["gradient"][1] > 40
    assert middles["x"][1] < tips["partial_x"][1] and middles["y"][0] > tips["partial_y"][0]
    hidden = beats + "- show: {partials: {label: false}}"
    strengths = [
        [letter.opacity for letter in pictured(make_scene, hidden, u=u).letters if "partial" in letter.markup]
        for u in (0.0, 0.5, 1.0)
    ]
    assert strengths[0] == [1.0, 1.0] and strengths[1] == pytest.approx([0.5, 0.5]) and strengths[2] == []
