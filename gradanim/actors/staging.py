"""Making a stage: every choice that the author left open is settled here, once for the whole scene."""

from __future__ import annotations

from collections.abc import Sequence

from gradanim.actors.context import Context
from gradanim.actors.layout import make_layout
from gradanim.actors.space import make_space
from gradanim.actors.stage import LEVEL_COUNT, Stage, curve_maker, sampler
from gradanim.actors.state import SceneState
from gradanim.actors.survey import arrow_scale, value_range
from gradanim.actors.theme import THEMES
from gradanim.calculus import nice_levels
from gradanim.plan.profile import CANVAS_SHORT_SIDE, Format, Profile


def make_stage(context: Context, states: Sequence[SceneState], profile: Profile, format: Format) -> Stage:
    """The stage of a scene.

    Args:
        context: field and spec.
        states: states from the whole length of the scene; what they visit must fit.
        profile: gives the size of the frame.
        format: gives its shape.
    """
    spec = context.spec
    clipped = False
    levels: tuple[float, ...] = ()
    values = (0.0, 1.0)
    if context.field is not None:
        values, clipped = value_range(context, states)
        levels = tuple(
            float(level)
            for level in nice_levels(context.field, context.domain, LEVEL_COUNT)
            if values[0] <= level <= values[1]
        )
    return Stage(
        context=context,
        layout=make_layout(spec, format),
        space=make_space(
            context.domain or ((-1.0, 1.0), (-1.0, 1.0)), values, spec.stage.height, spec.stage.aspect
        ),
        theme=THEMES[spec.theme],
        unit=profile.short_side / CANVAS_SHORT_SIDE,
        arrow_scale=arrow_scale(context, states) if context.field is not None else 1.0,
        levels=levels,
        samples=sampler(context),
        curves=curve_maker(context),
        clipped=clipped,
    )
