"""contours: the contour map, bands of colour between level curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradanim.actors.floor import ramp_colour
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.tint import by_slope, ramp_of, shares
from gradanim.calculus import nice_levels
from gradanim.raster import HeatMap

CURVE = Stroke(width=2.5, occlusion="depth", bias=0.5)


def draw(scope: Scope, presence: Presence) -> None:
    """In the 3D view the map lies on the floor."""
    levels = _levels(scope, presence.options)
    if presence.options is None or presence.options.filled:
        _fill(scope, presence)
    theme, space = scope.stage.theme, scope.stage.space
    count = max(1, len(levels))
    for index, level in enumerate(levels):
        entered = np.clip(presence.shown * 2.0 - index / count, 0.0, 1.0)
        share = (level - space.low) / (space.high - space.low)
        colour = mix(ramp_colour(theme.ramp, share), theme.colours["text"], 0.25)
        if by_slope(presence.options):
            # Colours tell slopes: a line that had the colour of its height would tell a wrong one.
            colour = theme.colours["contour"]
        for curve in scope.stage.curves(level, scope.params):
            line(scope, scope.floor(curve), (*colour, 0.9 * float(entered)), CURVE)


def _levels(scope: Scope, options: Any) -> tuple[float, ...]:
    wanted = options.levels if options is not None else None
    if wanted is None:
        return scope.stage.levels
    if isinstance(wanted, int):
        field = scope.stage.context.field_of(scope.state)
        return tuple(float(c) for c in nice_levels(field, scope.stage.context.domain, wanted))
    return tuple(wanted)


def _fill(scope: Scope, presence: Presence) -> None:
    stage, options = scope.stage, presence.options
    samples = stage.samples(scope.params)
    ends = scope.floor([(samples.axes[0][0], samples.axes[1][0]), (samples.axes[0][-1], samples.axes[1][-1])])
    ground = stage.theme.colours["background"]
    scope.items.append(
        HeatMap(
            x=(float(ends[0][0]), float(ends[1][0])),
            y=(float(ends[0][1]), float(ends[1][1])),
            values=shares(scope, options, samples.values, samples.gradients),
            colormap=np.array([mix(colour, ground, 0.55) for colour in ramp_of(scope, options)]),
            opacity=presence.shown,
            z=0.0,
            inside=samples.inside,
        )
    )
