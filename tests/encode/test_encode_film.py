from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from gradanim.encode import PROFILE_SETTINGS, EncoderSettings, FFmpeg, FilmWriter, find_ffmpeg, verify_film
from gradanim.encode import film as film_module
from gradanim.problems import ProblemError

SIZE = (96, 64)
FINAL = PROFILE_SETTINGS["final"]


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def writer_of(path, **options):
    return FilmWriter(path, SIZE, Fraction(30), FINAL, **options)


def use_program(monkeypatch, path):
    monkeypatch.setattr(film_module, "find_ffmpeg", lambda: FFmpeg(path, "9.9", frozenset({"libx264"})))


@pytest.mark.parametrize("profile", sorted(PROFILE_SETTINGS))
@pytest.mark.parametrize("fps", [Fraction(15), Fraction(60), Fraction(30000, 1001)])
def test_a_film_decodes_to_exactly_the_frames_written(film, profile, fps):
    path = film(frames=61, fps=fps, profile=profile)
    facts = verify_film(path)
    assert (facts.frames, facts.fps, facts.duration) == (61, fps, 61 / fps)
    assert (facts.width, facts.height, facts.codec, facts.pixel_format) == (*SIZE, "h264", "yuv420p")
    assert len(decoded(path)) == 61
    assert verify_film(path, depth="packets") == facts


def test_frames_come_out_in_order_and_nearly_as_they_went_in(film, picture):
    shown = decoded(film(frames=25))
    for k in (0, 1, 12, 24):
        difference = np.abs(shown[k].astype(int) - picture(k)[..., :3])
        assert np.median(difference) <= 3
        left = (3 * k) % (SIZE[0] - 16)
        assert np.abs(shown[k][28, left + 8].astype(int) - (250, 200, 40)).max() < 25


def test_repeat_shows_a_frame_that_often(tmp_path, picture):
    with writer_of(tmp_path / "a.mp4", expected_frames=48) as writer:
        writer.write(picture(0), repeat=40)
        writer.write(picture(9), repeat=0)
        writer.write(picture(5), repeat=8)
    shown = decoded(tmp_path / "a.mp4")
    assert len(shown) == 48 == writer.facts.frames
    assert np.abs(shown[39].astype(int) - shown[1]).max() <= 4
    assert np.abs(shown[40].astype(int) - shown[39]).max() > 60


def test_the_caller_may_draw_into_a_written_frame_at_once(tmp_path, picture):
    canvas = np.empty((SIZE[1], SIZE[0], 4), np.uint8)
    with writer_of(tmp_path / "a.mp4") as writer:
        for k in range(40):
            canvas[:] = picture(k)
            writer.write(canvas)
            canvas[:] = 0
    assert all(frame.mean() > 40 for frame in decoded(tmp_path / "a.mp4"))


@pytest.mark.parametrize("handed_over", [False, True])
def test_every_pixel_format_gives_the_same_colours(tmp_path, handed_over):
    colour = np.array([200, 60, 30], np.uint8)
    # BT.709, limited range: Y = 16 + 219 Y', Cb = 128 + 224 (B' - Y') / 1.8556, Cr = 128 + 224 (R' - Y') / 1.5748.
    red, green, blue = colour / 255
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    planes = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    planes[: SIZE[1]] = round(16 + 219 * luma)
    planes[SIZE[1] : SIZE[1] * 5 // 4] = round(128 + 224 * (blue - luma) / 1.8556)
    planes[SIZE[1] * 5 // 4 :] = round(128 + 224 * (red - luma) / 1.5748)
    frames = {
        "rgb24": np.broadcast_to(colour, (SIZE[1], SIZE[0], 3)).copy(),
        "rgba": np.broadcast_to(np.append(colour, 255).astype(np.uint8), (SIZE[1], SIZE[0], 4)),
        "yuv420p": planes,
    }
    for pixel_format, frame in frames.items():
        path = tmp_path / f"{pixel_format}.mp4"
        with writer_of(path, pixel_format=pixel_format) as writer:
            writer.write(frame, repeat=3, handed_over=handed_over)
        with av.open(str(path)) as container:
            context = container.streams.video[0].codec_context
            assert (context.colorspace, context.color_range, context.color_primaries, context.color_trc) == (
                1,
                1,
                1,
                1,
            )
            first = next(container.decode(video=0)).to_ndarray(format="yuv420p")
        assert np.abs(first.astype(int) - planes).max() <= 2, pixel_format


def test_the_same_frames_give_the_same_bytes(film):
    assert film("a.mp4").read_bytes() == film("b.mp4").read_bytes()


def test_the_index_stands_before_the_pictures(film):
    data = film().read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_keyframe_comes_at_least_every_two_seconds(film):
    with av.open(str(film(frames=150, fps=Fraction(30)))) as container:
        keys = [
            k for k, packet in enumerate(p for p in container.demux(video=0) if p.size) if packet.is_keyframe
        ]
    assert keys[0] == 0 and max(np.diff([*keys, 150])) <= 60


def test_an_exception_leaves_the_earlier_film_and_nothing_else(film, picture):
    path = film(frames=10)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="drawing failed"), writer_of(path) as writer:
        writer.write(picture(0), repeat=20)
        raise RuntimeError("drawing failed")
    assert path.read_bytes() == before
    assert names(path.parent) == ["a.mp4"]


def test_an_interrupt_leaves_nothing(tmp_path, picture):
    with pytest.raises(KeyboardInterrupt), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0))
        pid = writer._child.pid
        raise KeyboardInterrupt
    assert names(tmp_path) == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_film_of_another_length_than_expected_is_refused(film, picture):
    path = film(frames=10)
    before = path.read_bytes()
    with pytest.raises(ProblemError) as caught, writer_of(path, expected_frames=12) as writer:
        writer.write(picture(0), repeat=11)
    assert str(caught.value) == f"{path} holds 11 frames and should hold 12"
    assert caught.value.exit_code == 1
    assert path.read_bytes() == before


