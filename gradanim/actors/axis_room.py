"""How much more room the numbers and names of a landscape's axes need at its sides than they have."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from msgspec.structs import replace

from gradanim.actors import axes
from gradanim.actors.layout import Layout, Rect
from gradanim.actors.outline import middling
from gradanim.actors.placing import box_of
from gradanim.actors.stage import Scope, Stage
from gradanim.actors.state import Pose, Presence, SceneState
from gradanim.actors.views import surface_camera

# Design pixels that texts may stand out, and how often a landscape is laid out anew for those that are farther out:
# what is smaller is seen a little differently.
OVER, TRIES = 2.0, 3
# The most that the texts of one side take of the width of a picture.
MOST = 0.25

# To the left and to the right.
Sides = tuple[float, float]


def roomy(stage: Stage, states: Sequence[SceneState], laid: Callable[[Sides], Layout]) -> Stage:
    """The stage with more room beside its landscape where texts of the axes would stand out of its region.

    Args:
        stage: as it is laid out with the usual room.
        states: states from the whole length of the scene.
        laid: gives the layout with so many design pixels more at the left and the right.
    """
    beside, most = (0.0, 0.0), MOST * _narrowest(stage.layout)
    for _ in range(TRIES):
        more = standing_out(stage, states)
        if max(more) <= OVER:
            break
        # Whole pixels: a hair less would draw every line anew.
        left, right = (min(a + math.ceil(b), most) for a, b in zip(beside, more, strict=True))
        beside = left, right
        stage = replace(stage, layout=laid(beside))
    return stage


def _narrowest(layout: Layout) -> float:
    """The least width that a region has for a landscape without its texts, in design pixels."""
    rects = (layout.surface, layout.bare.surface, layout.alone.surface)
    return min((it.width for it in rects if it is not None), default=0.0) - layout.around_surface.across


def standing_out(stage: Stage, states: Sequence[SceneState], azimuths: Sequence[float] = ()) -> Sides:
    """By how many design pixels texts of the axes leave the region of a landscape at its left and right; 0 for none.

    They are those that are drawn, in each of the places that the picture has.

    Args:
        stage: as it is laid out.
        states: states from the whole length of the scene.
        azimuths: from where they are seen, in degrees; all of the scene where there are none.
    """
    layout = stage.layout
    ruled = [state for state in states if state.shown("axes") > 0.0]
    if layout.surface is None or stage.volume is not None or not ruled:
        return 0.0, 0.0
    # The upright axis stands beside a landscape only.
    risen = any(state.shown("surface") > 0.0 for state in ruled)
    actors = {"surface": Presence()} if risen else {}
    rects = dict.fromkeys((layout.surface, layout.bare.surface, layout.alone.surface))
    elevations = dict.fromkeys(middling([state.pose.elevation for state in ruled]))
    found = [(0.0, 0.0)]
    for rect, elevation, azimuth in product(rects, elevations, azimuths or stage.azimuths):
        if rect is not None:
            found += _beyond(stage, rect, SceneState(Pose(azimuth, elevation), actors=actors))
    return max(left for left, _ in found), max(right for _, right in found)


def _beyond(stage: Stage, rect: Rect, state: SceneState) -> Iterator[Sides]:
    """How far every text of the axes stands out of a region in one view, in design pixels; negative inside of it."""
    scope = Scope(stage, state, "surface", rect, surface_camera(stage, rect, state.pose))
    axes.draw(scope, Presence())
    for label in scope.labels:
        box = box_of(label, scope.px(label.size), label.away)
        yield rect.x - box.left / stage.unit, box.right / stage.unit - rect.right
