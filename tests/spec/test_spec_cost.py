"""Loading a spec is cheap: what it may import, and how long it takes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from spec_helpers import SCENE, save

from gradanim.spec import load_scenes

HEAVY = (
    "sympy",
    "scipy",
    "manim",
    "numba",
    "av",
    "contourpy",
    "PIL",
    "rich",
    "ffmpeg",
    "typst",
    "mpmath",
    "cairo",
)
SCRIPT = """
import sys
import gradanim.spec
light = [name for name in ("numpy", "ruamel.yaml") if name in sys.modules]
for path in sys.argv[1:]:
    gradanim.spec.load_any(path)
print(light, [name for name in {heavy!r} if name in sys.modules])
"""


def test_loading_imports_nothing_heavy(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2]
    specs = sorted(str(path) for path in (folder / "scenes").rglob("*.yaml"))
    script = SCRIPT.replace("{heavy!r}", repr(HEAVY))
    done = subprocess.run(
        [sys.executable, "-c", script, *specs], capture_output=True, text=True, check=True, cwd=folder
    )
    assert specs
    assert done.stdout.strip() == "[] []"


def test_two_hundred_beats_load_in_time(tmp_path: Path) -> None:
    beats = "".join(
        f"  - place: [{i / 1000}, 0]\n    say: A sentence of some words, {{f}}.\n" for i in range(200)
    )
    path = save(tmp_path, SCENE + beats[: beats.rindex("  - ")])
    load_scenes(path)
    start = time.process_time()
    load_scenes(path)
    # Two hundred beats; ten times what it takes, so that only another order of growth fails.
    assert time.process_time() - start < 3


def test_a_large_file_is_read_in_time(tmp_path: Path) -> None:
    path = save(tmp_path, SCENE + "params: {" + ", ".join(f"p{i}: {i}" for i in range(3000)) + "}\n")
    start = time.process_time()
    load_scenes(path)
    assert time.process_time() - start < 10
