"""Tasks that are killed, hang, grow, or answer nothing sensible."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from task_parts import Payload, line, say, strikes
from waiting import text_of, wait_until

from gradanim.batch.wire import packed


def die(payload: Payload, report):
    """Is killed at the start, in the middle, or in the midst of its answer, the first so many times."""
    if not strikes(payload):
        return {"fine": True}
    if payload["when"] == "middle":
        report(3)
        if "company" in payload:
            mine, counts = len(text_of(payload["count"])), Path(payload["count"]).parent
            company = payload["company"][mine - 1]
            wait_until(lambda: sum(len(text_of(count)) >= mine for count in counts.iterdir()) >= company)
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


def oversleep(payload: Payload, report):
    """Takes long the first so many times, but ends when it is asked to."""
    if strikes(payload):
        time.sleep(1000)
    return {"fine": True}


def slow(payload: Payload, report):
    """Takes long but ends when it is asked to, and tidies up."""
    mark = Path(payload["mark"])
    try:
        mark.write_text("begun")
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


def half(payload: Payload, report):
    """Renders the first of its clips, and then fails or goes on for ever."""
    from gradanim.batch.pieces import render_piece
    from gradanim.problems import Problem, ProblemError

    render_piece({**payload, "clips": payload["clips"][:1]}, report)
    if payload.get("fails"):
        raise ProblemError(Problem("film_no_specs"))
    while True:
        time.sleep(0.3)
        report(1)
