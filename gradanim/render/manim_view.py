"""The stage: a rectangle of manim's frame through which a camera of its own looks into three dimensions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from manim import ORIGIN, Mobject, config
from numpy.typing import ArrayLike, NDArray

from gradanim.raster import Camera, Viewport
from gradanim.render.manim_blended import Blended

FloatArray = NDArray[np.float64]


class RasterStage(Blended):
    """A window into a 3D scene, itself an ordinary mobject of four corners.

    Three frames of reference meet here. *Coordinates* are what raster mobjects are given, and their points:
    ``(x, y, z)`` with z up. The *world* is coordinates times ``units``. *Manim's frame* is where the stage
    stands: shifting or scaling the stage moves and scales its picture as a whole.

    At zoom 1 the stage is ``view_height`` world units high at the depth of the focus; where that is the height
    of the stage, which it is at first, a world unit there is one unit of manim's frame. A turned stage keeps
    its upright bounding box.

    Attributes:
        azimuth: degrees of the eye, counter-clockwise from the x axis seen from above.
        elevation: degrees of the eye over the horizon.
        zoom: how much larger everything is drawn, without a change of perspective.
        field_of_view: degrees from the lower to the upper edge at zoom 1; 0 is orthographic.
        focus: (3,) coordinates of the place in the middle of the stage.
        units: (3,) world units of one coordinate unit along x, y and z.
        view_height: world units from the lower to the upper edge at the focus, at zoom 1.
        opacity: 0..1, of the picture as a whole.
    """

    numbers: ClassVar[Mapping[str, Any]] = MappingProxyType(
        {
            "azimuth": -60.0,
            "elevation": 25.0,
            "zoom": 1.0,
            "field_of_view": 30.0,
            "focus": (0.0, 0.0, 0.0),
            "units": (1.0, 1.0, 1.0),
            "view_height": 8.0,
            "opacity": 1.0,
        }
    )

    def __init__(self, width: float | None = None, height: float | None = None, **camera: Any) -> None:
        """A stage in the middle of manim's frame.

        Args:
            width: units of manim's frame; None is the whole frame.
            height: units of manim's frame; None is the whole frame.
            camera: any of the attributes.

        Raises:
            TypeError: an attribute that there is not.
        """
        super().__init__()
        x = (config.frame_width if width is None else width) / 2.0
        y = (config.frame_height if height is None else height) / 2.0
        self.points = np.array([[-x, y, 0.0], [x, y, 0.0], [x, -y, 0.0], [-x, -y, 0.0]])
        self.style({"view_height": 2.0 * y, **camera})

    def turn(self, azimuth: float = 0.0, elevation: float = 0.0) -> Self:
        """Turns the camera by degrees about the focus: ``stage.animate.turn(azimuth=30)``."""
        self.azimuth += azimuth
        self.elevation += elevation
        return self

    def look_at(self, point: ArrayLike) -> Self:
        """Brings coordinates ``(3,)`` to the middle of the stage."""
        self.focus = np.array(point, dtype=np.float64)
        return self

    def camera(self) -> Camera:
        """The renderer's camera, in world units.

        Raises:
            ValueError: the zoom or the height of the view is not positive.
        """
        if not (self.zoom > 0 and self.view_height > 0):
            raise ValueError(f"zoom {self.zoom} and view_height {self.view_height} must be positive")
        x, y, z = map(float, self.to_world(self.focus))
        # A zoom narrows the field of view and leaves the eye where it is.
        opening = math.tan(math.radians(self.field_of_view) / 2.0)
        return Camera(
            azimuth=float(self.azimuth),
            elevation=float(self.elevation),
            target=(x, y, z),
            distance=self.view_height / (2.0 * opening) if opening > 0 else self.view_height,
            field_of_view=2.0 * math.degrees(math.atan(opening / self.zoom)),
            height=self.view_height / self.zoom,
        )

    def to_world(self, coordinates: ArrayLike) -> FloatArray:
        """World places ``(..., 3)`` of coordinates ``(..., 3)``."""
        world: FloatArray = np.asarray(coordinates, dtype=np.float64) * self.units
        return world

    def bounds(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top in manim's frame."""
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        return float(low[0]), float(high[0]), float(low[1]), float(high[1])

    def frame_point(self, coordinates: ArrayLike) -> FloatArray:
        """Where coordinates are seen: ``(..., 3)`` to ``(..., 3)`` in manim's frame, z 0; nan behind the eye."""
        left, right, bottom, top = self.bounds()
        window = Viewport(0.0, 0.0, right - left, top - bottom)
        seen, _ = self.camera().project(self.to_world(coordinates), window)
        return np.stack([left + seen[..., 0], top - seen[..., 1], np.zeros(seen.shape[:-1])], axis=-1)

    def pin(
        self, mobject: Mobject, point: ArrayLike | Callable[[], ArrayLike], offset: ArrayLike = ORIGIN
    ) -> Any:
        """Keeps an ordinary mobject, such as a label, at the picture of a place, upright and unscaled.

        Args:
            mobject: what is kept there, by an updater; add it to the scene as any other.
            point: (3,) coordinates, or a function of nothing that gives them.
            offset: (3,) in manim's frame, from the picture of the place to the middle of the mobject.

        Returns:
            The mobject.
        """
        shift = np.array(offset, dtype=np.float64)

        def follow(label: Mobject) -> None:
            label.move_to(self.frame_point(point() if callable(point) else point) + shift)

        return mobject.add_updater(follow, call_updater=True)
