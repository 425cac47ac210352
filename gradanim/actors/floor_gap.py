"""How deep the floor lies below a landscape: deeper where a frame has height that nothing else would use."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace

from gradanim.actors.fitting import Silhouette
from gradanim.actors.layout import Layout
from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import landscape_width, map_width
from gradanim.actors.space import FLOOR_GAP

# The deepest floor, in parts of its width, and into how many steps the way there is divided.
DEEPEST, STEPS = 0.6, 13
# Pictures are as large as over the usual floor but for this part.
SAME = 0.995


def floor_gap(
    seen: Callable[[float], Silhouette | None], laid: Callable[[Silhouette], Layout], want: Needs
) -> float:
    """The greatest gap below a landscape, in parts of the floor's width, with which no picture becomes smaller.

    Args:
        seen: gives the silhouette of the landscape for a gap; None for nothing.
        laid: gives the layout for such a silhouette.
        want: what the scene places.
    """
    usual, deepest = seen(FLOOR_GAP), seen(DEEPEST)
    if usual is None or deepest is None or laid(usual).surface is None:
        return FLOOR_GAP
    before = _widths(laid(usual), replace(want, aspect=usual.aspect))
    for share in np.linspace(1.0, 0.0, STEPS)[:-1]:
        # A landscape becomes higher by nearly as much as the floor sinks.
        between = usual.towards(deepest, float(share))
        after = _widths(laid(between), replace(want, aspect=between.aspect))
        if all(now >= SAME * then for now, then in zip(after, before, strict=True)):
            return FLOOR_GAP + float(share) * (DEEPEST - FLOOR_GAP)
    return FLOOR_GAP


def _widths(layout: Layout, want: Needs) -> list[float]:
    """How wide every picture is drawn in every place that it has in the course of a scene."""
    want = replace(want, map=layout.around_map)
    room, every = layout.sizes.room, (layout.places, layout.bare, layout.alone)
    wide = [landscape_width(it.surface, want, room) for it in every if it.surface is not None]
    return wide + [map_width(it.plane, want) for it in every if it.plane is not None]
