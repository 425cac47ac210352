"""Small scenes and small disks for the tests of batch."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from assembled_scene import made, whole
from built_series import build, series
from cluster_pieces import piece
from dask_cluster import dask, environment
from kept_clips import clips
from keyed_scene import keys
from one_process import make_scene
from scene_texts import SMALL
from struck_jobs import count

from gradanim.batch.outcome import SceneResult
from gradanim.plan.scene_plan import ScenePlan, plan_scene
from gradanim.spec import load_scenes

# Fixtures of several files that have a file of their own.
__all__ = ["build", "clips", "count", "dask", "environment", "keys", "made", "piece", "series", "whole"]

Plan = Callable[..., ScenePlan]
Make = Callable[..., SceneResult]


@pytest.fixture
def scene_text() -> str:
    """The text of the small scene."""
    return SMALL


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Plans the scene of a text, in draft unless said otherwise."""

    def made(text: str = SMALL, name: str = "tiny", profile: str = "draft", shape: str = "16:9") -> ScenePlan:
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        (scene,) = load_scenes(path)
        return plan_scene(scene, profile, shape)

    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The output folder."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def make(plan: Plan, out: Path, tmp_path: Path, text_folder: Path) -> Make:
    """Makes the scene of a text, in draft, with an empty cache each time."""
    caches = itertools.count()

    def made(text: str = SMALL, folder: Path = out, mode: str = "sidecar", **look: str) -> SceneResult:
        return make_scene(plan(text, **look), folder, tmp_path / f"cache {next(caches)}", mode)

    return made


def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A folder on a disk of its own; skipped where mounting is not allowed."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 1500 kB."""
    yield from mounted(tmp_path / "small disk", "size=1500k")


@pytest.fixture
def locked_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk that cannot be written."""
    yield from mounted(tmp_path / "locked disk", "ro")
