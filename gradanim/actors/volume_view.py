"""The stage of three variables: which actors it has, in the order in which the later is more important."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gradanim.actors import (
    volume_arrows,
    volume_axes,
    volume_point,
    volume_shells,
    volume_tangent,
)
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence

VOLUME_ACTORS: Mapping[str, Callable[[Scope, Presence], None]] = MappingProxyType(
    {
        "axes": volume_axes.draw,
        "contours": volume_shells.draw_contours,
        "level_curve": volume_shells.draw_level_surface,
        "tangent_plane": volume_tangent.draw_tangent_plane,
        "trajectory": volume_point.draw_trajectory,
        "partials": volume_arrows.draw_partials,
        "tangent": volume_tangent.draw_tangent,
        "right_angle": volume_tangent.draw_right_angle,
        "negative_gradient": volume_arrows.draw_negative,
        "gradient": volume_arrows.draw_gradient,
        "step": volume_arrows.draw_step,
        "point": volume_point.draw_point,
    }
)
