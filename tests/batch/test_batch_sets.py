"""The files of a scene and of a series stand together: all new or all old, and a torn set is made whole again."""

from __future__ import annotations

import os
import shutil
import signal

import av
import pytest
from assembled_scene import Scene
from scene_texts import LONG_BEAT as SCENE

from gradanim.batch.outcome import Outcome
from gradanim.batch.pieces import render_piece
from gradanim.problems import ProblemError
from gradanim.publish import verify_manifest

FILES = 6


def contents(folder, but=()):
    """Everything in a folder, hidden things too."""
    return {p.name: p.read_bytes() if p.is_file() else None for p in folder.iterdir() if p.name not in but}


@pytest.fixture
def edited(whole, plan):
    """The same scene with another last beat, all its clips in the cache, beside the files of the first one."""
    scene, out = whole
    later = Scene(
        plan(SCENE.replace("first beat", "first of all beats").replace("turns: 0.5", "turns: 0.25")),
        scene.clips.cache,
    )
    render_piece(later.payload(range(len(later.wanted))), lambda frames: None)
    return later, out


def breaking(monkeypatch, out, number, what):
    """Does something instead of the rename into a folder of this number."""
    rename, seen = os.replace, []

    def replaced(source, target):
        if os.path.dirname(target) == str(out):  # noqa: PTH120
            seen.append(target)
            if len(seen) == number + 1:
                what()
        rename(source, target)

    monkeypatch.setattr(os, "replace", replaced)
    return seen


def refuse():
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("number", range(FILES))
def test_a_refused_rename_leaves_the_earlier_set(edited, monkeypatch, tmp_path, number):
    later, out = edited
    before = contents(out)
    with monkeypatch.context() as patch:
        seen = breaking(patch, out, number, refuse)
        with pytest.raises(ProblemError) as caught:
            later.assemble(out)
    assert len(seen) >= number + 1 and [p.code for p in caught.value.problems] == ["disk_full"]
    assert contents(out) == before
    later.assemble(out)
    later.assemble(tmp_path / "cold")
    assert contents(out) == contents(tmp_path / "cold") != before


def test_the_film_is_renamed_last(edited, monkeypatch):
    later, out = edited
    seen = breaking(monkeypatch, out, FILES, refuse)
    later.assemble(out)
    assert len(seen) == FILES and str(seen[-1]).endswith("tiny.mp4")


@pytest.mark.parametrize("number", [0, 3, 5])
def test_ctrl_c_between_renames_waits_for_the_last(edited, monkeypatch, tmp_path, number):
    later, out = edited
    breaking(monkeypatch, out, number, lambda: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        later.assemble(out)
    monkeypatch.undo()
    later.assemble(tmp_path / "cold")
    assert contents(out) == contents(tmp_path / "cold")


@pytest.mark.parametrize("moment", ["gradanim.batch.assemble.srt", "gradanim.batch.assemble.write_cue_sheet"])
def test_a_late_failure_leaves_the_earlier_set(edited, monkeypatch, moment):
    later, out = edited
    before = contents(out)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(moment, stop)
    with pytest.raises(KeyboardInterrupt):
        later.assemble(out)
    assert contents(out) == before


@pytest.mark.parametrize("torn", ["one.srt", "one.mp4", "both.vtt"])
def test_a_torn_set_is_told_from_a_whole_one_and_made_whole(build, series, out, tmp_path, torn):
    build()
    old = tmp_path / "old"
    shutil.copytree(out, old)
    text = (tmp_path / "one.yaml").read_text(encoding="utf-8")
    (tmp_path / "one.yaml").write_text(text.replace("Of The first", "Of the very first"), encoding="utf-8")
    build()
    whole = contents(out, but=("report.json",))
    # As a kill between two renames leaves it: one file of the other set.
    other = (old / torn).read_bytes() if torn != "one.mp4" else (old / "two.mp4").read_bytes()
    (out / torn).write_bytes(other)
    assert build.standing() is None
    build()
    assert contents(out, but=("report.json",)) == whole
    assert verify_manifest(out / "manifest.json") == []


def test_the_series_film_is_called_by_its_title(build, series, out):
    build()

    def title():
        with av.open(str(out / "both.mp4")) as film:
            return film.metadata["title"]

    assert title() == "Both"
    series.write_text("title: The two of them\nscenes: [one.yaml, two.yaml]\n", encoding="utf-8")
    built = build()
    assert [result.outcome for result in built.results] == [Outcome.REUSED] * 2
    assert built.film is Outcome.RENDERED and title() == "The two of them"
    assert build().film is Outcome.REUSED
