"""trajectory: the iterates of every run of descent, joined by straight steps, on the floor and on the landscape."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors import iterates, runners
from gradanim.actors.pens import Stroke, line, swelled
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence, Progress, reached
from gradanim.actors.theme import RGBA

Array = NDArray[np.float64]
PATH = Stroke(width=4.0)
LIFTED = Stroke(width=4.0, bias=2.0)
LEAVING = Stroke(width=4.0, dash=(9.0, 9.0))
PARTS = 24
# A step that leaves may be a long one.
ACROSS = 97
# How strong a path on the floor is by itself, and under a landscape that has its image.
ALONE, UNDER = 0.85, 0.4


def draw(scope: Scope, presence: Presence) -> None:
    """Straight steps in the input plane; on the landscape their images, which are not straight."""
    for progress in scope.state.runs:
        there = replace(presence, shown=presence.shown * progress.opacity)
        _path(scope, way(scope, progress), progress, there)
        _leave(scope, progress, there.shown)
    runners.draw(scope, presence.shown)


def way(scope: Scope, progress: Progress) -> Array:
    """The points of a run that are drawn, ``(j, n)``: those inside the domain; a runner's also where f has a value."""
    if progress.run.label:
        return runners.track(scope, progress).points
    points = taken(progress)
    inside = scope.stage.context.which_inside(points, 0.001)
    return points if inside.all() else points[: max(1, int(np.argmin(inside)))]


def taken(progress: Progress) -> Array:
    """The iterates reached so far ``(j, n)``, the last one on its way."""
    return reached(progress.run.points, progress.steps)


def leaving(scope: Scope, progress: Progress) -> Array | None:
    """The step that leaves the domain as far as it is drawn, ``(2, n)``, at most to the border; None before it."""
    if progress.run.label:
        return runners.track(scope, progress).step
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
    line(scope, scope.floor(step), (*colour[:3], on_floor(scope) * colour[3]), LEAVING)
    if scope.solid and scope.state.shown("surface") > 0:
        fine = step[0] + np.linspace(0.0, 1.0, ACROSS)[:, None] * (step[1] - step[0])
        _lifted(scope, fine, colour, replace(LEAVING, bias=LIFTED.bias))
    if progress.run.label:
        return
    if progress.leaving >= 1.0:
        runners.cross(scope, step[1], shown)
    scope.marks["trajectory"] = {"lost": progress.leaving >= 1.0, "border": [*map(float, step[1])]}


def _path(scope: Scope, points: Array, progress: Progress, presence: Presence) -> None:
    role = progress.run.colour
    colour = scope.colour(role, presence.shown)
    if len(points) > 1:
        line(scope, scope.floor(points), (*colour[:3], on_floor(scope) * colour[3]), swelled(PATH, presence))
        if scope.solid and scope.state.shown("surface") > 0:
            _lifted(scope, _finer(points), colour, swelled(LIFTED, presence))
    count = int(progress.steps) + 1 if not progress.run.label else _iterates(points, progress)
    faint = (*colour[:3], on_floor(scope) * colour[3])
    places = scope.floor(progress.run.points)
    iterates.draw(scope, role, places, min(count, len(points)), (faint, PATH.width))


def on_floor(scope: Scope) -> float:
    """How strong a path on the floor is: fainter than its image on a landscape, through which it can be seen."""
    if not scope.solid:
        return ALONE
    return ALONE + scope.state.shown("surface") * (UNDER - ALONE)


def _lifted(scope: Scope, points: Array, colour: RGBA, stroke: Stroke) -> None:
    """A line on the landscape over domain points ``(k, n)``, broken where f has no value."""
    world = scope.raised(points)
    gaps = np.flatnonzero(~np.isfinite(world).all(axis=1))
    for piece in np.split(world, gaps):
        piece = piece[np.isfinite(piece).all(axis=1)]
        if len(piece) > 1:
            line(scope, piece, colour, stroke)


def _iterates(points: Array, progress: Progress) -> int:
    """How many of a runner's points are iterates: not the last one where it is on its way."""
    whole = progress.run.points[: progress.whole + 1]
    count = min(len(points), len(whole))
    return count if np.array_equal(points[count - 1], whole[count - 1]) else count - 1


def _finer(points: Array) -> Array:
    """Points along a path of straight steps ``(k, 2)``, so close to each other that their images show its shape."""
    shares = np.linspace(0.0, 1.0, PARTS if len(points) < 40 else 4, endpoint=False)
    between = points[:-1, None] + np.diff(points, axis=0)[:, None] * shares[:, None]
    return np.concatenate([between.reshape(-1, points.shape[1]), points[-1:]])
