"""surface: the landscape z = f(x, y), shaded from the gradient itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.changing import between, switched
from gradanim.actors.fog import clearing
from gradanim.actors.fog_edge import hidden
from gradanim.actors.landscape import Landscape
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.actors.ticks import round_step
from gradanim.actors.tint import ramp_of, shares
from gradanim.raster import Border, IsoLines, Lighting, MeshLines, Surface

Array = NDArray[np.float64]

MESH_PARTS = 12
# Colours tell heights: a stronger highlight is a patch of mist in a dark hollow.
LIGHT = Lighting(specular=0.04)
# A landscape goes on beyond the drawn range by this share of it where it hardly leaves it: the range is known from a
# coarser grid.
TOLERANCE = 0.02


def draw(scope: Scope, presence: Presence) -> None:
    """Only in the 3D view; it rises out of a sheet as it enters."""
    if not scope.solid:
        return
    space = scope.stage.space
    samples = scope.stage.samples(scope.params)
    landscape = samples.landscape(*_limits(scope, samples.values))
    values = samples.values
    item = Surface(
        x=(samples.axes[0] - space.centre[0]) * space.scale[0],
        y=(samples.axes[1] - space.centre[1]) * space.scale[1],
        z=_heights(scope, values, presence.shown),
        gradient=space.slope(samples.gradients) * presence.shown,
        color_value=shares(scope, presence, values, samples.gradients),
        colormap=_ramp(scope, presence),
        opacity=between(presence, _opacity) * min(1.0, 1.6 * presence.shown),
        mesh=_mesh(scope, switched(presence, "mesh")),
        iso=_iso(scope, switched(presence, "levels")),
        lighting=LIGHT,
        border=None if landscape is None else _border(scope, presence, landscape),
    )
    clear = clearing(scope)
    if clear is not None:
        low, high = _heights(scope, np.array(_limits(scope, samples.values)), presence.shown)
        item = hidden(scope, item, clear, (float(low), float(high)))
    scope.items.append(item)


def _limits(scope: Scope, values: Array) -> tuple[float, float]:
    """Lowest and highest value drawn: the ends of the drawn range where values lie outside."""
    low, high = scope.stage.space.low, scope.stage.space.high
    spec = scope.stage.context.spec.field
    if spec is not None and spec.clip is not None:
        return low, high
    known = values[np.isfinite(values)]
    over = TOLERANCE * (high - low)
    cut_low, cut_high = (known < low - over).any(), (known > high + over).any()
    return low if cut_low else low - over, high if cut_high else high + over


def _heights(scope: Scope, values: Array, shown: float) -> Array:
    """World heights, also beyond the drawn range; a landscape that enters rises out of its middle."""
    space = scope.stage.space
    middle = space.lift + 0.5 * (space.high - space.low) * space.rise
    height: Array = middle + (space.lift + (values - space.low) * space.rise - middle) * shown
    return height


def _border(scope: Scope, presence: Presence, landscape: Landscape) -> Border:
    points = scope.floor(landscape.points)
    points[:, 2] = _heights(scope, landscape.values, presence.shown)
    return Border(
        points=points,
        gradient=scope.stage.space.slope(landscape.gradients) * presence.shown,
        color_value=shares(scope, presence, landscape.values, landscape.gradients),
        triangles=landscape.triangles,
    )


def _opacity(options: Any) -> float:
    return 1.0 if options is None else float(options.opacity)


def _ramp(scope: Scope, presence: Presence) -> Any:
    text = scope.stage.theme.colours["text"]
    return np.array([mix(colour, text, 0.35 * presence.emphasis) for colour in ramp_of(scope, presence)])


def _mesh(scope: Scope, shown: float) -> MeshLines | None:
    """Lines at round numbers, so that they stand over the lines of the floor's grid."""
    if shown <= 0.0:
        return None
    space, domain = scope.stage.space, scope.stage.context.domain
    step = round_step(max(high - low for low, high in domain), MESH_PARTS)
    origin = (-space.centre[0] * space.scale[0], -space.centre[1] * space.scale[1])
    return MeshLines(
        spacing=(step * space.scale[0], step * space.scale[1]),
        origin=origin,
        width=scope.px(1.5),
        color=scope.colour("background", 0.22 * shown),
    )


def _iso(scope: Scope, shown: float) -> IsoLines | None:
    if shown <= 0.0:
        return None
    stage = scope.stage
    levels = tuple(float(stage.space.height(level)) for level in stage.levels)
    return IsoLines(levels=levels, of="height", width=scope.px(2.0), color=(1.0, 1.0, 1.0, 0.30 * shown))
