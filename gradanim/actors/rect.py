"""A rectangle of the layout."""

from __future__ import annotations

from msgspec import Struct


class Rect(Struct, frozen=True):
    """A rectangle in design pixels; y goes down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    def inset(self, by: float) -> Rect:
        """The rectangle made smaller by a margin on every side."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)
