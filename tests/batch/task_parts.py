"""What tasks that misbehave share: words, the line to the parent, and counting their tries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

Payload = dict[str, Any]


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
