"""Small scenes for the tests of what frames look like."""

from __future__ import annotations

from pathlib import Path

from gradanim.plan.scene_plan import plan_scene
from gradanim.render.film import Film, make_film
from gradanim.spec import SceneSpec, load_any

CLEAN = """\
title: A clean scene
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 1
  - place: [1, 0.5]
    seconds: 1
  - show: [gradient, partials, readout: ["∇f = {gradient}"]]
    say: The gradient has one part along each axis.
"""


def scene(folder: Path, text: str) -> SceneSpec:
    """The scene of a spec's text."""
    path = folder / "scene.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_any(path)
    assert loaded.problems == ()
    return loaded.scenes[0]


def film(folder: Path, text: str, shape: str = "16:9", burn: bool = False) -> Film:
    """Its film in draft."""
    return make_film(plan_scene(scene(folder, text), "draft", shape), burn)
