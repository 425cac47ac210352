"""A look at processes, and at the events of one kind."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def alive(pid: int) -> bool:
    """Whether a process has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def gone(pids: Iterable[int], seconds: float = 60.0) -> bool:
    """Whether processes end within a time."""
    deadline = time.monotonic() + seconds
    while any(map(alive, pids)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def processes(word: str) -> dict[int, str]:
    """The command lines that name a word, by process."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            line = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if word in line and int(place.name) != os.getpid() and alive(int(place.name)):
            found[int(place.name)] = line
    return found
