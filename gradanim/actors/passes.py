"""How far the passes through a compute graph have come."""

from __future__ import annotations

from msgspec import Struct


class Passes(Struct, frozen=True):
    """Shares from 0 to 1.

    Attributes:
        forward: of the pass that computes values.
        backward: of the pass that computes derivatives.
        compared: of the count of the evaluations that finite differences need.
    """

    forward: float = 0.0
    backward: float = 0.0
    compared: float = 0.0
