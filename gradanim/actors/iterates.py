"""The dots at the iterates of a run: as large as there is room between them, and none where a line says as much."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.pens import dot
from gradanim.actors.stage import Scope
from gradanim.actors.theme import RGBA
from gradanim.raster import Camera, Viewport

Array = NDArray[np.float64]

# Radius and border of a dot that has room, in design pixels.
RADIUS, BORDER = 6.0, 1.5
# A dot takes this part of the way to the nearer one of its neighbours, at most: two of them leave some of it free.
TAKEN = 0.4
# With more iterates than this only the path is drawn.
MOST = 80


def draw(scope: Scope, role: str, places: Array, count: int, look: tuple[RGBA, float]) -> None:
    """Dots at the first iterates of a run.

    Args:
        scope: the view.
        role: tells the runs of a picture apart.
        places: of all iterates of the run, world points ``(k, 3)``; how large dots are does not change as it goes on.
        count: how many of them have dots.
        look: colour, and width of the path between them in design pixels.
    """
    if len(places) > MOST:
        return
    colour, path = look
    viewport = scope.stage.viewport(scope.rect)
    shares = _shares(places.tobytes(), scope.camera, viewport, scope.px(1.0))[:count].copy()
    shares[shares * (RADIUS - BORDER) <= path / 2] = 0.0
    reached = places[:count]
    decided = (reached.tobytes(), shares.tobytes(), colour)
    draw_all = partial(_dots, role=role, places=reached, shares=shares, colour=colour)
    scope.keep(f"iterates {role}", decided, draw_all)


@lru_cache(maxsize=8)
def _shares(places: bytes, camera: Camera, viewport: Viewport, pixel: float) -> Array:
    """How large the dots are, ``(k,)``: 1 where both neighbours are far away, as they are seen.

    Places are bytes because they are the same in every picture of a run.
    """
    points = np.frombuffer(places).reshape(-1, 3)
    shares = np.ones(len(points))
    if len(points) > 1:
        seen, _ = camera.project(points, viewport)
        gaps = np.nan_to_num(np.hypot(*np.diff(seen, axis=0).T), nan=np.inf) / pixel
        room = TAKEN / RADIUS * np.minimum(np.append(gaps, np.inf), np.append(np.inf, gaps))
        shares = np.minimum(shares, room)
    return shares


def _dots(scope: Scope, role: str, places: Array, shares: Array, colour: RGBA) -> None:
    """Iterates stay where they are: all but the newest are the very dots of the last picture."""
    for number, (at, share) in enumerate(zip(places, shares.tolist(), strict=True)):
        if share > 0.0:
            draw_dot = partial(_dot, at=at, share=share, colour=colour)
            scope.keep(f"iterate {role} {number}", (at.tobytes(), share, colour), draw_dot)


def _dot(scope: Scope, at: Array, share: float, colour: RGBA) -> None:
    dot(scope, at, colour, RADIUS * share, BORDER * share)
