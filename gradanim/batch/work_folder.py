"""Folders for temporary files: one for the workers of a nursery, one for a cluster on this machine."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from gradanim.store import partial_path, sweep_partials

_FOLDER = "gradanim-work"


def own_folder(name: str) -> str:
    """Makes a folder for temporary files of this process, and takes away those of this name whose makers were killed.

    Raises:
        OSError: it cannot be made.
    """
    place = Path(tempfile.gettempdir(), name)
    sweep_partials(place.parent, place.name)
    folder = partial_path(place)
    folder.mkdir(0o700)
    return str(folder)


class WorkFolder:
    """Made with the first worker: a nursery that never has any may be killed and leaves nothing behind.

    Args:
        tell: told the folder's path when it is made.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._path: str | None = None

    def for_worker(self) -> str:
        """A new folder in it.

        Raises:
            OSError: none can be made.
        """
        return tempfile.mkdtemp(dir=self._own())

    def _own(self) -> str:
        if self._path is None:
            self._path = own_folder(_FOLDER)
            self._tell(self._path)
        elif not os.path.isdir(self._path):  # noqa: PTH112 - it is told as a text
            # Somebody clears temporary files while films are made.
            Path(self._path).mkdir(0o700, parents=True)
        return self._path

    def remove(self) -> None:
        """Takes it away with all that is in it."""
        if self._path is not None:
            shutil.rmtree(self._path, ignore_errors=True)
