"""floor: the input plane under the landscape, with its grid and its level curves."""

from __future__ import annotations

from gradanim.actors.changing import switched
from gradanim.actors.fading import fade
from gradanim.actors.floor_lines import lines
from gradanim.actors.pens import Stroke, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.tint import by_slope, ramp_colour
from gradanim.raster import Polygon

GRID = Stroke(width=1.5, occlusion="depth")
CURVE = Stroke(width=2.5, occlusion="depth")


def draw(scope: Scope, presence: Presence) -> None:
    """A plate, a grid at round numbers, and the contour lines in the colours of their heights."""
    shown = presence.shown
    grid, contours = (shown * switched(presence, name) for name in ("grid", "contours"))
    (x0, x1), (y0, y1) = scope.stage.context.domain
    corners = scope.floor([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    scope.items.append(Polygon(points=corners - [0, 0, 1e-4], color=scope.colour("panel", shown)))
    if grid > 0.0:
        _grid(scope, grid)
    if contours > 0.0:
        _contours(scope, contours, by_slope(presence))


def _grid(scope: Scope, shown: float) -> None:
    domain, colour = scope.stage.context.domain, scope.colour("grid", shown)
    (x0, x1), (y0, y1) = domain
    for x in (*lines(domain, 0), x0, x1):
        line(scope, scope.floor([(x, y0), (x, y1)]), colour, GRID)
    for y in (*lines(domain, 1), y0, y1):
        line(scope, scope.floor([(x0, y), (x1, y)]), colour, GRID)


def _contours(scope: Scope, shown: float, plain: float) -> None:
    theme, space = scope.stage.theme, scope.stage.space
    for level in scope.stage.levels:
        share = (level - space.low) / (space.high - space.low)
        height = mix(ramp_colour(theme.ramp, share), theme.colours["text"], 0.12)
        colour = fade(height, theme.colours["contour"], plain)
        for curve in scope.stage.curves(level, scope.params):
            line(scope, scope.floor(curve), (*colour, 0.85 * shown), CURVE)
