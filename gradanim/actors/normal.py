"""normal: the vector square to the landscape at the point; it is the gradient of z − f(x, y), not that of f."""

from __future__ import annotations

import math

import numpy as np

from gradanim.actors import symbols
from gradanim.actors.direction import unit_length
from gradanim.actors.spatial import (
    SpatialVector,
    draw_vector,
    gradient_here,
    length_scale,
)
from gradanim.actors.spatial_reach import normal_in_world
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.calculus.lengths import length_of


def draw(scope: Scope, presence: Presence) -> None:
    """(−f_x, −f_y, 1); as a unit vector it is as long as u is drawn."""
    gradient = gradient_here(scope)
    if gradient is None:
        return
    components = np.array([*-gradient, 1.0])
    space, spec = scope.stage.space, scope.stage.context.spec.field
    world = normal_in_world(space, gradient)
    if getattr(presence.options, "unit", False):
        # Where values are minute the square of its length is none.
        world = world / length_of(world) * unit_length(scope) * math.sqrt(math.prod(space.scale))
    else:
        world *= length_scale(scope, presence.options, components)
    partials = [symbols.partial_with_index(spec, axis) for axis in (0, 1)]
    named = (f"minus {partials[0]}", f"minus {partials[1]}", "1")
    draw_vector(scope, presence, SpatialVector("normal", "surface normal", named, components, world))
