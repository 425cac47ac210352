"""zoom: the view comes closer to a point or goes back."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import Point, SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.zoom import ZoomAction


def play(action: ZoomAction, start: SceneState, context: Context) -> Motion:
    """To a magnification, evenly in its logarithm, as the eye judges it; factor 1 goes back to the whole stage."""
    pose = start.pose
    factor = float(action.factor)
    middle = as_point([(low + high) / 2 for low, high in context.domain])
    origin = np.asarray(pose.centre or middle)
    target = np.asarray(_target(action, start, middle, factor))

    def at(u: float) -> SceneState:
        share = smooth(u)
        zoom = factor if share >= 1.0 else math.exp(between(math.log(pose.zoom), math.log(factor), share))
        centre = as_point(target if share >= 1.0 else origin + (target - origin) * share)
        return replace(start, pose=replace(pose, zoom=zoom, centre=centre))

    return at


def _target(action: ZoomAction, start: SceneState, middle: Point, factor: float) -> Point:
    if action.to is not None:
        return as_point(action.to)
    if factor <= 1.0:
        return middle
    return start.point or middle
