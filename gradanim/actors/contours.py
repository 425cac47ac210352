"""contours: the contour map, bands of colour between level curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradanim.actors.changing import switched
from gradanim.actors.easing import smooth
from gradanim.actors.fading import fade
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.tint import by_slope, ramp_colour, ramp_of, shares
from gradanim.calculus import nice_levels
from gradanim.raster import HeatMap

CURVE = Stroke(width=2.5, occlusion="depth", bias=0.5)


def draw(scope: Scope, presence: Presence) -> None:
    """In the 3D view the map lies on the floor."""
    filled = switched(presence, "filled")
    if filled > 0.0:
        _fill(scope, presence, presence.shown * filled)
    theme, space = scope.stage.theme, scope.stage.space
    plain = by_slope(presence)
    for level, entered in _entered(scope, presence):
        share = (level - space.low) / (space.high - space.low)
        colour = mix(ramp_colour(theme.ramp, share), theme.colours["text"], 0.25)
        # Where colours tell slopes, a line that had the colour of its height would tell a wrong one.
        colour = fade(colour, theme.colours["contour"], plain)
        for curve in scope.stage.curves(level, scope.params):
            line(scope, scope.floor(curve), (*colour, 0.9 * entered), CURVE)


def _entered(scope: Scope, presence: Presence) -> list[tuple[float, float]]:
    """The levels and how far each has entered: one after another, and together where they replace others."""
    levels = _levels(scope, presence.options)
    count = max(1, len(levels))
    entered = [float(np.clip(presence.shown * 2.0 - index / count, 0.0, 1.0)) for index in range(len(levels))]
    if presence.changed >= 1.0:
        return list(zip(levels, entered, strict=True))
    before, share = _levels(scope, presence.before), smooth(presence.changed)
    come = [1.0 if level in before else share for level in levels]
    left = [(level, presence.shown * (1.0 - share)) for level in before if level not in levels]
    return [*left, *((level, there * new) for level, there, new in zip(levels, entered, come, strict=True))]


def _levels(scope: Scope, options: Any) -> tuple[float, ...]:
    wanted = options.levels if options is not None else None
    if wanted is None:
        return scope.stage.levels
    if isinstance(wanted, int):
        field = scope.stage.context.field_of(scope.state)
        return tuple(float(c) for c in nice_levels(field, scope.stage.context.domain, wanted))
    return tuple(wanted)


def _fill(scope: Scope, presence: Presence, opacity: float) -> None:
    stage = scope.stage
    samples = stage.samples(scope.params)
    ends = scope.floor([(samples.axes[0][0], samples.axes[1][0]), (samples.axes[0][-1], samples.axes[1][-1])])
    ground = stage.theme.colours["background"]
    scope.items.append(
        HeatMap(
            x=(float(ends[0][0]), float(ends[1][0])),
            y=(float(ends[0][1]), float(ends[1][1])),
            values=shares(scope, presence, samples.values, samples.gradients),
            colormap=np.array([mix(colour, ground, 0.55) for colour in ramp_of(scope, presence)]),
            opacity=opacity,
            z=0.0,
            inside=samples.inside,
        )
    )
