"""Films that are encoded inside of this process: the same frames, no other process, faults told as what they are."""

from __future__ import annotations

import errno
import os
import threading
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from gradanim.batch import receipt
from gradanim.encode import PROFILE_SETTINGS, FilmWriter, find_ffmpeg, library, program_for, verify_film
from gradanim.encode import feed as feed_module
from gradanim.encode import film as film_module
from gradanim.encode.feed import SLOTS
from gradanim.encode.ffmpeg import NAMED
from gradanim.problems import ProblemError

SIZE = (96, 64)
FINAL = PROFILE_SETTINGS["final"]


def writer_of(path, **options):
    return FilmWriter(path, SIZE, Fraction(30), FINAL, **options)


def children() -> list[str]:
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return [pid for task in tasks for pid in (task / "children").read_text().split()]


def decoded(path):
    with av.open(str(path)) as container:
        return np.array([frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)])


@pytest.fixture(params=["at once", "by a thread"])
def way(request, monkeypatch):
    """Small frames are encoded by whoever brings them, large ones by a thread."""
    monkeypatch.setattr(library, "SMALL", 1 << 20 if request.param == "at once" else 1)
    return request.param


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_no_other_process_is_started(tmp_path, picture, way):
    before, threads = children(), threading.active_count()
    with writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=3)
        assert children() == before
        assert threading.active_count() == threads + (way == "by a thread")
    assert threading.active_count() == threads


def test_both_ways_and_a_program_make_the_same_pictures(tmp_path, picture, monkeypatch):
    def made(name):
        with writer_of(tmp_path / name) as writer:
            for k in range(20):
                writer.write(picture(k), repeat=1 + k % 2)
        return tmp_path / name

    at_once = made("a.mp4")
    monkeypatch.setattr(library, "SMALL", 1)
    assert made("b.mp4").read_bytes() == at_once.read_bytes()
    monkeypatch.setattr(film_module, "program_for", lambda codec: find_ffmpeg())
    by_program = made("c.mp4")
    assert verify_film(by_program).frames == verify_film(at_once).frames == 30
    # Another version of the encoder may decide otherwise here and there.
    assert np.abs(decoded(by_program).astype(int) - decoded(at_once)).mean() < 0.5


def test_frames_handed_over_may_change_when_so_many_others_were_put(tmp_path, way):
    shape = (SIZE[1] * 3 // 2, SIZE[0])
    ring = [np.empty(shape, np.uint8) for _ in range(SLOTS + 1)]
    with writer_of(tmp_path / "a.mp4", pixel_format="yuv420p") as writer:
        for number in range(40):
            frame = ring[number % len(ring)]
            frame[:] = 128
            frame[: SIZE[1]] = 20 + 5 * number
            writer.write(frame, handed_over=True)
    shown = decoded(tmp_path / "a.mp4")[:, : SIZE[1]].mean(axis=(1, 2))
    assert np.abs(shown - (20 + 5 * np.arange(40))).max() < 2


class Broken:
    """An encoder that refuses every frame, or does not come back."""

    def __init__(self, error: BaseException | None = None, seconds: float = 0.0) -> None:
        self.error, self.seconds = error, seconds

    def encode(self, picture):
        time.sleep(self.seconds)
        if self.error is not None:
            raise self.error
        return []


def broken(monkeypatch, stream: Broken) -> None:
    made = library.LibraryEncoder.__init__

    def init(self, *arguments):
        made(self, *arguments)
        self._stream = stream

    monkeypatch.setattr(library.LibraryEncoder, "__init__", init)


@pytest.mark.usefixtures("way")
def test_an_encoder_that_fails_is_told_with_its_reason(tmp_path, picture, monkeypatch):
    broken(monkeypatch, Broken(av.error.ExternalError(errno.EIO, "it is too warm")))
    path = tmp_path / "o" / "a.mp4"
    with pytest.raises(ProblemError) as caught, writer_of(path) as writer:
        for k in range(10):
            writer.write(picture(k))
    assert str(caught.value) == f"the encoder stopped while writing {path}, after 0 frames: it is too warm"
    assert caught.value.exit_code == 1 and list(path.parent.iterdir()) == []


@pytest.mark.usefixtures("way")
def test_an_encoder_without_memory_is_told_as_that(tmp_path, picture, monkeypatch):
    broken(monkeypatch, Broken(av.error.MemoryError(errno.ENOMEM, "Cannot allocate memory")))
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "o" / "a.mp4") as writer:
        writer.write(picture(0))
    assert caught.value.problems[0].code in ("memory_short", "addresses_short")
    assert list((tmp_path / "o").iterdir()) == []


def test_an_encoder_that_does_not_come_back_is_given_up(tmp_path, picture, monkeypatch):
    monkeypatch.setattr(library, "SMALL", 1)
    monkeypatch.setattr(FilmWriter, "patience_seconds", 0.2)
    monkeypatch.setattr(feed_module, "STOPPING", 0.1)
    broken(monkeypatch, Broken(seconds=2.0))
    with (
        pytest.raises(ProblemError, match="made no progress on"),
        writer_of(tmp_path / "o" / "a.mp4") as writer,
    ):
        for k in range(10):
            writer.write(picture(k))
    assert list((tmp_path / "o").iterdir()) == []


def test_the_libraries_encode_where_no_program_is_named(monkeypatch):
    monkeypatch.delenv(NAMED, raising=False)
    assert program_for("libx264") is None
    find_ffmpeg.cache_clear()
    with pytest.raises(ProblemError, match="has no encoder `libx999`"):
        program_for("libx999")


def test_receipts_look_at_the_program_that_is_named():
    # They do not import what encodes.
    assert receipt._NAMED == NAMED


def test_a_program_that_is_named_encodes(tmp_path, picture, monkeypatch):
    real = find_ffmpeg().path
    named = tmp_path / "mine"
    named.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nexec {real} "$@"\n')
    named.chmod(0o755)
    monkeypatch.setenv(NAMED, str(named))
    find_ffmpeg.cache_clear()
    try:
        program = program_for("libx264")
        assert program is not None and program.path == named
        with writer_of(tmp_path / "a.mp4") as writer:
            writer.write(picture(0), repeat=4)
    finally:
        find_ffmpeg.cache_clear()
    assert "rawvideo" in (tmp_path / "asked").read_text() and verify_film(tmp_path / "a.mp4").frames == 4
