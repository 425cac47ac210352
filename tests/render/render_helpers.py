"""Films of texts, and what a picture says, for the tests of render."""

from __future__ import annotations

import re
from pathlib import Path

from gradanim.actors.picture import Picture
from gradanim.plan.scene_plan import plan_scene
from gradanim.render.film import Film, make_film
from gradanim.spec import load_scenes

# A line that is fitted to data.
FIT = """\
title: Fit
field:
  data: [[-2, -1.5], [-1, 0.2], [0, 0.4], [1, 2.1], [2, 2.3]]
  model: a*x + b
  name: L
  domain: {a: [-0.5, 2.5], b: [-2, 3]}
beats:
  - place: [0, 2]
    seconds: 0.2
  - show: [axes, surface, data_plot]
    seconds: 0.2
"""


def film_of(
    folder: Path, text: str, profile: str = "draft", shape: str = "16:9", *, burn: bool = False
) -> Film:
    """The film of a spec's text."""
    path = folder / "scene.yaml"
    path.write_text(text, encoding="utf-8")
    (scene,) = load_scenes(path)
    return make_film(plan_scene(scene, profile, shape), burn)


def last_frame(film: Film, beat: int = -1) -> int:
    """The number of a beat's last frame."""
    span = film.plan.clock[beat]
    return span.start + span.frames - 1


def said(picture: Picture, role: str) -> str:
    """The prose of a picture's texts of one role: words with spaces, mathematics as it is marked up."""
    words = [letter.markup for letter in picture.letters if letter.role == role]
    return " ".join(_plain(markup) for markup in words)


def _plain(markup: str) -> str:
    match = re.fullmatch(r'#"((?:[^"\\]|\\.)*)"', markup)
    return re.sub(r"\\(.)", r"\1", match.group(1)) if match else markup
