"""Copies of what stands on a stage, and mistakes that are made with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from manim import (
    Group,
    Mobject,
    Transform,
)
from manim_helpers import small_manim

from gradanim.render.manim_stage import (
    RasterArrow,
    RasterAxes,
    RasterDot,
    RasterLine,
    RasterMesh,
    RasterStage,
    RasterSurface,
)


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> Iterator[None]:
    with small_manim(tmp_path):
        yield


def kinds(stage: RasterStage) -> list[Mobject]:
    return [
        RasterSurface(stage, lambda x, y: x * y, resolution=5),
        RasterMesh(stage, np.eye(3), [(0, 1, 2)]),
        RasterArrow(stage, (0, 0, 0), (1, 1, 1)),
        RasterLine(stage, np.eye(3)),
        RasterDot(stage, (1, 0, 0)),
        RasterAxes(stage),
        stage,
    ]


@pytest.mark.parametrize("number", range(7))
def test_copies_are_alike_and_apart(number: int) -> None:
    original = kinds(RasterStage())[number]
    copied = original.copy()
    assert copied.look() == original.look() and getattr(copied, "stage", None) is getattr(
        original, "stage", None
    )
    before = original.look()
    copied.shift([1, 0, 0]).set_opacity(0.3)
    assert original.look() == before != copied.look()
    if "occlusion" in copied.choices:
        copied.occlusion = "top"
    original.become(copied)
    assert original.look() == copied.look() and getattr(original, "occlusion", "top") == "top"
    before = original.look()
    for name in copied.numbers:
        value = getattr(copied, name)
        value += 1
    assert original.look() == before
    copied.points += 1
    assert original.look() != copied.look()


def test_a_group_of_a_stage_and_what_stands_on_it_is_copied_whole() -> None:
    stage = RasterStage()
    first, second = Group(stage, RasterDot(stage, (0, 0, 0))).copy()
    assert first is not stage and second.stage is first


@pytest.mark.parametrize("kind", range(7))
def test_things_of_unlike_kinds_say_so(kind: int) -> None:
    one, other = kinds(RasterStage())[kind], kinds(RasterStage())[kind - 1]
    with pytest.raises(TypeError, match="cannot be blended into each other; fade one out and the other in"):
        Transform(one, other).begin()


def refused(make: Callable[[RasterStage], object]) -> str:
    with pytest.raises((TypeError, ValueError)) as caught:
        make(RasterStage())
    return str(caught.value)


def test_mistakes_are_named() -> None:
    assert refused(lambda s: RasterDot(s, (0, 0, 0), size=2)) == (
        "RasterDot has no `size`; it has occlusion, opacity, radius, shaded"
    )
    assert "stands on a RasterStage" in refused(lambda s: RasterDot((0, 0, 0), s))  # type: ignore[arg-type]
    assert "no surface over x (1, 1)" in refused(lambda s: RasterSurface(s, lambda x, y: x, (1, 1)))
    assert "no axis from 0 to 1 in steps of 0" in refused(lambda s: RasterAxes(s, (0, 1, 0)))
    assert "must be positive" in refused(lambda s: s.set(zoom=0).camera())
    two = [RasterMesh(RasterStage(), np.eye(3), [corners]) for corners in ((0, 1, 2), (0, 1, 1))]
    assert "different triangles" in refused(lambda s: Transform(*two).begin())
