"""Scenes that several test files need."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gradanim.spec import SceneSpec, load_scenes

HEAD = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
"""

MakeScene = Callable[..., SceneSpec]


@pytest.fixture
def make_scene(tmp_path: Path) -> MakeScene:
    """Makes the scene of a YAML text; ``head`` holds everything but the beats."""

    def make(beats: str, head: str = HEAD) -> SceneSpec:
        path = tmp_path / "scene.yaml"
        lines = "\n".join(f"  {line}" for line in beats.strip("\n").splitlines())
        path.write_text(f"{head}beats:\n{lines}\n", encoding="utf-8")
        (scene,) = load_scenes(path)
        return scene

    return make
