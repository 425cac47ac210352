"""From beat to beat nothing pops in and nothing jumps: the frames at the joints of every scene are near."""

from __future__ import annotations

import numpy as np
import pytest
from scene_films import all_scenes, film_of

# Levels of 255, of the whole frame and of its most changed block.
MEAN, BLOCK = 0.5, 30.0
SIDE = 16


@pytest.mark.slow
@pytest.mark.parametrize("scene_id", all_scenes())
def test_neighbouring_frames_of_two_beats_are_near(text_folder, scene_id):
    film = film_of(scene_id, "16:9")
    for before, after in zip(film.plan.clock, film.plan.clock[1:], strict=False):
        frames = [film.frame(number)[..., :3].astype(float) for number in (after.start - 1, after.start)]
        apart = np.abs(frames[1] - frames[0]).mean(axis=2)
        rows, columns = (size // SIDE for size in apart.shape)
        blocks = apart[: rows * SIDE, : columns * SIDE].reshape(rows, SIDE, columns, SIDE).mean(axis=(1, 3))
        joint = f"{before.verb} {before.index} to {after.verb} {after.index}"
        assert apart.mean() < MEAN, joint
        assert blocks.max() < BLOCK, joint
