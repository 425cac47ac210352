"""A scheduler and workers on this machine, and a look at processes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from gradanim.batch.work import Job

HERE = Path(__file__).parent


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def processes(word: str) -> dict[int, str]:
    """The command lines that name a word, by process."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            line = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            state = (place / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if word in line and state not in "ZX" and int(place.name) != os.getpid():
            found[int(place.name)] = line
    return found


def gone(pids, seconds=60.0) -> bool:
    deadline = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}/stat").exists() and not dead(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


@pytest.fixture
def environment(own_cache):
    """For processes: our modules, also those of the tests."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)])}


def nap(number, **payload):
    return Job(f"n{number}", "fake_tasks:nap", payload, payload.get("frames", 1), f"nap {number}")
