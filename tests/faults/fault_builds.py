"""A small series, encoders and joins that can be made to misbehave, and builds as processes that are struck."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradanim
from gradanim.encode import find_ffmpeg
from gradanim.encode.ffmpeg import NAMED
from gradanim.publish import verify_manifest

# Kernels that were never compiled on this machine take minutes.
PATIENCE = 600.0
BOARD = """\
title: Scene {name}
stage: board
beats:
  - write: {{text: {name}, at: center}}
    seconds: 0.4
    say: Of {name}.
  - pause: 0.2
"""
# The command, with two times the patience of `Build.until` for workers that were asked to end.
PATIENT = f"""\
from functools import partial
from gradanim.batch import settings
from gradanim.__main__ import run
settings.Limits = partial(settings.Limits, grace={2 * PATIENCE})
run()
"""
# What is struck: who makes a clip, an ffmpeg or the worker itself, or who joins the film of a scene or of the series.
STEPS = ("clip", "scene", "series")
WRAPPER = """\
#!/bin/sh
real={real}
for out; do :; done
out="${{out#file:}}"
case "$*" in
*rawvideo*) step=clip ;;
*) exec "$real" "$@" ;;
esac
here={here}
# The first one alone is disturbed: what is tried again goes well.
if [ -f "$here/$step" ] && mkdir "$here/$step.begun" 2>/dev/null; then . "$here/$step"; fi
exec "$real" "$@"
"""
# What is done to them: it hangs before it has begun, waits to be let go on, or hangs when all is written.
HANG = 'touch "$here/mark"; while :; do sleep 0.05; done\n'
PAUSE = 'touch "$here/mark"; while [ ! -e "$here/go" ]; do sleep 0.02; done\n'
HANG_AT_THE_END = '"$real" "$@"; touch "$here/mark"; while :; do sleep 0.05; done\n'

Event = dict[str, Any]


class Build(subprocess.Popen[str]):
    """A running ``gradanim build``; its events are read as they come."""

    def until(self, wanted: Callable[[Event], bool]) -> list[Event]:
        """What is told until something has happened."""
        found: list[Event] = []
        assert self.stdout is not None
        for line in self.stdout:
            found.append(json.loads(line))
            if wanted(found[-1]):
                return found
        raise AssertionError((found, self.communicate(timeout=PATIENCE)))

    def end(self) -> tuple[int, list[Event], str]:
        """Its exit code, the rest of what it tells, and all its words, those of problems among them."""
        out, said = self.communicate(timeout=PATIENCE)
        events = [json.loads(line) for line in out.splitlines()]
        told = [problem["message"] for event in events for problem in event.get("problems", ())]
        return self.returncode, events, "\n".join([said, *told])


class Shop:
    """A series of two scenes in a folder, with an output folder, a cache and temporary files of its own.

    Args:
        folder: an empty one.
        program: whether clips are encoded by an ffmpeg, else by the libraries inside of the worker.
    """

    def __init__(self, folder: Path, *, program: bool = False) -> None:
        self._named = program
        self.folder, self.out, self.cache = folder, folder / "out", folder / "cache"
        self.temporary, self._wrapper = folder / "tmp", folder / "bin"
        for made in (self.temporary, self._wrapper):
            made.mkdir(parents=True)
        for name in ("one", "two"):
            self.write(name, BOARD.format(name=name))
        self.write("s", "title: S\nscenes: [one.yaml, two.yaml]\n")
        program = self._wrapper / "ffmpeg"
        program.write_text(WRAPPER.format(real=find_ffmpeg().path, here=self._wrapper))
        program.chmod(0o755)

    def write(self, name: str, text: str) -> None:
        """Writes a spec."""
        (self.folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def disturb(self, step: str, body: str) -> None:
        """Has the next one who does a step run some lines of shell, in which ``"$real" "$@"`` is what was asked for."""
        assert step in STEPS
        (self._wrapper / f"{step}.begun").rmdir() if (self._wrapper / f"{step}.begun").exists() else None
        (self._wrapper / step).write_text(body)

    def wait_for_mark(self, build: Build) -> None:
        """Waits until who was disturbed hangs."""
        mark, deadline = self._wrapper / "mark", time.monotonic() + PATIENCE
        while not mark.exists():
            assert build.poll() is None and time.monotonic() < deadline, build.communicate()
            time.sleep(0.01)
        mark.unlink()

    def let_go(self) -> None:
        """Lets one that pauses go on."""
        (self._wrapper / "go").touch()

    def start(self, *options: str, patient: bool = False) -> Build:
        """Begins a build; one that is patient gives its workers long to tidy up."""
        program = ["-c", PATIENT] if patient else ["-m", "gradanim"]
        command = [sys.executable, *program, "build", "s.yaml", "--profile", "draft", "--jobs", "2"]
        command += ["--out", str(self.out), "--cache", str(self.cache), "--json", *options]
        return Build(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def build(self, *options: str) -> tuple[int, list[Event], str]:
        """Builds: exit code, events, words."""
        return self.start(*options).end()

    @property
    def environment(self) -> dict[str, str]:
        """Of a build."""
        here = Path(__file__).parent
        modules = os.pathsep.join(map(str, [Path(gradanim.__file__).parents[1], here, here / "interposed"]))
        ours = {"PYTHONPATH": modules, "TMPDIR": str(self.temporary), "FAULTS": str(self._wrapper)}
        if self._named:
            ours[NAMED] = str(self._wrapper / "ffmpeg")
        return {**os.environ, **ours}

    @property
    def relatives(self) -> set[int]:
        """All living processes that come from builds of this shop."""
        mark, found = f"TMPDIR={self.temporary}".encode(), set()
        for place in Path("/proc").glob("[0-9]*"):
            try:
                ours = mark in (place / "environ").read_bytes()
                state = (place / "stat").read_text().rpartition(")")[2].split()[0]
            except OSError:
                continue
            if ours and state not in "ZX":
                found.add(int(place.name))
        return found

    def deserted(self, seconds: float = 20.0) -> bool:
        """Whether all processes of builds have ended, and their temporary files have gone, or do so soon."""
        deadline = time.monotonic() + seconds
        while (self.relatives or any(self.temporary.iterdir())) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (self.relatives, list(self.temporary.iterdir())) == (set(), [])
        return True

    @property
    def published(self) -> dict[str, bytes]:
        """What stands under a final name in the output folder; the report, which has times in it, is left out."""
        paths = self.out.iterdir() if self.out.exists() else ()
        return {p.name: p.read_bytes() for p in paths if p.name[0] != "." and p.name != "report.json"}

    @property
    def rubbish(self) -> list[Path]:
        """What is left of files that were not finished; the marks of builds, which are empty, are none."""
        hidden = [path for folder in (self.out, self.cache) for path in folder.rglob(".*")]
        return [path for path in hidden if path.is_dir() or path.stat().st_size]

    def check_nothing_half_made(self, *wholes: dict[str, bytes]) -> None:
        """Every file that stands under a final name is one of a whole build, and the manifest tells the truth."""
        for name, data in self.published.items():
            assert name == "manifest.json" or data in [whole.get(name) for whole in wholes], name
        if (self.out / "manifest.json").exists():
            assert verify_manifest(self.out / "manifest.json") == []

    def check_finished(self, whole: dict[str, bytes]) -> None:
        """The build is whole, equal to another one to the byte, and nothing else is left."""
        made = self.published
        assert sorted(made) == sorted(whole) and {"s.mp4", "one.mp4", "manifest.json"} <= set(whole)
        assert [name for name in made if made[name] != whole[name]] == []
        assert verify_manifest(self.out / "manifest.json") == []
        rubbish = self.rubbish
        assert rubbish == [] and self.deserted()

    def forget(self) -> None:
        """Empties the output folder."""
        shutil.rmtree(self.out)


def drawn(events: Sequence[Event]) -> int:
    """How many frames a build drew, as it tells itself."""
    (end,) = [event for event in events if event["event"] == "build_finished"]
    return int(end["frames"])


def begun(label: str, *, drawing: bool = False) -> Callable[[Event], bool]:
    """Tells the event that a job begins: a piece, or where nothing is drawn the last step of a scene or series."""

    def wanted(event: Event) -> bool:
        if event["event"] != "job_started" or event["label"] != label:
            return False
        return event["weight"] > 0 if drawing else "/look" not in event["job"] and not event["weight"]

    return wanted
