"""Ctrl-C ends with 130, leaves no half file and no ffmpeg, and the earlier film stands."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_helpers import PATIENT, environment

LONG = """\
title: Long
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: surface
beats:
  - show: [surface, axes]
    seconds: 0.2
  - walk: {circle: {center: [0, 0], radius: 1}}
    seconds: 200
"""
PATIENCE = 120.0


def heed_interrupts() -> None:
    """A shell starts what it puts in the background deaf to Ctrl-C, and nohup to a closed terminal: our child too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def family(pid: int) -> set[int]:
    """Processes that come from one, itself not among them, and have not ended."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if state not in "ZX":
            parents[int(entry.parent.name)] = int(parent)
    found: set[int] = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def struck(arguments: list[str], out: Path, blow: signal.Signals) -> tuple[subprocess.Popen[str], str]:
    """A process that was struck by a signal as soon as the encoder had written something, and its last words."""
    with subprocess.Popen(
        [*PATIENT, *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(TMPDIR=str(out.parent / "scratch")),
        start_new_session=True,
        preexec_fn=heed_interrupts,
    ) as run:
        try:
            deadline = time.monotonic() + PATIENCE
            cache = out.parent / "cache"
            while not any(
                p.stat().st_size > 0 for p in cache.glob("clips/*/.*.partial-*/.clip.mp4.partial-*")
            ):
                assert run.poll() is None and time.monotonic() < deadline
                time.sleep(0.02)
            ours = family(run.pid)
            # The process that starts workers, a worker at least, and its ffmpeg.
            assert len(ours) >= 3
            run.send_signal(blow)
            _, said = run.communicate(timeout=PATIENCE)
            assert not [pid for pid in ours if Path(f"/proc/{pid}").exists()]
        finally:
            run.kill()
    return run, said


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize(
    ("command", "blow", "code"),
    [
        ("render", signal.SIGINT, 130),
        ("build", signal.SIGINT, 130),
        ("build", signal.SIGTERM, 143),
        ("build", signal.SIGHUP, 129),
    ],
)
def test_a_signal_while_rendering(folder, command, blow, code):
    (folder / "long.yaml").write_text(LONG)
    (folder / "s.yaml").write_text("title: S\nscenes: [long.yaml, good.yaml]\n")
    out = folder / "out"
    out.mkdir()
    earlier = {"long.mp4": b"an earlier film", "s.mp4": b"and series", "manifest.json": b"{}"}
    for name, data in earlier.items():
        (out / name).write_bytes(data)
    spec = {"render": "long.yaml", "build": "s.yaml"}[command]
    scratch = folder / "scratch"
    scratch.mkdir()
    arguments = [command, spec, "--profile", "draft", "--out", "out", "--cache", "cache"]
    run, said = struck(arguments, out, blow)
    assert run.returncode == code and list(scratch.iterdir()) == []
    assert "long: skipped; run the same command again to finish it" in said.splitlines()
    assert "Traceback" not in said and ("Interrupted." in said.splitlines()) == (code == 130)
    made = {p.name: p.read_bytes() for p in out.iterdir() if p.name[:5] != "good."}
    report = json.loads(made.pop("report.json"))
    assert made == earlier
    assert report["scenes"][0]["id"] == "long" and report["scenes"][0]["outcome"] == "skipped"
    assert [p for p in (folder / "cache").rglob("*") if ".partial-" in p.name] == []


@pytest.mark.parametrize("body", ["raise KeyboardInterrupt", "exec('raise KeyboardInterrupt')"])
def test_an_interrupt_before_the_first_command_is_read(body):
    # Ctrl-C while a module is imported; the second is how it strikes inside an extension module.
    code = (
        "import sys\n"
        "class Struck:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == 'click': {body}\n"
        "sys.meta_path.insert(0, Struck())\n"
        "from gradanim.__main__ import run\n"
        "run()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (130, b"")


def test_an_interrupt_inside_a_command(folder):
    code = (
        "import sys\n"
        "import gradanim.beats.check as check\n"
        "def struck(*_): exec('raise KeyboardInterrupt')\n"
        "check.check_file = struck\n"
        "from gradanim.__main__ import run\n"
        "sys.argv = ['gradanim', 'check', 'good.yaml']\n"
        "run()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=False)
    assert done.returncode == 130 and done.stderr.split() == [b"Interrupted."]
