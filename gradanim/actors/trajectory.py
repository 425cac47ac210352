"""trajectory: the iterates of every run of descent, joined by straight steps, on the floor and on the landscape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import runners
from gradanim.actors.pens import Stroke, dot, line
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence, Progress, reached

Array = NDArray[np.float64]
PATH = Stroke(width=4.0)
LIFTED = Stroke(width=4.0, bias=2.0)
LEAVING = Stroke(width=4.0, dash=(9.0, 9.0))
# With more iterates than this only the path is drawn, the dots would make a rope of it.
MOST_DOTS = 80
PARTS = 24


def draw(scope: Scope, presence: Presence) -> None:
    """Straight steps in the input plane; on the landscape their images, which are not straight."""
    for progress in scope.state.runs:
        shown = presence.shown * progress.opacity
        _path(scope, way(scope, progress), progress, shown)
        _leave(scope, progress, shown)
    runners.draw(scope, presence.shown)


def way(scope: Scope, progress: Progress) -> Array:
    """The points of a run that are drawn, ``(j, n)``: those inside the domain; a runner's way leads to the border."""
    if progress.run.label:
        return runners.track(scope, progress)[0]
    points = taken(progress)
    inside = np.array([scope.stage.context.inside(point, 0.001) for point in points])
    return points if inside.all() else points[: max(1, int(np.argmin(inside)))]


def taken(progress: Progress) -> Array:
    """The iterates reached so far ``(j, n)``, the last one on its way."""
    return reached(progress.run.points, progress.steps)


def leaving(scope: Scope, progress: Progress) -> Array | None:
    """The step that leaves the domain as far as it is drawn, ``(2, n)``, at most to the border; None before it."""
    beyond = progress.run.beyond
    if beyond is None or progress.leaving <= 0.0:
        return None
    last = progress.run.points[-1]
    return np.stack([last, last + progress.leaving * (runners.to_border(scope, last, beyond) - last)])


def _leave(scope: Scope, progress: Progress, shown: float) -> None:
    """The step that leaves the domain is dashed, on the floor and on the landscape; a cross marks where it is lost."""
    step = leaving(scope, progress)
    if step is None:
        return
    colour = scope.colour(progress.run.colour, shown)
    line(scope, scope.floor(step), (*colour[:3], 0.85 * colour[3]), LEAVING)
    if scope.solid and scope.state.shown("surface") > 0:
        fine = scope.raised(step[0] + np.linspace(0.0, 1.0, PARTS)[:, None] * (step[1] - step[0]))
        fine = fine[np.isfinite(fine).all(axis=1)]
        if len(fine) > 1:
            line(scope, fine, colour, replace(LEAVING, bias=LIFTED.bias))
    if progress.leaving >= 1.0:
        runners.cross(scope, step[1], shown)
    scope.marks["trajectory"] = {"lost": progress.leaving >= 1.0, "border": [*map(float, step[1])]}


def _path(scope: Scope, points: Array, progress: Progress, shown: float) -> None:
    role = progress.run.colour
    colour = scope.colour(role, shown)
    if len(points) > 1:
        line(scope, scope.floor(points), (*colour[:3], 0.85 * shown), PATH)
        if scope.solid and scope.state.shown("surface") > 0:
            fine = [
                points[i] + (points[i + 1] - points[i]) * s
                for i in range(len(points) - 1)
                for s in _shares(len(points))
            ]
            line(scope, scope.raised(np.array([*fine, points[-1]])), colour, LIFTED)
    if len(progress.run.points) <= MOST_DOTS:
        # A runner that left has a point on the border that is no iterate.
        for point in points[
            : int(progress.steps) + 1 if not progress.run.label else _iterates(points, progress)
        ]:
            dot(scope, scope.floor(point), colour, 6.0, 1.5)


def _iterates(points: Array, progress: Progress) -> int:
    """How many of a runner's points are iterates: not the last one where it is on its way or on the border."""
    whole = progress.run.points[: progress.whole + 1]
    count = min(len(points), len(whole))
    return count if np.array_equal(points[count - 1], whole[count - 1]) else count - 1


def _shares(count: int) -> Array:
    return np.linspace(0.0, 1.0, PARTS if count < 40 else 4, endpoint=False)
