"""How things look: light on surfaces, and lines that are drawn in their shading."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


RGBA: TypeAlias = tuple[float, float, float, float]


Point: TypeAlias = tuple[float, float, float] | FloatArray


Occlusion: TypeAlias = Literal["depth", "ghost", "top"]


class Lighting(Struct, frozen=True, eq=False):
    """How a surface answers to light; the lights turn with the camera so that shape stays readable.

    Attributes:
        ambient: light that comes from everywhere, 0..1.
        key: strength of the main light, which gives the shape.
        fill: strength of the weak light from the other side, which opens the shadows.
        sky: how much less of the ambient light comes from below, 0..1.
        below: what the underside of a height field is dimmed to, 0..1.
        rim: brightening where the surface turns away from the eye.
        specular: strength of the soft highlight.
        key_azimuth: degrees from the direction of the eye to the key light, positive to the left of the eye.
        key_elevation: degrees of the key light over the horizon of the world.
    """

    ambient: float = 0.30
    key: float = 0.78
    fill: float = 0.18
    sky: float = 0.3
    below: float = 0.72
    rim: float = 0.10
    specular: float = 0.10
    key_azimuth: float = 55.0
    key_elevation: float = 42.0


# Colours as they are, without any shading.
UNLIT = Lighting(ambient=1.0, key=0.0, fill=0.0, sky=0.0, below=1.0, rim=0.0, specular=0.0)


class MeshLines(Struct, frozen=True, eq=False):
    """Fine lines of constant x and of constant y, drawn in the shading of a surface.

    Attributes:
        spacing: world distance between lines of constant x, and of constant y.
        origin: world x and y through which a line of each family goes.
        width: pixels.
        color: RGBA.
    """

    spacing: tuple[float, float]
    origin: tuple[float, float] = (0.0, 0.0)
    width: float = 1.0
    color: RGBA = (1.0, 1.0, 1.0, 0.22)


class IsoLines(Struct, frozen=True, eq=False):
    """Lines of constant height or of constant colour value, drawn in the shading.

    Attributes:
        levels: (m,) levels, world z for ``of="height"`` and 0..1 for ``of="color"``; in any order.
        of: the quantity that is constant along a line. Heat maps have only their value: it is ignored there.
        width: pixels.
        color: RGBA.
    """

    levels: FloatArray | tuple[float, ...]
    of: Literal["height", "color"] = "height"
    width: float = 1.5
    color: RGBA = (1.0, 1.0, 1.0, 0.6)
