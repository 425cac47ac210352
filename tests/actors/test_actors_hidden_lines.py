"""What shines through a hill is told from what lies on its front."""

from __future__ import annotations

from volume_stage import MakeScene, picture

from gradanim.raster import Polyline

HEAD = "title: T\nfield: {f: 2*exp(-(x^2 + y^2)/2), x: [-2, 2], y: [-2, 2]}\nstage: {kind: surface, height: 0.5}\n"
BEATS = "- show: [floor, surface]\n- place: [1, 0]\n- walk: {circle: {center: [0, 0], radius: 1}}\n"


def test_the_hidden_part_of_a_trail_on_a_landscape_is_dashed_and_no_other(make_scene: MakeScene) -> None:
    made = picture(make_scene(BEATS, HEAD))
    lines = [it for view in made.views for it in view.items if isinstance(it, Polyline)]
    # The way around at one height; its shadow on the floor is seen in one piece wherever it is seen.
    walked = [it for it in lines if len(it.points) > 20 and it.occlusion == "ghost"]
    lifted, flat = [], []
    for it in walked:
        (lifted if it.points[:, 2].min() > made_floor(lines) + 0.1 else flat).append(it)
    assert len(lifted) == len(flat) == 1
    assert lifted[0].ghost_dash is not None and lifted[0].dash is None
    assert flat[0].ghost_dash is None


def test_a_level_curve_of_the_floor_is_no_branch_of_its_image_on_a_landscape(make_scene: MakeScene) -> None:
    made = picture(make_scene("- show: [floor, surface]\n- place: [1, 0]\n- show: level_curve\n", HEAD))
    lines = [it for view in made.views for it in view.items if isinstance(it, Polyline)]
    green = [it for it in lines if it.occlusion == "ghost" and len(it.points) > 20]
    below, above = sorted(green, key=lambda it: float(it.points[:, 2].min()))
    assert below.ghost_opacity < 0.5 * above.ghost_opacity


def made_floor(lines: list[Polyline]) -> float:
    """The height of the lowest line."""
    return float(min(it.points[:, 2].min() for it in lines))