def test_a_film_without_frames_is_refused(tmp_path):
    with (
        pytest.raises(ProblemError, match="is damaged: "),
        writer_of(tmp_path / "a.mp4"),
    ):
        pass
    assert names(tmp_path) == []


def test_a_killed_encoder_is_told_with_its_signal(tmp_path, picture):
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0))
        os.kill(writer._child.pid, signal.SIGKILL)
        for k in range(2000):
            writer.write(picture(k), repeat=50)
    (problem,) = caught.value.problems
    assert problem.code == "ffmpeg_killed" and problem.exit_code == 1
    assert "was killed by SIGKILL while writing" in str(problem) and "fewer jobs" in str(problem)
    assert names(tmp_path) == []


def test_an_encoder_killed_while_it_finishes_is_noticed(film, picture):
    path = film()
    before = path.read_bytes()
    writer = writer_of(path)
    writer.open()
    writer.write(picture(0), repeat=5)
    os.kill(writer._child.pid, signal.SIGKILL)
    with pytest.raises(ProblemError, match="killed by SIGKILL"):
        writer.finish()
    assert path.read_bytes() == before and names(path.parent) == ["a.mp4"]


def test_a_stuck_encoder_is_given_up(tmp_path, picture, monkeypatch):
    monkeypatch.setattr(FilmWriter, "patience_seconds", 0.3)
    started = time.monotonic()
    with pytest.raises(ProblemError) as caught, writer_of(tmp_path / "a.mp4") as writer:
        os.kill(writer._child.pid, signal.SIGSTOP)
        for k in range(2000):
            writer.write(picture(k), repeat=100)
    assert caught.value.problems[0].code == "ffmpeg_hung"
    assert "made no progress on" in str(caught.value) and "for 0.3 seconds" in str(caught.value)
    assert time.monotonic() - started < 10
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
        "exit 0": "is damaged",
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
    assert str(caught.value) == f"{tmp_path / 'media' / 'a.mp4'} could not be written: File exists"


def test_missing_folders_are_made_and_odd_names_are_only_names(tmp_path, picture):
    path = tmp_path / "new folder" / "a:b %03d 'c' é.mp4"
    with writer_of(path) as writer:
        writer.write(picture(0), repeat=4)
    assert verify_film(path).frames == 4 and names(path.parent) == [path.name]


def test_what_a_killed_process_left_is_swept_by_the_next(tmp_path, picture):
    code = (
        "import os, signal, numpy as np\nfrom fractions import Fraction\nfrom pathlib import Path\n"
        "from gradanim.encode import *\n"
        f"w = FilmWriter(Path({str(tmp_path / 'a.mp4')!r}), {SIZE}, Fraction(30), PROFILE_SETTINGS['final'])\n"
        f"w.open(); w.write(np.zeros({(SIZE[1], SIZE[0], 4)}, np.uint8)); print(w._child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    encoder = int(run.stdout)
    assert run.returncode == -signal.SIGKILL and len(names(tmp_path)) == 1
    # No orphan: the encoder ends by itself when nobody can feed it any more.
    deadline = time.monotonic() + 10
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


def test_two_writers_of_one_film_do_not_mix(tmp_path, picture):
    first, second = writer_of(tmp_path / "a.mp4"), writer_of(tmp_path / "a.mp4")
    first.open()
    second.open()
    first.write(picture(0), repeat=3)
    second.write(picture(1), repeat=7)
    assert first.finish().frames == 3
    assert second.finish().frames == 7
    assert verify_film(tmp_path / "a.mp4").frames == 7 and names(tmp_path) == ["a.mp4"]


def test_no_thread_and_no_process_stays(tmp_path, picture):
    before = threading.active_count()
    with writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=2)
    writer.abort()
    assert threading.active_count() == before
    assert verify_film(tmp_path / "a.mp4").frames == 2


def test_mistakes_of_the_caller_are_errors_of_the_caller(tmp_path, picture):
    with pytest.raises(ValueError, match="must be even"):
        FilmWriter(tmp_path / "a.mp4", (97, 64), Fraction(30), FINAL)
    with pytest.raises(ValueError, match="is not open"):
        writer_of(tmp_path / "a.mp4").write(picture(0))
    with pytest.raises(ValueError, match="a frame must be uint8"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0)[..., :3])
    with pytest.raises(ValueError, match="a frame must be uint8"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0).astype(np.float32))
    with pytest.raises(ValueError, match="shown -1 times"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=-1)
    assert names(tmp_path) == []


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
