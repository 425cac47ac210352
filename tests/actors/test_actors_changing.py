"""Options that a beat changes while their actor is on the stage: no picture differs much from the one before it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from volume_stage import MakeScene, head, staged

from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.raster import HeatMap, Mesh, Polyline, Surface

HEAD = "title: T\nfield: {f: x^2/2 - y^2/3 + x*y/5, x: [-2, 2], y: [-2, 2]}\nstage: split\n"
STEPS = np.linspace(0.0, 1.0, 21)


def course(scene) -> list[Picture]:
    """Pictures in the course of the last beat, from the end of the one before it if there is one."""
    _, timeline, stage = staged(scene)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    states = [motion(1.0) for motion in timeline.motions[:-1]][-1:]
    states += [timeline.motions[-1](float(u)) for u in STEPS]
    return [painter.picture(state) for state in states]


def items(picture: Picture, kind: type) -> list:
    return [item for view in picture.views for item in view.items if isinstance(item, kind)]


def colours(item: Surface | HeatMap) -> np.ndarray:
    """The colours of the places of a grid, with how opaque they are."""
    values = item.color_value if isinstance(item, Surface) else item.values
    places = np.linspace(0.0, 1.0, len(item.colormap))
    channels = [np.interp(values, places, item.colormap[:, k]) for k in range(3)]
    return np.stack([*channels, np.full(values.shape, item.opacity)], axis=-1)


def curve_colours(picture: Picture) -> np.ndarray:
    """The colours of all curves that are there; a level curve has many points."""
    return np.array([item.color for item in items(picture, Polyline) if len(item.points) > 20])


@pytest.mark.parametrize(
    ("kind", "actor"), [(Surface, "surface"), (HeatMap, "contours")], ids=["landscape", "map"]
)
@pytest.mark.parametrize(("before", "after"), [("height", "slope"), ("slope", "height")])
def test_colours_fade_from_what_they_told_to_what_they_tell(
    make_scene: MakeScene, kind: type, actor: str, before: str, after: str
) -> None:
    beats = [f"- show: [{{{actor}: {{color_by: {told}}}}}]" for told in (before, after)]
    seen = [colours(items(picture, kind)[-1]) for picture in course(make_scene("\n".join(beats), HEAD))]
    # The first and the last picture are those of the two colourings by themselves.
    for picture, told in ((seen[0], beats[0]), (seen[-1], beats[1])):
        alone = colours(items(course(make_scene(told, HEAD))[-1], kind)[-1])
        np.testing.assert_array_equal(picture, alone)
    whole = np.abs(seen[-1] - seen[0]).max()
    assert whole > 0.3
    steps = [np.abs(two - one).max() for one, two in pairwise(seen)]
    assert max(steps) < 0.25 * whole
    # Half-way through each is about as far from one as from the other.
    apart = [float(np.abs(seen[11] - end).mean()) for end in (seen[0], seen[-1])]
    assert apart[0] == pytest.approx(apart[1], rel=0.25)


@pytest.mark.parametrize("actor", ["floor", "contours"])
def test_level_curves_fade_to_grey(make_scene: MakeScene, actor: str) -> None:
    beats = f"- show: {actor}\n- show: [{{{actor}: {{color_by: slope}}}}]"
    seen = [curve_colours(picture) for picture in course(make_scene(beats, HEAD))]
    assert np.ptp(seen[0], axis=0).max() > 0.3 and np.ptp(seen[-1], axis=0).max() == 0.0
    assert max(np.abs(two - one).max() for one, two in pairwise(seen)) < 0.08


@pytest.mark.parametrize(
    ("actor", "options"),
    [
        ("surface", "mesh: false"),
        ("surface", "levels: false"),
        ("surface", "opacity: 0.3"),
        ("floor", "grid: false"),
        ("floor", "contours: false"),
        ("contours", "filled: false"),
        ("contours", "levels: [-1, 0, 1.25]"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["away", "back"])
def test_what_options_take_away_fades(make_scene: MakeScene, actor: str, options: str, turned: bool) -> None:
    beats = [f"- show: {actor}", f"- show: [{{{actor}: {{{options}}}}}]"]
    pictures = course(make_scene("\n".join(beats[::-1] if turned else beats), HEAD))
    seen = [ink(picture) for picture in pictures]
    whole = abs(seen[-1] - seen[0])
    assert whole > 0.0
    assert max(abs(two - one) for one, two in pairwise(seen)) < 0.25 * whole


def ink(picture: Picture) -> float:
    """How much there is to see: the opacities of all items, and of the lines on the landscape."""
    found = sum(item.color[3] for item in items(picture, Polyline))
    found += sum(item.opacity for item in items(picture, HeatMap))
    for item in items(picture, Surface):
        found += item.opacity + sum(lines.color[3] for lines in (item.mesh, item.iso) if lines is not None)
    return float(found)


@pytest.mark.parametrize("options", ["filled: false", "levels: [1, 2]"])
def test_level_surfaces_fade(make_scene: MakeScene, options: str) -> None:
    beats = f"- show: contours\n- show: [{{contours: {{{options}}}}}]"
    pictures = course(make_scene(beats, head("x^2 + y^2 + z^2")))
    seen = [
        sum(float(item.opacity * item.color[:, 3].sum()) for item in items(picture, Mesh))
        for picture in pictures
    ]
    assert max(abs(two - one) for one, two in pairwise(seen)) < 0.35 * max(seen)
    named = [
        sum(letter.opacity for letter in picture.letters if letter.role == "label") for picture in pictures
    ]
    assert max(abs(two - one) for one, two in pairwise(named)) < 0.35 * max(named)
