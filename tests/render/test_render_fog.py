"""In fog nothing tells of the field but what is near the point."""

from __future__ import annotations

import numpy as np
from render_helpers import film_of, last_frame

from gradanim.raster import Arrow, Polyline

SPEC = """
title: Fog
field: {f: "sin(1.2*x) + cos(1.1*y)", x: [-3, 3], y: [-3, 3]}
stage: surface
beats:
  - show: [floor, surface, gradient_field, {level_curve: {level: 0.5}}, {streamlines: {on_surface: true}}]
  - place: [1.1, 0.8]
  - show: {fog: {radius: 1}}
"""


def test_lines_and_arrows_end_where_the_fog_begins(text_folder, tmp_path):
    film = film_of(tmp_path, SPEC)
    clear, hidden = last_frame(film, 1), last_frame(film, 2)
    far = [_farthest(film, number) for number in (clear, hidden)]
    # The fog is whole from 1.35 radii on; an arrow may reach a little over its middle.
    assert far[0] > 3.0
    assert far[1] < 1.35 + 0.3
    assert film.picture(hidden).marks["fog"]["gone_from"] == 1.35


def _farthest(film, number):
    """The distance from the point, in units of the domain, of the farthest thing over the floor that can be seen."""
    space = film.painter.stage.space
    farthest = 0.0
    for item in film.picture(number).views[-1].items:
        if isinstance(item, Polyline):
            seen = np.asarray(item.points)
            opacity = item.color[3] if item.colors is None else np.asarray(item.colors)[:, 3]
            seen = seen[np.isfinite(seen).all(axis=1) & (np.broadcast_to(opacity, len(seen)) > 0.01)]
        elif isinstance(item, Arrow) and item.color[3] > 0.01:
            seen = np.array([item.tail, item.tip])
        else:
            continue
        for point in seen:
            place = point[:2] / np.array(space.scale) + np.array(space.centre)
            farthest = max(farthest, float(np.linalg.norm(place - [1.1, 0.8])))
    return farthest
