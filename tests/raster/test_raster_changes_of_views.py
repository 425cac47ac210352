"""Frames in which cameras move and views come and go hold the bytes of frames drawn anew; the rest is left alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from raster_pictures import BLUE, FULL, OBLIQUE, RED, SIZE, TOP

from gradanim.raster import Arrow, Canvas, Disc, Polygon, Polyline, Sphere, Surface, View, Viewport, render

GROUND = (0.1, 0.1, 0.1, 1.0)
PLACES = np.linspace(-1.0, 1.0, 9)
HILL = Surface(
    PLACES, PLACES, np.exp(-2 * np.hypot(*np.meshgrid(PLACES, PLACES))), np.array([BLUE[:3], RED[:3]])
)
LINE = Polyline(np.array([[-1.5, -0.5, 0.2], [0.0, 0.4, 0.6], [1.5, 0.1, 0.1]]), 5.0, (0.2, 0.9, 0.6, 0.5))
ITEMS = (
    Polygon(0.4 * np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]), BLUE, 0.6),
    HILL,
    LINE,
    Arrow((0.0, 0.0, 0.0), (0.3, 0.2, 0.5), head="cone"),
    Sphere((0.3, -0.4, 0.2)),
    Disc((-0.5, 0.5, 0.1), color=(0.2, 0.9, 0.6, 0.5)),
)
HALF = Viewport(0, 0, SIZE[0] // 2, SIZE[1])
# Far beyond what can be seen: nothing is prepared of such a view.
NOWHERE = Viewport(SIZE[0] + 10, 0, 20, 20)

views = st.builds(
    View,
    st.sampled_from((FULL, HALF, NOWHERE)),
    st.builds(
        lambda camera, by: replace(camera, azimuth=camera.azimuth + by),
        st.sampled_from((TOP, OBLIQUE)),
        st.sampled_from((0.0, 7.0, 40.0)),
    ),
    st.lists(st.sampled_from(ITEMS), max_size=4, unique_by=id).map(tuple),
    st.booleans(),
    st.sampled_from((0.0, 12.0)),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(views, max_size=3), min_size=2, max_size=4), st.sampled_from((1, 2)))
def test_views_that_move_come_and_go_leave_nothing_behind(frames, threads) -> None:
    canvas, frame = Canvas(), None
    for shown in frames:
        frame = render(shown, SIZE, GROUND, threads=threads, canvas=canvas, out=frame)
        anew = render(shown, SIZE, GROUND, threads=1)
        assert frame.rgba.tobytes() == anew.rgba.tobytes()
        assert frame.depth.tobytes() == anew.depth.tobytes()


def test_where_nothing_was_and_nothing_is_nothing_is_drawn() -> None:
    canvas = Canvas()
    ball = Sphere((0.0, 0.0, 0.0), 8.0)
    frame = render([View(FULL, OBLIQUE, (ball,))], SIZE, GROUND, threads=1, canvas=canvas)
    turned = replace(OBLIQUE, azimuth=OBLIQUE.azimuth + 5.0)
    frame = render([View(FULL, turned, (ball,))], SIZE, GROUND, threads=1, canvas=canvas, out=frame)
    left, right, top, bottom = canvas.changed(frame).T
    assert 0 < ((right - left) * (bottom - top)).sum() < 0.1 * SIZE[0] * SIZE[1]


def test_what_is_made_of_a_landscape_is_made_once_while_it_is_drawn() -> None:
    canvas, made = Canvas(), []

    def make(item: object) -> str:
        made.append(item)
        return f"of {len(made)}"

    hills = [replace(HILL) for _ in range(6)]
    assert [canvas.made_of(hill, make) for hill in (hills[0], hills[1], hills[0])] == ["of 1", "of 2", "of 1"]
    # Those of a while ago are forgotten, and with them the memory that they take.
    for hill in hills:
        canvas.made_of(hill, make)
    assert canvas.made_of(hills[0], make) == "of 7" and len(made) == 7
