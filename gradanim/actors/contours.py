"""contours: the contour map, bands of colour between level curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradanim.actors.floor import ramp_colour
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.calculus import nice_levels
from gradanim.raster import HeatMap

CURVE = Stroke(width=2.5, occlusion="depth", bias=0.5)


def draw(scope: Scope, presence: Presence) -> None:
    """In the 3D view the map lies on the floor."""
    levels = _levels(scope, presence.options)
    if presence.options is None or presence.options.filled:
        _fill(scope, presence.shown)
    theme, space = scope.stage.theme, scope.stage.space
    count = max(1, len(levels))
    for index, level in enumerate(levels):
        entered = np.clip(presence.shown * 2.0 - index / count, 0.0, 1.0)
        share = (level - space.low) / (space.high - space.low)
        colour = mix(ramp_colour(theme.ramp, share), theme.colours["text"], 0.25)
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


def _fill(scope: Scope, shown: float) -> None:
    stage, space = scope.stage, scope.stage.space
    samples = stage.samples(scope.params)
    ends = scope.floor([(samples.axes[0][0], samples.axes[1][0]), (samples.axes[0][-1], samples.axes[1][-1])])
    shade = np.array([mix(colour, stage.theme.colours["background"], 0.55) for colour in stage.theme.ramp])
    share = np.clip((samples.values - space.low) / (space.high - space.low), 0.0, 1.0)
    scope.items.append(
        HeatMap(
            x=(float(ends[0][0]), float(ends[1][0])),
            y=(float(ends[0][1]), float(ends[1][1])),
            values=share,
            colormap=shade,
            opacity=shown,
            z=0.0,
            inside=samples.inside,
        )
    )
