"""Encoders that fail, hang, are killed or lie: what is left behind, and what is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from gradanim.encode import PROFILE_SETTINGS, EncoderSettings, FFmpeg, FilmWriter, find_ffmpeg
from gradanim.encode import film as film_module
from gradanim.encode.ffmpeg import NAMED
from gradanim.encode.process import Child
from gradanim.problems import ProblemError

SIZE = (96, 64)
FINAL = PROFILE_SETTINGS["final"]


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def writer_of(path, **options):
    return FilmWriter(path, SIZE, Fraction(30), FINAL, **options)


def use_program(monkeypatch, path):
    monkeypatch.setattr(film_module, "program_for", lambda codec: FFmpeg(path, "9.9", frozenset({codec})))


@pytest.fixture
def by_program(monkeypatch):
    """Films are encoded by an ffmpeg."""
    monkeypatch.setattr(film_module, "program_for", lambda codec: find_ffmpeg())


def test_an_exception_leaves_the_earlier_film_and_nothing_else(film, picture):
    path = film(frames=10)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="drawing failed"), writer_of(path) as writer:
        writer.write(picture(0), repeat=20)
        raise RuntimeError("drawing failed")
    assert path.read_bytes() == before
    assert names(path.parent) == ["a.mp4"]


@pytest.mark.usefixtures("by_program")
def test_an_interrupt_leaves_nothing(tmp_path, picture):
    with pytest.raises(KeyboardInterrupt), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0))
        pid = writer._sink.pid
        raise KeyboardInterrupt
    assert names(tmp_path) == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.usefixtures("by_program")
def test_a_killed_encoder_is_told_with_its_signal(tmp_path, picture):
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0))
        os.kill(writer._sink.pid, signal.SIGKILL)
        for k in range(2000):
            writer.write(picture(k), repeat=50)
    (problem,) = caught.value.problems
    assert problem.code == "ffmpeg_killed" and problem.exit_code == 1
    assert "was killed by SIGKILL while writing" in str(problem) and "fewer jobs" in str(problem)
    assert names(tmp_path) == []


@pytest.mark.usefixtures("by_program")
def test_an_encoder_killed_while_it_finishes_is_noticed(film, picture):
    path = film()
    before = path.read_bytes()
    writer = writer_of(path)
    writer.open()
    writer.write(picture(0), repeat=5)
    os.kill(writer._sink.pid, signal.SIGKILL)
    with pytest.raises(ProblemError, match="killed by SIGKILL"):
        writer.finish()
    assert path.read_bytes() == before and names(path.parent) == ["a.mp4"]


@pytest.mark.usefixtures("by_program")
def test_a_stuck_encoder_is_given_up(tmp_path, picture, monkeypatch):
    monkeypatch.setattr(FilmWriter, "patience_seconds", 0.3)
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "a.mp4") as writer:
        os.kill(writer._sink.pid, signal.SIGSTOP)
        for k in range(2000):
            writer.write(picture(k), repeat=100)
    assert caught.value.problems[0].code == "ffmpeg_hung"
    assert "made no progress on" in str(caught.value) and "for 0.3 seconds" in str(caught.value)
    assert names(tmp_path) == []


def test_an_encoder_that_never_ends_is_given_up(tmp_path, picture, monkeypatch, program):
    use_program(monkeypatch, program("cat >/dev/null; exec sleep 60"))
    monkeypatch.setattr(FilmWriter, "patience_seconds", 0.3)
    with pytest.raises(ProblemError, match="made no progress"), writer_of(tmp_path / "o" / "a.mp4") as writer:
        writer.write(picture(0))
    assert names(tmp_path / "o") == []


def test_an_encoder_that_lies_is_caught(tmp_path, picture, monkeypatch, program, film):
    good = film("good.mp4", frames=3)
    cases = {
        "exit 0": "is damaged|stopped with exit code 0",
        "cat >/dev/null; exit 0": "is damaged",
        f'cat >/dev/null; for out; do :; done; cp "{good}" "${{out#file:}}"': "holds 3 frames and should hold 5",
        f'cat >/dev/null; for out; do :; done; head -c 900 "{good}" >"${{out#file:}}"': "is damaged",
    }
    for body, said in cases.items():
        use_program(monkeypatch, program(body))
        with pytest.raises(ProblemError, match=said), writer_of(tmp_path / "o" / "a.mp4") as writer:
            writer.write(picture(0), repeat=5)
            # A program that ends at once has ended by now, whatever it had read.
            time.sleep(0.05)
        assert names(tmp_path / "o") == []


def test_what_ffmpeg_said_is_passed_on_without_its_noise(tmp_path, picture, monkeypatch, program):
    use_program(monkeypatch, program('echo "[libx264 @ 0x55d0c0] broken pixels" >&2; exit 187'))
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0))
    assert str(caught.value) == (
        f"ffmpeg stopped with exit code 187 while writing {tmp_path / 'a.mp4'}, after "
        f"{caught.value.problems[0].details['frames']} frames: broken pixels"
    )


def test_a_talkative_encoder_does_not_block(tmp_path, picture, monkeypatch, program):
    body = "i=0; while [ $i -lt 3000 ]; do echo 'a line of about fifty letters, again and again' >&2; i=$((i+1)); done"
    use_program(monkeypatch, program(f"{body}; cat >/dev/null; exit 1"))
    with pytest.raises(ProblemError, match="exit code 1"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=3)


def test_a_full_disk_keeps_the_earlier_film(small_disk):
    path = small_disk / "a.mp4"
    rng = np.random.default_rng(1)
    with FilmWriter(path, SIZE, Fraction(30), FINAL) as writer:
        writer.write(np.zeros((SIZE[1], SIZE[0], 4), np.uint8), repeat=5)
    before = path.read_bytes()
    with pytest.raises(ProblemError) as caught, FilmWriter(path, (640, 360), Fraction(30), FINAL) as writer:
        for _ in range(60):
            writer.write(rng.integers(0, 255, (360, 640, 4), np.uint8))
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        f"the disk is full: {path} was not written, and what stood there before is untouched; "
        "free some space and run the same command again"
    )
    assert path.read_bytes() == before and names(small_disk) == ["a.mp4"]


def test_ffmpegs_words_and_status_for_a_full_disk_are_known(tmp_path, picture, monkeypatch, program):
    for body in ("exit 228", 'echo "av_interleaved_write_frame(): No space left on device" >&2; exit 1'):
        use_program(monkeypatch, program(f"cat >/dev/null; {body}"))
        with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "o" / "a.mp4") as writer:
            writer.write(picture(0))
        assert caught.value.problems[0].code == "disk_full"


def test_a_folder_that_is_a_file_is_told_at_once(tmp_path):
    (tmp_path / "media").write_text("")
    with pytest.raises(ProblemError) as caught:
        writer_of(tmp_path / "media" / "a.mp4").open()
    assert caught.value.exit_code == 3
    media = tmp_path / "media"
    assert str(caught.value) == f"{media / 'a.mp4'} could not be written: {media} is not a folder"


def test_what_a_killed_process_left_is_swept_by_the_next(tmp_path, picture):
    code = (
        "import os, signal, numpy as np\nfrom fractions import Fraction\nfrom pathlib import Path\n"
        "from gradanim.encode import *\n"
        f"w = FilmWriter(Path({str(tmp_path / 'a.mp4')!r}), {SIZE}, Fraction(30), PROFILE_SETTINGS['final'])\n"
        f"w.open(); w.write(np.zeros({(SIZE[1], SIZE[0], 4)}, np.uint8)); print(w._sink.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    named = {**os.environ, NAMED: str(find_ffmpeg().path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=named)
    encoder = int(run.stdout)
    assert run.returncode == -signal.SIGKILL and len(names(tmp_path)) == 1
    # No orphan: the encoder ends by itself when nobody can feed it any more.
    deadline = time.monotonic() + 60
    while Path(f"/proc/{encoder}").exists() and time.monotonic() < deadline:
        state = Path(f"/proc/{encoder}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":
            break
        time.sleep(0.02)
    else:
        assert not Path(f"/proc/{encoder}").exists()
    with writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=2)
    assert names(tmp_path) == ["a.mp4"]


def test_an_encoder_that_ffmpeg_has_not_is_told_before_anything_is_drawn(tmp_path):
    settings = EncoderSettings(codec="libx999")
    with pytest.raises(ProblemError) as caught:
        FilmWriter(tmp_path / "a.mp4", SIZE, Fraction(30), settings).open()
    assert caught.value.exit_code == 3
    ffmpeg = find_ffmpeg()
    assert str(caught.value) == (
        f"the ffmpeg at {ffmpeg.path} (version {ffmpeg.version}) has no encoder `libx999`; install a full ffmpeg, "
        "or run `pip install imageio-ffmpeg`, which carries one"
    )
    assert names(tmp_path) == []


def test_an_encoder_that_nobody_can_listen_to_is_not_left_behind(monkeypatch):
    started = []

    def refused(thread):
        started.extend(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    with pytest.raises(RuntimeError, match="can't start new thread"):
        Child(["sleep", "60"], fed=True)
    assert started and not Path(f"/proc/{started[-1]}").exists()


@pytest.mark.parametrize(
    "words", ["x264 [error]: malloc of size 3110400 failed", "Error opening output: Cannot allocate memory"]
)
def test_an_encoder_without_memory_is_told_as_that(tmp_path, picture, monkeypatch, program, words):
    use_program(monkeypatch, program(f'cat >/dev/null; echo "{words}" >&2; exit 1'))
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0))
    assert caught.value.problems[0].code in ("memory_short", "addresses_short")


def test_an_encoder_that_cannot_be_started_is_told_as_such(tmp_path):
    with pytest.raises(ProblemError, match="could not be started: No such file or directory") as caught:
        Child([str(tmp_path / "ffmpeg")], fed=True)
    assert caught.value.exit_code == 3
