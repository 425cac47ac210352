"""Planes that are converted where something has changed are those of the whole frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gradanim.plan.scene_plan import plan_scene
from gradanim.raster import StalePlanes, to_planes
from gradanim.render.film import make_film
from gradanim.spec import load_scenes

VERBS = Path(__file__).parents[2] / "scenes" / "verbs"


@pytest.mark.parametrize("name", ["walk", "descend", "dial", "together", "ask", "race"])
def test_planes_of_frames_in_a_row(name: str) -> None:
    plan = plan_scene(load_scenes(VERBS / f"{name}.yaml")[0], "draft")
    last = plan.clock[-1]
    start = max(0, last.start - 8)
    count = 0
    for shot in make_film(plan).shots(start, min(plan.frames, last.start + 24), lambda first, end: True):
        assert shot.pixels is not None
        np.testing.assert_array_equal(shot.planes, to_planes(shot.pixels))
        count += 1
    assert count > 8


def test_a_change_of_one_pixel_at_the_border_of_a_tile() -> None:
    generator = np.random.default_rng(5)
    frame = generator.integers(0, 256, (96, 200, 4), np.uint8)
    stale = StalePlanes((200, 96), 1)
    planes = to_planes(frame, None, None)
    stale.take(0)
    for x, y in ((63, 31), (64, 32), (127, 40), (199, 95), (0, 0)):
        frame[y, x] = 255 - frame[y, x]
        stale.mark([(x, x + 1, y, y + 1)])
        boxes = stale.take(0)
        assert 0 < (boxes[:, 1] - boxes[:, 0]).sum() <= 2 * 64
        np.testing.assert_array_equal(to_planes(frame, planes, boxes), to_planes(frame))
    assert stale.take(0).shape == (0, 4)


def test_all_is_stale_at_first_and_each_of_several_planes_catches_up() -> None:
    stale = StalePlanes((130, 70), 2)
    assert stale.take(0).tolist() == [[0, 130, 0, 32], [0, 130, 32, 64], [0, 130, 64, 70]]
    stale.mark([(70, 72, 10, 20)])
    assert stale.take(0).tolist() == [[64, 128, 0, 32]]
    assert stale.take(1).tolist()[0] == [0, 130, 0, 32]


def test_many_boxes_at_once_are_those_boxes_one_by_one() -> None:
    generator = np.random.default_rng(8)
    for _ in range(20):
        starts = generator.integers(0, (300, 140), (12, 2))
        ends = np.minimum(starts + generator.integers(0, 90, (12, 2)), (300, 140))
        boxes = np.stack([starts[:, 0], ends[:, 0], starts[:, 1], ends[:, 1]], axis=1)
        together, alone = StalePlanes((300, 140), 1), StalePlanes((300, 140), 1)
        for stale in (together, alone):
            stale.take(0)
        together.mark(boxes)
        expected = np.zeros((140, 302), np.bool_)
        for box in boxes.tolist():
            alone.mark([box])
            x0, x1, y0, y1 = box
            if x0 < x1 and y0 < y1:
                expected[y0:y1, x0 : x1 + 2] = True
        found = together.take(0)
        np.testing.assert_array_equal(found, alone.take(0))
        covered = np.zeros((140, 302), np.bool_)
        for x0, x1, y0, y1 in found.tolist():
            covered[y0:y1, x0:x1] = True
        assert (covered[:, :300] | ~expected[:, :300]).all()
