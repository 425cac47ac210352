"""Assembling: one film whoever drew its clips, and clips that go bad."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from assembled_scene import Scene
from one_process import make_scene
from scene_texts import LONG_BEAT as SCENE

import gradanim
from gradanim.batch import assemble as assemble_module
from gradanim.batch import tasks
from gradanim.batch.assemble import LostClipsError, missing
from gradanim.batch.outcome import Outcome
from gradanim.batch.payloads import scene_record
from gradanim.encode import join_films
from gradanim.plan.cuts import cuts
from gradanim.problems import ProblemError
from gradanim.render.film import make_film


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]


def elsewhere(payload):
    code = (
        "import json, sys; from gradanim.batch.pieces import render_piece\n"
        "print(json.dumps(render_piece(json.load(sys.stdin), lambda frames: None)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(gradanim.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(payload),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_film_is_the_same_whoever_drew_its_clips(whole, plan, tmp_path):
    scene, out = whole
    before = contents(out)
    assert [cut.beat for cut in cuts(scene.plan)] == [0, 1, 2, 2, 3]
    other = Scene(plan(SCENE), tmp_path / "other cache")
    # A process for each end of the long beat, each with more, in another order.
    for numbers in ([3, 1], [0, 2, 4]):
        assert len(elsewhere(other.payload(numbers))["clips"]) == len(numbers)
    other.assemble(tmp_path / "other")
    assert contents(tmp_path / "other") == before
    shown = decoded(out / "tiny.mp4")
    assert len(shown) == scene.plan.frames
    assert make_scene(scene.plan, tmp_path / "made", tmp_path / "third cache").outcome is Outcome.RENDERED
    assert contents(tmp_path / "made") == before
    film = make_film(scene.plan)
    for number in (0, 6, 9, 57, 58, 106, scene.plan.frames - 1):
        (shot,) = film.shots(number, number + 1)
        assert np.abs(shot.planes.astype(int) - shown[number]).mean() < 1.5
    film.close()


def test_an_edited_beat_is_the_only_one_that_is_drawn(whole, plan, tmp_path):
    scene, out = whole
    edited = plan(SCENE.replace("turns: 0.5", "turns: 0.25"))
    result = make_scene(edited, out, scene.clips.cache)
    assert result.outcome is Outcome.RENDERED and result.effort.drawn == cuts(edited)[-1].frames
    later = Scene(edited, scene.clips.cache)
    assert [a.key == b.key for a, b in zip(scene.keys, later.keys, strict=True)] == [True, True, True, False]
    cold = tmp_path / "cold"
    make_scene(edited, cold, tmp_path / "cold cache")
    assert contents(out) == contents(cold)
    assert make_scene(edited, out, scene.clips.cache).outcome is Outcome.REUSED


@pytest.mark.parametrize("name", ["clip.mp4", "last.png", "tile.png", "entry.json"])
def test_a_clip_that_goes_bad_is_told_and_rendered_again(whole, name):
    scene, out = whole
    before = contents(out)
    place = scene.clips.place(scene.wanted[1].key)
    data = bytearray((place / name).read_bytes())
    data[-3] ^= 1
    (place / name).write_bytes(data)
    with pytest.raises(LostClipsError) as caught:
        scene.assemble(out)
    assert caught.value.numbers == (1,) and contents(out) == before
    assert missing(scene.clips, scene.wanted) == [1]
    assert make_scene(scene.plan, out, scene.clips.cache).outcome is Outcome.RENDERED
    assert contents(out) == before


def test_a_clip_that_goes_between_check_and_use_is_rendered_again(whole, monkeypatch):
    scene, out = whole
    before, tries = contents(out), []

    def joined(parts, video, **more):
        if not tries:
            shutil.rmtree(parts[2].parent)
        tries.append(parts)
        return join_films(parts, video, **more)

    monkeypatch.setattr(assemble_module, "join_films", joined)
    result = make_scene(scene.plan, out, scene.clips.cache)
    assert result.outcome is Outcome.RENDERED and len(tries) == 2
    assert contents(out) == before


def test_a_failure_that_is_not_the_cache_s_goes_through(whole, locked_disk):
    scene, _ = whole
    with pytest.raises(ProblemError, match="Read-only file system"):
        scene.assemble(locked_disk)


def test_formulas_in_captions_are_written_out(whole):
    _, out = whole
    assert "There the gradient is (x, 2·y)." in (out / "tiny.srt").read_text(encoding="utf-8")


def test_what_is_said_is_found_out_once(whole, tmp_path, monkeypatch):
    scene, _ = whole
    basics = {"scene": scene_record(scene.plan), "mode": "sidecar", "cache": str(scene.clips.cache)}
    looked = tasks.look({**basics, "keys": None, "force": False}, print)
    assert looked["said"][0] == "The first beat." and looked["said"][1] is None
    assert tasks.look({**basics, "keys": looked["keys"], "force": False}, print)["said"] is None
    made = {}
    for name, said in (("found out", None), ("told", looked["said"])):
        payload = {**basics, "keys": looked["keys"], "out": str(tmp_path / name), "fingerprint": "x"}
        tasks.publish({**payload, "said": said}, print)
        made[name] = {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        # The second time nobody may play the scene.
        monkeypatch.setattr(tasks, "rehearsed", pytest.fail)
    assert made["told"] == made["found out"] and b"The first beat." in made["told"]["tiny.srt"]
