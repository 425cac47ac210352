"""Builds that are struck, disturbed and looked at: kill -9, two at once, prune, explain, cache, watch."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from cli_helpers import COMMAND, environment

from gradanim.batch.clips import Clips
from gradanim.batch.locks import folder_lock
from gradanim.publish import verify_manifest

TWO = """\
title: {title}
field: {{f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 0.4
  - walk: {{circle: {{center: [0, 0], radius: 1}}}}
    seconds: 3
  - walk: {{circle: {{center: [0, 0], radius: 0.5}}}}
    seconds: 3
"""
BUILD = ("build", "s.yaml", "--profile", "draft", "--out", "out", "--cache", "cache", "--jobs", "2", "--json")
PATIENCE = 120.0


@pytest.fixture
def series(folder: Path) -> Path:
    for name in ("one", "two"):
        (folder / f"{name}.yaml").write_text(TWO.format(title=name), encoding="utf-8")
    (folder / "s.yaml").write_text("title: S\nscenes: [one.yaml, two.yaml]\n", encoding="utf-8")
    return folder


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )


def events_of(run: subprocess.Popen[str], until: Callable[[dict], bool]) -> list[dict]:
    """What is told until something has happened."""
    found = []
    assert run.stdout is not None
    for line in run.stdout:
        found.append(json.loads(line))
        if until(found[-1]):
            break
    return found


def pictures(path: Path) -> list[str]:
    with av.open(str(path)) as film:
        return [hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in film.decode(video=0)]


def in_the_middle(event: dict) -> bool:
    return event["event"] == "job_progressed" and event["frames"] >= 5


def cold(series: Path, name: str) -> list[str]:
    """The series film as an undisturbed build with a cache of its own makes it."""
    arguments = [name if word in ("out", "cache") else word for word in BUILD]
    run = start(*arguments)
    assert run.communicate(timeout=PATIENCE) and run.returncode == 0
    return pictures(series / name / "s.mp4")


@pytest.mark.slow
def test_a_killed_worker_costs_nothing_but_time(series):
    run = start(*BUILD)
    events = events_of(run, in_the_middle)
    (pid,) = {e["pid"] for e in events if e["event"] == "job_started" and e["job"] == events[-1]["job"]}
    os.kill(pid, signal.SIGKILL)
    out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, err
    assert '"event": "job_retried"' in out
    assert verify_manifest(series / "out" / "manifest.json") == []
    assert pictures(series / "out" / "s.mp4") == cold(series, "other")


@pytest.mark.slow
def test_after_a_killed_build_only_what_was_lost_is_made(series):
    run = start(*BUILD)
    events_of(run, lambda e: bool(list(Clips(series / "cache").every_key())) and in_the_middle(e))
    run.kill()
    run.communicate(timeout=PATIENCE)
    kept = set(Clips(series / "cache").every_key())
    assert kept and not (series / "out" / "manifest.json").exists()
    again = start(*BUILD)
    out, err = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, err
    ends = [json.loads(line) for line in out.splitlines()]
    found = sum(e["found"] for e in ends if e["event"] == "scene_finished")
    assert found >= len(kept)
    assert verify_manifest(series / "out" / "manifest.json") == []
    assert {path.name for path in (series / "out").iterdir() if path.name.startswith(".")} == set()
    assert pictures(series / "out" / "s.mp4") == cold(series, "other")


@pytest.mark.slow
def test_two_builds_at_once(series):
    with folder_lock(series / "out"):
        impatient = start(*BUILD, "--wait", "0")
        _, said = impatient.communicate(timeout=PATIENCE)
        assert impatient.returncode == 3 and "another gradanim is at work in out: process" in said
        both = [start(*BUILD) for _ in range(2)]
        for build in both:
            (waited,) = events_of(build, lambda event: True)
            assert waited["event"] == "lock_waited"
    ends = [build.communicate(timeout=PATIENCE) for build in both]
    assert [build.returncode for build in both] == [0, 0], ends
    outcomes = [
        {
            event["outcome"]
            for event in map(json.loads, out.splitlines())
            if event["event"] == "scene_finished"
        }
        for out, _ in ends
    ]
    # One of them made everything, and the other one found that there is nothing left to do.
    assert sorted(map(sorted, outcomes)) == [["rendered"], ["reused"]]
    assert verify_manifest(series / "out" / "manifest.json") == []


@pytest.mark.slow
def test_pruning_beside_a_build_takes_nothing_that_it_needs(series):
    run = start(*BUILD)
    events_of(run, in_the_middle)
    beside = 0
    for _ in range(3):
        pruned = start("cache", "prune", "--cache", "cache", "--max-size", "0")
        answer = pruned.communicate(timeout=PATIENCE)[0]
        # What is pruned after the build has ended says nothing.
        if run.poll() is None:
            assert answer.startswith("0 clips removed")
            beside += 1
    assert beside > 0
    out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0 and "job_retried" not in out, err
    assert verify_manifest(series / "out" / "manifest.json") == []


def test_explain_and_cache(run, series):
    build = ["--profile", "draft", "--cache", "cache", "--out", "out"]
    (series / "words.yaml").write_text(
        "title: W\nstage: board\nbeats:\n  - write: {text: Hello, at: center}\n    seconds: 0.2\n"
        "  - pause: 0.2\n  - pause: 0.2\n"
    )
    # Three frames each; both pauses show the same and share their clip.
    never = run("explain", "words.yaml", *build)
    assert never.code == 0 and never.out == (
        "words: 9 frames would be drawn\n  beat 0 write: 3 frames: never made\n"
        "  beat 1 pause: 3 frames: never made\n  beat 2 pause: 3 frames: never made\n"
    )
    assert run("render", "words.yaml", *build).code == 0
    assert run("explain", "words.yaml", *build).out == "words: fresh, nothing would run\n"
    assert "beat 2 pause: 3 frames: forced" in run("explain", "words.yaml", *build, "--force").out
    text = (series / "words.yaml").read_text()
    (series / "words.yaml").write_text(text[: text.rindex("0.2")] + "0.4\n")
    answer = run("explain", "words.yaml", *build, "--json")
    (record,) = json.loads(answer.out)
    assert [beat["draws"] for beat in record["beats"]] == [0, 0, 6]
    assert record["beats"][2]["reasons"] == ["beat 2 changed"]
    assert run("plan", "words.yaml", *build).out.splitlines()[3] == "  6 frames would be drawn: beat 2"
    assert run("explain", "words.yaml", "wrods", *build).err == (
        "`words.yaml` has no scene `wrods` (did you mean `words`?), only words\n"
    )
    _damage(series, run, build)


def test_explain_and_plan_say_why_files_are_made_anew(run, series):
    build = ["--profile", "draft", "--cache", "cache", "--out", "out"]
    assert run("render", "good.yaml", *build).code == 0
    film, film_bytes = series / "out" / "good.mp4", (series / "out" / "good.mp4").read_bytes()
    head = "good: nothing would be drawn, its files would be made from the cache: "
    for spoil, reason in (
        (film.unlink, "good.mp4 is missing"),
        (lambda: film.write_bytes(film_bytes[:-1] + b"x"), "good.mp4 is not as it was made"),
    ):
        spoil()
        assert run("explain", "good.yaml", *build).out.splitlines()[0] == head + reason
    # A spec that was renamed has all its clips.
    (series / "good.yaml").rename(series / "better.yaml")
    said = run("explain", "better.yaml", *build).out.splitlines()[0]
    assert said == head.replace("good", "better") + "never made in this folder"
    said = run("plan", "better.yaml", *build).out
    assert "nothing would be drawn, its files would be made from the cache" in said


def _damage(series: Path, run, build: list[str]) -> None:
    keys = sorted(Clips(series / "cache").every_key())
    assert f"{len(keys)} clips" in run("cache", "show", "--cache", "cache").out
    for key in keys:
        (Clips(series / "cache").place(key) / "clip.mp4").write_bytes(b"")
    # Asking changes nothing, so the second answer is that of the first.
    for _ in range(2):
        assert "beat 0 write: 3 frames: damaged in the cache" in run("explain", "words.yaml", *build).out
    assert run("cache", "prune", "--cache", "cache").code == 2
    assert run("cache", "prune", "--cache", "cache", "--max-size", "much").code == 2
    assert run("cache", "prune", "--cache", "cache", "--max-age", "0s").code == 0
    assert run("cache", "verify", "--cache", "cache").out == "0 good, 0 damaged\n"


def test_nothing_changed_imports_nothing_heavy(run, series):
    (series / "s.yaml").write_text("title: S\nscenes: [good.yaml]\n")
    assert run(*BUILD).code == 0
    code = (
        "import sys\nfrom gradanim.cli import main\nsys.argv[0] = 'gradanim'\n"
        "try: main()\nexcept SystemExit as end: assert end.code == 0\n"
        "heavy = {'manim', 'numba', 'sympy', 'scipy', 'rich', 'numpy', 'pydantic', 'ruamel', 'av', 'PIL'}\n"
        "print(*heavy & {name.partition('.')[0] for name in sys.modules})\n"
    )
    for _ in range(2):
        # The first one writes the report anew, with what encodes and publishes.
        done = subprocess.run(
            [sys.executable, "-c", code, *BUILD[:-1]], capture_output=True, text=True, env=environment()
        )
        assert done.stderr == "1 reused in out\n"
    assert done.stdout == "\n"


@pytest.mark.slow
def test_watching(series):
    watching = start(*BUILD[:-1], "--watch")
    assert watching.stderr is not None

    def until(words: str) -> list[str]:
        lines = []
        for line in watching.stderr:
            lines.append(line)
            if words in line:
                return lines
        raise AssertionError(lines)

    until("watching 3 files")
    one = series / "one.yaml"
    good = one.read_text()
    one.write_text("title: [\n")
    assert any("one.yaml" in line for line in until("watching 3 files"))
    one.write_text(good.replace("radius: 0.5", "radius: 0.7"))
    assert any("1 rendered, 1 reused" in line for line in until("watching 3 files"))
    time.sleep(0.5)
    watching.send_signal(signal.SIGINT)
    watching.communicate(timeout=30)
    assert watching.returncode == 130
