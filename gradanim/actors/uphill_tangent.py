"""uphill_tangent: the vector in the tangent plane that points straight uphill; its shadow is the gradient."""

from __future__ import annotations

import numpy as np

from gradanim.actors import symbols
from gradanim.actors.spatial import (
    SpatialVector,
    draw_vector,
    gradient_here,
    length_scale,
)
from gradanim.actors.spatial_reach import uphill_in_world
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence


def draw(scope: Scope, presence: Presence) -> None:
    """(f_x, f_y, ‖∇f‖²), with no length at a critical point. It is not the gradient, which has no third component."""
    gradient = gradient_here(scope)
    if gradient is None:
        return
    # The square of a long gradient may be more than a number can be, and is called infinite then.
    with np.errstate(over="ignore"):
        components = np.array([*gradient, gradient @ gradient])
    world = length_scale(scope, presence.options, components) * uphill_in_world(scope.stage.space, gradient)
    spec = scope.stage.context.spec.field
    named = (
        symbols.partial_with_index(spec, 0),
        symbols.partial_with_index(spec, 1),
        f"norm({symbols.gradient(spec)})^2",
    )
    draw_vector(scope, presence, SpatialVector("uphill_tangent", "uphill tangent", named, components, world))
