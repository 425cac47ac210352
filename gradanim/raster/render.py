"""Views in, one premultiplied RGBA frame with depth out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.camera import Camera, Viewport
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
            that is at least half opaque; +inf where there is none.
    """

    rgba: NDArray[np.uint8]
    depth: NDArray[np.float32]


def render(
    views: Sequence[View],
    size: tuple[int, int],
    background: RGBA = (0.0, 0.0, 0.0, 0.0),
    out: NDArray[np.uint8] | None = None,
    threads: int | None = None,
    canvas: Any = None,
) -> Frame:
    """Draws views into a frame of ``size`` (width, height) pixels over ``background``."""
    raise NotImplementedError


def warm_up() -> None:
    """Compiles every kernel and leaves it in the cache on disk."""
    raise NotImplementedError
