"""The runners of a race: the way of each inside the domain, its head, and a cross where one that failed is lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.ball import stand
from gradanim.actors.pens import Stroke, dot, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Progress, reached
from gradanim.raster import Shadow

Array = NDArray[np.float64]
CROSS = Stroke(width=6.0)
# Half the width of the cross in world units, and the size of a head in design pixels.
ARM = 0.032
HEAD = 12.0


def track(scope: Scope, progress: Progress) -> tuple[Array, bool]:
    """The way of a run so far, ``(j, n)``, as far as it is inside the domain, and whether it has gone on outside.

    A step that leaves the domain is drawn to the border.
    """
    points = reached(progress.run.points, progress.steps)
    inside = np.array([scope.stage.context.inside(point, 1e-9) for point in points])
    if inside.all():
        return points, False
    first = int(np.argmin(inside))
    if first == 0:
        return points[:1], True
    return np.vstack([points[:first], to_border(scope, points[first - 1], points[first])]), True


def to_border(scope: Scope, last: Array, outside: Array) -> Array:
    """Where the step from the last point inside to one outside meets the border."""
    step = outside - last
    share = 1.0
    for axis, (low, high) in enumerate(scope.stage.context.domain):
        edge = high if step[axis] > 0 else low
        if step[axis] != 0 and np.isfinite(step[axis]):
            share = min(share, (edge - last[axis]) / step[axis])
        elif not np.isfinite(step[axis]):
            return last
    return np.asarray(last + max(0.0, share) * step)


def draw(scope: Scope, shown: float) -> None:
    """Heads and crosses, over the ways of all; where runners stand in one place the first is on top."""
    heads = []
    for progress in reversed(scope.state.runs):
        if not progress.run.label:
            continue
        points, lost = track(scope, progress)
        strength = shown * progress.opacity
        if lost:
            cross(scope, points[-1], strength)
        else:
            _head(scope, points[-1], progress.run.colour, strength)
        heads.append(_mark(scope, progress, points[-1], lost))
    if heads:
        scope.marks["race"] = {"runs": heads[::-1], "visible": shown > 0}


def _mark(scope: Scope, progress: Progress, at: Array, lost: bool) -> dict[str, object]:
    return {
        "label": progress.run.label,
        "at": [*map(float, at)],
        "px": list(scope.pixel(scope.floor(at))),
        "steps": progress.steps,
        "lost": lost,
    }


def _head(scope: Scope, at: Array, role: str, strength: float) -> None:
    floor = scope.floor(at)
    top = scope.raised(at)
    if scope.solid and scope.state.shown("surface") > 0 and np.isfinite(top).all():
        scope.items.append(Shadow(center=floor, radius=0.06, opacity=0.4 * strength))
        dot(scope, floor, scope.colour(role, strength), 7.0)
        stand(scope, at, HEAD, scope.colour(role, strength))
    else:
        dot(scope, floor, scope.colour(role, strength), HEAD, 3.0)


def cross(scope: Scope, at: Array, strength: float) -> None:
    middle = scope.floor(at)
    for sides in ((1.0, 1.0), (1.0, -1.0)):
        arm = ARM * np.array([*sides, 0.0])
        line(scope, np.stack([middle - arm, middle + arm]), scope.colour("wrong", strength), CROSS)
