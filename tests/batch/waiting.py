"""Waiting for what another process does: as long as it takes, but not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

# Ends what would never end; on a machine that has more to do much may take seconds.
PATIENCE = 60.0


def wait_until(seen: Callable[[], bool]) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not seen():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def text_of(path: str | Path) -> str:
    """What stands in a file; nothing where it is not there yet."""
    try:
        return Path(path).read_text()
    except FileNotFoundError:
        return ""


def wait_for(path: str | Path) -> str:
    """What stands in a file as soon as something does."""
    wait_until(lambda: bool(text_of(path)))
    return text_of(path)
