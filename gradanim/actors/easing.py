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


def cruise(u: float, ramp: float = 0.15, brake: float | None = None) -> float:
    """Even speed with a smooth start and stop that last shares ``ramp`` and ``brake`` (as long if None)."""
    u, brake = clamp(u), ramp if brake is None else brake
    top = 1.0 / (1.0 - 0.5 * (ramp + brake))
    if u < ramp:
        return top * ramp * _ramp(u / ramp)
    if u > 1.0 - brake:
        return 1.0 - top * brake * _ramp((1.0 - u) / brake)
    return top * (u - ramp / 2)


def set_out(u: float, ramp: float) -> float:
    """Even speed after a smooth start that lasts a share ``ramp`` of the time, up to the end."""
    u = clamp(u)
    top = 1.0 / (1.0 - ramp / 2)
    return top * ramp * _ramp(u / ramp) if u < ramp else 1.0 - top * (1.0 - u)


def _ramp(v: float) -> float:
    """Distance covered while speed rises from 0 to 1 along a cubic smoothstep; 1/2 at the end."""
    return v * v * v * (1.0 - v / 2)
