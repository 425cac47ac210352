"""Making a stage: every choice that the author left open is settled here, once for the whole scene."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product

import numpy as np

from gradanim.actors.arrow_size import arrow_scale, longest_gradient
from gradanim.actors.centring import centred
from gradanim.actors.columns import number_columns, number_texts, widest_texts
from gradanim.actors.context import SURVEY, Context, grid
from gradanim.actors.gradient_field import field_scale
from gradanim.actors.layout import make_layout
from gradanim.actors.samples import FINE, curve_maker, sampler
from gradanim.actors.sides import corners
from gradanim.actors.space import SIDE, Space, make_space, make_volume_space
from gradanim.actors.spatial_reach import spatial_tips
from gradanim.actors.stacks import side_stacks
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState
from gradanim.actors.streamlines import stream_maker
from gradanim.actors.survey import (
    SHELL_COUNT,
    by_params,
    contour_levels,
    fineness,
    shell_levels,
    value_range,
)
from gradanim.actors.theme import THEMES
from gradanim.actors.volume import Volume, shell_maker
from gradanim.plan.profile import CANVAS_SHORT_SIDE, Format, Profile
from gradanim.raster import Camera

# Degrees between the azimuths from which the picture must fit.
AZIMUTH_STEP = 10.0
# Blocks along each side by which the landscape is judged.
BLOCKS = 16
# Room over the value axis for its name, in world units.
AXIS_NAME = 0.12


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
    domain = context.domain or ((-1.0, 1.0), (-1.0, 1.0))
    space = make_space(domain, values, spec.stage.height, spec.stage.aspect)
    volume = _volume(context, states, values) if spec.stage.kind == "volume" else None
    layout = make_layout(spec, format, burn)
    longest = longest_gradient(context, states)
    texts = number_texts(context, states)
    unit = profile.short_side / CANVAS_SHORT_SIDE
    scale = arrow_scale(context, states, longest) if context.field is not None else 1.0
    fine = FINE
    if layout.surface is not None and len(context.domain) == 2:
        size = min(layout.surface.width, layout.surface.height) * unit
        fine = fineness(context, states, space, size / SIDE)
    stage = Stage(
        context=context,
        layout=layout,
        space=space,
        theme=THEMES[spec.theme],
        unit=unit,
        arrow_scale=scale,
        levels=levels,
        samples=sampler(context, fine),
        curves=curve_maker(context),
        streams=stream_maker(context),
        clipped=clipped,
        azimuths=_azimuths(states),
        rests=_rests(states),
        outline=_outline(context, space, states) + spatial_tips(context, space, states, scale)
        if volume is None
        else _box(context, volume),
        volume=volume,
        # Clips are kept by what their stage holds: it holds only what the scene's actors ask for.
        longest=longest if any(state.shown("component_bars") > 0.0 for state in states) else 0.0,
        field_scale=field_scale(context, states) if context.field is not None else 1.0,
        columns=number_columns(texts),
        widest=widest_texts(texts),
        stacks=side_stacks(states),
    )
    return centred(stage, states)


def _volume(context: Context, states: Sequence[SceneState], values: tuple[float, float]) -> Volume:
    """What a stage of three variables has besides."""
    space = make_volume_space(context.domain, context.spec.stage.aspect)

    @lru_cache(maxsize=8)
    def counted(count: int) -> tuple[float, ...]:
        return shell_levels(context, states, values, count)

    azimuths = _azimuths(states)
    middle = 0.5 * (azimuths[0] + azimuths[-1])
    return Volume(space, counted(SHELL_COUNT), shell_maker(context, space), counted, middle)


def _box(context: Context, volume: Volume) -> tuple[tuple[float, float, float], ...]:
    """The corners of the domain, and the top of the vertical axis with its name."""
    corners = volume.space.world(np.array(list(product(*context.domain))))
    right = Camera(azimuth=volume.azimuth).axes()[0]
    corner = min(corners, key=lambda c: (round(float(c @ right), 9), -c[2]))
    name = corner + [0.0, 0.0, AXIS_NAME]
    return tuple((float(x), float(y), float(z)) for x, y, z in np.concatenate([corners, [name]]))


def _azimuths(states: Sequence[SceneState]) -> tuple[float, ...]:
    """Azimuths from which the scene is seen, every few degrees."""
    seen = [state.pose.azimuth for state in states]
    low, high = min(seen), max(seen)
    if high - low >= 360.0:
        low, high = 0.0, 360.0
    count = 1 + math.ceil((high - low) / AZIMUTH_STEP)
    return tuple(low + (high - low) * k / max(1, count - 1) for k in range(count))


def _rests(states: Sequence[SceneState]) -> tuple[float, ...]:
    """Azimuths at which the camera stands still: those of two states in a row, and of the first and the last."""
    seen = [state.pose.azimuth for state in states]
    still = [after for before, after in pairwise(seen) if before == after]
    return tuple(dict.fromkeys([seen[0], *still, seen[-1]]))


def _outline(
    context: Context, space: Space, states: Sequence[SceneState]
) -> tuple[tuple[float, float, float], ...]:
    """The floor, the landscape at its highest over all parameters of the scene, and the top of the value axis."""
    if context.field is None or len(context.domain) != 2:
        return ()
    _, points = grid(context.domain, (SURVEY, SURVEY))
    values = np.array([context.field_of(state).value(points) for state in by_params(states)])
    highest = np.where(np.isfinite(values), values, space.low).max(axis=0)
    # Each block of the fine grid by its highest point: a peak between coarse places is not cut off.
    side = SURVEY // BLOCKS * BLOCKS
    blocks = highest[:side, :side].reshape(BLOCKS, side // BLOCKS, BLOCKS, side // BLOCKS).max(axis=(1, 3))
    places = points[:side, :side][
        side // BLOCKS // 2 :: side // BLOCKS, side // BLOCKS // 2 :: side // BLOCKS
    ]
    raised = space.raised(places, blocks).reshape(-1, 3)
    border = np.concatenate([points[0], points[-1], points[:, 0], points[:, -1]])
    edge = space.raised(border, np.concatenate([highest[0], highest[-1], highest[:, 0], highest[:, -1]]))[::4]
    floor = space.flat(np.array([(x, y) for x in context.domain[0] for y in context.domain[1]]))
    top = [0.0, 0.0, float(space.height(space.high)) + AXIS_NAME]
    axes = space.flat(np.array(_value_axes(context, states))) + top
    return tuple((float(x), float(y), float(z)) for x, y, z in np.concatenate([raised, edge, floor, axes]))


def _value_axes(context: Context, states: Sequence[SceneState]) -> list[list[float]]:
    """The corners of the domain at which the vertical axis stands at some time."""
    rests = _rests(states)
    used = {sides: None for azimuth in _azimuths(states) for sides, _ in corners(azimuth, rests)}
    return [[ends[side] for ends, side in zip(context.domain, sides, strict=True)] for sides in used]
