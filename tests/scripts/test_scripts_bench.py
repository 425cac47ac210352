"""The benchmark of rendering, on short clips."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from gradanim.encode import verify_film

REPOSITORY = Path(__file__).parents[2]
NAMES = ["turning", "still", "morphing", "contours", "descent"]
KEYS = [
    "scene",
    "frames",
    "wall_s",
    "fps",
    "peak_mb",
    "encode_only_s",
    "manim_s_per_frame",
    "vs_manim",
    "vs_encode",
]
FURTHER = [
    "encode_planes_s",
    "vs_planes",
    "processor_s",
    "encode_only_processor_s",
    "encode_planes_processor_s",
    "python_mb",
]


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "scripts"))


def bench(*arguments: object, folder: Path) -> list[dict]:
    places = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "scripts")])
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "benchmarks", *map(str, arguments), "--json"],
        env={**environment, "PYTHONPATH": places},
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_near(value: float, expected: float) -> bool:
    return abs(value - expected) <= 0.02 * abs(expected) + 1e-3


def test_a_clip_is_measured(tmp_path):
    from benchmarks.clips import CLIPS, plan_of, spec_lasting

    options = ["--seconds", 0.2, "--no-manim", "--profile", "draft", "--out", tmp_path / "films"]
    (record,) = bench("render", "--scene", "turning", *options, folder=tmp_path)
    assert list(record) == [*KEYS, *FURTHER] and record["scene"] == "turning"
    film = verify_film(tmp_path / "films" / "turning.mp4")
    plan = plan_of(spec_lasting(CLIPS["turning"], 0.2, tmp_path), "draft")
    # Two beats of one frame each before the motion, which is the rest of 3 frames or a little more.
    assert record["frames"] == film.frames == plan.frames == 4
    assert film.fps == 15 and (film.width, film.height) == plan.size
    assert record["manim_s_per_frame"] is None and record["vs_manim"] is None
    assert 0 < record["encode_only_s"] < record["wall_s"]
    assert is_near(record["fps"], record["frames"] / record["wall_s"])
    # encode_only_s is told in thousandths and may be few of them.
    for ratio, alone in (("vs_encode", "encode_only_s"), ("vs_planes", "encode_planes_s")):
        assert abs(record[ratio] * record[alone] / record["wall_s"] - 1) < 0.05
    if Path("/proc/self/status").exists():
        # Frames are encoded where they are drawn.
        assert 50 < record["python_mb"] == record["peak_mb"] < 2000


@pytest.mark.slow
def test_plain_manim_is_measured_beside_it(tmp_path):
    options = ["--seconds", 0.2, "--profile", "draft", "--scene", "contours", "--scene", "still", "--quality"]
    records = bench("render", *options, folder=tmp_path)
    assert [record["scene"] for record in records] == ["contours", "still"]
    for record in records:
        assert list(record) == [*KEYS, *FURTHER, "ssim"]
        assert is_near(record["vs_manim"], record["manim_s_per_frame"] * record["frames"] / record["wall_s"])
        assert record["ssim"]["frame"] > 0.9 and record["ssim"]["film"] > 0.9


def test_every_spec_is_good(tmp_path):
    specs = sorted((REPOSITORY / "scripts" / "benchmarks" / "scenes").glob("*.yaml"))
    assert [spec.stem for spec in specs] == sorted(NAMES)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gradanim", "check", *specs],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "5 specs checked, no problem found.\n"), done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_clip_lasts_ten_seconds_and_moves_all_the_time(name):
    from benchmarks.clips import CLIPS, plan_of

    plan = plan_of(CLIPS[name].spec, "final")
    assert (plan.frames, plan.fps, plan.size) == (600, 60, (1920, 1080))
    assert [(span.frames, span.motion) for span in plan.clock] == [(1, 1), (1, 1), (598, 598)]


def test_manims_scenes_are_those_of_the_clips():
    from benchmarks.clips import CLIPS, MANIM_SCENES

    source = MANIM_SCENES.read_text(encoding="utf-8")
    assert list(CLIPS) == NAMES
    assert all(f"class {clip.manim}(" in source for clip in CLIPS.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_shorter_clip_has_the_same_motion(name, tmp_path):
    from benchmarks.clips import CLIPS, plan_of, spec_lasting

    short = plan_of(spec_lasting(CLIPS[name], 2, tmp_path), "final")
    full = plan_of(CLIPS[name].spec, "final")
    assert short.frames == 120 and short.id == full.id
    assert [beat.verb for beat in short.spec.beats] == [beat.verb for beat in full.spec.beats]
    assert short.clock[-1].motion == 118


def test_plain_manim_is_scaled_with_its_start_counted_once(tmp_path, monkeypatch):
    from benchmarks import plain
    from benchmarks.clips import CLIPS, plan_of

    plan = plan_of(CLIPS["still"].spec, "final")
    rendered = []

    def render(clip, seconds, plan, folder):
        rendered.append(seconds)
        return 3.0 + 0.5 * float(seconds * plan.fps)

    monkeypatch.setattr(plain, "render", render)
    assert plain.seconds_per_frame(CLIPS["still"], plan, tmp_path) == pytest.approx((3.0 + 0.5 * 600) / 600)
    assert rendered == [Fraction(1, 10), Fraction(2)]


def test_limits_are_told(tmp_path):
    from benchmarks.clips import CLIPS
    from benchmarks.figures import Figures, table
    from benchmarks.quality import Quality
    from benchmarks.watch import Cost

    quality = Quality(0.99, 0.995, 0.98, 0.99, 0.985, 0.97)
    ours, alone = Cost(10.0, 19.0, 50.0, 600.0, 500.0), Cost(9.0, 8.0, 0.0, 0.0)
    good = Figures(CLIPS["still"], "final", 600, ours, alone, Cost(8.0, 7.0, 0.0, 0.0), 0.05, quality)
    ours, alone = Cost(20.0, 30.0, 60.0, 701.0, 600.0), Cost(10.0, 9.0, 0.0, 0.0)
    bad = Figures(CLIPS["turning"], "final", 600, ours, alone, Cost(8.0, 7.0, 0.0, 0.0), 0.5)
    assert good.record()["vs_manim"] == 3.0
    assert bad.record()["vs_encode"] == 2.0 and bad.record()["vs_planes"] == 2.5
    head, _, still, turning, _, _, _, judged = table([good, bad]).splitlines()
    assert head.split()[1] == "scene"
    assert "1.11x (<= 1.3x: holds)" in still and "3.0x (>= 3x: holds)" in still and "(<= 700: holds)" in still
    assert "2.00x (<= 1.3x: MISSED)" in turning and "15.0x (>= 20x: MISSED)" in turning
    assert " 2.50x " in turning and " 30.0 (9.0, 7.0) " in turning
    assert "701 (600) (<= 700: MISSED)" in turning
    assert "0.9800 (0.9900): holds" in judged and "0.9850 (>= 0.99: MISSED)" in judged


def test_the_script_prepares_and_runs(machine):
    shutil.copy2(REPOSITORY / "scripts" / "bench", machine.root / "scripts" / "bench")
    machine.run("gradanim", "list")
    machine.called()
    run = machine.run("bench", "render", "--scene", "two words")
    assert run.returncode == 0
    assert machine.called() == ["-P -m benchmarks render --scene two words"]
