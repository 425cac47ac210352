"""What has no extent or is out of sight: no exception, no warning, nothing drawn."""

from __future__ import annotations

import numpy as np
import pytest
from raster_pictures import (
    BLUE,
    BYTE,
    COLORS,
    CORNERS,
    FRONT,
    OBLIQUE,
    RED,
    TOP,
    draw,
    faded,
    is_empty,
    landscape,
    over,
    pixel_at,
    sound,
    unit,
    wall,
)

from gradanim.raster import (
    Arrow,
    Camera,
    Disc,
    HeatMap,
    Item,
    Mesh,
    Polygon,
    Polyline,
    Shadow,
    Sphere,
    Surface,
    Viewport,
    render,
)

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    "z", [np.full((9, 9), NAN), np.full((9, 9), INF), np.zeros((1, 9)), np.zeros((0, 0))]
)
def test_surfaces_without_area_draw_nothing(z: np.ndarray) -> None:
    surface = Surface(np.linspace(-1, 1, z.shape[1]), np.linspace(-1, 1, z.shape[0]), z, COLORS)
    assert is_empty(sound((surface,), OBLIQUE))


NOTHING: dict[str, Item] = {
    "opacity 0": landscape(np.zeros((9, 9)), opacity=0.0),
    "not yet revealed": landscape(np.zeros((9, 9)), reveal=0.0),
    "nan line": Polyline(np.full((5, 3), NAN), 3.0),
    "line of no points": Polyline(np.zeros((0, 3)), 3.0),
    "line of one point": Polyline(np.zeros((1, 3)), 3.0),
    "line of no width": Polyline(CORNERS, 0.0),
    "arrow of no length": Arrow((0.2, 0.1, 0.0), (0.2, 0.1, 0.0)),
    "cone arrow of no length": Arrow((0.2, 0.1, 0.0), (0.2, 0.1, 0.0), head="cone"),
    "screen arrow of no length": Arrow((0.2, 0.1, 0.0), (0.2, 0.1, 0.0), head="screen"),
    "nan arrow": Arrow((0.0, 0.0, 0.0), (NAN, 0.0, 0.0)),
    "nan cone arrow": Arrow((0.0, NAN, 0.0), (1.0, 0.0, 0.0), head="cone"),
    "infinite arrow": Arrow((0.0, 0.0, 0.0), (INF, 0.0, 0.0)),
    "nan ball": Sphere((NAN, 0.0, 0.0)),
    "ball of no radius": Sphere((0.0, 0.0, 0.0), 0.0),
    "nan dot": Disc((0.0, INF, 0.0)),
    "dot of no radius": Disc((0.0, 0.0, 0.0), 0.0),
    "nan polygon": Polygon(np.full((4, 3), NAN), RED),
    "polygon of two corners": Polygon(CORNERS[:2], RED),
    "nan mesh": Mesh(np.full((4, 3), NAN), np.array([[0, 1, 2], [0, 2, 3]])),
    "mesh of no triangles": Mesh(CORNERS, np.zeros((0, 3), np.int64)),
    "nan heat map": HeatMap((-1, 1), (-1, 1), np.full((5, 5), NAN), COLORS),
    "heat map of no width": HeatMap((1, 1), (-1, 1), np.zeros((5, 5)), COLORS),
    "shadow of no radius": Shadow((0.0, 0.0, 0.0), 0.0),
    "shadow without a plane": Shadow((0.0, 0.0, 0.0), 1.0, normal=(0.0, 0.0, 0.0)),
    "nan shadow": Shadow((NAN, 0.0, 0.0), 1.0),
}


@pytest.mark.parametrize("camera", [OBLIQUE, TOP], ids=["oblique", "top"])
@pytest.mark.parametrize("name", NOTHING)
def test_items_without_extent_draw_nothing(name: str, camera: Camera) -> None:
    assert is_empty(sound((NOTHING[name],), camera))


def at(x: float, y: float, z: float) -> tuple[Item, ...]:
    """One of every item around a place."""
    here = np.array([x, y, z])
    square = CORNERS + here
    places = np.linspace(-1, 1, 9)
    return (
        Surface(places + x, places + y, np.full((9, 9), z), COLORS),
        HeatMap((x - 1, x + 1), (y - 1, y + 1), np.zeros((5, 5)), COLORS, z=z),
        Mesh(square, np.array([[0, 1, 2], [0, 2, 3]])),
        Polygon(square, RED),
        Polyline(square, 3.0, closed=True),
        *(Arrow(here, here + 1.0, head=head) for head in ("flat", "cone", "screen")),
        Sphere(here),
        Disc(here, border=1.0),
        Shadow(here, 0.5),
    )


