"""Kernels for finished frames: patches blended over them, and their conversion to what encoders take."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.compiled import inner, kernel
from gradanim.raster.layout import I4, U4

_0, _1, _HALF, _255 = np.float32(0.0), np.float32(1.0), np.float32(0.5), np.float32(255.0)
_LOW, _8, _16, _24 = np.uint32(255), np.uint32(8), np.uint32(16), np.uint32(24)
F4x3 = NDArray[np.float32]
Mix: TypeAlias = tuple[np.float32, np.float32, np.float32, np.float32]
_ONE, _TWO = np.uint64(1), np.uint64(2)
U1 = NDArray[np.uint8]


@inner
def _tap(patch: F4x3, k: int, row: np.uint64, column: np.uint64, mix: Mix) -> np.float32:
    """A component between four pixels of a patch, of which (row, column) is the left upper one."""
    right, below = column + _ONE, row + _ONE
    low = patch[k, row, column] * mix[0] + patch[k, row, right] * mix[1]
    return np.float32(low + patch[k, below, column] * mix[2] + patch[k, below, right] * mix[3])


@inner
def _over(part: np.float32, rest: np.float32, under: np.uint32) -> np.uint32:
    """A byte of the frame with the part of a patch over it."""
    value = part * _255 + rest * np.float32(np.int32(under))
    return np.uint32(np.int32(min(max(value + _HALF, _0), _255)))


@kernel
def blend(
    pixels: U4,
    patch: F4x3,
    at: tuple[int, int],
    mix: Mix,
    opacity: np.float32,
    shown: tuple[np.float32, np.float32],
) -> None:
    """Blends a patch over a frame; see ``blend_patch``.

    Args:
        pixels: (height, width) four bytes each, RGBA in the order of memory.
        patch: (4, h + 2, w + 2) the patch with a border of nothing.
        at: column and row of the frame of the left upper corner of the patch without its border.
        mix: how much of the pixels to the left and above, above, to the left, and here makes a pixel of the frame.
        opacity: of the patch.
        shown: column up to which it is shown, and over how many it fades out.
    """
    height, width = pixels.shape
    rows, columns = patch.shape[1] - 1, patch.shape[2] - 1
    first, end = max(0, -at[0]), min(columns, width - at[0])
    if first >= end:
        return
    left, per_column = np.uint64(first), opacity / shown[1]
    for row in range(max(0, -at[1]), min(rows, height - at[1])):
        y, r, x = np.uint64(row + at[1]), np.uint64(row), np.uint64(first + at[0])
        for i in range(np.uint64(end - first)):
            c = left + i
            part = min(max((shown[0] - np.float32(np.int32(c))) * per_column, _0), opacity)
            under = pixels[y, x + i]
            alpha = _tap(patch, 3, r, c, mix) * part
            rest = _1 - alpha
            red = _over(_tap(patch, 0, r, c, mix) * part, rest, under & _LOW)
            green = _over(_tap(patch, 1, r, c, mix) * part, rest, (under >> _8) & _LOW)
            blue = _over(_tap(patch, 2, r, c, mix) * part, rest, (under >> _16) & _LOW)
            over = _over(alpha, rest, (under >> _24) & _LOW)
            low = np.uint32(red | np.uint32(green << _8))
            high = np.uint32(np.uint32(blue << _16) | np.uint32(over << _24))
            pixels[y, x + i] = np.uint32(low | high)


# BT.709 in limited range, in parts of 65536: Y' from 16 to 235, Cb and Cr from 16 to 240. The three parts of each
# chroma sum to nothing, so that greys have no colour.
_Y = (np.int32(11966), np.int32(40254), np.int32(4064))
_CB = (np.int32(-6596), np.int32(-22188), np.int32(28784))
_CR = (np.int32(28784), np.int32(-26145), np.int32(-2639))
_2, _16_BITS, _19_BITS = np.int32(2), np.int32(16), np.int32(19)


@inner
def _red(pixel: np.uint32) -> np.int32:
    return np.int32(pixel & _LOW)


@inner
def _green(pixel: np.uint32) -> np.int32:
    return np.int32((pixel >> _8) & _LOW)


@inner
def _blue(pixel: np.uint32) -> np.int32:
    return np.int32((pixel >> _16) & _LOW)


@kernel
def convert(pixels: U4, luma: U1, first: U1, second: U1, sums: I4, boxes: I4) -> None:
    """Parts of an opaque RGBA frame to planar YCbCr with half as many columns and rows of colour.

    A sample of colour stands at the left of the two columns, as players take it: it is the mean of its column and those
    beside it, 1 : 2 : 1, and of the two rows.

    Args:
        pixels: (height, width) four bytes each, RGBA in the order of memory; even numbers of both.
        luma: (height, width) Y'.
        first: (height / 2, width / 2) Cb.
        second: (height / 2, width / 2) Cr.
        sums: (2, width + 2) working memory.
        boxes: (k, 4) first and last column + 1, first and last row + 1 of what is converted; all even.
    """
    for k in range(boxes.shape[0]):
        x0, x1 = boxes[k, 0], boxes[k, 1]
        for row in range(boxes[k, 2], boxes[k, 3]):
            _convert_luma(pixels[row, x0:x1], luma[row, x0:x1])
        for row in range(boxes[k, 2] // 2, boxes[k, 3] // 2):
            _convert_colour(pixels[2 * row], pixels[2 * row + 1], (x0, x1), sums, (first[row], second[row]))


@inner
def _convert_luma(pixels: NDArray[np.uint32], luma: NDArray[np.uint8]) -> None:
    """Y' of a row of pixels."""
    bias = np.int32((16 << 16) + (1 << 15))
    for x in range(np.uint64(luma.size)):
        p = pixels[x]
        luma[x] = (_red(p) * _Y[0] + _green(p) * _Y[1] + _blue(p) * _Y[2] + bias) >> _16_BITS


@inner
def _convert_colour(
    upper: NDArray[np.uint32],
    lower: NDArray[np.uint32],
    span: tuple[int, int],
    sums: I4,
    into: tuple[NDArray[np.uint8], NDArray[np.uint8]],
) -> None:
    """Cb and Cr of two rows of pixels, from column ``span[0]`` to ``span[1]``."""
    # Eight samples, 1 : 2 : 1 in two rows, are summed: three bits more.
    bias_8 = np.int32((128 << 19) + (1 << 18))
    blue, red = sums[0], sums[1]
    start, end = np.uint64(max(span[0] - 1, 0)), np.uint64(span[1])
    for x in range(start, end):
        p, q = upper[x], lower[x]
        r, g, b = _red(p) + _red(q), _green(p) + _green(q), _blue(p) + _blue(q)
        blue[x + _ONE] = r * _CB[0] + g * _CB[1] + b * _CB[2]
        red[x + _ONE] = r * _CR[0] + g * _CR[1] + b * _CR[2]
    if span[0] == 0:
        blue[0], red[0] = blue[1], red[1]
    cb, cr = into
    for x in range(np.uint64(span[0] // 2), np.uint64(span[1] // 2)):
        a = _TWO * x
        cb[x] = (blue[a] + blue[a + _ONE] * _2 + blue[a + _TWO] + bias_8) >> _19_BITS
    for x in range(np.uint64(span[0] // 2), np.uint64(span[1] // 2)):
        a = _TWO * x
        cr[x] = (red[a] + red[a + _ONE] * _2 + red[a + _TWO] + bias_8) >> _19_BITS
