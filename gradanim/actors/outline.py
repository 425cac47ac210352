"""What encloses the picture of a scene in space, and from where it is seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np

from gradanim.actors.context import SURVEY, Context, grid
from gradanim.actors.drawn_values import by_params
from gradanim.actors.sides import corners
from gradanim.actors.space import Space
from gradanim.actors.state import SceneState
from gradanim.actors.volume import Volume

# Degrees between the azimuths from which the picture must fit.
AZIMUTH_STEP = 10.0
# Blocks along each side by which the landscape is judged.
BLOCKS = 16
# Room over the value axis for its name, in world units.
AXIS_NAME = 0.12

# World points.
Outline = tuple[tuple[float, float, float], ...]


def box_outline(context: Context, volume: Volume, states: Sequence[SceneState]) -> Outline:
    """The corners of the domain, and the top of the vertical axis with its name, wherever it stands at some time."""
    corners = volume.space.world(np.array(list(product(*context.domain))))
    tops = np.array([(*place, context.domain[2][1]) for place in _value_axes(context, states)])
    names = volume.space.world(tops) + [0.0, 0.0, AXIS_NAME]
    return tuple((float(x), float(y), float(z)) for x, y, z in np.concatenate([corners, names]))


def azimuths_of(states: Sequence[SceneState]) -> tuple[float, ...]:
    """Azimuths from which the scene is seen, every few degrees."""
    seen = [state.pose.azimuth for state in states]
    low, high = min(seen), max(seen)
    if high - low >= 360.0:
        low, high = 0.0, 360.0
    count = 1 + math.ceil((high - low) / AZIMUTH_STEP)
    return tuple(low + (high - low) * k / max(1, count - 1) for k in range(count))


def rests_of(states: Sequence[SceneState]) -> tuple[float, ...]:
    """Azimuths at which the camera stands still: those of two states in a row, and of the first and the last."""
    seen = [state.pose.azimuth for state in states]
    still = [after for before, after in pairwise(seen) if before == after]
    return tuple(dict.fromkeys([seen[0], *still, seen[-1]]))


def landscape_outline(context: Context, space: Space, states: Sequence[SceneState]) -> Outline:
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
    rests = rests_of(states)
    used = {sides: None for azimuth in azimuths_of(states) for sides, _ in corners(azimuth, rests)}
    return [[ends[side] for ends, side in zip(context.domain[:2], sides, strict=True)] for sides in used]


def middling(elevations: Sequence[float]) -> tuple[float, ...]:
    """The least, the middle one and the greatest: between them the width of a picture hardly changes."""
    rounded = sorted({round(elevation, 3) for elevation in elevations})
    return rounded[0], rounded[len(rounded) // 2], rounded[-1]
