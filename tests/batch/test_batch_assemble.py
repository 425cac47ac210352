"""Assembling: one film whoever drew its clips, and what is fresh."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

import gradanim
from gradanim.batch import assemble as assemble_module
from gradanim.batch import checksums as checksums_module
from gradanim.batch.assemble import LostClipsError, assemble, missing
from gradanim.batch.clips import Clips
from gradanim.batch.freshness import Checksums, fresh
from gradanim.batch.keybook import KeyBook
from gradanim.batch.keys import beat_keys, clip_keys, scene_key
from gradanim.batch.make import make_scene
from gradanim.batch.outcome import Outcome
from gradanim.batch.pieces import piece_payload, render_piece
from gradanim.beats.rehearsal import rehearsed
from gradanim.encode import join_films
from gradanim.plan.cuts import cuts
from gradanim.plan.scene_plan import outputs, plan_scene
from gradanim.problems import ProblemError
from gradanim.publish import SceneEntry, file_entry
from gradanim.render.film import make_film
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


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]


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


@pytest.fixture(scope="module")
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
    assert (
        make_scene(scene.plan, tmp_path / "made", "sidecar", lambda frames: None).outcome is Outcome.RENDERED
    )
    assert contents(tmp_path / "made") == before
    film = make_film(scene.plan)
    for number in (0, 6, 9, 57, 58, 106, scene.plan.frames - 1):
        (shot,) = film.shots(number, number + 1)
        assert np.abs(shot.planes.astype(int) - shown[number]).mean() < 1.5
    film.close()


def test_an_edited_beat_is_the_only_one_that_is_drawn(whole, plan, tmp_path):
    scene, out = whole
    drawn = []
    edited = plan(SCENE.replace("turns: 0.5", "turns: 0.25"))
    result = make_scene(edited, out, "sidecar", drawn.append, scene.clips.cache)
    assert result.outcome is Outcome.RENDERED
    later = Scene(edited, scene.clips.cache)
    assert [a.key == b.key for a, b in zip(scene.keys, later.keys, strict=True)] == [True, True, True, False]
    cold = tmp_path / "cold"
    make_scene(edited, cold, "sidecar", lambda frames: None)
    assert contents(out) == contents(cold)
    assert make_scene(edited, out, "sidecar", drawn.append, scene.clips.cache).outcome is Outcome.REUSED


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
    assert (
        make_scene(scene.plan, out, "sidecar", lambda n: None, scene.clips.cache).outcome is Outcome.RENDERED
    )
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
    result = make_scene(scene.plan, out, "sidecar", lambda frames: None, scene.clips.cache)
    assert result.outcome is Outcome.RENDERED and len(tries) == 2
    assert contents(out) == before


def test_a_failure_that_is_not_the_cache_s_goes_through(whole, locked_disk):
    scene, _ = whole
    with pytest.raises(ProblemError, match="Read-only file system"):
        scene.assemble(locked_disk)


def test_formulas_in_captions_are_written_out(whole):
    _, out = whole
    assert "There the gradient is (x, 2·y)." in (out / "tiny.srt").read_text(encoding="utf-8")


@pytest.fixture
def published(whole):
    """A scene with its line in the manifest, and files old enough to be sure of."""
    scene, out = whole
    files = {role: file_entry(out, path) for role, path in vars(outputs(out, "tiny")).items()}
    line = SceneEntry(
        id="tiny",
        title="A test",
        fingerprint=scene_key(scene.plan, "sidecar"),
        profile="draft",
        format="16:9",
        fps=scene.plan.fps,
        frames=scene.plan.frames,
        files=files,
    )
    return scene, out, line


def is_fresh(published, mode="sidecar", plan=None, line=None):
    scene, out, own = published
    checksums = Checksums(scene.clips.cache, out)
    answer = fresh(plan or scene.plan, mode, out, line or own, checksums)
    checksums.save()
    return answer


def test_a_scene_with_its_files_is_fresh(published, plan):
    scene, out, _ = published
    assert is_fresh(published) and is_fresh(published)
    assert not is_fresh(published, mode="none")
    assert not is_fresh(published, plan=plan(SCENE.replace("first", "very first")))
    assert not is_fresh(published, plan=plan(SCENE, profile="preview"))
    assert not fresh(scene.plan, "sidecar", out, None, Checksums(scene.clips.cache, out))


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-1])


def other_bytes(path):
    """The same size and the same date, other bytes."""
    data, dates = bytearray(path.read_bytes()), path.stat()
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))


def copied(path):
    """Another file with the same bytes."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def linked(path):
    aside = path.with_name("aside")
    path.rename(aside)
    path.symlink_to(aside)


@pytest.mark.parametrize("name", ["tiny.mp4", "tiny.srt", "tiny.sheet.png"])
@pytest.mark.parametrize(
    ("damage", "stays"),
    [(cut_short, False), (other_bytes, False), (linked, False), (Path.unlink, False), (copied, True)],
)
def test_a_changed_file_is_not_fresh(published, monkeypatch, name, damage, stays):
    monkeypatch.setattr(checksums_module, "UNSURE", 0)
    time.sleep(0.02)
    assert is_fresh(published)
    time.sleep(0.02)
    damage(published[1] / name)
    assert is_fresh(published) == stays
    assert is_fresh(published) == stays


def test_files_are_read_once_and_those_just_written_again(published, monkeypatch):
    read = []
    digest = checksums_module.hashlib.file_digest
    monkeypatch.setattr(
        checksums_module.hashlib, "file_digest", lambda file, name: read.append(file) or digest(file, name)
    )
    assert is_fresh(published) and is_fresh(published)
    assert len(read) == 12
    monkeypatch.setattr(checksums_module, "UNSURE", 0)
    time.sleep(0.02)
    assert is_fresh(published) and is_fresh(published)
    assert len(read) == 18


def test_a_broken_memory_of_checksums_costs_time_only(published, monkeypatch):
    monkeypatch.setattr(checksums_module, "UNSURE", 0)
    time.sleep(0.02)
    assert is_fresh(published)
    (memory,) = (published[0].clips.cache / "outputs").glob("*/*")
    memory.write_bytes(memory.read_bytes()[:-2])
    assert is_fresh(published)


def test_keys_of_earlier_runs_are_remembered(whole, plan):
    scene, _ = whole
    book, name = KeyBook(scene.clips.cache), scene_key(scene.plan, "sidecar")
    assert book.known(name) is None and book.last(scene.plan, "sidecar") is None
    book.remember(name, scene.keys)
    book.made(scene.plan, "sidecar", scene.keys)
    assert book.known(name) == scene.keys and book.last(plan(), "sidecar") == scene.keys
    assert book.last(scene.plan, "burn") is None and book.known("0" * 64) is None


@pytest.mark.parametrize(
    "module", ["keys", "clips", "pruning", "assemble", "freshness", "keybook", "cutting", "scene_keys"]
)
def test_planning_and_assembling_import_no_renderer(module):
    code = (
        f"import sys, gradanim.batch.{module}\n"
        "print([n for n in ('manim', 'numba', 'sympy', 'scipy', 'ffmpeg', 'av', 'PIL') if n in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(gradanim.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
