"""Paths of descent on a landscape: faint below it, broken where there is no ground, and a cross where they end."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.raster import Polyline

HEAD = "title: T\nfield: {f: ln(x^2 + y^2 - 1), x: [-3, 3], y: [-3, 3]}\nstage: surface\n"
RUNS = "[{step_size: 0.05}, {step_size: 0.3}]"
RACE = f"- race: {{start: [2.6, 0.6], steps: 30, runs: {RUNS}}}"
DESCEND = "- descend: {start: [2.6, 0.6], step_size: 0.05, steps: 30}"


def pictured(make_scene: MakeScene, beats: str) -> tuple[Picture, dict[str, tuple[float, float, float]]]:
    _, timeline, made = staged(make_scene(beats, HEAD))
    painter = Painter(made, Texts(made, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[-1](1.0)), dict(made.theme.colours)


def lines(picture: Picture, colour: tuple[float, float, float]) -> list[Polyline]:
    items = [item for view in picture.views for item in view.items if isinstance(item, Polyline)]
    return [item for item in items if np.allclose(np.asarray(item.color)[:3], colour)]


@pytest.mark.parametrize(("beats", "role"), [(RACE, "race_0"), (DESCEND, "negative_gradient")])
def test_a_step_across_a_hole_is_dashed_and_has_no_ground_there(
    make_scene: MakeScene, beats: str, role: str
) -> None:
    picture, colours = pictured(make_scene, f"- show: [floor, surface]\n{beats}")
    drawn = lines(picture, colours[role])
    assert all(np.isfinite(item.points).all() for item in drawn)
    dashed = [item for item in drawn if item.dash is not None]
    on_floor, lifted = (
        [it for it in dashed if bool(np.ptp(it.points[:, 2]) < 1e-9) is flat] for flat in (True, False)
    )
    assert len(on_floor) == 1 and lifted
    gap = np.linalg.norm(on_floor[0].points[0] - on_floor[0].points[1]) / 20
    for item in lifted:
        assert np.linalg.norm(np.diff(item.points[:, :2], axis=0), axis=1).max() < gap
    assert len(lines(picture, colours["wrong"])) == (4 if role == "race_0" else 2)


def test_one_that_lands_in_the_hole_is_lost_there(make_scene: MakeScene) -> None:
    picture, _ = pictured(make_scene, f"- show: [floor, surface]\n{RACE}")
    over, into = picture.marks["race"]["runs"]
    assert over["lost"] and into["lost"]
    assert np.hypot(*into["at"]) < 1 and max(map(abs, over["at"])) == pytest.approx(3)


def test_below_a_landscape_a_path_is_fainter_than_on_it(make_scene: MakeScene) -> None:
    both, colours = pictured(make_scene, f"- show: [floor, surface]\n{DESCEND}")
    whole = [item for item in lines(both, colours["negative_gradient"]) if item.dash is None]
    floor, lifted = (
        [it for it in whole if bool(np.ptp(it.points[:, 2]) < 1e-9) is flat] for flat in (True, False)
    )
    assert max(it.color[3] for it in floor) < 0.6 * min(it.color[3] for it in lifted)
    alone, _ = pictured(make_scene, f"- show: floor\n{DESCEND}")
    assert max(it.color[3] for it in lines(alone, colours["negative_gradient"])) > 0.8
