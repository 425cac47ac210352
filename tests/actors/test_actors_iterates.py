"""Dots at the iterates of a run never touch, however short its steps become, and do not change as it goes on."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, head, staged

from gradanim.actors.iterates import RADIUS
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.raster import Disc

FLAT = "title: T\nfield: {{f: x^2/2 + y^2, x: [-3, 3], y: [-3, 3]}}\nstage: {}\n"
DESCENT = "- descend: {{start: [{}], step_size: 0.2, steps: 24}}"
STAGES = {
    "surface": (FLAT.format("surface"), "[floor, surface]", "2.6, 1.4"),
    "plane": (FLAT.format("plane"), "contours", "2.6, 1.4"),
    "volume": (head("x^2/2 + y^2 + z^2", side=3.0), "axes", "2.6, 1.4, 1.2"),
}


def dots(picture: Picture, colour: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Places of the dots of a run in pixels, and their radii."""
    of_all = [(view, item) for view in picture.views for item in view.items if isinstance(item, Disc)]
    found = [item for _, item in of_all if item.color[:3] == colour]
    view = next(view for view, item in of_all if item in found)
    places, _ = view.camera.project(np.array([item.center for item in found]), view.viewport)
    return places, np.array([item.radius for item in found])


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
@pytest.mark.parametrize("kind", STAGES)
def test_dots_are_as_large_as_there_is_room_between_them(
    make_scene: MakeScene, kind: str, shape: str
) -> None:
    start, shown, at = STAGES[kind]
    scene = make_scene(f"- show: {shown}\n{DESCENT.format(at)}", start)
    _, timeline, stage = staged(scene, shape)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    colour = stage.theme.colours["negative_gradient"]
    early, late = (dots(painter.picture(timeline.motions[-1](u)), colour) for u in (0.6, 1.0))
    places, radii = late
    assert 4 <= len(radii) < 20
    assert radii[0] == pytest.approx(RADIUS * stage.unit) and radii[-1] < 0.8 * radii[0]
    assert (np.linalg.norm(np.diff(places, axis=0), axis=1) > 1.2 * (radii[:-1] + radii[1:])).all()
    reached = len(early[1])
    np.testing.assert_allclose(early[1], radii[:reached])
