"""The front page shows a picture of every scene of the series, and none is large."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gradanim.spec import load_scenes
from gradanim.spec.verbs import VERBS

REPOSITORY = Path(__file__).parents[2]
SHOWCASE = REPOSITORY / "media" / "showcase"


def test_every_scene_has_its_picture_on_the_front_page() -> None:
    script = runpy.run_path(str(REPOSITORY / "scripts" / "showcase.py"))
    scenes = [scene.id for scene in script["chosen"](script["SERIES"])]
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\(media/showcase/([\w-]+)\.png\)", readme) == scenes
    assert sorted(path.name for path in SHOWCASE.glob("*.png")) == sorted(f"{name}.png" for name in scenes)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_scene_and_its_picture(verb: str) -> None:
    (scene,) = load_scenes(REPOSITORY / "scenes" / "verbs" / f"{verb}.yaml")
    assert scene.beats[-1].verb == verb
    assert (SHOWCASE / "verbs" / f"{verb}.png").exists()
    assert f"(../media/showcase/verbs/{verb}.png)" in (REPOSITORY / "docs" / "language.md").read_text("utf-8")


def test_there_are_no_other_pictures_and_all_are_small() -> None:
    assert {path.stem for path in (SHOWCASE / "verbs").iterdir()} == set(VERBS)
    assert max(path.stat().st_size for path in SHOWCASE.rglob("*.png")) < 300_000


def test_a_picture_shows_the_present_state() -> None:
    """One verb is drawn again; were its picture old, labels and colours would differ."""
    script = runpy.run_path(str(REPOSITORY / "scripts" / "showcase.py"))
    drawn = next(picture for name, picture in script["pictures"](("walk",)) if name == "verbs/walk")
    kept = np.asarray(Image.open(SHOWCASE / "verbs" / "walk.png").convert("RGB"))
    assert drawn.shape == kept.shape
    assert np.abs(drawn.astype(int) - kept).mean() < 1.5
