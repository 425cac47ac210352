"""Tasks that do next to nothing, or misbehave in every way that a task can."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gradanim.batch.wire import packed
from gradanim.batch.work import problem_record
from gradanim.problems import Problem, ProblemError

Payload = dict[str, Any]


def trivial(payload: Payload, report):
    report(1)
    return {"echo": payload}


def dawdle() -> None:
    """Never done with its imports."""
    time.sleep(1000)


def no_room() -> None:
    """The first two forks of this process fail."""
    fork, refusals = os.fork, [1, 2]

    def refused() -> int:
        if refusals:
            refusals.pop()
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return fork()

    os.fork = refused


def nap(payload: Payload, report):
    """Sleeps a little, frame by frame."""
    for _ in range(payload.get("frames", 1)):
        time.sleep(payload.get("seconds", 0.1))
        report(1)
    return {"pid": os.getpid(), "session": os.getsid(0)}


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def line() -> int:
    """The open socket to the parent."""
    (number,) = [n for n in range(64) if str(Path(f"/proc/self/fd/{n}").resolve()).find("socket:") >= 0]
    return number


def tries(payload: Payload) -> int:
    """Counts the tries of a job in a file."""
    path = Path(payload["count"])
    with path.open("a") as file:
        file.write("x")
    return len(path.read_text())


def strikes(payload: Payload) -> bool:
    return tries(payload) <= payload.get("times", 1)


def die(payload: Payload, report):
    """Is killed at the start, in the middle, or in the midst of its answer, the first so many times."""
    if not strikes(payload):
        return {"fine": True}
    if payload["when"] == "middle":
        report(3)
        time.sleep(payload.get("seconds", 0.0))
    if payload["when"] == "end":
        os.write(line(), packed({"kind": "done", "value": {"fine": False}})[: payload["bytes"]])
    os.kill(os.getpid(), payload.get("signal", signal.SIGKILL))
    time.sleep(100)
    return {}


def answer_and_die(payload: Payload, report):
    """Its answer is whole when it is killed."""
    os.write(line(), packed({"kind": "done", "value": {"whole": True}}) + b"rubbish")
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def silent(payload: Payload, report):
    """Ends without an answer."""
    if strikes(payload):
        say("these are my last words")
        os._exit(payload.get("status", 0))
    return {"fine": True}


def garbage(payload: Payload, report):
    """Writes something else where its answer should be."""
    if strikes(payload):
        rubbish = {
            "words": b"Traceback (most recent call last):",
            "one byte": b"\x00",
            "long": packed({})[:4] + b"\xff" * 8,
            "changed": packed({"kind": "done", "value": {"a": 1}}).replace(b'"a"', b'"b"'),
            "list": packed({}).replace(b"{}", b"[]"),
            "other": packed({"kind": "hello"}),
            "half": packed({"kind": "done", "value": {}})[:-3],
        }[payload["what"]]
        os.write(line(), rubbish)
        if payload["what"] == "half":
            os._exit(0)
        time.sleep(100)
    return {"fine": True}


def deaf(payload: Payload, report):
    """Closes its line and lives on."""
    with socket.socket(fileno=os.dup(line())) as end:
        end.shutdown(socket.SHUT_WR)
    time.sleep(100)
    return {}


def hang(payload: Payload, report):
    """Hangs in C with all signals blocked, and holds Python's lock meanwhile."""
    if strikes(payload):
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        ctypes.PyDLL(None).sleep(1000)
    return {"fine": True}


def slow(payload: Payload, report):
    """Takes long but ends when it is asked to, and tidies up."""
    mark = Path(payload["mark"])
    mark.write_text("begun")
    try:
        time.sleep(1000)
    finally:
        mark.write_text("tidied up")
    return {}


def stubborn(payload: Payload, report):
    """Has a child, and ends by no request."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return parent(payload, report)


def parent(payload: Payload, report):
    """Has a child in a process group of its own, as ffmpeg is one, and tells its number."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], process_group=0)
    Path(payload["child"]).write_text(str(child.pid))
    if payload.get("end") == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if payload.get("end") != "return":
        time.sleep(1000)
    return {"child": child.pid}


def hog(payload: Payload, report):
    """Uses much memory, the first so many times."""
    if strikes(payload):
        held = bytearray(b"x") * (payload["mb"] << 20)
        time.sleep(100)
        return {"held": len(held)}
    return {"fine": True}


def hog_in_child(payload: Payload, report):
    """Its child uses much memory."""
    code = f"held = bytearray(b'x') * ({payload['mb']} << 20); import time; time.sleep(100)"
    subprocess.run([sys.executable, "-c", code], check=False, process_group=0)
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
