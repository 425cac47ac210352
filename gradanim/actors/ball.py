"""Balls that stand on the landscape where a point is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.pens import Occlusion
from gradanim.actors.stage import Scope
from gradanim.actors.theme import RGBA
from gradanim.calculus.lengths import length_of
from gradanim.raster import Sphere

Array = NDArray[np.float64]
# How far the centre of a ball is above the landscape, in its radii: it rests on the landscape as if it were soft, and
# the place it stands for is inside its outline from wherever it is seen.
SEAT = 0.6


def stand(scope: Scope, at: Array, radius: float, colour: RGBA, occlusion: Occlusion = "ghost") -> None:
    """Adds a ball that rests on the landscape at the domain point ``at``.

    Args:
        scope: a view with a landscape.
        at: ``(n,)`` in domain coordinates.
        radius: in design pixels.
        colour: its paint.
        occlusion: what becomes of it behind things.
    """
    space, size = scope.stage.space, scope.px(radius)
    centre = scope.raised(at)
    gradient = scope.stage.context.field_of(scope.state).gradient(np.asarray(at, dtype=float))
    if np.isfinite(gradient).all():
        normal = np.array([*(-space.slope(gradient)), 1.0])
        world = size / scope.camera.scale(scope.stage.viewport(scope.rect))
        centre = centre + normal * (SEAT * world / length_of(normal))
    scope.items.append(Sphere(center=centre, radius=size, color=colour, occlusion=occlusion, cut=True))
