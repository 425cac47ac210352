"""What of the course of a scene decides its layout: the shape of its landscape, and what has to be said below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from gradanim.actors.around import Lettering
from gradanim.actors.context import Context
from gradanim.actors.leaving import Leaving
from gradanim.actors.state import SceneState
from gradanim.actors.text_columns import TextColumns

# Arrows whose scale is told.
TOLD = ("gradient", "negative_gradient", "partials")


class Course(Struct, frozen=True):
    """What is known of a scene when it has been played in the head; all that may be, where it has not.

    Attributes:
        aspect: the width of the landscape, or of the volume, in parts of its height as it is seen; None where that is
            not known.
        corner: how far it reaches to the lower right, as a silhouette has it; empty where that is not known.
        arrows: whether something is said of gradient arrows.
        field: whether something is said of the arrows of a field.
        failing: whether it is said of a descent that it ends otherwise than well.
        clipped: whether it is said that a landscape is cut off.
        lettering: how wide what stands around charts is; None where that is not known.
        columns: how the texts stand in two columns, where they can; None elsewhere, or where that is not known.
        leaving: the texts that leave before a chart comes, where they can stand in two columns.
        beside: design pixels that the texts of a landscape's axes need at its left and right more than usual.
    """

    aspect: float | None = None
    corner: tuple[float, ...] = ()
    arrows: bool = True
    field: bool = True
    failing: bool = True
    clipped: bool = False
    lettering: Lettering | None = None
    columns: TextColumns | None = None
    leaving: Leaving | None = None
    beside: tuple[float, float] = (0.0, 0.0)


def course_of(
    context: Context, states: Sequence[SceneState], scales: tuple[float, float], clipped: bool
) -> Course:
    """What is known of a scene but for the shape of its landscape.

    Args:
        context: field and spec.
        states: states from the whole length of the scene.
        scales: those of gradient arrows and of the arrows of a field.
        clipped: whether some values lie outside the drawn range.
    """
    arrows, field = scales
    return Course(
        arrows=arrows != 1.0 or any(map(_own_scale, states)) or _nowhere_smooth(context, states),
        field=field != 1.0,
        failing=any(it.failed and bool(it.run.note) for state in states for it in state.runs),
        clipped=clipped and any(state.shown("surface") > 0.0 for state in states),
    )


def _own_scale(state: SceneState) -> bool:
    """Whether an author has chosen the length of arrows."""
    return any(getattr(it.options, "scale", None) for name, it in state.actors.items() if name in TOLD)


def _nowhere_smooth(context: Context, states: Sequence[SceneState]) -> bool:
    """Whether arrows are shown at a point where there is no gradient."""
    if context.field is None:
        return False
    points: dict[tuple[tuple[str, float], ...], tuple[SceneState, list[tuple[float, ...]]]] = {}
    for state in states:
        if state.point is not None and any(state.shown(name) > 0.0 for name in TOLD):
            points.setdefault(tuple(sorted(state.params.items())), (state, []))[1].append(state.point)
    gradients = (context.field_of(state).gradient(np.array(places)) for state, places in points.values())
    return any(not np.isfinite(found).all() for found in gradients)
