"""The runners of a race: the way of each inside the domain, its head, and a cross where one that failed is lost."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.ball import stand
from gradanim.actors.context import Context
from gradanim.actors.pens import Stroke, arrow_size, dot, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Progress, Run, reached
from gradanim.raster import Shadow

Array = NDArray[np.float64]
CROSS = Stroke(width=6.0)
# Half the width of the cross in world units, and the size of a head in design pixels.
ARM = 0.032
HEAD = 12.0


class Track(Struct, frozen=True, eq=False):
    """What of a run has been run so far.

    Attributes:
        points: its way inside the domain, that of f too, ``(j, n)``.
        step: the step that leads out of it as far as it is drawn, ``(2, n)``, at most to the border; None before it.
        lost: whether that step has been drawn to its end.
    """

    points: Array
    step: Array | None = None
    lost: bool = False

    @property
    def head(self) -> Array:
        """Where the runner is, ``(n,)``."""
        return np.asarray(self.points[-1] if self.step is None else self.step[1])


def track(scope: Scope, progress: Progress) -> Track:
    """The way of a run so far; a step that leaves the domain is drawn to the border, one into a hole to its end."""
    run, context = progress.run, scope.stage.context
    out = _first_outside(run, context)
    if out is None or progress.steps <= out - 1:
        return Track(reached(run.points, progress.steps))
    if out == 0:
        return Track(run.points[:1], None, True)
    last, share = run.points[out - 1], min(1.0, progress.steps - (out - 1))
    end = last + share * (run.points[out] - last)
    inside = context.inside(end, 1e-9)
    step = np.stack([last, end if inside else to_border(scope, last, end)])
    return Track(run.points[:out], step, share >= 1.0 or not inside)


def _first_outside(run: Run, context: Context) -> int | None:
    """The first iterate at which a run is outside the domain, or f has no value; None where it never is."""
    for index, (point, value) in enumerate(zip(run.points, run.values, strict=True)):
        if not (np.isfinite(value) and context.inside(point, 1e-9)):
            return index
    return None


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
        run = track(scope, progress)
        strength = shown * progress.opacity
        if run.lost:
            cross(scope, run.head, strength)
        else:
            _head(scope, run.head, progress.run.colour, strength)
        heads.append(_mark(scope, progress, run.head, run.lost))
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
    size = arrow_size(scope)
    if scope.solid and scope.state.shown("surface") > 0 and np.isfinite(top).all():
        scope.items.append(Shadow(center=floor, radius=0.06, opacity=0.4 * strength))
        dot(scope, floor, scope.colour(role, strength), 7.0 * size, 3.0 * size)
        stand(scope, at, HEAD * size, scope.colour(role, strength))
    else:
        dot(scope, floor, scope.colour(role, strength), HEAD * size, 3.0 * size)


def cross(scope: Scope, at: Array, strength: float) -> None:
    middle = scope.floor(at)
    for sides in ((1.0, 1.0), (1.0, -1.0)):
        arm = ARM * np.array([*sides, 0.0])
        line(scope, np.stack([middle - arm, middle + arm]), scope.colour("wrong", strength), CROSS)
