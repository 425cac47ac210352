"""zoom: the view comes closer to a point or goes back."""

from __future__ import annotations

import math

import numpy as np
from msgspec.structs import replace

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import Point, SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.zoom import ZoomAction


def play(action: ZoomAction, start: SceneState, context: Context) -> Motion:
    """To a magnification, evenly in its logarithm, as the eye judges it; factor 1 goes back to the whole stage.

    The place comes evenly to the middle of the view, and goes back from there in the same way.
    """
    pose = start.pose
    factor = float(action.factor)
    target = _target(action, start, factor)
    # A view of the whole stage has nothing in its middle to come from or to go to.
    origin = np.asarray(pose.centre if pose.centre is not None and pose.near > 0.0 else target or ())
    goal = np.asarray(target if target is not None else origin)
    near = float(target is not None)

    def at(u: float) -> SceneState:
        share = smooth(u)
        zoom = factor if share >= 1.0 else math.exp(between(math.log(pose.zoom), math.log(factor), share))
        moved = _moved(pose.zoom, factor, share)
        here = between(pose.near, near, moved)
        centre = as_point(goal if share >= 1.0 else origin + (goal - origin) * moved)
        return replace(start, pose=replace(pose, zoom=zoom, centre=centre if here > 0.0 else None, near=here))

    return at


def _moved(before: float, after: float, share: float) -> float:
    """The part of the way that the camera has made when a place has made a share of its own on the screen.

    Coming nearer it is the place that comes to the middle, going back the one that leaves it: what is
    ``d`` from the middle of the view lies there at ``d`` times the magnification.
    """
    zoom = before * math.exp(share * math.log(after / before))
    return 1.0 - (1.0 - share) * before / zoom if after >= before else share * after / zoom


def _target(action: ZoomAction, start: SceneState, factor: float) -> Point | None:
    """What is in the middle of the view at the end; None where the whole stage is seen from its own middle."""
    if factor <= 1.0:
        return None
    return as_point(action.to) if action.to is not None else start.point
