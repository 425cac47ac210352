"""Rows of the style tables: what kernels know of every item, and how it is lit."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from gradanim.raster.camera import Camera
from gradanim.raster.layout import (
    AMBIENT,
    BELOW,
    F4,
    FILL_X,
    I4,
    INT_STYLES,
    KEY_X,
    KIND,
    ORDER,
    SKY,
    SPECULAR,
    STYLES,
)
from gradanim.raster.looks import Lighting

# The fill light comes from the other side of the eye, low over the horizon.
_FILL_AZIMUTH = -70.0
_FILL_ELEVATION = 15.0
_DEFAULT_LIGHT = Lighting()


class Styles:
    """Rows of the style tables, and the tables of colours, levels and grids that they refer to."""

    def __init__(self) -> None:
        self._floats: list[F4] = []
        self._ints: list[I4] = []
        self._tables: list[F4] = []
        self._table_size = 0

    def __len__(self) -> int:
        return len(self._floats)

    def add_item(self, kind: int, order: int) -> tuple[int, F4, I4]:
        """A new row: its number, its floats and its integers, to be filled in."""
        floats, ints = np.zeros(STYLES, np.float32), np.zeros(INT_STYLES, np.int32)
        ints[KIND], ints[ORDER] = kind, order
        self._floats.append(floats)
        self._ints.append(ints)
        return len(self._floats) - 1, floats, ints

    def add_table(self, values: ArrayLike) -> int:
        """Where a table of numbers starts among all tables."""
        table = np.asarray(values, dtype=np.float32).ravel()
        start = self._table_size
        self._tables.append(table)
        self._table_size += table.size
        return start

    def floats(self) -> F4:
        """(rows, STYLES)."""
        return np.array(self._floats, dtype=np.float32).reshape(-1, STYLES)

    def ints(self) -> I4:
        """(rows, INT_STYLES)."""
        return np.array(self._ints, dtype=np.int32).reshape(-1, INT_STYLES)

    def tables(self) -> F4:
        """All tables, one after the other."""
        return np.concatenate(self._tables) if self._tables else np.zeros(1, np.float32)


def set_light(style: F4, camera: Camera, lighting: Lighting, below: float) -> None:
    """Fills in how an item is lit; ``below`` is what its underside is dimmed to."""
    strengths = (lighting.ambient, lighting.key, lighting.fill, lighting.rim, lighting.specular)
    style[AMBIENT : SPECULAR + 1] = strengths
    set_key_light(style, camera, lighting)
    style[FILL_X : FILL_X + 3] = _direction(camera.azimuth - _FILL_AZIMUTH, _FILL_ELEVATION)
    style[BELOW], style[SKY] = below, lighting.sky


def set_key_light(style: F4, camera: Camera, lighting: Lighting = _DEFAULT_LIGHT) -> None:
    """Fills in where the key light comes from."""
    azimuth = camera.azimuth - lighting.key_azimuth
    style[KEY_X : KEY_X + 3] = _direction(azimuth, lighting.key_elevation)


def _direction(azimuth: float, elevation: float) -> tuple[float, float, float]:
    """The unit vector towards a place in the sky."""
    a, e = math.radians(azimuth), math.radians(elevation)
    return math.cos(a) * math.cos(e), math.sin(a) * math.cos(e), math.sin(e)
