"""The cache of clips: encoded stretches of films by key, believed only when every byte is what was put there.

A folder ``clips/<first two digits of the key>/<key>/`` holds ``clip.mp4``, for the end of a beat also ``last.png`` (its
last frame) and ``tile.png`` (the same for the contact sheet), and ``entry.json``, which has the size and the SHA-256 of
each. A folder that is not exactly so is a miss and is taken away; it is never an error.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from gradanim.batch.cache_writing import cache_writing
from gradanim.batch.clip_entry import (
    ENTRY,
    FILM,
    NAMES,
    READ,
    About,
    Entry,
    check_sizes,
    checked_entry,
    described,
    entry_text,
)
from gradanim.encode.files import sync_file, sync_folder
from gradanim.problems.shortage import raise_if_short
from gradanim.store import partial_path

_KEY = re.compile(r"[0-9a-f]{64}")
_FOLDER = READ | os.O_DIRECTORY


class Clips(Struct, frozen=True):
    """The clips of a cache; any number of processes may use it at once.

    Attributes:
        cache: the cache folder; made when the first clip is kept.
    """

    cache: Path

    @property
    def root(self) -> Path:
        """The folder of the clips."""
        return self.cache / "clips"

    def place(self, key: str) -> Path:
        """The folder of a key."""
        return self.root / key[:2] / key

    def find(self, key: str, *, used: bool = True) -> Entry | None:
        """The clip of a key with every byte of its files checked, or None; what is there but damaged is removed.

        Args:
            key: the key.
            used: whether this counts as a use, from which the age of a clip is counted.

        Raises:
            ProblemError: too many files are open to look at it (exit code 3).
        """
        try:
            handle = os.open(self.place(key), _FOLDER)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise_if_short(error)
            self.discard(key)
            return None
        entry = self._checked(handle, key, used)
        if entry is None:
            self.discard(key)
        return entry

    def good(self, key: str) -> bool:
        """Whether there is a clip of a key with every byte of its files as it should be; nothing is changed."""
        try:
            handle = os.open(self.place(key), _FOLDER)
        except OSError:
            return False
        return self._checked(handle, key, used=False) is not None

    def seems_good(self, key: str) -> bool:
        """Whether there is a clip of a key with files of the right sizes; nothing is changed. For estimates only."""
        try:
            handle = os.open(self.place(key), _FOLDER)
        except OSError:
            return False
        try:
            check_sizes(handle, key)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False
        finally:
            os.close(handle)
        return True

    def has(self, key: str) -> bool:
        """Whether something stands at the place of a clip, good or bad."""
        return os.path.lexists(self.place(key) / ENTRY)

    @contextmanager
    def draft(self, key: str) -> Iterator[Path]:
        """A folder for the files of a clip while they are made; what is in it at the end and was not kept is lost.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        folder = partial_path(self.place(key))
        with cache_writing(self.cache, folder, made=False):
            folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def keep(self, key: str, draft: Path, about: About) -> Entry:
        """Gives the files of a draft their place: described, synced and renamed as a whole.

        Where another process has kept a good clip of the same key meanwhile, that one stays.

        Raises:
            ProblemError: the disk refused (exit code 3).
            ValueError: there is a file that does not belong to a clip, or the film is missing.
        """
        names = sorted(path.name for path in draft.iterdir())
        if FILM not in names or not NAMES.issuperset(names):
            raise ValueError(f"not the files of a clip: {names}")
        place = self.place(key)
        with cache_writing(self.cache, draft):
            files = {name: described(draft / name) for name in names}
            (draft / ENTRY).write_text(entry_text(key, about, files), encoding="utf-8")
            for name in (*names, ENTRY):
                sync_file(draft / name)
            sync_folder(draft)
            self._settle(key, draft, place)
            sync_folder(place.parent)
        return Entry(key, place, about, {name: file["bytes"] for name, file in files.items()})

    def discard(self, key: str) -> None:
        """Takes away whatever stands at the place of a key."""
        place = self.place(key)
        doomed = partial_path(place)
        with suppress(OSError):
            # Renamed first: it is gone for everybody at once, never half a clip.
            place.rename(doomed)
            if doomed.is_symlink() or not doomed.is_dir():
                doomed.unlink()
            else:
                shutil.rmtree(doomed, ignore_errors=True)

    def every_key(self) -> Iterator[str]:
        """The keys of all clips, good or bad, in order."""
        for place in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if _KEY.fullmatch(place.name) and place.name[:2] == place.parent.name:
                yield place.name

    def _checked(self, handle: int, key: str, used: bool) -> Entry | None:
        """The clip in an open folder, which is closed; None where it is damaged."""
        try:
            if used:
                # First: what is marked as used now is left alone by `prune` while it is read.
                with suppress(OSError):
                    os.utime(ENTRY, dir_fd=handle, follow_symlinks=False)
            return checked_entry(handle, key, self.place(key))
        except OSError as error:
            # A clip that cannot be looked at is not therefore damaged.
            raise_if_short(error)
            return None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        finally:
            os.close(handle)

    def _settle(self, key: str, draft: Path, place: Path) -> None:
        for _ in range(3):
            try:
                draft.rename(place)
            except OSError:
                if not os.path.lexists(place):
                    raise
            else:
                return
            if self.find(key) is not None:
                return
            self.discard(key)
        draft.rename(place)
