"""The views of a frame and their cameras: the landscape and the volume in 3D, the plane from above, the chart."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.fitting import FIELD_OF_VIEW, extents, fit
from gradanim.actors.layout import Rect
from gradanim.actors.stage import Stage
from gradanim.actors.state import Pose, SceneState
from gradanim.raster import Camera

Array = NDArray[np.float64]

# Design pixels over which a picture fades that is zoomed to one and a half or more.
SOFT = 80.0


def surface_camera(stage: Stage, rect: Rect, pose: Pose, height: float | None = None) -> Camera:
    """The camera of the landscape; a zoom brings a place to the middle of the view.

    Args:
        stage: gives the outline.
        rect: the view's region in design pixels.
        pose: where the camera stands.
        height: world height of what is looked at there, or None for the height that the whole stage is seen at.
    """
    if pose.centre is None:
        return _travelling_camera(stage, rect, pose, None)
    place = stage.space.flat(np.asarray(pose.centre))
    place[2] = math.nan if height is None else height
    return _travelling_camera(stage, rect, pose, place)


def looked_at(stage: Stage, state: SceneState) -> float | None:
    """World height of the place that a zoom brings to the middle: on the landscape as far as it is there."""
    centre, shown = state.pose.centre, state.shown("surface")
    if centre is None:
        return None
    value = float(stage.context.field_of(state).value(np.asarray(centre)))
    return float(stage.space.height(value)) * shown if math.isfinite(value) else None


def volume_camera(stage: Stage, rect: Rect, pose: Pose) -> Camera:
    """The camera of the stage of three variables; a zoom brings a place of the box to the middle of the view."""
    assert stage.volume is not None
    place = None if pose.centre is None else stage.volume.space.world(np.asarray(pose.centre))
    return _travelling_camera(stage, rect, pose, place)


def _travelling_camera(stage: Stage, rect: Rect, pose: Pose, place: Array | None) -> Camera:
    """The camera of a 3D view.

    At zoom 1 the whole stage fits from every azimuth that the scene uses, at this elevation, so that it keeps
    its size while the camera travels around it.

    Args:
        stage: gives the outline.
        rect: the view's region in design pixels.
        pose: where the camera stands.
        place: world point ``(3,)`` that comes to the middle of the view, its height nan where it does not matter.
    """
    around = stage.layout.around_surface
    aspect = (rect.width - around.across) / (rect.height - around.up)
    distance, middle = fit(stage.outline, aspect, round(pose.elevation, 3), stage.azimuths)
    padding = rect.height / (rect.height - around.up)
    target = np.array([0.0, 0.0, middle])
    if around.left != around.right:
        # What is kept at one side more than at the other moves the picture.
        per_pixel = 2.0 * math.tan(math.radians(FIELD_OF_VIEW) / 2) * distance * padding / rect.height
        across = Camera(azimuth=pose.azimuth).axes()[0]
        target -= (around.left - around.right) / 2 * per_pixel * across
    if place is not None:
        target += pose.near * np.nan_to_num(place - target)
    return Camera(
        azimuth=pose.azimuth,
        elevation=pose.elevation,
        target=(float(target[0]), float(target[1]), float(target[2])),
        distance=distance * padding / pose.zoom,
        field_of_view=FIELD_OF_VIEW,
    )


def soft_edge(stage: Stage, pose: Pose) -> float:
    """Pixels over which a view fades towards its borders: a zoomed picture goes on beyond them and is not cut there."""
    return SOFT * min(max(2.0 * (pose.zoom - 1.0), 0.0), 1.0) * stage.unit


def _extent(stage: Stage) -> tuple[tuple[float, float], tuple[float, float]]:
    return stage.context.domain[:2]  # type: ignore[return-value]


def surface_width(stage: Stage, rect: Rect, elevation: float) -> float:
    """How wide the picture of a 3D view is with its ticks, in design pixels, over all azimuths of the scene."""
    around = stage.layout.around_surface
    aspect = (rect.width - around.across) / (rect.height - around.up)
    slope = math.tan(math.radians(FIELD_OF_VIEW) / 2)
    wide = extents(stage.outline, aspect, elevation, stage.azimuths)[0]
    return wide / slope * (rect.height - around.up) + around.across


def plane_width(stage: Stage, rect: Rect) -> float:
    """How wide the view from above is with its ticks, in design pixels."""
    (x0, x1), (y0, y1) = _extent(stage)
    corners = stage.space.flat(np.array([(x0, y0), (x1, y1)]))
    width, depth = (corners[1] - corners[0])[:2]
    around = stage.layout.around_map
    return min(rect.width, float(width / depth) * (rect.height - around.up) + around.across)


def plane_camera(stage: Stage, rect: Rect, pose: Pose) -> Camera:
    """The camera of the view from above: the domain with room for ticks to the left and below."""
    (x0, x1), (y0, y1) = _extent(stage)
    corners = stage.space.flat(np.array([(x0, y0), (x1, y1)]))
    width, depth = (corners[1] - corners[0])[:2]
    around = stage.layout.around_map
    per_pixel = max(width / (rect.width - around.across), depth / (rect.height - around.up))
    shift = np.array([around.left - around.right, around.below - around.above]) / 2 * per_pixel
    centre = -shift
    if pose.centre is not None:
        centre = centre * (1.0 - pose.near) + pose.near * stage.space.flat(np.asarray(pose.centre))[:2]
    return Camera.top_down((float(centre[0]), float(centre[1])), rect.height * per_pixel / pose.zoom)


def panel_camera(rect: Rect) -> Camera:
    """The camera of a chart: world units are design pixels from the lower left corner of the panel."""
    return Camera.top_down((rect.width / 2, rect.height / 2), rect.height)
