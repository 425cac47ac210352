"""Finished frames: letters blended over them, their conversion for encoders, and what of them is not drawn again."""

from __future__ import annotations

import av
import numpy as np
import pytest
from msgspec.structs import replace

from gradanim.raster import (
    Camera,
    Canvas,
    Disc,
    Polyline,
    Surface,
    View,
    Viewport,
    blend_patch,
    bordered,
    patch_box,
    render,
    to_planes,
    with_items_of,
)

RNG = np.random.default_rng(7)


def noise(height: int, width: int) -> np.ndarray:
    frame = RNG.integers(0, 256, (height, width, 4), dtype=np.uint8)
    frame[..., 3] = 255
    return frame


def test_planes_are_those_of_bt_709():
    """By the formulas of the standard, in double precision: colour is 1 : 2 : 1 across and 1 : 1 down."""
    frame = noise(20, 34)
    r, g, b = (frame[..., k] / 255.0 for k in range(3))
    light = 0.2126 * r + 0.7152 * g + 0.0722 * b
    planes = to_planes(frame)
    assert planes.shape == (30, 34)
    assert np.abs(planes[:20] - (16 + 219 * light)).max() <= 0.51
    for plane, value, divisor in zip(planes[20:].reshape(2, 10, 17), (b, r), (1.8556, 1.5748), strict=True):
        chroma = 128 + 224 * (value - light) / divisor
        padded = np.pad(chroma, ((0, 0), (1, 1)), mode="edge")
        across = 0.25 * (padded[:, :-2] + 2.0 * padded[:, 1:-1] + padded[:, 2:])[:, ::2]
        assert np.abs(plane - 0.5 * (across[::2] + across[1::2])).max() <= 0.51


def test_planes_are_what_a_player_turns_back():
    """An independent decoder's conversion gives the colours back, up to rounding and halved colour."""
    rows, columns = np.mgrid[0:64, 0:96]
    frame = np.full((64, 96, 4), 255, np.uint8)
    frame[..., 0], frame[..., 1], frame[..., 2] = 2 * columns + 20, 3 * rows + 10, 255 - columns - rows
    shown = av.VideoFrame.from_ndarray(to_planes(frame), format="yuv420p")
    shown.colorspace, shown.color_range = 1, 1
    back = shown.reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709").to_ndarray()
    assert np.abs(back.astype(int) - frame[..., :3]).max() <= 6


def test_odd_sizes_have_no_planes():
    with pytest.raises(ValueError, match="both must be even"):
        to_planes(noise(5, 6))


@pytest.mark.parametrize("at", [(3.0, 4.0), (3.25, 4.5), (-2.5, -1.75), (25.5, 14.25)])
def test_a_patch_is_blended_where_it_belongs(at):
    """Against source-over of the shifted patch in double precision, also where it hangs over a border."""
    patch = RNG.random((8, 11, 4)).astype(np.float32)
    patch[..., :3] *= patch[..., 3:]
    frame = noise(20, 32)
    wide = np.zeros((60, 72, 4))
    left, top = int(np.floor(at[0])), int(np.floor(at[1]))
    wide[20 + top : 28 + top, 20 + left : 31 + left] = patch
    x, y = at[0] - left, at[1] - top
    across = (1 - x) * wide[:, 1:] + x * wide[:, :-1]
    shifted = ((1 - y) * across[1:] + y * across[:-1])[19:39, 19:51] * 0.7
    wanted = shifted * 255.0 + frame * (1.0 - shifted[..., 3:])
    drawn = frame.copy()
    blend_patch(drawn, bordered(patch), at, 0.7)
    assert np.abs(drawn - wanted).max() <= 0.51
    x0, x1, y0, y1 = patch_box((32, 20), (11, 8), at)
    outside = np.ones((20, 32), bool)
    outside[y0:y1, x0:x1] = False
    assert np.array_equal(drawn[outside], frame[outside])


def test_a_patch_far_away_changes_nothing():
    frame = noise(10, 12)
    drawn = frame.copy()
    for at in ((100.0, 2.0), (-100.0, 2.0), (2.0, 1e6), (2.0, -50.5)):
        blend_patch(drawn, bordered(np.ones((4, 4, 4), np.float32)), at)
        x0, x1, y0, y1 = patch_box((12, 10), (4, 4), at)
        assert (x1 - x0) * (y1 - y0) == 0
    assert np.array_equal(drawn, frame)


def test_a_line_is_shown_up_to_its_soft_end():
    frame = np.zeros((6, 40, 4), np.uint8)
    blend_patch(frame, bordered(np.ones((6, 40, 4), np.float32)), (0.0, 0.0), 1.0, (20.0, 4.0))
    row = frame[3, :, 0].astype(int)
    assert (row[:16] == 255).all() and (row[20:] == 0).all()
    assert (np.diff(row[15:21]) < 0).any() and (np.diff(row) <= 0).all()


def hill(height: float) -> Surface:
    places = np.linspace(-1.0, 1.0, 9)
    z = height * np.exp(-np.add.outer(places**2, places**2))
    z[0, 0] = np.nan
    return Surface(places, places, z, np.array([[0.1, 0.2, 0.5], [1.0, 0.9, 0.4]]))


def view(*items: object) -> View:
    return View(Viewport(0, 0, 160, 120), Camera(), items)  # type: ignore[arg-type]


def test_equal_items_become_the_earlier_ones():
    line = Polyline(np.zeros((2, 3)), color=(1.0, 0.5, 0.0, 1.0))
    before = (view(hill(0.5), line, Disc((0.0, 0.0, 1.0))),)
    # A new one before the others, one that has gone, one that has moved.
    new = Disc((0.2, 0.0, 1.0))
    (now,) = with_items_of(before, (view(new, hill(0.5), Disc((0.0, 0.0, 1.1))),))
    assert now.items[0] is new and now.items[1] is before[0].items[0]
    assert now.items[2] is not before[0].items[2]


@pytest.mark.parametrize(
    "other",
    [hill(0.6), replace(hill(0.5), opacity=0.9), replace(hill(0.5), gradient=np.zeros((9, 9, 2)))],
    ids=["array", "number", "missing"],
)
def test_items_that_differ_in_anything_stay_themselves(other):
    before = (view(hill(0.5)),)
    (now,) = with_items_of(before, (view(other),))
    assert now.items[0] is other


def test_frames_in_a_row_are_those_drawn_anew():
    canvas, frame, views = Canvas(), None, ()
    for k in range(6):
        now = (view(hill(0.5 if k < 4 else 0.7), Disc((0.1 * k, 0.0, 1.0)), Disc((0.0, 0.0, 0.2))),)
        views = with_items_of(views, now)
        frame = render(views, (160, 120), out=frame, canvas=canvas, depth=False)
        assert np.array_equal(frame.rgba, render(now, (160, 120)).rgba)
    canvas.close()
