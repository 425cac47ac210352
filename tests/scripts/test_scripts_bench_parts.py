"""What benchmarks are made of."""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "scripts"))


def test_the_middle_of_several_costs():
    from benchmarks.watch import Cost, middle

    costs = [Cost(3, 1, 10, 30, 7), Cost(1, 5, 20, 20, 9), Cost(2, 4, 15, 25, 8)]
    assert middle(costs) == Cost(2, 4, 20, 30, 9)


def test_frames_are_kept_as_pictures_and_as_their_planes(tmp_path):
    from benchmarks.capture import captured
    from benchmarks.clips import CLIPS, plan_of, spec_lasting

    from gradanim.raster import to_planes
    from gradanim.render.film import make_film

    plan = plan_of(spec_lasting(CLIPS["contours"], 0.2, tmp_path), "draft")
    width, height = plan.size
    with captured(plan) as frames:
        pictures = np.fromfile(frames.pictures.path, np.uint8).reshape(plan.frames, height, width, 4)
        planes = np.fromfile(frames.planes.path, np.uint8).reshape(plan.frames, height * 3 // 2, width)
    assert not frames.pictures.path.exists() and not frames.planes.path.exists()
    film = make_film(plan)
    for number in range(plan.frames):
        assert np.array_equal(pictures[number], film.frame(number))
        assert np.array_equal(planes[number], to_planes(pictures[number]))
    film.close()


def test_raw_frames_without_room_are_refused(tmp_path, monkeypatch):
    import click
    from benchmarks import capture
    from benchmarks.clips import CLIPS, plan_of

    monkeypatch.setattr(capture.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**9))
    with pytest.raises(click.ClickException) as told, capture.captured(plan_of(CLIPS["still"].spec, "final")):
        pass
    assert str(told.value) == "the raw frames need 7.0 GB of disk: choose a shorter clip with --seconds"


def test_faint_lines_that_fade_are_told_by_the_share_that_is_left(tmp_path):
    from benchmarks.capture import Raw
    from benchmarks.faint import faint_lines_kept

    from gradanim.encode import EncoderSettings, FilmWriter
    from gradanim.encode.graph import RawSource

    def lined(path, contrast):
        frame = np.full((180, 160), 128, np.uint8)
        frame[:120:20] = 128 - contrast
        path.write_bytes(frame.tobytes() * 12)
        with FilmWriter(
            path.with_suffix(".mp4"), (160, 120), Fraction(30), EncoderSettings(qp=1), pixel_format="yuv420p"
        ) as film:
            film.write(frame, repeat=12)
        return Raw(path, RawSource((160, 120), Fraction(30), "yuv420p")), path.with_suffix(".mp4")

    (raw, film), (_, faded) = lined(tmp_path / "raw", 8), lined(tmp_path / "faded", 4)
    assert faint_lines_kept(raw, film) == pytest.approx(1, abs=0.02)
    assert faint_lines_kept(raw, faded) == pytest.approx(0.5, abs=0.05)


def test_settings_are_held_against_the_yardstick():
    from benchmarks.encode import Score, candidates, rows

    near, far = Score(2.0, 0.5, 0.99, 0.98, 0.97), Score(1.0, 1.0, 0.99, 0.97, 0.9)
    table = rows([{"yardstick": near, "fast": far}, {"yardstick": far, "fast": near}])
    assert table[0] == (
        "yardstick",
        "2.0 / 1.0",
        "0.50 / 1.00",
        "0.9900 / 0.9900",
        "0.9800 / 0.9700",
        "0.970 / 0.900",
        "2 of 2",
    )
    assert table[1][-1] == "1 of 2"
    first, *others = candidates()
    assert first == "medium, crf 23, 3 B-frames (yardstick)"
    told = " ".join(others)
    assert all(profile in told for profile in ("draft", "preview", "final", "4k"))


def test_settings_are_tried_on_a_clip():
    from benchmarks.encode import HEAD, candidates, command
    from click.testing import CliRunner

    done = CliRunner().invoke(command, ["--scene", "contours", "--seconds", "0.2", "--profile", "draft"])
    assert done.exit_code == 0, done.output
    head, _, yardstick, *others = done.stdout.splitlines()
    assert [cell.strip() for cell in head.strip("|").split("|")] == list(HEAD)
    assert yardstick.startswith("| medium, crf 23") and yardstick.endswith("1 of 1                  |")
    assert len(others) + 1 == len(candidates())


def test_both_ways_to_encode_are_compared():
    from benchmarks.encode import WAYS, command
    from click.testing import CliRunner

    options = ["--scene", "contours", "--seconds", "0.2", "--profile", "draft", "--ways", "--repeat", "3"]
    done = CliRunner().invoke(command, options)
    assert done.exit_code == 0, done.output
    head, _, row = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines()
    )
    assert head == list(WAYS) and row[0] == "contours"
    alone, inside = float(row[1]), float(row[2])
    # Starting a program takes longer than these few frames.
    assert 0 < inside < alone


def test_time_and_memory_of_a_command_and_its_children(tmp_path):
    from benchmarks.watch import run

    child = "x = bytearray(60_000_000); import time\nwhile time.process_time() < 0.4: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    began = time.perf_counter()
    cost = run([sys.executable, "-c", parent], tmp_path, watched=True)
    assert 0.4 < cost.processor < 5 and 0.4 < cost.wall <= time.perf_counter() - began
    if Path("/proc/self/task").exists():
        assert cost.own_mb < 50 and 65 < cost.tree_mb < 150 and cost.program_mb == cost.tree_mb


def test_a_command_that_fails_is_told_with_its_last_words(tmp_path):
    import click
    from benchmarks.watch import run

    with pytest.raises(click.ClickException, match=r"ended with 3:\nlast words") as told:
        run([sys.executable, "-c", "print('last words'); raise SystemExit(3)"], tmp_path)
    assert told.value.exit_code == 1


def test_similarity_of_pictures():
    from benchmarks.similarity import luma, picture_similarity

    noise = np.random.default_rng(0).integers(0, 256, (40, 50, 3)).astype(np.uint8)
    assert picture_similarity(noise, noise) == pytest.approx(1.0)
    assert picture_similarity(noise, 255 - noise) < -0.5
    grey = np.full((40, 50, 3), 100, np.uint8)
    # Flat pictures have the luminance term alone: (2ab + c1) / (a² + b² + c1).
    expected = (2 * 100 * 110 + 6.5025) / (100**2 + 110**2 + 6.5025)
    assert picture_similarity(grey, grey + np.uint8(10)) == pytest.approx(expected)
    assert luma(np.array([[[255, 0, 0]]])) == pytest.approx(0.2126 * 255)


def test_the_reference_is_the_mean_of_blocks():
    from benchmarks.quality import averaged

    picture = np.zeros((8, 4, 4), np.uint8)
    picture[:4, :2] = 100
    assert np.array_equal(averaged(picture), [[[50.0] * 3], [[0.0] * 3]])


def test_a_frame_is_like_one_that_is_drawn_finer(tmp_path):
    from benchmarks.clips import CLIPS, plan_of, spec_lasting
    from benchmarks.quality import LEAST_REFERENCE, frame_pairs
    from benchmarks.similarity import picture_similarity

    plan = plan_of(spec_lasting(CLIPS["turning"], 0.2, tmp_path), "draft")
    bare, full = (picture_similarity(*pair) for pair in frame_pairs(plan))
    # Texts are set on the pixels of a frame, so there they are less alike.
    assert bare >= LEAST_REFERENCE and 0.9 < full < bare
