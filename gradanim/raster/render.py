"""Views in, one premultiplied RGBA frame with depth out."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.canvas import Canvas, borrowed
from gradanim.raster.looks import RGBA
from gradanim.raster.view import Frame, View


def render(
    views: Sequence[View],
    size: tuple[int, int],
    background: RGBA = (0.0, 0.0, 0.0, 0.0),
    out: Frame | NDArray[np.uint8] | None = None,
    threads: int | None = None,
    canvas: Canvas | None = None,
    *,
    depth: bool = True,
) -> Frame:
    """Draws views.

    The same views give the same bytes on every run and for every number of threads. Given back a frame that this canvas
    has drawn before, and that nobody has written to since, only those parts are drawn again in which an item, the
    camera or the background has changed; items are the same where they are the same object.

    Args:
        views: drawn in order, each clipped to its viewport.
        size: width and height of the frame in pixels.
        background: straight RGBA of the frame before anything is drawn.
        out: a frame of an earlier call to draw over; or a (height, width, 4) C-contiguous uint8 array to draw into,
            whatever it holds; None makes a new frame.
        threads: how many threads draw; None takes one for every core.
        canvas: working memory to keep from frame to frame; None makes it anew, which is slow.
        depth: whether a new frame has depths; without them it is drawn quicker.

    Returns:
        The frame, which is ``out`` where that was a frame.

    Raises:
        ValueError: the size is not positive, or ``out`` does not fit it.
    """
    # Compiled code takes half a second to import: whoever only describes pictures shall not wait for it.
    from gradanim.raster.changes import Drawn
    from gradanim.raster.draw import draw

    width, height = size
    if width <= 0 or height <= 0:
        raise ValueError(f"a frame of {width} x {height} pixels cannot be drawn")
    frame = _frame(out, (height, width), depth)
    with borrowed(canvas) as working:
        before = working.frames.get(id(frame)) if isinstance(out, Frame) else None
        color = int(_background_bytes(background).view(np.uint32)[0])
        blank = Drawn(frame.rgba, frame.depth, color, (), (), np.zeros((0, 4), np.int32))
        working.remember(frame, draw(working, views, blank, threads or os.cpu_count() or 1, before))
    return frame


def _frame(out: Frame | NDArray[np.uint8] | None, shape: tuple[int, int], depth: bool) -> Frame:
    """The frame to draw into."""
    height, width = shape
    frame = out
    if not isinstance(frame, Frame):
        rgba = np.empty((height, width, 4), np.uint8) if frame is None else frame
        frame = Frame(rgba, np.empty((height, width) if depth else (0, 0), np.float32))
    rgba, depths = frame.rgba, frame.depth
    if rgba.shape != (height, width, 4) or rgba.dtype != np.uint8 or not rgba.flags.c_contiguous:
        raise ValueError(f"out must be a C-contiguous uint8 array of shape {(height, width, 4)}")
    if (
        depths.shape not in ((height, width), (0, 0))
        or depths.dtype != np.float32
        or not depths.flags.c_contiguous
    ):
        raise ValueError(
            f"depths must be a C-contiguous float32 array of shape {(height, width)} or without entries"
        )
    return frame


def _background_bytes(background: RGBA) -> NDArray[np.uint8]:
    """(4,) premultiplied bytes of a straight colour."""
    r, g, b, a = (min(max(component, 0.0), 1.0) for component in background)
    return np.floor(np.array([r * a, g * a, b * a, a]) * 255.0 + 0.5).astype(np.uint8)
