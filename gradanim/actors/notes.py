"""Notes: what a viewer must be told of a picture, small and at the bottom."""

from __future__ import annotations

import numpy as np

from gradanim.actors.easing import smooth
from gradanim.actors.scale_note import ARROWS, has_scale, scale_of
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState
from gradanim.actors.texts import Note
from gradanim.calculus import format_quantity


def notes(stage: Stage, state: SceneState, ending: str | None) -> list[Note]:
    """What a viewer must be told: a descent gone wrong, arrows not to scale; lowest, a landscape cut off.

    Args:
        stage: of the scene.
        state: the moment.
        ending: what is said of a run of descent that has ended, or None.
    """
    made: list[Note] = []
    arrows = smooth(max(state.shown(name) for name in ARROWS))
    if ending:
        made.append((ending, min(run.told for run in state.runs if run.failed)))
    if arrows > 0.0 and _nowhere_smooth(stage, state):
        made.append(("There is no gradient at this point.", arrows))
    scale = scale_of(stage, state)
    told = float(has_scale(stage, state)) if state.told is None else state.told
    seen = arrows * told if scale != 1.0 else 0.0
    if seen > 0.0:
        said = f"Gradient arrows are drawn at {format_quantity(scale, '.3g')} × their length."
        made.append((said, seen))
    field = smooth(state.shown("gradient_field")) if stage.field_scale != 1.0 else 0.0
    if field > 0.0:
        said = f"Arrows of the field are drawn at {format_quantity(stage.field_scale, '.3g')} × their length."
        made.append((said, field))
    if stage.clipped and state.shown("surface") > 0:
        made.append(("Values outside the drawn range are cut off.", state.shown("surface")))
    return made


def _nowhere_smooth(stage: Stage, state: SceneState) -> bool:
    """Whether the point is at a place without a gradient: a kink, or outside the domain of f."""
    if state.point is None or stage.context.field is None:
        return False
    return not bool(np.all(np.isfinite(stage.context.field_of(state).gradient(np.asarray(state.point)))))
