"""Frames as a whole: threads, working memory, backgrounds, numbers out of all bounds."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from gradanim.raster import (
    Arrow,
    Camera,
    Disc,
    Frame,
    HeatMap,
    IsoLines,
    Mesh,
    MeshLines,
    Polygon,
    Polyline,
    Shadow,
    Sphere,
    Surface,
    View,
    Viewport,
    render,
)

SIZE = (320, 200)
RAMP = np.array([[0.1, 0.2, 0.5], [0.9, 0.8, 0.3]])


def everything() -> tuple:
    """One of every kind of item, where they hide, cross and touch each other."""
    x = np.linspace(-1, 1, 33)
    u, v = np.meshgrid(x, x)
    z = 0.4 * np.sin(3 * u) * np.cos(2 * v)
    z[:6, :6] = np.nan
    square = np.array([[-1.2, -1.2, -0.5], [1.2, -1.2, -0.5], [1.2, 1.2, -0.5], [-1.2, 1.2, -0.5]])
    path = np.stack([x, 0.5 * np.sin(4 * x), np.full(33, -0.5)], axis=1)
    return (
        Polygon(square, (0.1, 0.1, 0.2, 1.0)),
        HeatMap((-1.2, 0.0), (0.0, 1.2), (1 + np.sin(4 * u)) / 2, RAMP, 0.7, -0.49, iso=IsoLines((0.5,))),
        Polyline(path, 3.0, (1, 0.5, 0.2, 0.8), (6, 4), occlusion="ghost"),
        Surface(x, x, z, RAMP, opacity=0.8, mesh=MeshLines((0.25, 0.25)), iso=IsoLines((-0.2, 0.0, 0.2))),
        Polygon(square * [0.5, 0.5, -0.2], (0.3, 0.9, 0.5, 0.4)),
        Shadow((0.2, 0.3, -0.5), 0.3),
        Arrow((0.0, 0.0, -0.5), (0.9, 0.4, -0.5), occlusion="ghost"),
        Arrow((0.0, 0.0, 0.0), (0.0, 0.0, 0.9), head="cone", occlusion="top"),
        Arrow((-0.9, 0.0, 0.0), (0.2, -0.4, 0.6), head="cone"),
        Sphere((0.3, -0.4, 0.2), cut=True),
        Disc((0.0, 0.8, 0.1), border=2.0),
    )


def view_of(items: tuple, camera: Camera | None = None, size=SIZE) -> View:
    return View(Viewport(0, 0, *size), camera or Camera(-50.0, 25.0, distance=5.0), items)


def test_every_number_of_threads_gives_the_same_bytes() -> None:
    frames = [render([view_of(everything())], SIZE, (0.05, 0.06, 0.1, 1), threads=n) for n in (1, 2, 3, 7)]
    for frame in frames[1:]:
        assert frame.rgba.tobytes() == frames[0].rgba.tobytes()
        assert frame.depth.tobytes() == frames[0].depth.tobytes()


def test_working_memory_leaves_no_trace(canvas) -> None:
    view = view_of(everything())
    first = render([view], SIZE, threads=1).rgba
    render([view_of(everything(), Camera(10, 80, distance=1.0))], SIZE, threads=2, canvas=canvas)
    render([view_of(everything()[:3]), view], (200, 320), threads=1, canvas=canvas)
    assert np.array_equal(render([view], SIZE, threads=2, canvas=canvas).rgba, first)


def test_a_frame_given_back_is_as_if_drawn_anew(canvas) -> None:
    items, frame = list(everything()), None
    for step in range(8):
        items[6] = replace(items[6], tip=(0.9 - 0.2 * step, 0.4, -0.5))
        if step == 3:
            items.append(Disc((0.5, 0.5, 0.5), 12.0, (1, 0, 0, 1)))
        if step == 5:
            del items[3]
        if step == 6:
            items[0], items[1] = items[1], items[0]
        view = view_of(tuple(items), Camera(-50.0 + 10 * (step // 7), 25.0, distance=5.0))
        frame = render([view], SIZE, threads=2, canvas=canvas, out=frame)
        anew = render([view], SIZE, threads=1)
        assert np.array_equal(frame.rgba, anew.rgba)
        assert np.array_equal(frame.depth, anew.depth)


def test_only_what_changes_is_drawn_again(canvas) -> None:
    dot, square = (
        Disc((0.0, 0.0, 0.0), 5.0),
        Polygon(np.array([[1.5, 0.5, 0], [1.9, 0.5, 0], [1.9, 0.9, 0]]), (1, 0, 0, 1)),
    )
    camera = Camera.top_down()
    frame = render([view_of((square, dot), camera)], SIZE, threads=1, canvas=canvas)
    frame.rgba[:, 300:] = 77
    moved = replace(dot, center=(0.1, 0.0, 0.0))
    again = render([view_of((square, moved), camera)], SIZE, threads=1, canvas=canvas, out=frame)
    assert again is frame
    assert np.all(frame.rgba[:, 300:] == 77), "tiles that nothing touched are left alone"
    assert frame.rgba[100, 170].tolist() == [255, 255, 255, 255]
    # An array says nothing of what it holds: all of it is drawn.
    fresh = render([view_of((square, moved), camera)], SIZE, threads=1, canvas=canvas, out=frame.rgba)
    assert not np.any(fresh.rgba[:100, 300:] == 77)


@pytest.mark.parametrize("background", [(0.2, 0.4, 0.6, 1.0), (0.2, 0.4, 0.6, 0.5), (1.0, 1.0, 1.0, 0.0)])
def test_output_is_premultiplied_over_any_background(draw, background) -> None:
    pane = Polygon(np.array([[-40.0, -40, 0], [40, -40, 0], [40, 40, 0], [-40, 40, 0]]), (0.9, 0.1, 0.4, 0.5))
    pixels = draw(pane, background=background).rgba
    under = np.array([*np.array(background[:3]) * background[3], background[3]])
    assert pixels[5, 5] == pytest.approx(255 * under, abs=0.51)
    over = 0.5 * np.array([0.9, 0.1, 0.4, 1.0]) + 0.5 * under
    assert pixels[60, 80] == pytest.approx(255 * over, abs=1.01)
    assert np.all(pixels[..., :3].max(axis=-1) <= pixels[..., 3])


def test_views_stay_in_their_viewports_and_later_ones_lie_over_earlier_ones() -> None:
    huge = np.array([[-9.0, -9, 0], [9, -9, 0], [9, 9, 0], [-9, 9, 0]])
    red, blue = Polygon(huge, (1, 0, 0, 1)), Polygon(huge, (0, 0, 1, 0.5))
    camera = Camera.top_down()
    views = [
        View(Viewport(10, 20, 100, 80), camera, (red,)),
        View(Viewport(60.4, 50, 100.2, 80), camera, (blue,)),
    ]
    pixels = render(views, SIZE, threads=2).rgba
    expected = np.zeros((200, 320, 4), np.uint8)
    expected[20:100, 10:110] = (255, 0, 0, 255)
    blued = expected[50:130, 60:161].astype(int)
    expected[50:130, 60:161] = (blued * 0.5 + np.array([0, 0, 127.5, 127.5])).round().astype(np.uint8)
    assert np.abs(pixels.astype(int) - expected).max() <= 1


def test_a_picture_does_not_depend_on_where_its_viewport_lies() -> None:
    whole = render([view_of(everything(), size=(128, 96))], (128, 96), threads=1).rgba
    moved = View(Viewport(64, 64, 128, 96), Camera(-50.0, 25.0, distance=5.0), everything())
    assert np.abs(render([moved], SIZE, threads=1).rgba[64:160, 64:192].astype(int) - whole).max() <= 1


def test_nothing_to_see_is_no_error() -> None:
    blank = render([], SIZE, (0.1, 0.2, 0.3, 1), threads=2)
    assert np.all(blank.rgba == [26, 51, 77, 255])
    assert np.isinf(blank.depth).all()
    items = everything()
    for viewport in (
        Viewport(0, 0, 0, 0),
        Viewport(0, 0, -5, 9),
        Viewport(500, 0, 9, 9),
        Viewport(np.nan, 0, 9, 9),
    ):
        assert not render([View(viewport, Camera(), items)], SIZE, threads=1).rgba.any()
    for camera in (
        Camera(distance=0.0),
        Camera(distance=np.nan),
        Camera(azimuth=np.inf),
        Camera(field_of_view=180.0),
        Camera.top_down(height=0.0),
        Camera(target=(1e9, 0.0, 0.0)),
        Camera(180.0, 0.0, target=(50.0, 0.0, 0.0), distance=5.0),
    ):
        assert not render([view_of(items, camera)], SIZE, threads=1).rgba.any()


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300, -1e6, 1e-300])
def test_numbers_out_of_all_bounds_are_survived(canvas, bad) -> None:
    x = np.linspace(-1, 1, 9)
    u, v = np.meshgrid(x, x)
    for z in (np.full((9, 9), bad), np.where(u > 0, bad, v), np.where((u == 0) & (v == 0), bad, v)):
        surface = Surface(x, x, z, RAMP, iso=IsoLines((bad, 0.0)), mesh=MeshLines((0.5, 0.5)))
        points = np.array([[0.0, 0, 0], [bad, 1, 0], [0.5, bad, bad], [1, 1, 1]])
        items = (
            surface,
            replace(
                surface, gradient=np.stack([z, z], -1), color_value=z, inside=z, reveal=0.5, reveal_order=z
            ),
            HeatMap((-1, 1), (-1, 1), z, RAMP, iso=IsoLines((0.5, bad)), bands=np.array([bad, 0.2])),
            HeatMap((-1, bad), (-1, 1), v, RAMP),
            Mesh(points, np.array([[0, 1, 2], [1, 2, 3], [0, 3, 3]])),
            Polygon(points, (1, 1, 1, 0.5)),
            Polyline(points, 3.0, dash=(4, 4)),
            Polyline(points, abs(bad), dash=(bad, 4)),
            *(Arrow((0, 0, 0), (bad, 0.0, bad), head=head) for head in ("flat", "screen", "cone")),
            Arrow((0, 0, 0), (1, 0.0, 1), normal=(bad, bad, 0)),
            Sphere((bad, 0.0, 0.0)),
            Sphere((0.0, 0.0, 0.0), abs(bad), cut=True),
            Disc((0.0, bad, 0.0)),
            Shadow((0.0, 0.0, bad), 1.0),
            Shadow((0.0, 0.0, 0.0), abs(bad), normal=(bad, 0.0, 1.0)),
        )
        for camera in (Camera(), Camera.top_down(), Camera(elevation=0.0, field_of_view=0.0)):
            render([view_of(items, camera, (96, 64))], (96, 64), threads=1, canvas=canvas)


def test_a_camera_inside_the_scene_sees_what_is_before_it(canvas) -> None:
    # The floor passes under the eye: what is behind the near plane is cut away, not turned inside out.
    floor = Polygon(np.array([[-50.0, -50, 0], [50, -50, 0], [50, 50, 0], [-50, 50, 0]]), (1, 0, 0, 1))
    grid = np.linspace(-50, 50, 9)
    sheet = Surface(
        grid, grid, np.zeros((9, 9)), np.array([[1.0, 0, 0], [1.0, 0, 0]]), lighting=None or replace_light()
    )
    line = Polyline(np.array([[-50.0, 0.0, 0.0], [50.0, 0.0, 0.0]]), 3.0, (0, 1, 0, 1))
    camera = Camera(0.0, 0.0, target=(0.0, 0.0, 0.5), distance=2.0, field_of_view=60.0)
    for ground in (floor, sheet):
        pixels = render([view_of((ground, line), camera)], SIZE, threads=1, canvas=canvas).rgba
        assert not pixels[:98].any()
        below = pixels[104:].astype(int)
        assert np.all(below[..., 3] == 255)
        assert np.all(below[..., 0] + below[..., 1] >= 254)
        assert pixels[190, 160].tolist() == [0, 255, 0, 255]


def replace_light():
    from gradanim.raster import UNLIT

    return UNLIT


def test_more_layers_than_there_is_room_for_are_drawn_in_parts(canvas) -> None:
    walls = tuple(
        Polygon(np.array([[-9.0, -9, h], [9, -9, h], [9, 9, h], [-9, 9, h]]), (1, 1, 1, 0.02))
        for h in np.linspace(0, 0.9, 40)
    )
    pixels = render([view_of(walls, Camera.top_down())], SIZE, threads=1, canvas=canvas).rgba
    assert np.all(pixels[..., 3] == round(255 * (1 - 0.98**40)))


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="0 x 10 pixels"):
        render([], (0, 10))
    with pytest.raises(ValueError, match=r"shape \(20, 10, 4\)"):
        render([], (10, 20), out=np.zeros((10, 20, 4), np.uint8))
    with pytest.raises(ValueError, match="float32 array of shape"):
        render([], (10, 20), out=Frame(np.zeros((20, 10, 4), np.uint8), np.zeros((20, 10))))


def test_kernels_are_compiled_for_one_set_of_types_only(canvas) -> None:
    from gradanim.raster import binning, meshes, strokes, tile_draw

    wide = tuple(replace(item) for item in everything())
    render([view_of(wide), view_of((), Camera.top_down())], SIZE, threads=2, canvas=canvas)
    frozen = np.arange(6.0).reshape(2, 3)
    frozen.flags.writeable = False
    odd = (
        Polyline(frozen),
        Polyline(frozen.astype(np.float32)),
        Polyline(np.asfortranarray(frozen)),
        Polygon([[0, 0, 0], [1, 0, 0], [0, 1, 0]], (1, 1, 1, 1)),
    )
    render([view_of(odd)], SIZE, threads=2, canvas=canvas)
    for module in (binning, meshes, strokes, tile_draw):
        for name, value in vars(module).items():
            if getattr(value, "targetoptions", {}).get("no_cpython_wrapper") is None and hasattr(
                value, "signatures"
            ):
                assert len(value.signatures) <= 1, name
