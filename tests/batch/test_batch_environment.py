"""A full disk, a folder that cannot be written, an ffmpeg without the encoder: exit code 3, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradanim.batch.outcome import Outcome
from gradanim.batch.run import exit_code
from gradanim.batch.settings import Settings
from gradanim.batch.singles import render
from gradanim.encode import find_ffmpeg
from gradanim.encode.ffmpeg import NAMED
from gradanim.problems import ProblemError
from gradanim.store import user_cache


@pytest.fixture
def fresh_search():
    find_ffmpeg.cache_clear()
    yield
    find_ffmpeg.cache_clear()


def settings(out: Path) -> Settings:
    return Settings(out, user_cache(), jobs=1)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_full_disk_keeps_the_earlier_film(make, small_disk, scene_text):
    assert make(folder=small_disk).outcome is Outcome.RENDERED
    # What is left is less than a film of other frames needs.
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "filler").write_bytes(bytes(free - 24_000))
    before = contents(small_disk)
    result = make(scene_text.replace("x^2/2", "sin(3x)"), folder=small_disk)
    assert result.outcome is Outcome.FAILED and exit_code([result]) == 3
    assert str(result.problems[0]).startswith(f"the disk is full: {small_disk / 'tiny.mp4'} was not written")
    assert contents(small_disk) == before


def test_a_folder_that_cannot_be_written_is_told_once(plan, locked_disk, capsys):
    with pytest.raises(ProblemError) as caught:
        render([plan(), plan(name="other")], settings(locked_disk / "out"), print)
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        f"no right to write {locked_disk / 'out'} (Read-only file system); change the rights of the folder or "
        "choose another one with --out"
    )
    assert capsys.readouterr().err == ""


def test_a_folder_that_is_there_but_cannot_be_written(plan, locked_disk, capsys):
    with pytest.raises(ProblemError, match="Read-only file system") as caught:
        render([plan()], settings(locked_disk), print)
    assert caught.value.exit_code == 3
    assert contents(locked_disk) == {}


def test_a_folder_below_a_file(plan, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProblemError, match=r"could not be written: .*file is not a folder") as caught:
        render([plan()], settings(tmp_path / "file" / "out"), print)
    assert caught.value.exit_code == 3


@pytest.mark.usefixtures("fresh_search")
def test_an_ffmpeg_without_the_encoder_is_told_before_anything_is_drawn(
    plan, out, monkeypatch, tmp_path, capsys
):
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\necho 'ffmpeg version 4.2-poor Copyright' >&2\n"
        "printf 'Encoders:\\n V..... = Video\\n ------\\n V....D mpeg4  text\\n'\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv(NAMED, str(program))
    with pytest.raises(ProblemError) as caught:
        render([plan(), plan(name="other")], settings(out), print)
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith(
        f"the ffmpeg at {program} (version 4.2-poor) has no encoder `libx264`; "
    )
    assert contents(out) == {} and capsys.readouterr().err == ""
