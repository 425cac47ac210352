"""What stands still from one picture to the next is the very same object."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from gradanim.plan.scene_plan import plan_scene
from gradanim.raster import Polyline
from gradanim.render.film import make_film
from gradanim.spec import load_scenes

SPEC = """
title: Kept
field: {f: x^2 + y^2/2, x: [-2, 2], y: [-2, 2]}
stage: split
beats:
  - place: [1.5, 1]
  - show: [axes, surface, floor, contours, gradient, trajectory, loss_curve]
  - descend: {rule: gradient_descent, step_size: 0.3, steps: 6}
    seconds: 4
  - orbit: {azimuth: 20}
    seconds: 1
"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    spec = Path(tmp_path_factory.mktemp("kept")) / "kept.yaml"
    spec.write_text(SPEC, encoding="utf-8")
    made = make_film(plan_scene(load_scenes(spec)[0], "draft"))
    yield made
    made.close()


def frame_in(film, beat: int, share: float) -> int:
    spans = film.plan.clock
    return spans[beat].start + int(share * spans[beat].motion)


def test_what_stands_still_is_the_very_same_in_the_next_picture(film) -> None:
    one, two = (film.picture(frame_in(film, 2, 0.5) + k) for k in (0, 1))
    for before, after in zip(one.views, two.views, strict=True):
        known = {id(item) for item in before.items}
        new = [item for item in after.items if id(item) not in known]
        # The walk, its image, its drop line: nothing of axes, ticks, grids and iterates.
        assert len(new) <= 8
        assert len([item for item in new if isinstance(item, Polyline)]) <= 3


def test_axes_turn_with_the_camera(film) -> None:
    one, two = (film.picture(frame_in(film, 3, share)) for share in (0.3, 0.6))
    places = [
        {(letter.markup, letter.x, letter.y) for letter in picture.letters if letter.role == "label"}
        for picture in (one, two)
    ]
    # Those of the map and the chart stay, those of the landscape go around.
    assert len(places[0] & places[1]) >= 6
    assert len(places[0] - places[1]) >= 6


def test_pictures_do_not_depend_on_those_before_them(film) -> None:
    frame = frame_in(film, 2, 0.7)
    after_others = film.picture(frame)
    cold = replace(film, painter=replace(film.painter, stage=replace(film.painter.stage, _kept={})))
    alone = cold.picture(frame)
    assert [(letter.markup, letter.x, letter.y, letter.opacity) for letter in after_others.letters] == [
        (letter.markup, letter.x, letter.y, letter.opacity) for letter in alone.letters
    ]
    assert [len(view.items) for view in after_others.views] == [len(view.items) for view in alone.views]
