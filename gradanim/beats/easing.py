"""Easing: how far a motion is after a share of its time, slow at both ends."""

from __future__ import annotations

from gradanim.actors.easing import clamp, cruise, part, smooth

__all__ = ["between", "clamp", "cruise", "part", "smooth"]


def between(a: float, b: float, share: float) -> float:
    """The number at a share of the way from ``a`` to ``b``; exactly ``b`` at 1."""
    return b if share >= 1.0 else a + (b - a) * share
