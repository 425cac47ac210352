"""Directions in words: on a map whose x-axis points east and whose y-axis points north."""

from __future__ import annotations

import math

WINDS = (
    "east",
    "east-north-east",
    "north-east",
    "north-north-east",
    "north",
    "north-north-west",
    "north-west",
    "west-north-west",
    "west",
    "west-south-west",
    "south-west",
    "south-south-west",
    "south",
    "south-south-east",
    "south-east",
    "east-south-east",
)


def wind(degrees: float) -> str:
    """The wind of sixteen that is nearest to an angle from the x-axis, counter-clockwise."""
    return WINDS[round(degrees / 22.5) % 16]


def whole(degrees: float) -> str:
    """An angle as a whole number of degrees from −179° to 180°."""
    turned = -((-round(degrees) + 180) % 360 - 180)
    return f"{turned}°".replace("-", "−")


def heading(vector: tuple[float, ...], names: tuple[str, ...]) -> str:
    """Where a vector that is not zero points: one, two or three components, as ``names`` calls the axes."""
    if len(vector) == 1:
        return f"towards {'larger' if vector[0] > 0 else 'smaller'} {names[0]}"
    flat = math.hypot(vector[0], vector[1])
    angle = math.degrees(math.atan2(vector[1], vector[0]))
    level = f"{wind(angle)}, {whole(angle)} from the {names[0]}-axis"
    if len(vector) == 2:
        return level
    slope = math.degrees(math.atan2(vector[2], flat))
    if abs(slope) > 89.5:
        return "straight up" if slope > 0 else "straight down"
    if round(abs(slope)) == 0:
        return f"{level}, level"
    return f"{level}, and {whole(abs(slope))} {'upward' if slope > 0 else 'downward'}"
