"""What is seen where: items, a camera and a viewport; and the frame that comes of it."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.raster.camera import Camera, Viewport
from gradanim.raster.items import Item


class View(Struct, frozen=True, eq=False):
    """Items seen by a camera in a viewport; later views are drawn over earlier ones.

    Attributes:
        viewport: the pixels of the frame to which the view is clipped.
        camera: from where the items are seen.
        items: what is drawn.
        painted: whether later items cover earlier ones wherever they meet, as paint does: right for whatever lies in
            one plane, and much quicker than to find out by depth. What hides is then a matter of order alone.
        soft: pixels over which the view fades away towards the borders of its viewport; 0 ends it there at once.
    """

    viewport: Viewport
    camera: Camera
    items: tuple[Item, ...]
    painted: bool = False
    soft: float = 0.0


class Frame(Struct, frozen=True, eq=False, weakref=True):
    """A drawn picture.

    Attributes:
        rgba: (height, width, 4) uint8, premultiplied, sRGB.
        depth: (height, width) float32, world units along the forward axis of the camera to the nearest thing
            that is at least half opaque; +inf where there is none. Painted views leave it as it is. Its shape is
            (0, 0) where no depths were asked for.
    """

    rgba: NDArray[np.uint8]
    depth: NDArray[np.float32]
