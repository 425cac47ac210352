"""floor: the input plane under the landscape, with its grid and its level curves."""

from __future__ import annotations

import numpy as np

from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.ticks import round_step, ticks
from gradanim.actors.tint import by_slope
from gradanim.raster import Polygon

GRID = Stroke(width=1.5, occlusion="depth")
CURVE = Stroke(width=2.5, occlusion="depth")
PARTS = 6


def draw(scope: Scope, presence: Presence) -> None:
    """A plate, a grid at round numbers, and the contour lines in the colours of their heights."""
    options = presence.options
    shown = presence.shown
    (x0, x1), (y0, y1) = scope.stage.context.domain
    corners = scope.floor([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    scope.items.append(Polygon(points=corners - [0, 0, 1e-4], color=scope.colour("panel", shown)))
    if options is None or options.grid:
        _grid(scope, shown)
    if options is None or options.contours:
        _contours(scope, shown, by_slope(options))


def _grid(scope: Scope, shown: float) -> None:
    (x0, x1), (y0, y1) = scope.stage.context.domain
    step = round_step(max(x1 - x0, y1 - y0), PARTS)
    colour = scope.colour("grid", shown)
    for x in (*ticks(x0, x1, round((x1 - x0) / step)), x0, x1):
        line(scope, scope.floor([(x, y0), (x, y1)]), colour, GRID)
    for y in (*ticks(y0, y1, round((y1 - y0) / step)), y0, y1):
        line(scope, scope.floor([(x0, y), (x1, y)]), colour, GRID)


def _contours(scope: Scope, shown: float, plain: bool) -> None:
    theme, space = scope.stage.theme, scope.stage.space
    for level in scope.stage.levels:
        share = (level - space.low) / (space.high - space.low)
        height = mix(ramp_colour(theme.ramp, share), theme.colours["text"], 0.12)
        colour = theme.colours["contour"] if plain else height
        for curve in scope.stage.curves(level, scope.params):
            line(scope, scope.floor(curve), (*colour, 0.85 * shown), CURVE)


def ramp_colour(ramp: tuple[tuple[float, float, float], ...], share: float) -> tuple[float, float, float]:
    """The colour at a share of the ramp."""
    position = float(np.clip(share, 0.0, 1.0)) * (len(ramp) - 1)
    index = min(int(position), len(ramp) - 2)
    return mix(ramp[index], ramp[index + 1], position - index)
