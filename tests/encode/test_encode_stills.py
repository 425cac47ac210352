"""Stills and contact sheets."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from gradanim.encode import publish_png, sheet
from gradanim.encode.stills import quick_png_bytes


def read(path):
    with Image.open(path) as image:
        return np.asarray(image)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_png_holds_exactly_the_picture(tmp_path, channels):
    picture = np.random.default_rng(2).integers(0, 255, (11, 17, channels), np.uint8)
    publish_png(tmp_path / "a.png", picture)
    assert np.array_equal(read(tmp_path / "a.png"), picture)
    first = (tmp_path / "a.png").read_bytes()
    publish_png(tmp_path / "a.png", picture[::-1][::-1])
    assert (tmp_path / "a.png").read_bytes() == first


@pytest.mark.parametrize("shape", [(1, 1, 3), (11, 17, 3), (360, 640, 3)])
def test_a_quick_png_holds_exactly_the_picture(tmp_path, shape):
    # Some rows are noise, some all alike.
    picture = np.random.default_rng(4).integers(0, 255, shape, np.uint8)
    picture[::2] = 40
    made = quick_png_bytes(picture[:, ::-1])
    (tmp_path / "a.png").write_bytes(made)
    assert np.array_equal(read(tmp_path / "a.png"), picture[:, ::-1])
    assert quick_png_bytes(picture[:, ::-1]) == made


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 2), (0, 4, 3), (4, 4, 4)])
def test_what_is_no_picture_has_no_quick_png(shape):
    with pytest.raises(ValueError, match="a picture must be"):
        quick_png_bytes(np.zeros(shape, np.uint8))


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 2), (0, 4, 3)])
def test_what_is_no_picture_is_refused(tmp_path, shape):
    with pytest.raises(ValueError, match="a picture must be uint8"):
        publish_png(tmp_path / "a.png", np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="a picture must be uint8"):
        sheet([np.zeros((4, 4, 3))])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("count", "columns", "rows"), [(1, 1, 1), (5, 2, 3), (6, 3, 2), (4, None, 2), (12, None, 4)]
)
def test_a_sheet_shows_every_picture_in_order(count, columns, rows):
    colours = [(20 * k + 30, 250 - 20 * k, 90) for k in range(count)]
    pictures = [np.full((90, 160, 4), (*colour, 255), np.uint8) for colour in colours]
    found = sheet(pictures, columns=columns, tile_width=80)
    tiles = [
        [tuple(int(v) for v in found[y, x]) for x in range(found.shape[1])].count(colour) >= 70
        for colour, y in ((c, _row_of(found, c)) for c in colours)
    ]
    assert all(tiles) and found.dtype == np.uint8 and found.shape[2] == 3
    tops = [_row_of(found, colour) for colour in colours]
    assert len(set(tops)) == rows and tops == sorted(tops)


def _row_of(picture, colour):
    return int(np.argmax((picture == colour).all(axis=2).any(axis=1))) + 5


def test_labels_stand_above_their_pictures():
    blank = [np.zeros((90, 160, 3), np.uint8)] * 2
    numbered, named = sheet(blank, columns=2), sheet(blank, columns=2, labels=["1", "other"])
    assert numbered.shape == named.shape
    middle = numbered.shape[1] // 2
    assert np.array_equal(numbered[:, :middle], named[:, :middle])
    assert not np.array_equal(numbered[:, middle:], named[:, middle:])
    with pytest.raises(ValueError, match="zip"):
        sheet(blank, labels=["one"])
    with pytest.raises(ValueError, match="at least one picture"):
        sheet([])
