"""The lines that lead to the values of level surfaces keep clear of the gradient's arrow."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from volume_stage import MakeScene, head, staged

from gradanim.actors.picture import Painter, Picture
from gradanim.actors.shell_labels import NEAR_BY, PART, parted
from gradanim.actors.stage import Stage
from gradanim.actors.texts import Texts
from gradanim.raster import Polyline

F = "x^2/2 + y^2/4 + z^2/2"
BEATS = "- show: [axes, contours]\n- place: {}\n- show: {{gradient: {{scale: {}}}}}\n- orbit: {{by: 360}}"


def course(scene, count: int) -> tuple[Stage, list[Picture]]:
    _, timeline, stage = staged(scene)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return stage, [painter.picture(timeline.motions[-1](float(u))) for u in np.linspace(0.0, 1.0, count)]


def leaders(stage: Stage, picture: Picture) -> list[tuple[np.ndarray, float]]:
    """Ends of the lines in pixels, and how strong they are."""
    view = picture.views[-1]
    found = []
    for item in view.items:
        if (
            isinstance(item, Polyline)
            and item.occlusion == "top"
            and len(item.points) == 2
            and item.dash is None
        ) and item.width == pytest.approx(2.5 * stage.unit):
            pixels, _ = view.camera.project(item.points, view.viewport)
            found.append((pixels, item.color[3]))
    return found


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Pixels between two segments, from many places of each."""
    along = np.linspace(0.0, 1.0, 60)[:, None]
    places = [line[0] + along * (line[1] - line[0]) for line in (one, other)]
    return float(np.linalg.norm(places[0][:, None] - places[1][None], axis=-1).min())


@pytest.mark.parametrize(
    ("place", "scale"), [("[0.9, 0.2, 0.5]", 1), ("[0.5, 0.9, 0.1]", 2), ("[0.7, 0.7, -0.3]", 1.5)]
)
def test_no_line_that_is_seen_runs_into_the_arrow(make_scene: MakeScene, place: str, scale: float) -> None:
    stage, pictures = course(make_scene(BEATS.format(place, scale), head(F)), 73)
    near = 0
    for picture in pictures:
        mark = picture.marks["gradient"]
        shaft = np.array([mark["tail_px"], mark["tip_px"]])
        lines = leaders(stage, picture)
        assert len(lines) >= 3
        for ends, strength in lines:
            gap = apart(ends, shaft) / stage.unit
            near += gap < 60.0
            assert gap > 5.0 or strength < 0.5
    assert near > 5


@given(at=st.floats(-180.0, 180.0), counts=st.floats(0.0, 1.0))
def test_parted_lines_keep_their_order_and_far_ones_their_places(at: float, counts: float) -> None:
    angles = np.linspace(-60.0, 60.0, 61)
    moved = [parted(float(angle), [(at, counts)])[0] for angle in angles]
    assert all(one < other for one, other in pairwise(moved))
    for angle, now in zip(angles, moved, strict=True):
        assert abs(now - angle) <= PART
        if abs(angle - at) >= NEAR_BY:
            assert now == angle


def test_a_line_changes_sides_unseen() -> None:
    sides = [parted(0.0, [(at, 1.0)]) for at in np.linspace(-8.0, 8.0, 161)]
    for (one, seen), (other, seen_then) in pairwise(sides):
        assert abs(other - one) < 0.5 or max(seen, seen_then) < 0.01
        assert abs(seen - seen_then) < 0.06
    assert parted(0.0, [(0.0, 0.0)]) == (0.0, 1.0)
