"""Tasks that do next to nothing, or fail in every way that a task can."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from deadly_tasks import (
    answer_and_die,
    deaf,
    die,
    garbage,
    half,
    hang,
    hog,
    hog_in_child,
    oversleep,
    parent,
    silent,
    slow,
    stubborn,
)
from task_parts import Payload, say, tries
from waiting import wait_for, wait_until

from gradanim.batch.work import problem_record
from gradanim.problems import Problem, ProblemError

# Jobs find all tasks in one module.
__all__ = [
    "answer_and_die",
    "deaf",
    "die",
    "garbage",
    "half",
    "hang",
    "hog",
    "hog_in_child",
    "oversleep",
    "parent",
    "silent",
    "slow",
    "stubborn",
]


def trivial(payload: Payload, report):
    report(1)
    return {"echo": payload}


def nap(payload: Payload, report):
    """Sleeps a little, frame by frame."""
    for _ in range(payload.get("frames", 1)):
        time.sleep(payload.get("seconds", 0.1))
        report(1)
    return {"pid": os.getpid(), "session": os.getsid(0)}


def linger(payload: Payload, report):
    """Makes frames until there is something in a file."""
    until = Path(payload["until"])
    while not until.exists():
        time.sleep(0.1)
        report(1)
    return {}


def follow(payload: Payload, report):
    """Is done as soon as there is something in a file."""
    return {"found": wait_for(payload["path"])}


def meet(payload: Payload, report):
    """Waits until so many of its kind have begun."""
    folder = Path(payload["folder"])
    (folder / str(os.getpid())).touch()
    wait_until(lambda: len(list(folder.iterdir())) >= payload["company"])
    return {}


def heed_listener(payload: Payload, report):
    """Makes each frame when somebody has heard of the one before; not so fast that they are told together."""
    for number in range(1, payload["frames"] + 1):
        time.sleep(0.11)
        report(1)
        wait_for(Path(payload["folder"]) / str(number))
    return {}


def fail(payload: Payload, report):
    """Fails as a Python function can."""
    tries(payload)
    say("before the fall")
    match payload["how"]:
        case "exception":
            raise ValueError("this  is\nwrong")
        case "exit":
            sys.exit(0)
        case "no memory":
            raise MemoryError
        case "no threads":
            raise RuntimeError("can't start new thread")
        case "no files":
            raise OSError(errno.EMFILE, "Too many open files")
        case "no room":
            raise ImportError("libcairo.so.2: failed to map segment from shared object")
        case "list":
            return [1]
        case "nan":
            return {"a": float("nan")}
        case "object":
            return {"a": object()}
    raise AssertionError(payload)


def find_fault(payload: Payload, report):
    """Finds a problem with what it was given."""
    tries(payload)
    match payload["how"]:
        case "raised":
            details = {"found": "x.png"}
            raise ProblemError([Problem("film_new_format", details), Problem("film_no_specs", file="specs")])
        case "returned":
            return {"problems": [problem_record(Problem("film_no_specs", exit_code=3))]}
        case "odd":
            details = {"path": Path("a"), "seconds": Seconds(1.5), "frames": 1}
            raise ProblemError(Problem("ffmpeg_hung", details))
        case "encoder":
            details = {"signal": "SIGKILL", "path": "a.mp4", "frames": 1}
            raise ProblemError(Problem("ffmpeg_killed", details))
    raise AssertionError(payload)


class Seconds:
    """A number that JSON does not know."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __format__(self, how: str) -> str:
        return format(self.seconds, how)


def chatter(payload: Payload, report):
    """Prints very much."""
    for number in range(20_000):
        say(f"line {number}" + "." * 80)
    sys.stderr.write("the end\n")
    return {}


def untidy(payload: Payload, report):
    """Leaves temporary files behind, and is killed where it is told so."""
    folder = tempfile.mkdtemp()
    (Path(folder) / "file").write_text("left")
    Path(payload["told"]).write_text(folder)
    if payload["killed"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return {}


def cleared(payload: Payload, report):
    """Fails the first time, without the folder for its temporary files."""
    mark = Path(payload["mark"])
    if not mark.exists():
        mark.touch()
        Path.cwd().rmdir()
        raise RuntimeError("no such folder")
    return {}


def whereabouts(payload: Payload, report):
    """The working folder, and whether it is there."""
    return {"folder": str(Path.cwd()), "there": Path.cwd().is_dir()}


def reckon(payload: Payload, report):
    """What films do: linear algebra, symbols, and drawing on several threads."""
    import numpy as np
    import sympy

    from gradanim.raster import Camera, Sphere, View, Viewport, render

    matrix = np.random.default_rng(1).normal(size=(300, 300))
    x = sympy.Symbol("x")
    frame = render([View(Viewport(0, 0, 64, 48), Camera(), (Sphere((0.0, 0.0, 0.0)),))], (64, 48), threads=2)
    return {
        "trace": float(np.trace(matrix @ np.linalg.inv(matrix))),
        "diff": str(sympy.diff(sympy.sin(x) ** 2, x)),
        "drawn": int(frame.rgba.sum()) > 0,
    }
