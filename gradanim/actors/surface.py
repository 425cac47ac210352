"""surface: the landscape z = f(x, y), shaded from the gradient itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.ticks import round_step
from gradanim.raster import IsoLines, MeshLines, Surface

MESH_PARTS = 12


def draw(scope: Scope, presence: Presence) -> None:
    """Only in the 3D view; it rises out of a sheet as it enters."""
    if not scope.solid:
        return
    options, stage = presence.options, scope.stage
    samples, space = stage.samples(scope.params), stage.space
    x = (samples.axes[0] - space.centre[0]) * space.scale[0]
    y = (samples.axes[1] - space.centre[1]) * space.scale[1]
    values = samples.values
    middle = space.lift + 0.5 * (space.high - space.low) * space.rise
    height = middle + (space.height(values) - middle) * presence.shown
    slopes = space.slope(samples.gradients) * presence.shown
    clipped = (values < space.low) | (values > space.high)
    slopes = np.where(clipped[..., None], 0.0, slopes)
    scope.items.append(
        Surface(
            x=x,
            y=y,
            z=height,
            gradient=slopes,
            color_value=_colour_value(scope, samples, options),
            colormap=_ramp(scope, options, presence.emphasis),
            opacity=(options.opacity if options else 1.0) * min(1.0, 1.6 * presence.shown),
            mesh=_mesh(scope) if options is None or options.mesh else None,
            iso=_iso(scope) if options is None or options.levels else None,
        )
    )


def _colour_value(scope: Scope, samples: Any, options: Any) -> Any:
    space = scope.stage.space
    if options is not None and options.color_by == "slope":
        norm = np.linalg.norm(samples.gradients, axis=-1)
        known = norm[np.isfinite(norm)]
        top = (float(np.quantile(known, 0.98)) if known.size else 0.0) or 1.0
        return np.clip(norm / top, 0.0, 1.0)
    return np.clip((samples.values - space.low) / (space.high - space.low), 0.0, 1.0)


def _ramp(scope: Scope, options: Any, emphasis: float) -> Any:
    theme = scope.stage.theme
    ramp = theme.slope_ramp if options is not None and options.color_by == "slope" else theme.ramp
    return np.array([mix(colour, theme.colours["text"], 0.35 * emphasis) for colour in ramp])


def _mesh(scope: Scope) -> MeshLines:
    """Lines at round numbers, so that they stand over the lines of the floor's grid."""
    space, domain = scope.stage.space, scope.stage.context.domain
    step = round_step(max(high - low for low, high in domain), MESH_PARTS)
    origin = (-space.centre[0] * space.scale[0], -space.centre[1] * space.scale[1])
    return MeshLines(
        spacing=(step * space.scale[0], step * space.scale[1]),
        origin=origin,
        width=scope.px(1.5),
        color=scope.colour("background", 0.22),
    )


def _iso(scope: Scope) -> IsoLines:
    stage = scope.stage
    levels = tuple(float(stage.space.height(level)) for level in stage.levels)
    return IsoLines(levels=levels, of="height", width=scope.px(2.0), color=(1.0, 1.0, 1.0, 0.30))
