"""level_curve: the curve f = c, in the input plane and on the landscape above it."""

from __future__ import annotations

import math

from gradanim.actors.measure import Measures
from gradanim.actors.pens import Stroke, line, swelled
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.strands import EVERY

# Through a landscape that bears its image it is hardly seen: else it would be taken for a branch of that.
CURVE = Stroke(width=5.0, ghost=0.2)
LIFTED = Stroke(width=4.0, bias=2.0, ghost_dash=(8.0, 8.0))


def draw(scope: Scope, presence: Presence) -> None:
    """Every component of the level set inside the domain, drawn from its beginning as it enters."""
    level = drawn_level(scope.measures)
    if level is None:
        return
    for curve in scope.stage.curves(level, scope.params):
        count = max(2, round(presence.shown * len(curve)))
        points = curve[:count]
        colour = scope.colour("level_curve", min(1.0, 2 * presence.shown))
        below = scope.floor(points)
        line(scope, below, colour, swelled(CURVE, presence))
        scope.strands.append((EVERY, below))
        if scope.solid and scope.state.shown("surface") > 0:
            world = scope.floor(points)
            world[:, 2] = float(scope.stage.space.height(level))
            line(scope, world, colour, swelled(LIFTED, presence))
            scope.strands.append((EVERY, world))
    scope.marks["level_curve"] = {"level": level, "visible": presence.shown > 0}


def drawn_level(measures: Measures) -> float | None:
    """The level that was given, else that of the point; None where there is none.

    Without the rounding errors of a point that keeps to a level, the curve need not be found anew in every frame.
    """
    level = float(measures["level"])
    return float(f"{level:.12g}") if math.isfinite(level) else None
