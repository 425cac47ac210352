"""The films of the step size can be compared: their charts have room for the runs of all of them."""

from __future__ import annotations

from pathlib import Path

from gradanim.actors.needs import flattened
from gradanim.spec import load_scenes
from gradanim.spec.panel_options import LossCurveOptions
from gradanim.spec.verbs import ShowAction

SCENES = Path(__file__).resolve().parents[2] / "scenes"


def test_the_charts_have_room_for_the_step_sizes_of_all_variants() -> None:
    scenes = load_scenes(SCENES / "learning-rate.yaml")
    sizes = {scene.params["alpha"] for scene in scenes}
    shown = [
        use.options
        for scene in scenes
        for beat in flattened(scene.beats)
        if isinstance(beat.action, ShowAction)
        for use in beat.action.actors
        if isinstance(use.options, LossCurveOptions)
    ]
    assert len(scenes) == len(shown) == 3
    assert all(set(options.step_sizes) == sizes for options in shown)
