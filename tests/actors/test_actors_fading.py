"""Colours fade evenly to the eye, and keep more of their colour than a mean of red, green and blue."""

from __future__ import annotations

import numpy as np
import pytest

from gradanim.actors.fading import CROSSING, fade, from_oklab, oklab, turning
from gradanim.actors.theme import THEMES, mix

PAIRS = [
    (a, b)
    for theme in THEMES.values()
    for a, b in [
        (theme.colours["gradient"], theme.colours["negative_gradient"]),
        *zip(theme.ramp[1:], theme.slope_ramp[1:], strict=True),
    ]
]


def test_the_known_places_of_some_colours():
    # Source: the table of the page on Oklab by its author.
    assert oklab((1.0, 1.0, 1.0)) == pytest.approx([1.0, 0.0, 0.0], abs=1e-3)
    assert oklab((1.0, 0.0, 0.0)) == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)
    assert oklab((0.0, 0.0, 1.0)) == pytest.approx([0.452, -0.032, -0.312], abs=1e-3)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_fade_begins_and_ends_with_its_colours_and_is_even_in_between(pair):
    assert fade(*pair, 0.0) == pair[0] and fade(*pair, 1.0) == pair[1]
    lightness = [oklab(fade(*pair, share))[0] for share in np.linspace(0.0, 1.0, 41)]
    assert np.abs(np.diff(lightness, 2)).max() < 0.01
    ends = sorted((lightness[0], lightness[-1]))
    assert ends[0] - 0.01 <= min(lightness) and max(lightness) <= ends[1] + 0.01
    steps = [np.abs(np.subtract(fade(*pair, k / 100 + 0.01), fade(*pair, k / 100))).max() for k in range(100)]
    assert max(steps) < 0.04


def test_there_and_back():
    for colour in (colour for pair in PAIRS for colour in pair):
        assert from_oklab(oklab(colour)) == pytest.approx(colour, abs=1e-6)


def test_the_middle_has_more_colour_than_a_mean():
    def vivid(colour):
        return float(np.hypot(*oklab(colour)[1:]))

    dark = THEMES["dark"]
    more = [
        (vivid(fade(a, b, 0.5)), vivid(mix(a, b, 0.5)))
        for a, b in zip(dark.ramp[1:], dark.slope_ramp[1:], strict=True)
    ]
    assert sum(new for new, _ in more) > 1.15 * sum(old for _, old in more)


@pytest.mark.parametrize("name", THEMES)
def test_an_arrow_that_turns_into_its_negative_is_never_grey_and_changes_its_colour_half_way(name):
    ends = tuple(THEMES[name].colours[role] for role in ("gradient", "negative_gradient"))
    turns = np.linspace(0.0, 1.0, 201)
    colours = [turning(*ends, turned) for turned in turns]
    least = min(np.hypot(*oklab(colour)[1:]) for colour in ends)
    vivid = min(np.hypot(*oklab(colour)[1:]) for colour in colours)
    faded = min(np.hypot(*oklab(fade(*ends, turned))[1:]) for turned in turns)
    assert vivid > 0.6 * least and vivid > 1.5 * faded
    early = (1.0 - CROSSING) / 2
    assert turning(*ends, early) == ends[0] and turning(*ends, 1.0 - early) == ends[1]
    assert np.abs(np.diff(colours, axis=0)).max() < 0.06
    lightness = [oklab(colour)[0] for colour in colours]
    assert min(lightness) > min(lightness[0], lightness[-1]) - 0.03
