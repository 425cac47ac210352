"""Easing: how far a motion is after a share of its time, slow at both ends."""

from __future__ import annotations

from gradanim.actors.easing import clamp, part, smooth

__all__ = ["between", "clamp", "cruise", "part", "smooth"]


def cruise(u: float, ramp: float = 0.15) -> float:
    """Even speed with a smooth start and stop, each lasting a share ``ramp`` of the time."""
    u = clamp(u)
    top = 1.0 / (1.0 - ramp)
    if u < ramp:
        return top * ramp * _ramp(u / ramp)
    if u > 1.0 - ramp:
        return 1.0 - top * ramp * _ramp((1.0 - u) / ramp)
    return top * (u - ramp / 2)


def _ramp(v: float) -> float:
    """Distance covered while speed rises from 0 to 1 along a cubic smoothstep; 1/2 at the end."""
    return v * v * v * (1.0 - v / 2)


def between(a: float, b: float, share: float) -> float:
    """The number at a share of the way from ``a`` to ``b``; exactly ``b`` at 1."""
    return b if share >= 1.0 else a + (b - a) * share
