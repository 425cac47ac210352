"""How far a motion is after a share of its time."""

from __future__ import annotations


def clamp(u: float) -> float:
    """``u`` kept between 0 and 1."""
    return 0.0 if u < 0.0 else 1.0 if u > 1.0 else u


def smooth(u: float) -> float:
    """Slow in and slow out, with speed and acceleration 0 at both ends (quintic smoothstep)."""
    u = clamp(u)
    return u * u * u * (u * (6.0 * u - 15.0) + 10.0)


def part(u: float, start: float, end: float) -> float:
    """Progress of a part of a motion that lasts from ``start`` to ``end`` of the whole."""
    return clamp((u - start) / (end - start)) if end > start else float(u >= end)
