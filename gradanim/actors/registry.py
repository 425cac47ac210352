"""Every actor and how it is drawn, in the order in which the later lies on top of the earlier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gradanim.actors import (
    angle,
    axes,
    change_bars,
    component_bars,
    compute_graph,
    contours,
    data_plot,
    direction,
    drops,
    floor,
    fog,
    gradient,
    gradient_field,
    level_curve,
    loss_curve,
    normal,
    partials,
    point,
    rosette,
    slice,
    slope_curve,
    step,
    streamlines,
    surface,
    tangent,
    tangent_plane,
    trajectory,
    uphill_tangent,
)
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

Draw = Callable[[Scope, Presence], None]

ACTORS: Mapping[str, Draw] = MappingProxyType(
    {
        "floor": floor.draw,
        "contours": contours.draw,
        "axes": axes.draw,
        "surface": surface.draw,
        "gradient_field": gradient_field.draw,
        "slice": slice.draw,
        "tangent_plane": tangent_plane.draw,
        "level_curve": level_curve.draw,
        "streamlines": streamlines.draw,
        "fog": fog.draw,
        "drops": drops.draw,
        "trajectory": trajectory.draw,
        "trail": point.draw_trail,
        "rosette": rosette.draw,
        "angle": angle.draw,
        "partials": partials.draw,
        "tangent": tangent.draw,
        "right_angle": tangent.draw_right_angle,
        "negative_gradient": gradient.draw_negative,
        "gradient": gradient.draw,
        # Thinner than the gradient, along which it may lie: both are seen then.
        "direction": direction.draw,
        "uphill_tangent": uphill_tangent.draw,
        "normal": normal.draw,
        "step": step.draw,
        "point": point.draw,
    }
)
# Actors that live in the panel beside the picture.
PANEL_ACTORS: Mapping[str, Draw] = MappingProxyType(
    {
        "loss_curve": loss_curve.draw,
        "slope_curve": slope_curve.draw,
        "change_bars": change_bars.draw,
        "component_bars": component_bars.draw,
        "compute_graph": compute_graph.draw,
        "data_plot": data_plot.draw,
    }
)
# The contour map belongs to the view from above; where both views stand, the 3D view has its floor.
ONLY_PLANE = frozenset({"contours"})
ONLY_SURFACE = frozenset({"surface", "floor"})
# In the 3D view these lie on the floor, under everything else.
ON_FLOOR = frozenset({"floor", "contours", "fog"})
# What these draw is decided by their presence and the parameters alone: not by the camera, nor by the point.
STEADY = frozenset({"floor", "contours", "surface", "gradient_field"})
# What these draw is decided by their presence, the camera and whether there is a landscape.
STILL = frozenset({"axes"})
