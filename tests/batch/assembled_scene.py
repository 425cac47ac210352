"""A scene that was drawn and assembled once."""

from __future__ import annotations

import shutil

import pytest

from gradanim.batch.assemble import assemble
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.payloads import piece_payload
from gradanim.batch.pieces import render_piece
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.scene_plan import plan_scene
from gradanim.spec import load_scenes

# The third beat is long enough to be cut into two clips.
SCENE = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 0.4
    say: The first beat.
  - place: [1, 0.5]
    seconds: 0.2
  - show: gradient
    seconds: 0.4
    pause: 6
    say: "There the gradient is {=gradient}."
  - walk: {level_curve: {turns: 0.5}}
    seconds: 0.6
"""


class Scene:
    """A planned scene with its rehearsal and keys."""

    def __init__(self, plan, cache, mode="sidecar"):
        self.plan, self.mode, self.clips = plan, mode, Clips(cache)
        self.rehearsal = rehearsed(plan, mode == "burn")
        self.keys = beat_keys(plan, self.rehearsal)
        self.wanted = clip_keys(plan, self.keys)

    def payload(self, numbers):
        return piece_payload(self.plan, self.mode, self.keys, numbers, self.clips.cache)

    def assemble(self, folder):
        return assemble(self.plan, self.mode, folder, (self.clips, self.wanted), self.rehearsal)


@pytest.fixture(scope="session")
def made(tmp_path_factory, text_folder):
    """A folder with a cache and an output folder, all made in this process."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "tiny.yaml").write_text(SCENE, encoding="utf-8")
    scene = Scene(plan_scene(load_scenes(folder / "tiny.yaml")[0], "draft"), folder / "cache")
    render_piece(scene.payload(range(5)), lambda frames: None)
    scene.assemble(folder / "whole")
    return folder


@pytest.fixture
def whole(made, plan, tmp_path):
    """The scene with its cache and output folder, a copy for each test."""
    for name in ("cache", "whole"):
        shutil.copytree(made / name, tmp_path / name)
    return Scene(plan(SCENE), tmp_path / "cache"), tmp_path / "whole"
