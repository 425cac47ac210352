"""The kernel that draws a stroke of any kind."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import inner
from gradanim.raster.layout import (
    SEGMENT,
    STROKE_KIND,
    Scene,
    Scratch,
    Tile,
)
from gradanim.raster.tile_marks import draw_mark
from gradanim.raster.tile_segments import draw_segment


@inner
def draw_stroke(scene: Scene, scratch: Scratch, n: np.uint64, s: int, tile: Tile) -> np.uint64:
    """Draws stroke s and returns the fragments in use afterwards, POOL where there was no room."""
    if scene.strokes[s, STROKE_KIND] == SEGMENT:
        return draw_segment(scene, scratch, n, s, tile)
    return draw_mark(scene, scratch, n, s, tile)
