"""Names for what is not complete yet: they tell who writes it, so that a later run knows what was given up."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import time
from contextlib import suppress
from pathlib import Path

# What another machine writes cannot be asked whether its writer lives; after this long it does not.
_ABANDONED_SECONDS = 24 * 3600.0


def partial_path(final: Path) -> Path:
    """A hidden name in the folder of ``final`` for the file, or folder, while it is not complete.

    It carries the machine and the process, so that a later run knows whether its writer still lives.
    """
    return final.with_name(f".{final.name}.partial-{_machine()}-{os.getpid()}-{secrets.token_hex(3)}")


def is_abandoned(entry: os.DirEntry[str], final: str | None = None) -> bool:
    """Whether a file or folder is one of `partial_path` whose writer lives no more.

    Args:
        entry: the file or folder.
        final: the name of what was to become of it; None stands for all.

    Raises:
        OSError: it is of another machine, and its age cannot be told.
    """
    name, found, mark = entry.name.rpartition(".partial-")
    if not found or not name.startswith(".") or final not in (None, name[1:]):
        return False
    machine, _, rest = mark.partition("-")
    pid = rest.partition("-")[0]
    if machine == _machine() and pid.isdecimal():
        return not lives(int(pid))
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED_SECONDS


def sweep_partials(folder: Path, final: str | None = None) -> list[Path]:
    """Removes from a folder what killed writers left behind, of one name or of all; returns what is gone."""
    removed = []
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            with suppress(OSError):
                if is_abandoned(entry, final):
                    _remove(entry)
                    removed.append(Path(entry.path))
    return removed


def lives(pid: int) -> bool:
    """Whether there is a process of this number on this machine, whosever it is.

    One that has ended and only waits for its parent to notice lives no more, where the system tells.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return True


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)  # noqa: PTH108 - an entry of scandir has its path as a text


def _machine() -> str:
    name = socket.gethostname().partition(".")[0]
    return "".join(c for c in name if c.isalnum() or c == "_")[:24] or "here"
