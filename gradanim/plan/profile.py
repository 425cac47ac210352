"""Profiles say how finely a film is made, formats which shape its frame has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

# Every layout is made on a canvas whose shorter side has this many design pixels.
CANVAS_SHORT_SIDE = 1080


@dataclass(frozen=True)
class Profile:
    """A quality: pixels on the shorter side of the frame and frames per second."""

    name: str
    short_side: int
    fps: Fraction


@dataclass(frozen=True)
class Format:
    """A frame shape, as the size of its design canvas in design pixels."""

    name: str
    width: int
    height: int

    def pixels(self, profile: Profile) -> tuple[int, int]:
        """Width and height in pixels, both even as the encoder wants them."""
        scale = profile.short_side / CANVAS_SHORT_SIDE
        return _even(self.width * scale), _even(self.height * scale)


def _even(length: float) -> int:
    return 2 * round(length / 2)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "draft": Profile("draft", 480, Fraction(15)),
        "preview": Profile("preview", 720, Fraction(30)),
        "final": Profile("final", 1080, Fraction(60)),
        "4k": Profile("4k", 2160, Fraction(60)),
    }
)

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "16:9": Format("16:9", 1920, 1080),
        "1:1": Format("1:1", 1080, 1080),
        "9:16": Format("9:16", 1080, 1920),
        "4:3": Format("4:3", 1440, 1080),
    }
)
