"""Moving a picture that is narrower than its region towards the middle of the frame, as far as its texts let it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from gradanim.actors.layout import Layout, Rect
from gradanim.actors.outline import middling
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState
from gradanim.actors.views import plane_width, surface_width

# Between a picture with its ticks and the texts beside it, in design pixels.
GAP = 24.0


def centred(stage: Stage, states: Sequence[SceneState]) -> Stage:
    """The stage with its only picture as near to the middle of the frame as the texts at its side allow.

    A picture that is zoomed fills its region: it keeps all of it.

    Args:
        stage: as it is laid out; its region stands beside the texts.
        states: states from the whole length of the scene.
    """
    layout = stage.layout
    region = layout.surface or layout.plane
    alone = layout.panel is None and (layout.surface is None or layout.plane is None)
    beside = region is not None and layout.side is not None and layout.side.x >= region.right
    if region is None or not alone or not beside or any(state.pose.zoom > 1.0 for state in states):
        return stage
    if layout.surface is not None:
        elevations = middling([state.pose.elevation for state in states])
        width = max(surface_width(stage, region, elevation) for elevation in elevations)
    elif len(stage.context.domain) == 2:
        width = plane_width(stage, region)
    else:
        return stage
    return replace(stage, layout=_moved(layout, region, width + GAP))


def _moved(layout: Layout, region: Rect, width: float) -> Layout:
    """The layout with a region that ends where it did and is cut at its left."""
    middle = layout.safe.x + layout.safe.width / 2
    left = 2 * min(middle, region.right - width / 2) - region.right
    # Whole pixels: half a pixel more would draw every line anew.
    left = max(region.x, float(math.floor(left)))
    moved = Rect(left, region.y, region.right - left, region.height)
    if layout.surface is None:
        return replace(layout, plane=moved, bare=replace(layout.bare, plane=moved))
    return replace(layout, surface=moved, bare=replace(layout.bare, surface=moved))
