"""Texts that were never drawn are drawn by a second process beside the first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SPEC = """title: Letters
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
beats:
  - show: [axes, floor, surface]
  - write: [one, two, three, four]
"""
DRAW = """
import sys
from pathlib import Path
from gradanim.plan.scene_plan import plan_scene
from gradanim.render.stills import write_still
from gradanim.spec import load_scenes
if sys.argv[3] == "alone":
    sys.modules["manim"] = __import__("manim")
plan = plan_scene(load_scenes(Path(sys.argv[1]))[0], "draft")
write_still(plan, plan.frames - 1, Path(sys.argv[2]))
print("gradanim.render.manim_text" in sys.modules)
"""


def still(folder: Path, how: str, cache: Path) -> tuple[str, np.ndarray]:
    """What the process said, and the pixels that it wrote; its cache is its own."""
    spec, target = folder / "letters.yaml", folder / f"{how}.png"
    spec.write_text(SPEC, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", DRAW, str(spec), str(target), how],
        env={
            **os.environ,
            "XDG_CACHE_HOME": str(cache),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip(), np.asarray(Image.open(target))


def test_the_first_still_has_its_texts_drawn_beside_it(tmp_path: Path) -> None:
    said, beside = still(tmp_path, "beside", tmp_path / "empty")
    assert said == "False"
    said, alone = still(tmp_path, "alone", tmp_path / "other")
    assert said == "True"
    np.testing.assert_array_equal(beside, alone)


def test_a_process_that_cannot_start_costs_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "file"
    cache.write_text("not a folder", encoding="utf-8")
    _, pixels = still(tmp_path, "beside", cache)
    _, alone = still(tmp_path, "alone", tmp_path / "other")
    np.testing.assert_array_equal(pixels, alone)


NO_ROOM = """
import resource, sys
from gradanim.problems import ProblemError, shortage
from gradanim.render.patches import keep
resource.setrlimit(resource.RLIMIT_AS, (shortage._used("VmSize") + (100 << 20), resource.RLIM_INFINITY))
try:
    keep("never drawn", 20.0)
except ProblemError as error:
    print(error.problems[0].code, "manim" in sys.modules)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells what a process uses")
def test_what_would_hang_for_want_of_addresses_is_not_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM],
        env={
            **os.environ,
            "XDG_CACHE_HOME": str(tmp_path),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout == "addresses_short False\n"
