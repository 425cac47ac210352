"""A scene that was drawn and assembled once."""

from __future__ import annotations

import shutil

import pytest
from scene_texts import LONG_BEAT as SCENE

from gradanim.batch.assemble import assemble, said_in
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.payloads import piece_payload
from gradanim.batch.pieces import render_piece
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.scene_plan import plan_scene
from gradanim.spec import load_scenes


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
        return assemble(
            self.plan, self.mode, folder, (self.clips, self.wanted), said_in(self.plan, self.rehearsal)
        )


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
