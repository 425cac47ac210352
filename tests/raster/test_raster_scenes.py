"""Scenes whose right pixels are known: what hides what, and how it blends."""

from __future__ import annotations

import numpy as np
import pytest
from raster_pictures import (
    BLUE,
    BYTE,
    FRONT,
    FRONT_PERSPECTIVE,
    FULL,
    GREEN,
    OBLIQUE,
    RED,
    TOP,
    draw,
    faded,
    grid,
    over,
    pixel_at,
    rays,
    sheet,
    unit,
    wall,
)

from gradanim.raster import (
    Arrow,
    Camera,
    Disc,
    Item,
    Mesh,
    Polygon,
    Sphere,
)


def octahedron(y: float) -> Mesh:
    """A solid of 0.5 around (0, y, 0)."""
    corners = 0.5 * np.concatenate([np.eye(3), -np.eye(3)]) + np.array([0.0, y, 0.0])
    faces = [(i, j, k) for i in (0, 3) for j in (1, 4) for k in (2, 5)]
    return Mesh(corners, np.array(faces), color=RED)


def flat_ball(y: float) -> Sphere:
    return Sphere((0.0, y, 0.0), 9.0, RED, shaded=False)


def cut_ball(y: float) -> Sphere:
    return Sphere((0.0, y, 0.0), 9.0, RED, shaded=False, cut=True)


def dot(y: float) -> Disc:
    return Disc((0.0, y, 0.0), 9.0, RED)


@pytest.mark.parametrize("camera", [FRONT, FRONT_PERSPECTIVE], ids=["parallel", "perspective"])
@pytest.mark.parametrize("make", [flat_ball, cut_ball, dot, octahedron])
@pytest.mark.parametrize("last", ["wall", "thing"])
def test_a_thing_before_a_wall_is_seen_and_behind_it_is_not(camera: Camera, make, last: str) -> None:
    for y, seen in ((-0.9, True), (0.9, False)):
        items: tuple[Item, ...] = (wall(0.0, BLUE), make(y))
        frame = draw(items if last == "thing" else items[::-1], camera)
        shown = pixel_at(frame, camera, (0.0, y, 0.0))
        assert shown[3] == 1.0
        if seen:
            assert shown[0] > 2 * shown[2]
        else:
            assert shown == pytest.approx(over(BLUE), abs=BYTE)


@pytest.mark.parametrize("make", [flat_ball, dot])
def test_a_surface_hides_what_is_under_it_and_not_what_is_over_it(make) -> None:
    for height, seen in ((0.5, True), (-0.5, False)):
        mark = make(0.0)
        mark = type(mark)((0.0, 0.0, height), 9.0, RED, **({"shaded": False} if make is flat_ball else {}))
        frame = draw((mark, sheet(np.zeros((9, 9)), BLUE)), OBLIQUE)
        expected = over(RED) if seen else over(BLUE)
        assert pixel_at(frame, OBLIQUE, (0.0, 0.0, height)) == pytest.approx(expected, abs=2 * BYTE)


ARCH_END, ARCH_TOP = 0.6, 0.8
FROM_ABOVE = Camera(-90.0, 35.0, distance=8.0, field_of_view=26.0)


def arch_height(y: np.ndarray) -> np.ndarray:
    """A ridge along x; there is nothing beyond its feet."""
    return np.where(np.abs(y) <= ARCH_END, ARCH_TOP * np.cos(0.5 * np.pi * y / ARCH_END), -np.inf)


def hidden_by_arch(y: float) -> bool:
    """Whether the way from (0, y, 0) to the eye enters the ridge."""
    t = np.linspace(1e-4, 1.0, 20_001)
    eye = FROM_ABOVE.eye()
    return bool(np.any(t * eye[2] < arch_height(y + t * (eye[1] - y))))


@pytest.mark.parametrize("occlusion", ["depth", "ghost", "top"])
def test_an_arrow_under_a_ridge(occlusion) -> None:
    _, y = grid(121, (1.2, ARCH_END))
    ridge = sheet(ARCH_TOP * np.cos(0.5 * np.pi * y / ARCH_END), BLUE, (1.2, ARCH_END))
    arrow = Arrow((0.0, -1.6, 0.0), (0.0, 1.7, 0.0), color=RED, occlusion=occlusion, ghost_opacity=0.4)
    frame = draw((ridge, arrow), FROM_ABOVE)
    bare = draw((ridge,), FROM_ABOVE)
    states = []
    for place in np.linspace(-1.5, 1.3, 60):
        near = {hidden_by_arch(place - 0.06), hidden_by_arch(place + 0.06)}
        if len(near) == 2:
            continue
        (hidden,) = near
        states.append(hidden)
        red, blue = over(RED), pixel_at(bare, FROM_ABOVE, (0.0, place, 0.0))
        covered = {"depth": blue, "ghost": 0.4 * red + 0.6 * blue, "top": red}[occlusion]
        expected = covered if hidden else red
        assert pixel_at(frame, FROM_ABOVE, (0.0, place, 0.0)) == pytest.approx(expected, abs=3 * BYTE), place
    assert states.count(True) > 15
    assert states.count(False) > 15


