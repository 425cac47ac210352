"""What is seen where: items, a camera and a viewport; and the frame that comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.items import Item


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
