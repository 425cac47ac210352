"""u lies on the arrows along which it points: it is seen whole, and parted from them by a border."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.plan.profile import FORMATS, PROFILES
from gradanim.raster import render

HEAD = """title: T
field: {f: "1.6*exp(-((x-1.2)^2 + (y-0.9)^2)/2.4)", x: [-2.6, 2.6], y: [-2.5, 2.2]}
camera: {azimuth: -76, elevation: 30}
"""
BEATS = """- show: axes
- place: [0.5, -0.85]
- show: {rosette: {count: 24}}
- show: {gradient: {scale: 3}}
- dial: {to: gradient}"""


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("kind", ["surface", "plane"])
def test_u_is_seen_whole_on_the_gradient_and_parted_from_it(
    make_scene: MakeScene, kind: str, shape: str
) -> None:
    _, timeline, stage = staged(make_scene(BEATS, f"{HEAD}stage: {kind}\n"), shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    picture = painter.picture(timeline.motions[-1](1.0))
    size = FORMATS[shape].pixels(PROFILES["preview"])
    pixels = render(picture.views, size, stage.theme.colour("background")).rgba[..., :3] / 255
    tail, tip = (np.array(picture.marks["direction"][end]) for end in ("tail_px", "tip_px"))
    across = np.array([tail[1] - tip[1], tip[0] - tail[0]]) / np.hypot(*(tip - tail))
    colours = {role: np.array(stage.theme.colours[role]) for role in ("direction", "gradient", "background")}

    def along(aside: float) -> NDArray[np.float64]:
        """Colours beside the middle of the shaft, so many pixels from it."""
        places = tail + np.linspace(0.4, 0.7, 60)[:, None] * (tip - tail) + aside * across
        return pixels[places[:, 1].astype(int), places[:, 0].astype(int)]

    assert np.abs(along(0.0) - colours["direction"]).max() < 0.02
    # From u outwards there is something as dark as neither u nor ∇f is, and beyond it ∇f.
    shades = np.array([along(aside).mean(axis=0) for aside in np.arange(0.0, 4.0, 0.25)])
    darkest = int(shades.sum(axis=1)[:12].argmin())
    assert shades[darkest].sum() < 0.8 * min(colours[role].sum() for role in ("direction", "gradient"))
    assert shades[darkest:].sum(axis=1).max() > 1.1 * shades[darkest].sum()