BEHIND = tuple(OBLIQUE.eye() - 20.0 * OBLIQUE.axes()[2])
ASIDE = tuple(30.0 * OBLIQUE.axes()[0])


@pytest.mark.parametrize("place", [BEHIND, ASIDE, (1e9, 1e9, 1e9)], ids=["behind", "aside", "far"])
def test_what_is_out_of_sight_draws_nothing(place: tuple[float, float, float]) -> None:
    assert is_empty(sound(at(*place), OBLIQUE))


@pytest.mark.parametrize("distance", [0.0, 0.01, 0.5, -0.3])
def test_items_around_the_eye(distance: float) -> None:
    sound(at(*(OBLIQUE.eye() + distance * OBLIQUE.axes()[2])), OBLIQUE)


def test_a_plane_that_reaches_behind_the_eye_is_cut() -> None:
    """The floor covers the frame up to the horizon, which is at the height of the eye."""
    camera = Camera(-90.0, 0.0, (0.0, 0.0, 1.0), distance=4.0, field_of_view=50.0)
    floor = Polygon(1e5 * CORNERS, BLUE)
    picture = unit(sound((floor,), camera))
    assert picture[82:].reshape(-1, 4) == pytest.approx(np.broadcast_to(over(BLUE), (78 * 240, 4)), abs=BYTE)
    assert picture[:79, :, 2].max() < 0.5


def test_a_line_through_the_eye_plane_is_cut() -> None:
    camera = Camera(-90.0, 0.0, (0.0, 0.0, 1.0), distance=4.0, field_of_view=50.0)
    line = Polyline(np.array([[0.0, -50.0, 0.0], [0.0, 50.0, 0.0]]), 5.0, RED)
    picture = unit(sound((line,), camera))
    assert picture[159, 120] == pytest.approx(over(RED), abs=BYTE)
    assert picture[100, 120] == pytest.approx(over(RED), abs=BYTE)
    assert picture[:78, :, 0].max() < 0.2


VIEWPORTS = [
    Viewport(0, 0, 0, 0),
    Viewport(10, 10, 0, 50),
    Viewport(10, 10, 50, 0),
    Viewport(10, 10, -50, 50),
    Viewport(500, 10, 50, 50),
    Viewport(-100, -100, 50, 50),
    Viewport(NAN, 0, 50, 50),
    Viewport(0, 0, INF, 50),
]


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=str)
def test_viewports_without_pixels_draw_nothing(viewport: Viewport) -> None:
    assert is_empty(sound((*at(0.0, 0.0, 0.0), wall(0.0, BLUE)), OBLIQUE, viewport))


def test_views_without_items_draw_nothing() -> None:
    assert is_empty(sound((), OBLIQUE))
    assert render([], (1, 1), threads=1).rgba.tolist() == [[[0, 0, 0, 0]]]


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (67, 33)])
def test_frames_of_odd_sizes(size: tuple[int, int]) -> None:
    frame = draw((wall(0.0, BLUE, half=1e4),), FRONT, size=size)
    assert frame.rgba.shape == (size[1], size[0], 4)
    assert np.abs(unit(frame) - over(BLUE)).max() <= BYTE


def test_many_translucent_layers_in_one_pixel() -> None:
    walls = tuple(wall(0.01 * k, faded(RED if k % 2 else BLUE, 0.02)) for k in range(40))
    colors = [faded(RED if k % 2 else BLUE, 0.02) for k in range(40)]
    frame = sound(walls, FRONT)
    expected = over(*colors, (0.2, 0.1, 0.3, 0.6))
    assert pixel_at(frame, FRONT, (0.0, 0.0, 0.0)) == pytest.approx(expected, abs=3 * BYTE)


def test_more_layers_than_a_pixel_holds_keep_a_sound_picture() -> None:
    sound(tuple(wall(0.001 * k, faded(RED, 0.05)) for k in range(300)), FRONT)


@pytest.mark.parametrize("width", [1e4, 1e9])
def test_marks_larger_than_the_frame(width: float) -> None:
    ball = Sphere((0, 0, 0), width, RED, shaded=False)
    for item in (Disc((0, 0, 0), width, RED), ball, Polyline(CORNERS, width, RED)):
        assert pixel_at(sound((item,), TOP), TOP, (0.0, 0.0, 0.0)) == pytest.approx(over(RED), abs=BYTE)


@pytest.mark.parametrize(
    "camera",
    [
        Camera(distance=0.0),
        Camera(azimuth=NAN),
        Camera(target=(NAN, 0.0, 0.0)),
        Camera(field_of_view=0.0, height=0.0),
        Camera(distance=INF),
    ],
    ids=str,
)
def test_cameras_that_see_nothing(camera: Camera) -> None:
    assert is_empty(sound(at(0.0, 0.0, 0.0), camera))
