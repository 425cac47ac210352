"""One scene: every file it writes, exact to the frame, and what stays where it fails."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from gradanim.batch.keys import beat_keys
from gradanim.batch.outcome import Outcome
from gradanim.batch.payloads import piece_payload
from gradanim.batch.pieces import render_piece
from gradanim.beats.rehearsal import rehearsed
from gradanim.encode import FFmpeg, verify_film
from gradanim.encode import film as encode_film
from gradanim.plan.profile import FORMATS, PROFILES
from gradanim.render.film import make_film
from gradanim.render.stream import Easel

NAMES = ["tiny.cues.json", "tiny.mp4", "tiny.poster.png", "tiny.sheet.png", "tiny.srt", "tiny.vtt"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_every_file_is_written_and_the_film_has_the_frames_of_the_cue_sheet(make, out):
    result = make()
    assert result.outcome is Outcome.RENDERED and result.problems == ()
    assert list(contents(out)) == NAMES
    cues = json.loads((out / "tiny.cues.json").read_text(encoding="utf-8"))
    assert cues == {
        "fps": "15/1",
        "frames": 24,
        "beats": [
            {"index": 0, "verb": "show", "start_frame": 0, "frames": 9, "say": "The first beat."},
            {"index": 1, "verb": "place", "start_frame": 9, "frames": 6, "say": None},
            {"index": 2, "verb": "show", "start_frame": 15, "frames": 9, "say": "There the value is 0.75."},
        ],
    }
    facts = verify_film(out / "tiny.mp4", depth="decode", expected_frames=24)
    assert (facts.width, facts.height, facts.fps, facts.codec) == (854, 480, Fraction(15), "h264")
    assert facts.pixel_format == "yuv420p" and len(decoded(out / "tiny.mp4")) == 24


def test_captions_stand_at_the_frames_of_their_beats(make, out):
    make()
    assert (out / "tiny.srt").read_text(encoding="utf-8") == (
        "1\n00:00:00,000 --> 00:00:00,600\nThe first beat.\n"
        "\n2\n00:00:01,000 --> 00:00:01,600\nThere the value is 0.75.\n"
    )
    vtt = (out / "tiny.vtt").read_text(encoding="utf-8")
    assert vtt.startswith("WEBVTT\n") and "00:00:01.000 --> 00:00:01.600\nThere the value is 0.75." in vtt


def test_the_film_shows_the_frames_that_were_drawn(make, plan, out):
    """The sharpest picture that the encoder keeps is near the frame itself, and at its own place."""
    make()
    film = make_film(plan())
    shown = decoded(out / "tiny.mp4")
    for number in (0, 8, 9, 14, 20, 23):
        drawn = film.frame(number)[..., :3].astype(float)
        errors = [np.abs(drawn - picture).mean() for picture in shown]
        assert errors[number] < 3 and errors[number] <= min(errors) + 0.15


def test_poster_and_sheet_are_frames_of_the_film(make, plan, out):
    make()
    film = make_film(plan())
    number = 14
    with Image.open(out / "tiny.poster.png") as poster:
        assert np.array_equal(np.asarray(poster), film.frame(number)[..., :3])
    with Image.open(out / "tiny.sheet.png") as sheet:
        # One column of three pictures, each with its label above it.
        assert sheet.size == (640 + 2 * 16, 3 * (360 + 40 + 16) + 16)
        for k, last in enumerate((8, 14, 23)):
            top = 16 + k * (360 + 40 + 16) + 40
            tile = np.asarray(sheet.crop((16, top, 16 + 640, top + 360))).astype(float)
            drawn = Image.fromarray(film.frame(last)[..., :3]).resize((640, 360), Image.Resampling.LANCZOS)
            assert np.abs(tile - np.asarray(drawn)).mean() < 0.5
            label = np.asarray(sheet.crop((16, top - 40, 16 + 640, top)))
            assert label.max() > 150


@pytest.mark.parametrize("shape", FORMATS)
def test_every_format_has_its_shape(make, out, shape):
    assert make(shape=shape).outcome is Outcome.RENDERED
    width, height = FORMATS[shape].pixels(PROFILES["draft"])
    facts = verify_film(out / "tiny.mp4", expected_frames=24)
    assert (facts.width, facts.height) == (width, height)
    with Image.open(out / "tiny.poster.png") as poster:
        assert poster.size == (width, height)


@pytest.mark.parametrize(
    ("profile", "size", "fps"),
    [("preview", (1280, 720), 30), ("final", (1920, 1080), 60), ("4k", (3840, 2160), 60)],
)
def test_every_profile_has_its_size_and_rate(make, out, profile, size, fps):
    text = "title: T\nstage: board\nbeats:\n  - write: {text: Hello, at: center}\n    seconds: 0.1\n"
    assert make(text, profile=profile).outcome is Outcome.RENDERED
    facts = verify_film(out / "tiny.mp4")
    assert (facts.width, facts.height) == size and facts.fps == fps and facts.frames == round(0.1 * fps)


def test_captions_can_be_burned_in_or_left_out(make, out):
    films = {}
    for mode in ("sidecar", "burn", "none"):
        make(mode=mode)
        films[mode] = decoded(out / "tiny.mp4")
        said = (out / "tiny.srt").read_text(encoding="utf-8"), (out / "tiny.vtt").read_text(encoding="utf-8")
        assert ("first beat" in said[0] + said[1]) == (mode == "sidecar")
        cues = json.loads((out / "tiny.cues.json").read_text(encoding="utf-8"))
        assert cues["beats"][0]["say"] == "The first beat."
    assert all(np.array_equal(a, b) for a, b in zip(films["sidecar"], films["none"], strict=True))
    bottom = slice(int(0.85 * 480), None)
    bright = [int((picture[bottom].min(axis=2) > 180).sum()) for picture in films["burn"]]
    assert min(bright[:9]) > 50 and max(bright[9:15]) == 0 and min(bright[15:]) > 50


def test_the_same_scene_gives_the_same_bytes(make, out):
    make()
    before = contents(out)
    make()
    assert contents(out) == before


def failing_draw(error: BaseException, after: int = 2):
    drawn = []
    whole = Easel.draw

    def draw(self, picture, repeat, keep):
        drawn.append(picture)
        if len(drawn) > after:
            raise error
        return whole(self, picture, repeat, keep)

    return draw


@pytest.mark.parametrize("error", [MemoryError(), ZeroDivisionError("by zero")])
def test_a_failure_in_the_middle_leaves_the_earlier_files(make, out, monkeypatch, error):
    make()
    before = contents(out)
    monkeypatch.setattr(Easel, "draw", failing_draw(error))
    # What a worker makes of it is told in test_batch_faults.py.
    with pytest.raises(type(error)):
        make()
    assert contents(out) == before


def test_an_interrupt_goes_through_and_leaves_nothing(plan, tmp_path):
    planned, cache = plan(), tmp_path / "cache"
    keys = beat_keys(planned, rehearsed(planned, False))

    def interrupted(frames):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_piece(piece_payload(planned, "sidecar", keys, range(3), cache), interrupted)
    assert [path for path in cache.rglob("*") if path.is_file() or "partial" in path.name] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("exit 187", "ffmpeg stopped with exit code 187 while writing"),
        ("kill -9 $$", "ffmpeg was killed by SIGKILL while writing"),
        ("cat >/dev/null; exit 0", "is damaged"),
    ],
)
def test_a_broken_encoder_leaves_the_earlier_files(make, out, monkeypatch, tmp_path, body, said):
    make()
    before = contents(out)
    program = tmp_path / "fake-ffmpeg"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    fake = FFmpeg(program, "9.9", frozenset({"libx264"}))
    monkeypatch.setattr(encode_film, "program_for", lambda codec: fake)
    result = make()
    assert result.outcome is Outcome.FAILED
    assert said in str(result.problems[0]) and result.problems[0].exit_code == 1
    assert contents(out) == before


def test_a_false_claim_costs_nothing_that_was_there(make, out, scene_text):
    make()
    before = contents(out)
    result = make(scene_text + "  - claim: f == 9\n")
    assert result.outcome is Outcome.FAILED
    assert "the claim `f == 9` is false" in str(result.problems[0])
    assert contents(out) == before
