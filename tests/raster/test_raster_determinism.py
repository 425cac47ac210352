"""The same picture on every run, for any number of threads, with any working memory."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from raster_pictures import (
    COLORS,
    OBLIQUE,
    RED,
    SIZE,
    grid,
    hills,
    marks,
)

import gradanim
from gradanim.raster import (
    Arrow,
    Camera,
    Canvas,
    HeatMap,
    Item,
    Mesh,
    Polygon,
    Polyline,
    Shadow,
    Sphere,
    View,
    Viewport,
    render,
)


def everything() -> list[View]:
    """Two views with one of every item."""
    x, y = grid(12)
    square = np.array([[-1.0, -1, -0.3], [1, -1, -0.3], [1, 1, 0.3], [-1, 1, 0.3]])
    items: tuple[Item, ...] = (
        hills(1.0, opacity=0.8, holes=True),
        HeatMap((-1.6, 1.6), (-1.4, 1.4), np.hypot(x, y) / 1.5, COLORS, z=-0.4, bands=np.array([0.3, 0.6])),
        Mesh(square + np.array([0.0, 0.0, 0.4]), np.array([[0, 1, 2], [0, 2, 3]]), opacity=0.6),
        Polygon(square, (1.0, 0.3, 0.1, 0.5)),
        *marks(1.0),
        Polyline(square, 3.0, dash=(7.0, 4.0), closed=True, occlusion="ghost", ghost_dash=(3.0, 3.0)),
        Arrow((0.0, -1.0, -0.4), (1.2, 1.0, -0.4), head="cone", occlusion="ghost"),
        Sphere((-0.6, 0.3, 0.3), cut=True),
        Sphere((0.6, 0.6, 0.8), color=RED),
        Shadow((0.6, 0.6, -0.4), 0.4),
    )
    left, right = Viewport(0, 0, 150, 160), Viewport(150, 10, 90, 140)
    return [View(left, OBLIQUE, items), View(right, Camera.top_down(height=3.0), items)]


def digest(threads: int, canvas: Canvas | None = None) -> str:
    frame = render(everything(), SIZE, (0.1, 0.1, 0.2, 0.7), threads=threads, canvas=canvas)
    return hashlib.sha256(frame.rgba.tobytes() + frame.depth.tobytes()).hexdigest()


@pytest.fixture(scope="module")
def expected() -> str:
    return digest(1)


def test_the_picture_holds_something() -> None:
    frame = render(everything(), SIZE, threads=1)
    assert len(np.unique(frame.rgba.reshape(-1, 4), axis=0)) > 1000
    assert np.isfinite(frame.depth).mean() > 0.2


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_bytes_for_every_number_of_threads(expected: str, threads: int) -> None:
    assert digest(threads) == expected
    assert digest(threads) == expected


@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_bytes_on_a_canvas_that_drew_something_else(expected: str, threads: int) -> None:
    canvas = Canvas()
    others = [View(Viewport(0, 0, 320, 200), Camera(10.0, 50.0), (hills(1.0), *marks(2.0)))]
    try:
        assert digest(threads, canvas) == expected
        assert digest(threads, canvas) == expected
        render(others, (320, 200), threads=threads, canvas=canvas)
        assert digest(threads, canvas) == expected
    finally:
        canvas.close()


def test_a_canvas_sees_a_changed_camera_and_changed_items() -> None:
    """What is kept from frame to frame never shows in another frame."""
    canvas, surface, lines = Canvas(), hills(1.0), marks(1.0)
    frames = [
        (az, items) for az in (-60.0, -50.0) for items in ((surface, *lines), (surface,), (hills(2.0),))
    ]
    for azimuth, items in [*frames, *frames[::-1]]:
        view = View(Viewport(0, 0, *SIZE), Camera(azimuth, 30.0), items)
        kept, fresh = render([view], SIZE, threads=1, canvas=canvas), render([view], SIZE, threads=1)
        assert np.array_equal(kept.rgba, fresh.rgba)
        assert np.array_equal(kept.depth, fresh.depth)
    canvas.close()


def test_the_same_bytes_in_another_process(expected: str) -> None:
    code = "import test_raster_determinism as t; print(t.digest(2))"
    places = [str(Path(__file__).parent), str(Path(gradanim.__file__).parents[1])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == expected


def test_a_frame_is_drawn_into_the_array_that_was_given() -> None:
    out = np.full((SIZE[1], SIZE[0], 4), 77, np.uint8)
    frame = render(everything(), SIZE, out=out, threads=1)
    assert frame.rgba is out
    assert np.array_equal(out, render(everything(), SIZE, threads=1).rgba)


@pytest.mark.parametrize(
    "out",
    [
        np.zeros((160, 240, 3), np.uint8),
        np.zeros((240, 160, 4), np.uint8),
        np.zeros((160, 240, 4), np.float32),
        np.zeros((160, 480, 4), np.uint8)[:, ::2],
    ],
)
def test_an_array_that_does_not_fit_is_refused(out: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        render([], SIZE, out=out)


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (-1, 5)])
def test_a_frame_without_pixels_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        render([], size)


def test_items_are_not_written_to() -> None:
    views = everything()
    arrays = [
        value
        for view in views
        for item in view.items
        for value in (getattr(item, name) for name in item.__struct_fields__)
        if isinstance(value, np.ndarray)
    ]
    before = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    render(views, SIZE, threads=2)
    assert len(arrays) > 10
    for array, kept in zip(arrays, before, strict=True):
        assert np.array_equal(array, kept, equal_nan=array.dtype.kind == "f")
