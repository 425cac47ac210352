"""Frames that are changed hold the bytes of frames drawn anew, and little of them is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from raster_pictures import BLUE, FULL, OBLIQUE, RED, SIZE, TOP, WHITE

from gradanim.raster import Arrow, Canvas, Disc, Item, Polygon, Polyline, Shadow, Sphere, View, marks, render
from gradanim.raster.strokes import place_strokes

# Translucent: whatever is drawn twice, or not at all, is seen.
PALE = (0.2, 0.9, 0.6, 0.5)


def path(count: int) -> np.ndarray:
    t = np.linspace(0.0, 3.0, 24)[:count]
    return np.stack([0.5 * t - 0.8, 0.6 * np.sin(2.5 * t), 0.1 * t], axis=1)


def start() -> list[Item]:
    square = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
    return [
        Polygon(square, BLUE, 0.6),
        Polyline(path(6), 5.0, PALE, occlusion="ghost"),
        Polyline(path(5)[:, [1, 0, 2]], 4.0, RED, dash=(7.0, 5.0)),
        Arrow((0.0, 0.0, 0.0), (0.5, 0.4, 0.0)),
        Arrow((0.0, 0.0, 0.0), (0.1, 0.2, 0.8), head="cone"),
        Shadow((0.2, 0.3, 0.0), 0.3),
        Sphere((0.3, -0.4, 0.2), cut=True),
        Disc((-0.5, 0.5, 0.1), color=PALE),
    ]


def grow(items: list[Item], k: int) -> None:
    items[1] = Polyline(path(6 + k), 5.0, PALE, occlusion="ghost")


def bend(items: list[Item], k: int) -> None:
    points = path(9)
    points[k % 9, 1] += 0.3
    items[1] = Polyline(points, 5.0, PALE, occlusion="ghost")


def dash(items: list[Item], k: int) -> None:
    items[2] = Polyline(path(5 + k)[:, [1, 0, 2]], 4.0, RED, dash=(7.0, 5.0))


def chop(items: list[Item], k: int) -> None:
    items[2] = replace(items[2], dash=(3.0 + k, 4.0))


def tint(items: list[Item], k: int) -> None:
    items[1] = replace(items[1], color=(0.1 * (k % 9), 0.5, 0.5, 0.5))


def shine(items: list[Item], k: int) -> None:
    colors = np.tile([0.9, 0.3, 0.1, 0.6], (len(items[1].points), 1))
    colors[k % len(colors), 2] = 1.0
    items[1] = replace(items[1], colors=colors)


def turn(items: list[Item], k: int) -> None:
    place = next(i for i, item in enumerate(items) if isinstance(item, Arrow))
    items[place] = replace(items[place], tip=(0.5 * np.cos(k), 0.5 * np.sin(k), 0.0))


def swap(items: list[Item], k: int) -> None:
    # The same two lines, made anew, one over the other the other way round.
    items[1], items[2] = replace(items[2]), replace(items[1])


def sink(items: list[Item], k: int) -> None:
    # The last thing, made anew, goes under others that stay.
    items.insert(3, replace(items.pop()))


def add(items: list[Item], k: int) -> None:
    items.insert(1 + k % 7, Disc((0.1 * k - 0.5, 0.0, 0.0), 6.0, WHITE))


def drop(items: list[Item], k: int) -> None:
    if len(items) > 8:
        del items[8]


EDITS = (grow, bend, dash, chop, tint, shine, turn, swap, sink, add, drop)


@settings(deadline=None, max_examples=25)
@given(
    steps=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 12)), min_size=2, max_size=6),
    camera=st.sampled_from((TOP, OBLIQUE)),
    painted=st.booleans(),
)
def test_a_frame_that_is_changed_is_as_one_drawn_anew(steps, camera, painted) -> None:
    canvas, items = Canvas(), start()
    view = View(FULL, camera, tuple(items), painted)
    frame = render([view], SIZE, (0.1, 0.1, 0.1, 1.0), threads=1, canvas=canvas)
    for edit, number in steps:
        if items[1].__class__ is Polyline and items[2].__class__ is Polyline:
            edit(items, number)
        view = View(FULL, camera, tuple(items), painted)
        frame = render([view], SIZE, (0.1, 0.1, 0.1, 1.0), threads=1, canvas=canvas, out=frame)
        anew = render([view], SIZE, (0.1, 0.1, 0.1, 1.0), threads=1)
        assert frame.rgba.tobytes() == anew.rgba.tobytes(), edit.__name__
        assert frame.depth.tobytes() == anew.depth.tobytes(), edit.__name__


@pytest.mark.parametrize("painted", [False, True])
def test_of_a_line_that_grows_only_its_end_is_drawn_again(painted) -> None:
    canvas = Canvas()
    whole = Polyline(path(23), 4.0, PALE)
    frame = render([View(FULL, TOP, (whole,), painted)], SIZE, threads=1, canvas=canvas)
    longer = Polyline(path(24), 4.0, PALE)
    frame = render([View(FULL, TOP, (longer,), painted)], SIZE, threads=1, canvas=canvas, out=frame)
    left, right, top, bottom = canvas.changed(frame).T
    # The last chord, from its beginning: chords are drawn out as far as they stay straight.
    chord = np.ptp(path(24)[-4:, :2], axis=0) * SIZE[1] / TOP.height + 8.0
    assert right.max() - left.min() <= chord[0]
    assert bottom.max() - top.min() <= chord[1]
    everything = SIZE[0] * SIZE[1]
    assert ((right - left) * (bottom - top)).sum() < 0.03 * everything


def test_a_view_that_is_the_same_is_not_prepared_again() -> None:
    canvas, items = Canvas(), tuple(start())
    views = [View(FULL, TOP, items), View(FULL, TOP, items[:3])]
    frame = render(views, SIZE, threads=1, canvas=canvas)
    first, second = canvas.kept_views[0], canvas.kept_views[1]
    moved = [views[0], View(FULL, TOP, (*items[:2], Disc((0.0, 0.0, 0.0))))]
    frame = render(moved, SIZE, threads=1, canvas=canvas, out=frame)
    assert canvas.kept_views[0] is first
    assert canvas.kept_views[1] is not second
    anew = render(moved, SIZE, threads=1)
    assert frame.rgba.tobytes() == anew.rgba.tobytes()


def test_of_marks_that_stay_no_strokes_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    placed: list[int] = []

    def counted(lens, ints, *rest) -> None:
        placed.append(len(ints))
        place_strokes(lens, ints, *rest)

    monkeypatch.setattr(marks, "place_strokes", counted)
    canvas, lines = Canvas(), [Polyline(path(4 + k), 3.0, PALE) for k in range(6)]
    frame = None
    for camera, items in (
        (TOP, lines[:4]),
        (TOP, [*lines[:3], lines[4]]),
        (TOP, lines[:5]),
        (TOP, lines[:2]),
        (TOP, [lines[1], lines[0]]),
        (OBLIQUE, [lines[1], lines[0]]),
    ):
        view = View(FULL, camera, tuple(items))
        frame = render([view], SIZE, threads=1, canvas=canvas, out=frame)
        assert frame.rgba.tobytes() == render([view], SIZE, threads=1).rgba.tobytes()
    # Every second call is of the frame that is drawn anew.
    assert placed[::2] == [4, 1, 2, 0, 2, 2]
