"""The colours of the themes: told apart by every eye, and readable on their ground."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from gradanim.actors.surface import LIGHT
from gradanim.actors.theme import THEMES
from gradanim.spec.verbs.race import MOST_RUNNERS

ARROWS = ("gradient", "negative_gradient", "level_curve", "direction", "partial_0", "partial_1", "point")
RUNNERS = tuple(f"race_{k}" for k in range(MOST_RUNNERS))

# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# severity 1: what linear red, green and blue look like without one kind of cones.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}


def linear(colour: tuple[float, float, float]) -> np.ndarray:
    c = np.array(colour)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear sRGB for daylight."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(np.clip(to_xyz @ light / [0.9505, 1.0, 1.089], 1e-9, None))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("roles", [ARROWS, RUNNERS])
def test_the_colours_stay_apart_for_every_eye(theme: str, sight: str, roles: tuple[str, ...]) -> None:
    """Colours 2.3 apart can just be told apart side by side; thin lines far from each other need much more."""
    colours = [THEMES[theme].colours[role] for role in roles]
    seen = [lab(np.clip(np.array(SIGHT[sight]) @ linear(colour), 0, 1)) for colour in colours]
    apart = {
        (a, b): float(np.linalg.norm(p - q))
        for (a, p), (b, q) in combinations(zip(roles, seen, strict=True), 2)
    }
    assert min(apart.values()) > 18, min(apart, key=lambda pair: apart[pair])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", [*ARROWS, *RUNNERS, "text", "muted"])
def test_every_colour_that_is_written_in_stands_out_from_the_ground(theme: str, role: str) -> None:
    weights = [0.2126, 0.7152, 0.0722]
    both = (float(linear(THEMES[theme].colours[name]) @ weights) for name in (role, "background"))
    low, high = sorted(both)
    assert (high + 0.05) / (low + 0.05) > 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_no_highlight_looks_like_a_height_of_its_own(theme: str) -> None:
    """The renderer adds light in squares of sRGB: the darkest colour becomes no lighter than the next one."""
    ramp = THEMES[theme].ramp
    lightness = [lab(linear(colour))[0] for colour in ramp]
    dark = np.array(ramp[int(np.argmin(lightness))])
    lit = tuple(np.sqrt(dark**2 + LIGHT.specular))
    assert lab(linear(lit))[0] <= sorted(lightness)[1] + 1.0
