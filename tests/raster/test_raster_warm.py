"""Kernels are compiled once, for the types that pictures have."""

from __future__ import annotations

from gradanim.raster import warm_up
from gradanim.raster.tile_draw import draw_tiles
from gradanim.raster.warm import compile_tiles, warm_small


def test_what_is_compiled_without_a_scene_draws_scenes() -> None:
    compile_tiles()
    warm_small()
    warm_up()
    assert len(draw_tiles.signatures) == 1
