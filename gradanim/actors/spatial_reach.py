"""The vectors of a landscape in world units, and how far they reach over it, so that the camera keeps them in view."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.direction import unit_of
from gradanim.actors.space import SIDE, Space
from gradanim.actors.state import SceneState
from gradanim.calculus.lengths import length_of

Array = NDArray[np.float64]
# How far an arrow is kept in view, in world units: twice as far as the landscape is wide. A longer one leaves it.
LONGEST = 2.0 * SIDE


def uphill_in_world(space: Space, gradient: Array) -> Array:
    """(f_x, f_y, ‖∇f‖²) in world units, ``(3,)``: a step along ∇f rises by ∇f·∇f on the linear model."""
    # Heights are made small first: the square of a gradient may be more than a number can be.
    return np.array([*(gradient * np.asarray(space.scale)), (space.rise * gradient) @ gradient])


def normal_in_world(space: Space, gradient: Array) -> Array:
    """(−f_x, −f_y, 1) in world units, ``(3,)``, square to the tangent plane as it is drawn.

    Where heights have another scale than the plane, the picture of a vector at right angles to the tangent plane is
    not at right angles to its picture. Normals go the other way: they are divided by the scales, as the gradient of
    z − f is that is taken in the world's coordinates. Where x and y have one scale its shadow on the floor is
    exactly the arrow of −∇f, and where heights have that scale too its height is true.
    """
    components = np.array([*-gradient, 1.0])
    return np.asarray(math.prod(space.scale) * components / [*space.scale, space.rise])


def spatial_tips(
    context: Context, space: Space, states: Sequence[SceneState], scale: float
) -> tuple[tuple[float, float, float], ...]:
    """World points of the tips of all such arrows in the states of a scene.

    Args:
        context: the field.
        space: where the landscape is.
        states: states from the whole length of the scene.
        scale: drawn length of a gradient arrow over its true length.
    """
    if context.field is None or len(context.domain) != 2:
        return ()
    made = (_tips(context, space, state, scale) for state in states)
    return tuple((float(x), float(y), float(z)) for tips in made for x, y, z in tips)


def _tips(context: Context, space: Space, state: SceneState, scale: float) -> list[Array]:
    names = [name for name in ("uphill_tangent", "normal") if state.shown(name) > 0.0]
    if not names or state.point is None:
        return []
    at, field = np.asarray(state.point), context.field_of(state)
    gradient, value = field.gradient(at), field.value(at)
    if not (np.isfinite(gradient).all() and np.isfinite(value)):
        return []
    tail = space.raised(at, value)
    return [tail + within(_drawn(context, space, state, (name, gradient), scale), LONGEST) for name in names]


def within(vector: Array, longest: float) -> Array:
    """A vector, or as much of it as is not longer than that; nothing where its length is more than a number can be."""
    length = length_of(vector)
    if not math.isfinite(length):
        return np.zeros_like(vector)
    return vector * min(1.0, longest / length) if length > 0.0 else vector


def _drawn(
    context: Context, space: Space, state: SceneState, arrow: tuple[str, Array], scale: float
) -> Array:
    """World vector of an arrow as the options of its actor say."""
    name, gradient = arrow
    vector = (uphill_in_world if name == "uphill_tangent" else normal_in_world)(space, gradient)
    options = state.actors[name].options
    if getattr(options, "unit", False):
        long = length_of(vector)
        return vector * (
            unit_of(context.domain) * math.sqrt(math.prod(space.scale)) / long if long > 0 else 0.0
        )
    own = getattr(options, "scale", None)
    return np.asarray(vector * (float(own) if own is not None else scale))
