"""Ranges that can be drawn: one whose ends are as good as the same is opened around them."""

from __future__ import annotations

# Ends that differ by less than this part of the larger one are the same to the eye, and to the numbers of an axis.
SAME = 1e-14
# Half of a range that is opened: as much as this, or as this part of where it lies.
HALF, PART = 0.5, 1e-6
# What lies further out than this is not drawn.
MOST = 1e300


def drawable_range(low: float, high: float) -> tuple[float, float]:
    """The ends of a range of numbers, or where there is nothing between them a range with the numbers in its middle.

    No end is so far out that the distance between them is more than a number can be.
    """
    low, high = min(max(low, -MOST), MOST), min(max(high, -MOST), MOST)
    greatest = max(abs(low), abs(high))
    if high - low > SAME * greatest:
        return low, high
    half = max(HALF, PART * greatest)
    return low - half, high + half
