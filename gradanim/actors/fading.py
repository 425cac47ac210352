"""Colours that fade into others: evenly to the eye, and with more colour on the way than a mixture of both has.

Between two hues a mean of red, green and blue is dark and grey. In Oklab equal steps are seen as equal and hues do not
turn; what is lost of the colour where both sides of grey meet is given back in part. An arrow that becomes its negative
goes around grey, through the green of level curves: half way it lies along one.
Source: B. Ottosson, "A perceptual color space for image processing", 2020.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.easing import smooth
from gradanim.actors.theme import RGB

Array = NDArray[np.float64]
# In the middle a colour is so much more vivid than the mean of both.
VIVID = 0.5
# An arrow changes its colour while it turns through this share of its way, in the middle, where it points neither
# uphill nor downhill.
CROSSING = 0.6
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_CONES, _FROM_LAB = np.linalg.inv(_TO_CONES), np.linalg.inv(_TO_LAB)


@lru_cache(maxsize=4096)
def fade(a: RGB, b: RGB, share: float) -> RGB:
    """The colour on the way from one to another of another hue; ``share`` 0 is the first, 1 the second, exactly."""
    if share <= 0.0 or share >= 1.0:
        return a if share <= 0.0 else b
    made = (1.0 - share) * oklab(a) + share * oklab(b)
    made[1:] *= 1.0 + VIVID * 4.0 * share * (1.0 - share)
    return from_oklab(made)


@lru_cache(maxsize=4096)
def turning(a: RGB, b: RGB, turned: float) -> RGB:
    """The colour of an arrow that turns from one that is ``a`` to its negative that is ``b``, by way of green.

    Args:
        a: the colour at 0, which it keeps while the arrow is near to it.
        b: the colour at 1, likewise.
        turned: how far the arrow has turned.
    """
    share = smooth((turned - 0.5) / CROSSING + 0.5)
    if share <= 0.0 or share >= 1.0:
        return a if share <= 0.0 else b
    ends = [(lab[0], math.hypot(lab[1], lab[2]), math.atan2(lab[2], lab[1])) for lab in (oklab(a), oklab(b))]
    light, vivid = (one + share * (other - one) for one, other in zip(ends[0][:2], ends[1][:2], strict=True))
    hue = ends[0][2] + share * ((ends[1][2] - ends[0][2]) % math.tau)
    return from_oklab(np.array([light, vivid * math.cos(hue), vivid * math.sin(hue)]))


@lru_cache(maxsize=1024)
def oklab(colour: RGB) -> Array:
    """Lightness from 0 to 1, and how red or green, and how yellow or blue, ``(3,)``."""
    code = np.array(colour)
    light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    lab: Array = _TO_LAB @ np.cbrt(_TO_CONES @ light)
    lab.setflags(write=False)
    return lab


def from_oklab(lab: Array) -> RGB:
    """The nearest colour of a screen, sRGB from 0 to 1."""
    light = np.clip(_FROM_CONES @ (_FROM_LAB @ lab) ** 3, 0.0, 1.0)
    code = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
    red, green, blue = np.clip(code, 0.0, 1.0).tolist()
    return red, green, blue
