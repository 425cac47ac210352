"""Kernels that say how much of a pixel is covered: exact for a straight edge, so that lines have no beads."""

from __future__ import annotations

import math

from gradanim.raster.compiled import inner


@inner
def half_plane_coverage(inside: float, x: float, y: float) -> float:
    """How much of a pixel a half-plane covers.

    Args:
        inside: pixels by which the middle of the pixel lies inside the edge, negative outside.
        x: right part of the unit vector across the edge, of either sign.
        y: downward part.

    Returns:
        0..1: the area of the unit square on one side of a line.
    """
    x, y = abs(x), abs(y)
    wide, narrow = max(x, y), min(x, y)
    reach = 0.5 * (wide + narrow)
    away = abs(inside)
    if away >= reach:
        rest = 0.0
    elif away <= 0.5 * (wide - narrow):
        rest = 0.5 - away / wide
    else:
        rest = (reach - away) * (reach - away) / (2.0 * wide * narrow)
    return 1.0 - rest if inside > 0.0 else rest


@inner
def band_coverage(away: float, half: float, x: float, y: float) -> float:
    """How much of a pixel a band covers.

    Args:
        away: pixels from the middle of the pixel to the middle of the band, not negative.
        half: half the width of the band in pixels.
        x: right part of the unit vector across the band.
        y: downward part.

    Returns:
        0..1.
    """
    near = half_plane_coverage(half - away, x, y)
    # The other edge of a band that is wider than a pixel never crosses a pixel that this one does.
    return near if away + half >= 0.7072 else near - half_plane_coverage(-half - away, x, y)


@inner
def dash_coverage(place: float, on: float, off: float) -> float:
    """How much of the pixel at ``place`` along a line is on a dash."""
    period = on + off
    if off <= 0.0 or on <= 0.0:
        return 1.0
    return _dashes_before(place + 0.5, on, period) - _dashes_before(place - 0.5, on, period)


@inner
def _dashes_before(place: float, on: float, period: float) -> float:
    """Pixels of dashes from the start of a line to a place."""
    turns = math.floor(place / period)
    return turns * on + min(place - turns * period, on)
