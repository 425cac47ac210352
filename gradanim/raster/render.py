"""Views in, one premultiplied RGBA frame with depth out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.canvas import Canvas, borrowed
from gradanim.raster.draw import draw_view
from gradanim.raster.items import RGBA, Item


@dataclass(frozen=True, eq=False)
class View:
    """Items seen by a camera in a viewport; later views are drawn over earlier ones."""

    viewport: Viewport
    camera: Camera
    items: tuple[Item, ...]


@dataclass(frozen=True, eq=False)
class Frame:
    """A drawn picture.

    Attributes:
        rgba: (height, width, 4) uint8, premultiplied, sRGB.
        depth: (height, width) float32, world units along the forward axis of the camera to the nearest thing
            that is at least half opaque; +inf where there is none. It belongs to the canvas, if one was given: the
            next frame overwrites it.
    """

    rgba: NDArray[np.uint8]
    depth: NDArray[np.float32]


def render(
    views: Sequence[View],
    size: tuple[int, int],
    background: RGBA = (0.0, 0.0, 0.0, 0.0),
    out: NDArray[np.uint8] | None = None,
    threads: int | None = None,
    canvas: Canvas | None = None,
) -> Frame:
    """Draws views.

    The same views give the same bytes on every run and for every number of threads.

    Args:
        views: drawn in order, each clipped to its viewport.
        size: width and height of the frame in pixels.
        background: straight RGBA of the frame before anything is drawn.
        out: (height, width, 4) C-contiguous uint8 to draw into; None makes a new array.
        threads: how many threads draw; None takes one for every core.
        canvas: working memory to keep from frame to frame; None makes it anew, which is slow.

    Returns:
        The frame; its ``rgba`` is ``out`` where that was given.

    Raises:
        ValueError: the size is not positive, or ``out`` does not fit it.
    """
    width, height = size
    if width <= 0 or height <= 0:
        raise ValueError(f"a frame of {width} x {height} pixels cannot be drawn")
    rgba = np.empty((height, width, 4), np.uint8) if out is None else out
    if rgba.shape != (height, width, 4) or rgba.dtype != np.uint8 or not rgba.flags.c_contiguous:
        raise ValueError(f"out must be a C-contiguous uint8 array of shape {(height, width, 4)}")
    depth = np.empty((height, width), np.float32) if canvas is None else canvas.depth(height, width)
    depth.fill(np.inf)
    pixels = rgba.view(np.uint32)[..., 0]
    pixels[...] = _background_bytes(background).view(np.uint32)
    count = threads or os.cpu_count() or 1
    with borrowed(canvas) as working:
        for view in views:
            draw_view(working, (view.viewport, view.camera, view.items), (pixels, depth), max(1, count))
    return Frame(rgba, depth)


def _background_bytes(background: RGBA) -> NDArray[np.uint8]:
    """(4,) premultiplied bytes of a straight colour."""
    r, g, b, a = (min(max(component, 0.0), 1.0) for component in background)
    return np.floor(np.array([r * a, g * a, b * a, a]) * 255.0 + 0.5).astype(np.uint8)
