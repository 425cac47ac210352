"""A landscape and its map on the diagonal of a frame: larger than apart, and neither over the other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace
from volume_stage import MakeScene, staged

from gradanim.actors.around import Around
from gradanim.actors.diagonal import diagonal
from gradanim.actors.fitting import DIRECTIONS, silhouette
from gradanim.actors.layout import make_layout
from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import AROUND_SURFACE, landscape_width, map_width
from gradanim.actors.rect import Rect
from gradanim.actors.split_layout import _one_over_the_other, size, split
from gradanim.actors.stage import Stage
from gradanim.actors.views import surface_camera
from gradanim.beats.timeline import Timeline
from gradanim.plan.profile import FORMATS

MAIN = Rect(56, 118, 968, 867)
HEAD = "title: T\nfield: {{f: {f}, x: [-2, 2], y: [{low}, {high}]}}\nstage: split\ncamera: {{azimuth: {azimuth}}}\n"
BEATS = "- show: [floor, surface, axes, contours]\n- place: [1, 1]\n"
WAVES = "sin(1.2*x) + cos(1.1*y)"
# What is round reaches as far in every direction, what fills a square region into its corner.
ROUND = tuple(1.0 for _ in DIRECTIONS)
SQUARE = tuple(sum(direction) for direction in DIRECTIONS)


def wanted(corner: tuple[float, ...], depth: float = 1.0, aspect: float = 1.0) -> Needs:
    around = Around(left=84, right=40, below=66, above=44, corner=(62, 31))
    return Needs(
        "split", False, False, 0, False, False, depth=depth, aspect=aspect, corner=corner, map=around
    )


def pictures(
    make_scene: MakeScene, shape: str, more: str = "", azimuth: float = -58.0, depth: float = 1.0
) -> tuple[Stage, Timeline]:
    head = HEAD.format(f=WAVES, low=-2 * depth, high=2 * depth, azimuth=azimuth)
    _, timeline, stage = staged(make_scene(BEATS + more, head), shape)
    return stage, timeline


@pytest.mark.parametrize("depth", [0.6, 1.0])
@pytest.mark.parametrize("room", [1.0, 40 / 28])
def test_the_map_is_as_large_as_what_the_landscape_leaves_of_its_corner(depth: float, room: float) -> None:
    made, boxed = (diagonal(MAIN, wanted(corner, depth), room) for corner in (ROUND, SQUARE))
    assert made is not None and boxed is not None
    assert size(made, wanted(ROUND, depth), room) > 1.1 * size(boxed, wanted(SQUARE, depth), room)
    for surface, plane in (made, boxed):
        assert (surface.x, surface.y) == (MAIN.x, MAIN.y)
        assert (plane.right, plane.bottom) == pytest.approx((MAIN.right, MAIN.bottom))
        assert surface.right <= MAIN.right + 1e-6 and surface.bottom <= MAIN.bottom + 1e-6
        assert landscape_width(surface, wanted(ROUND), room) >= map_width(plane, wanted(ROUND, depth)) - 1e-6
    # Around something round the map keeps the room that numbers take; what is boxed in is parted from it by a line.
    surface, plane = made
    middle = surface.x + surface.width / 2, surface.y + surface.height / 2
    radius = landscape_width(surface, wanted(ROUND), room) / 2
    assert math.dist(middle, (plane.x, plane.y)) >= radius
    surface, plane = boxed
    assert (
        plane.x >= surface.right - AROUND_SURFACE * room or plane.y >= surface.bottom - AROUND_SURFACE * room
    )


def test_without_a_silhouette_or_with_a_zoom_there_is_no_diagonal() -> None:
    assert diagonal(MAIN, wanted(()), 1.0) is None
    assert diagonal(MAIN, replace(wanted(ROUND), zoomed=True), 1.0) is None
    assert diagonal(Rect(0, 0, 968, 100), wanted(ROUND), 1.0) is None


def test_the_reach_of_a_silhouette_is_that_of_its_points() -> None:
    """A square floor seen along one side reaches into both lower corners, one seen along a diagonal does not."""
    floor = tuple((x, y, 0.0) for x in (-1.0, 1.0) for y in (-1.0, 1.0))
    top = (0.0, 0.0, 1.0)
    ahead, across = (silhouette((*floor, top), (azimuth,), (30.0,)) for azimuth in (-90.0, -45.0))
    assert ahead is not None and across is not None
    for made in (ahead, across):
        # To the right it is half as wide as its view at most.
        assert made.corner[0] <= 1.0 + 1e-6 and len(made.corner) == len(DIRECTIONS)
    middle = len(DIRECTIONS) // 2
    assert ahead.corner[middle] > 1.2 * across.corner[middle]
    both = silhouette((*floor, top), (-90.0, -45.0), (30.0,))
    assert both is not None and both.corner[middle] > across.corner[middle]
    deeper = silhouette((*((x, y, -1.0) for x, y, _ in floor), top), (-45.0,), (30.0,))
    assert deeper is not None and deeper.aspect < across.aspect
    between = across.towards(deeper, 0.5)
    assert deeper.aspect < between.aspect < across.aspect
    assert between.corner == pytest.approx(np.add(across.corner, deeper.corner) / 2)


@pytest.mark.parametrize("shape", ["1:1", "9:16"])
@pytest.mark.parametrize(
    ("more", "azimuth", "depth"), [("", -58.0, 1.0), ("", -20.0, 0.7), ("- orbit: {by: 30}\n", -70.0, 1.0)]
)
def test_no_point_of_the_landscape_lies_on_the_map(
    make_scene: MakeScene, shape: str, more: str, azimuth: float, depth: float
) -> None:
    stage, timeline = pictures(make_scene, shape, more, azimuth, depth)
    surface, plane = stage.layout.surface, stage.layout.plane
    assert surface is not None and plane is not None
    for u in (0.0, 0.5, 1.0):
        camera = surface_camera(stage, surface, timeline.motions[-1](u).pose)
        seen = camera.project(np.array(stage.outline), stage.viewport(surface))[0] / stage.unit
        assert not ((seen[:, 0] > plane.x) & (seen[:, 1] > plane.y)).any()


def test_two_pictures_in_a_square_frame_are_much_larger_than_in_a_row(make_scene: MakeScene) -> None:
    scene = make_scene(BEATS, HEAD.format(f=WAVES, low=-2, high=2, azimuth=-58))
    stage = pictures(make_scene, "1:1")[0]
    made, row = stage.layout, make_layout(scene, FORMATS["1:1"])
    seen = silhouette(stage.outline, stage.azimuths, (25.0,))
    assert seen is not None
    want = wanted(seen.corner, aspect=seen.aspect)
    assert size((made.surface, made.plane), want, 1.0) > 1.25 * size((row.surface, row.plane), want, 1.0)
    assert made.surface is not None and made.plane is not None
    assert made.plane.bottom - made.surface.y > 0.95 * (made.safe.bottom - made.title.bottom)


def test_in_an_upright_frame_a_map_stays_under_its_landscape_for_a_small_gain() -> None:
    room, under, aside = 40 / 28, [], []
    for height in range(1100, 1700, 20):
        main, want = Rect(56, 192, 968, height), wanted(tuple(0.8 * reach for reach in ROUND), aspect=1.25)
        stepped = diagonal(main, want, room)
        plane = split(main, want, False, room)[1]
        if stepped is not None:
            gain = size(stepped, want, room) / size(_one_over_the_other(main, want, room), want, room)
            (under if plane.width == main.width else aside).append(gain)
    assert any(gain > 1.06 for gain in under) and max(under) <= 1.15 < min(aside)
