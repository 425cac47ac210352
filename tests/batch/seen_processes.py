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


def descendants() -> set[int]:
    """The living processes that come from this one, but the one that Python keeps for as long as it lives itself."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state not in "ZX":
            parents[int(entry.parent.name)] = int(parent)
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return {pid for pid in found - {os.getpid()} if "resource_tracker" not in command(pid)}


def command(pid: int) -> str:
    """The command line of a process; nothing where it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
