"""Making a stage: every choice that the author left open is settled here, once for the whole scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from msgspec.structs import replace

from gradanim.actors.arrow_size import arrow_scale, longest_gradient
from gradanim.actors.axis_room import roomy
from gradanim.actors.centring import centred
from gradanim.actors.chart_lettering import chart_lettering
from gradanim.actors.columns import number_columns, number_texts, widest_texts
from gradanim.actors.context import Context
from gradanim.actors.course import Course, course_of
from gradanim.actors.drawn_values import value_range
from gradanim.actors.fitting import Silhouette, silhouette
from gradanim.actors.floor_gap import floor_gap
from gradanim.actors.gradient_field import field_scale
from gradanim.actors.layout import Layout, make_layout
from gradanim.actors.leaving import leaving
from gradanim.actors.needs import needs
from gradanim.actors.outline import Outline, azimuths_of, box_outline, landscape_outline, rests_of
from gradanim.actors.paragraph import Numbers
from gradanim.actors.samples import curve_maker, sampler
from gradanim.actors.space import FLOOR_GAP, SIDE, Space, make_space, make_volume_space
from gradanim.actors.spatial_reach import spatial_tips
from gradanim.actors.stacks import side_stacks
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState
from gradanim.actors.streamlines import stream_maker
from gradanim.actors.survey import (
    SHELL_COUNT,
    contour_levels,
    fineness,
    shell_levels,
)
from gradanim.actors.terms import Terms
from gradanim.actors.text_columns import text_columns
from gradanim.actors.theme import THEMES
from gradanim.actors.typeset import Style
from gradanim.actors.volume import Volume, shell_maker
from gradanim.plan.profile import CANVAS_SHORT_SIDE, Format, Profile


def make_stage(
    context: Context, states: Sequence[SceneState], look: tuple[Profile, Format], burn: bool = False
) -> Stage:
    """The stage of a scene.

    Args:
        context: field and spec.
        states: states from the whole length of the scene; what they visit must fit.
        look: the profile gives the size of the frame, the format its shape.
        burn: whether captions are drawn into the picture.
    """
    spec = context.spec
    profile, format = look
    clipped = False
    levels: tuple[float, ...] = ()
    values = (0.0, 1.0)
    if context.field is not None:
        values, clipped = value_range(context, states)
        levels = contour_levels(context, states, values)
    volume = _volume(context, states, values) if spec.stage.kind == "volume" else None
    longest = longest_gradient(context, states)
    texts = number_texts(context, states)
    unit = profile.short_side / CANVAS_SHORT_SIDE
    scale = arrow_scale(context, states, values) if context.field is not None else 1.0
    spread = field_scale(context, states) if context.field is not None else 1.0
    course = course_of(context, states, (scale, spread), clipped)
    course = replace(course, lettering=chart_lettering(context, states, values))
    stacks = side_stacks(states)
    style = Style(context.names, lambda name: name, terms=Terms.of(context.spec.field, context.names))
    longest_numbers = _longest(widest_texts(texts))
    course = replace(course, columns=text_columns(stacks, style, longest_numbers))
    course = replace(course, leaving=leaving(states, style, longest_numbers))
    space, outline, laid = _spread(context, states, (values, scale, volume), (format, burn), course)
    layout = laid(course)
    by_field = None
    if layout.surface is not None and len(context.domain) == 2:
        rooms = (layout.surface, layout.bare.surface, layout.alone.surface)
        size = max(min(room.width, room.height) for room in rooms if room is not None) * unit
        by_field = partial(fineness, domain=context.domain, space=space, pixels=size / SIDE)
    stage = Stage(
        context=context,
        layout=layout,
        space=space,
        theme=THEMES[spec.theme],
        unit=unit,
        arrow_scale=scale,
        levels=levels,
        samples=sampler(context) if by_field is None else sampler(context, by_field),
        curves=curve_maker(context),
        streams=stream_maker(context),
        clipped=clipped,
        azimuths=azimuths_of(states),
        rests=rests_of(states),
        outline=outline,
        volume=volume,
        # Clips are kept by what their stage holds: it holds only what the scene's actors ask for.
        longest=longest if any(state.shown("component_bars") > 0.0 for state in states) else 0.0,
        field_scale=spread,
        columns=number_columns(texts),
        widest=widest_texts(texts),
        stacks=stacks,
        waiting=side_stacks(it for it in states if it.charted == 0.0) if layout.panel is not None else (),
    )
    stage = roomy(stage, states, lambda beside: laid(replace(course, beside=beside)))
    return centred(stage, states)


def _longest(widest: Sequence[tuple[str, str | None, str]]) -> Numbers:
    """The numbers of a scene as long as they become, as far as that is known."""
    known = {(source, spec): text for source, spec, text in widest}
    return lambda source, spec: known.get((source, spec), "0")


def _spread(
    context: Context,
    states: Sequence[SceneState],
    drawn: tuple[tuple[float, float], float, Volume | None],
    frame: tuple[Format, bool],
    course: Course,
) -> tuple[Space, Outline, Callable[[Course], Layout]]:
    """The space of a scene, what encloses its picture, and what lays that out in the frame.

    Args:
        context: field and spec.
        states: states from the whole length of the scene.
        drawn: the range of values, the scale of arrows, and what a stage of three variables has besides.
        frame: the shape of the frame, and whether captions are drawn into it.
        course: what is known of the scene besides.
    """
    spec, (values, scale, volume) = context.spec, drawn
    domain = context.domain or ((-1.0, 1.0), (-1.0, 1.0))
    seen = azimuths_of(states), [state.pose.elevation for state in states]

    def spaced(gap: float) -> tuple[Space, Outline]:
        space = make_space(domain, values, spec.stage.height, spec.stage.aspect, gap)
        if volume is not None:
            return space, box_outline(context, volume, states)
        tips = spatial_tips(context, space, states, scale)
        return space, landscape_outline(context, space, states) + tips

    def laid(shape: Silhouette | None, course: Course = course) -> Layout:
        seen = course if shape is None else replace(course, aspect=shape.aspect, corner=shape.corner)
        return make_layout(spec, *frame, seen)

    gap = FLOOR_GAP
    if spec.stage.kind in ("surface", "split"):
        gap = floor_gap(lambda gap: silhouette(spaced(gap)[1], *seen), laid, needs(spec))
    space, outline = spaced(gap)
    return space, outline, partial(laid, silhouette(outline, *seen))


def _volume(context: Context, states: Sequence[SceneState], values: tuple[float, float]) -> Volume:
    """What a stage of three variables has besides."""
    space = make_volume_space(context.domain, context.spec.stage.aspect)

    @lru_cache(maxsize=8)
    def counted(count: int) -> tuple[float, ...]:
        return shell_levels(context, states, values, count)

    return Volume(space, counted(SHELL_COUNT), shell_maker(context, space), counted)
