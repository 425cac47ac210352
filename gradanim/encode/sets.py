"""Files that belong together: made under other names first, then all renamed at once or none of them.

They are made in a hidden folder beside their targets, each whole, read back and on the disk. Only then, with requests
to stop held off, they are renamed one straight after the other; where a rename is refused those before it are taken
back.
What a kill leaves half done between two renames is finished by the next run, from the folder that still stands.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from msgspec import Struct

from gradanim.encode.files import sync_file, sync_folder, writing
from gradanim.problems import ProblemError
from gradanim.store import is_abandoned, partial_path

# What the hidden folder is called after the set, what it holds when all is ready, and where earlier files are kept.
_MARK, _READY, _EARLIER = ".set", "ready", "earlier"


class FileSet(Struct, frozen=True):
    """A set being made.

    Attributes:
        folder: where the files are to stand.
        draft: where they are made, each under its final name.
    """

    folder: Path
    draft: Path

    def publish(self, names: Sequence[str]) -> None:
        """Give all files their places, in this order; requests to stop wait until that is done.

        Args:
            names: the files of the draft, all on the disk; the one that readers go by is best the last.

        Raises:
            ProblemError: the file system refused; all earlier files stand as they did (exit code 3).
        """
        with writing(self.folder / names[-1]):
            self._keep_earlier(names)
            ready = self.draft / _READY
            ready.write_text("\n".join(names), encoding="utf-8")
            sync_file(ready)
            sync_folder(self.draft)
            with held_interrupts():
                self._rename(names)
            sync_folder(self.folder)

    def _keep_earlier(self, names: Sequence[str]) -> None:
        earlier = self.draft / _EARLIER
        earlier.mkdir()
        for name in names:
            if os.path.lexists(self.folder / name):
                try:
                    os.link(self.folder / name, earlier / name, follow_symlinks=False)
                except OSError:
                    # Some file systems have no links.
                    shutil.copy2(self.folder / name, earlier / name, follow_symlinks=False)

    def _rename(self, names: Sequence[str]) -> None:
        done: list[str] = []
        try:
            for name in names:
                (self.draft / name).replace(self.folder / name)
                done.append(name)
        except BaseException:
            # Nothing is left to be finished: without this a later run would take it up again.
            with suppress(OSError):
                (self.draft / _READY).unlink()
            for name in reversed(done):
                self._take_back(name)
            raise

    def _take_back(self, name: str) -> None:
        with suppress(OSError):
            if os.path.lexists(self.draft / _EARLIER / name):
                (self.draft / _EARLIER / name).replace(self.folder / name)
            else:
                (self.folder / name).unlink()


@contextmanager
def file_set(folder: Path, name: str) -> Iterator[FileSet]:
    """A set of files called after ``name``; what is in its draft at the end and was not published is lost.

    Problems of files in the draft are told of the files that they were to become.

    Raises:
        ProblemError: the disk refused (exit code 3).
    """
    draft = partial_path(folder / f"{name}{_MARK}")
    with writing(folder / name):
        folder.mkdir(parents=True, exist_ok=True)
        mend_sets(folder, name)
        draft.mkdir()
    try:
        yield FileSet(folder, draft)
    except ProblemError as error:
        raise ProblemError(
            replace(problem, details=_told(problem.details, draft, folder)) for problem in error.problems
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def mend_sets(folder: Path, name: str | None = None) -> list[str]:
    """Finish the sets that killed writers left half renamed, and remove what they left of others.

    Args:
        folder: where the sets stand.
        name: only the set of this name, or None for all.

    Returns:
        The names of the files that were given their places.
    """
    start, mended = f".{name or ''}", list[str]()
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            mine = f"{_MARK}.partial-" in entry.name and entry.name.startswith(start)
            if name is not None:
                mine = entry.name.startswith(f"{start}{_MARK}.partial-")
            if mine and entry.is_dir(follow_symlinks=False) and is_abandoned(entry):
                mended += _finished(Path(entry.path), folder)
                shutil.rmtree(entry.path, ignore_errors=True)
    return mended


def _finished(draft: Path, folder: Path) -> list[str]:
    """Rename what is still in a draft that was ready."""
    try:
        names = (draft / _READY).read_text(encoding="utf-8").split("\n")
    except OSError:
        return []
    left = [name for name in names if (draft / name).is_file() and Path(name).name == name]
    for name in left:
        (draft / name).replace(folder / name)
    sync_folder(folder)
    return left


@contextmanager
def held_interrupts() -> Iterator[None]:
    """Requests to stop take effect at the end of the block; outside the main thread they never interrupt it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []

    def heed(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, heed) for number in numbers}
    try:
        yield
    finally:
        for held, handler in before.items():
            signal.signal(held, handler)
        for number in dict.fromkeys(asked):
            signal.raise_signal(number)


def _told(details: Mapping[str, Any], draft: Path, folder: Path) -> dict[str, Any]:
    """Details with the final name of what is in the draft."""
    return {
        key: folder / value.name if isinstance(value, Path) and draft in value.parents else value
        for key, value in details.items()
    }
