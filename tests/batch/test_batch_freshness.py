"""What is fresh, what is remembered, and that finding it out imports no renderer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import asdict
from scene_texts import LONG_BEAT as SCENE

import gradanim
from gradanim.batch import checksums as checksums_module
from gradanim.batch.freshness import Checksums, fresh
from gradanim.batch.keybook import KeyBook
from gradanim.batch.scene_keys import scene_key
from gradanim.plan.scene_plan import outputs
from gradanim.publish import SceneEntry, file_entry


@pytest.fixture
def published(whole):
    """A scene with its line in the manifest, and files old enough to be sure of."""
    scene, out = whole
    files = {role: file_entry(out, path) for role, path in asdict(outputs(out, "tiny")).items()}
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


def a_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", ["tiny.mp4", "tiny.srt", "tiny.sheet.png"])
@pytest.mark.parametrize(
    ("damage", "stays"),
    [
        (cut_short, False),
        (other_bytes, False),
        (linked, False),
        (a_folder, False),
        (Path.unlink, False),
        (copied, True),
    ],
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
    # Just now is long for a machine that has more to do.
    monkeypatch.setattr(checksums_module, "UNSURE", 600 * checksums_module.UNSURE)
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
