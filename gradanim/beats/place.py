"""place: the point appears, or glides to a new place in a straight line."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gradanim.actors.context import Context, as_point
from gradanim.actors.state import SceneState
from gradanim.beats.easing import smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.place import PlaceAction


def play(action: PlaceAction, start: SceneState, context: Context) -> Motion:
    """A point that is not shown yet appears where it is placed; whatever hangs on the point follows it."""
    target = np.asarray(action.point, dtype=float)
    end = as_point(target)
    origin = start.point
    shown = start.shown("point")

    def at(u: float) -> SceneState:
        share = smooth(u)
        if origin is None or shown == 0.0:
            return replace(start, point=end).with_actor("point", shown=max(shown, share))
        here = np.asarray(origin) + (target - np.asarray(origin)) * share
        return replace(start, point=end if u >= 1.0 else as_point(here))

    return at
