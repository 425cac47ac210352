"""Lines: coverage, caps, joins, dashes and holes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.raster import Arrow, Canvas, Disc, Polyline, View, Viewport, render
from gradanim.raster.camera import Camera


def alpha_of(frame) -> np.ndarray:
    return frame.rgba[..., 3] / 255.0


def line(*points, **looks) -> Polyline:
    flat = np.array([[*point, 0.0] for point in points], dtype=float)
    return Polyline(flat, **looks)


@settings(deadline=None, max_examples=40)
@given(st.floats(0.4, 12.0), st.floats(0, math.pi), st.floats(-0.5, 0.5))
def test_coverage_across_a_line_is_its_width(width, angle, shift) -> None:
    canvas = Canvas()
    x, y = 200 * math.cos(angle), 200 * math.sin(angle)
    item = line((-x + shift, -y + shift), (x + shift, y + shift), width=width)
    view = View(Viewport(0, 0, 128, 128), Camera.top_down((0, 0), 128.0), (item,))
    alpha = alpha_of(render([view], (128, 128), threads=1, canvas=canvas))
    # A band of rows (or columns) across the line cuts a parallelogram of known area out of it.
    steep = abs(math.sin(angle)) > abs(math.cos(angle))
    band = alpha[48:80, :] if steep else alpha[:, 48:80]
    area = 32 * width / max(abs(math.sin(angle)), abs(math.cos(angle)))
    assert band.sum() == pytest.approx(area, rel=0.02)


def test_caps_are_round(draw) -> None:
    alpha = alpha_of(draw(line((-20, 0), (20, 0), width=16)))
    assert alpha.sum() == pytest.approx(40 * 16 + math.pi * 64, rel=0.005)


def test_a_translucent_line_is_never_blended_with_itself(draw) -> None:
    zigzag = line((-40, -20), (0, 20), (1, -20), (40, 20), (-40, 0), (40, 0), width=9, color=(1, 1, 1, 0.5))
    assert draw(zigzag).rgba[..., 3].max() in (127, 128)


def test_many_short_pieces_are_one_line(draw) -> None:
    whole = draw(line((-40, -10), (40, 13), width=5, color=(1, 1, 1, 0.6)))
    places = np.linspace(0, 1, 60)[:, None]
    points = (1 - places) * [[-40, -10, 0]] + places * [[40, 13, 0]]
    pieces = draw(Polyline(points, width=5, color=(1, 1, 1, 0.6)))
    assert np.abs(whole.rgba.astype(int) - pieces.rgba).max() <= 1


@pytest.mark.parametrize(("on", "off"), [(10, 6), (7.5, 2.5), (3, 9)])
def test_dashes_have_their_lengths(draw, on, off) -> None:
    alpha = alpha_of(draw(line((-80, 0), (80, 0), width=4, dash=(on, off))))
    along = alpha.sum(axis=0) / 4.0
    periods = int(120 // (on + off))
    window = along[: round(periods * (on + off))]
    assert window.sum() == pytest.approx(periods * on, abs=0.6)
    starts = np.flatnonzero((along[1:] >= 0.5) & (along[:-1] < 0.5))
    assert np.abs(np.diff(starts) - (on + off)).max() <= 1.0


def test_dashes_go_on_around_corners(draw) -> None:
    straight = alpha_of(draw(line((-60, 0), (60, 0), width=2, dash=(8, 8)))).sum()
    bent = alpha_of(draw(line((-30, -30), (30, -30), (30, 30), width=2, dash=(8, 8)))).sum()
    assert bent == pytest.approx(straight, rel=0.03)


def test_a_nan_breaks_a_line_and_nothing_else(draw) -> None:
    broken = draw(line((-40, 0), (-10, 0), (np.nan, 0), (10, 0), (40, 0), width=4))
    parts = draw(line((-40, 0), (-10, 0), width=4), line((10, 0), (40, 0), width=4))
    assert np.array_equal(broken.rgba, parts.rgba)


def test_a_closed_line_joins_its_ends(draw) -> None:
    corners = [(-20, -20), (20, -20), (20, 20)]
    closed = draw(line(*corners, width=3, closed=True))
    walked = draw(line(*corners, corners[0], width=3))
    assert np.abs(closed.rgba.astype(int) - walked.rgba).max() <= 1


def test_colours_run_from_point_to_point(draw) -> None:
    colors = np.array([[1.0, 0, 0, 1], [0, 0, 1.0, 1]])
    row = draw(line((-50, 0.5), (50, 0.5), width=7, colors=colors)).rgba[60]
    assert row[80].tolist()[:3] == pytest.approx([127, 0, 128], abs=2)
    assert row[55, 0] > 180 > 75 > row[105, 0]


def test_in_a_flat_picture_later_items_lie_on_earlier_ones(draw) -> None:
    red, blue = (
        line((-40, 0), (40, 0), width=9, color=(1, 0, 0, 1)),
        line((0, -40), (0, 40), width=9, color=(0, 0, 1, 1)),
    )
    assert draw(red, blue).rgba[60, 80].tolist() == [0, 0, 255, 255]
    assert draw(blue, red).rgba[60, 80].tolist() == [255, 0, 0, 255]


def test_the_tip_of_an_arrow_is_exact(draw) -> None:
    alpha = alpha_of(draw(Arrow((-40.0, 0.5, 0.0), (30.0, 0.5, 0.0), 6, 24, 20)))
    columns = np.flatnonzero(alpha[59] > 0.02)
    # A head 24 long and 20 wide is one pixel high 1.2 pixels before its tip.
    assert 80 + 30 - 2.5 <= columns.max() <= 80 + 30
    assert alpha[:, 80 + 30 - 24 + 1].sum() == pytest.approx(20 * 22.5 / 24, rel=0.03)
    assert alpha[:, 80].sum() == pytest.approx(6.0, rel=0.01)


def test_an_arrow_too_short_for_its_head_shrinks_as_a_whole(draw) -> None:
    heights = []
    for length in (60.0, 20.0, 10.0, 5.0):
        alpha = alpha_of(draw(Arrow((0.0, 0.5, 0.0), (length, 0.5, 0.0), 6, 24, 20)))
        heights.append(float(alpha.sum(axis=0).max()))
    assert heights[0] == pytest.approx(20, abs=1.0)
    assert heights[1] / heights[2] == pytest.approx(2.0, rel=0.2)
    assert heights[0] > heights[1] > heights[2] > heights[3] > 0.5


@pytest.mark.parametrize("head", ["flat", "screen", "cone"])
def test_an_arrow_of_no_length_is_not_drawn(draw, head) -> None:
    assert not draw(Arrow((1.0, 2.0, 0.0), (1.0, 2.0, 0.0), head=head)).rgba.any()


def test_a_flat_head_foreshortens_with_its_plane(draw) -> None:
    # Seen from the elevation e a head across the line of sight keeps its width and loses sin(e) of its length.
    arrow = Arrow((0.0, -60.0, 0.0), (0.0, 40.0, 0.0), 2.0, 40.0, 36.0, normal=(0, 0, 1))
    areas = []
    for elevation in (90.0, 30.0):
        camera = Camera(-90.0, elevation, distance=500.0, field_of_view=0.0, height=120.0)
        alpha = alpha_of(draw(arrow, camera=camera))
        areas.append(alpha.sum() - alpha[110:, :].sum())
    assert areas[0] == pytest.approx(0.5 * 40 * 36 + 2 * 60, rel=0.05)
    assert areas[1] / areas[0] == pytest.approx(0.5, rel=0.06)


def test_a_disc_has_a_border_inside_its_radius(draw) -> None:
    pixels = draw(Disc((0.5, 0.5, 0.0), 10.0, (1, 0, 0, 1), 3.0, (0, 0, 1, 1))).rgba
    assert pixels[59, 80].tolist() == [255, 0, 0, 255]
    assert pixels[59, 88].tolist() == [0, 0, 255, 255]
    blue = (pixels[..., 2] / 255.0).sum()
    assert blue == pytest.approx(math.pi * (100 - 49), rel=0.03)