def crossing_polygons() -> tuple[Polygon, Polygon]:
    """Two upright translucent squares that cut each other along the z axis: y = x and y = -x."""
    first = np.array([[-1.0, -1, -1], [1, 1, -1], [1, 1, 1], [-1, -1, 1]])
    return (
        Polygon(first, faded(RED, 0.6)),
        Polygon(first * np.array([1.0, -1.0, 1.0]), faded(GREEN, 0.7), opacity=0.5),
    )


@pytest.mark.parametrize("camera", [FRONT, FRONT_PERSPECTIVE], ids=["parallel", "perspective"])
@pytest.mark.parametrize("turned", [False, True])
def test_crossing_polygons_blend_in_the_right_order_on_each_side(camera: Camera, turned: bool) -> None:
    items = crossing_polygons()
    frame = draw(items[::-1] if turned else items, camera, background=(0.2, 0.2, 0.2, 1.0))
    red, green, back = faded(RED, 0.6), faded(GREEN, 0.35), (0.2, 0.2, 0.2, 1.0)
    for x in (0.05, 0.2, 0.5):
        for z in (-0.4, 0.0, 0.4):
            # The nearer sheet is the one with y = -|x|.
            right, left = (pixel_at(frame, camera, (s * x, 0.0, z)) for s in (1.0, -1.0))
            assert right == pytest.approx(over(green, red, back), abs=2 * BYTE)
            assert left == pytest.approx(over(red, green, back), abs=2 * BYTE)


@pytest.mark.parametrize("turned", [False, True])
def test_crossing_surfaces_blend_in_the_right_order_on_each_side(turned: bool) -> None:
    x, _ = grid(21)
    red, green, back = faded(RED, 0.5), faded(GREEN, 0.5), (1.0, 1.0, 1.0, 1.0)
    items = (sheet(0.6 * x, red), sheet(-0.6 * x, green))
    frame = draw(items[::-1] if turned else items, TOP, background=back)
    for place in (0.06, 0.31, 0.77):
        right, left = (pixel_at(frame, TOP, (s * place, 0.13, 0.0)) for s in (1.0, -1.0))
        assert right == pytest.approx(over(red, green, back), abs=2 * BYTE)
        assert left == pytest.approx(over(green, red, back), abs=2 * BYTE)


def test_three_translucent_walls_blend_by_depth_whatever_their_order() -> None:
    colors = [faded(RED, 0.5), faded(GREEN, 0.4), faded(BLUE, 0.3)]
    walls = [wall(float(y), color) for y, color in enumerate(colors)]
    pictures = {
        draw(tuple(walls[i] for i in order), FRONT).rgba.tobytes()
        for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0))
    }
    assert len(pictures) == 1
    frame = draw(tuple(walls), FRONT)
    assert pixel_at(frame, FRONT, (0.0, 0.0, 0.0)) == pytest.approx(over(*colors), abs=BYTE)


def test_a_translucent_ridge_is_blended_with_itself() -> None:
    _, y = grid(61, (1.2, ARCH_END))
    ridge = sheet(ARCH_TOP * np.cos(0.5 * np.pi * y / ARCH_END), faded(BLUE, 0.4), (1.2, ARCH_END))
    camera = Camera(-90.0, 5.0, distance=8.0, field_of_view=0.0, height=4.0)
    alpha = unit(draw((ridge,), camera))[..., 3]
    # Along this line of sight the front and the back slope lie behind each other.
    (x, y_pixel), _ = camera.project((0.0, 0.0, 0.5), FULL)
    assert alpha[int(y_pixel), int(x)] == pytest.approx(1.0 - 0.6**2, abs=2 * BYTE)


@pytest.mark.parametrize("camera", [OBLIQUE, Camera(20.0, 40.0, field_of_view=0.0, height=3.0)])
@pytest.mark.parametrize("slopes", [(0.0, 0.0), (-0.5, 0.3)])
def test_depth_of_a_plane(camera: Camera, slopes: tuple[float, float]) -> None:
    x, y = grid(5)
    a, b = slopes
    frame = draw((sheet(a * x + b * y, BLUE),), camera)
    starts, directions = rays(camera)
    normal = np.array([-a, -b, 1.0])
    depth = -(starts @ normal) / (directions @ normal)
    places = starts + depth[..., None] * directions
    reach = np.max(np.abs(places[..., :2]), axis=-1)
    inside, outside = reach < 0.93, (reach > 1.07) | (depth <= 0.0)
    assert inside.sum() > 2000
    assert frame.depth[inside] == pytest.approx(depth[inside], rel=1e-4)
    assert np.isposinf(frame.depth[outside]).all()
    assert unit(frame)[outside].max() == 0.0


def test_depth_is_that_of_things_at_least_half_opaque() -> None:
    frame = draw((wall(-1.0, faded(RED, 0.4)), wall(1.0, faded(BLUE, 0.6))), FRONT)
    assert frame.depth[80, 120] == pytest.approx(7.0, rel=1e-5)
    assert np.isposinf(draw((wall(0.0, faded(RED, 0.4)),), FRONT).depth).all()
