"""Clips as they travel from a worker to the cache of the one who asked: all their bytes, checked at both ends."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gradanim.batch.clip_entry import ENTRY, NAMES, READ, Entry, checked_entry
from gradanim.batch.clips import Clips
from gradanim.encode.files import writing

# The files of a clip by name, ``entry.json`` with their sizes and SHA-256 among them.
Files = Mapping[str, bytes]
_KEY = re.compile(r"[0-9a-f]{64}")


class DamagedError(Exception):
    """What has come is not what was sent, or not what was asked for."""


def pack(clips: Clips, keys: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """The files of clips by key; a clip that is not there in good state is left out.

    Raises:
        OSError: a file cannot be read.
    """
    packed = {}
    for key in keys:
        entry = clips.find(key, used=False)
        if entry is not None:
            names = (ENTRY, *entry.bytes)
            packed[key] = {name: (entry.folder / name).read_bytes() for name in names}
    return packed


def unpack(
    clips: Clips, payload: Mapping[str, Any], value: Mapping[str, Any], sent: Mapping[str, Files]
) -> None:
    """Puts the clips of a piece into the cache; those that are there already in good state stay.

    Args:
        clips: the cache.
        payload: what `render_piece` was told.
        value: what it answered.
        sent: what `pack` made.

    Raises:
        DamagedError: a clip is missing, or is not the one that was asked for, or is not what was sent.
        ProblemError: the disk refused (exit code 3).
    """
    told = value.get("clips")
    if not isinstance(told, list) or [item["number"] for item in told] != list(payload["clips"]):
        raise DamagedError("other clips than those that were asked for")
    made_by = [key["parts"] for key in payload["keys"]]
    for item in told:
        key, files = item["key"], sent.get(item["key"])
        if files is None or not _KEY.fullmatch(key):
            raise DamagedError(f"clip {item['number']} is missing")
        with clips.draft(key) as draft:
            entry = _written(draft, key, files)
            if entry.about.frames != item["frames"] or entry.about.made_by not in made_by:
                raise DamagedError(f"clip {item['number']} is another one")
            with writing(draft):
                (draft / ENTRY).unlink()
            clips.keep(key, draft, entry.about)


def _written(draft: Path, key: str, files: Files) -> Entry:
    """The entry of files that have come, as they stand on the disk."""
    if not NAMES.union({ENTRY}).issuperset(files):
        raise DamagedError("files that do not belong to a clip")
    with writing(draft):
        for name, data in files.items():
            (draft / name).write_bytes(data)
        handle = os.open(draft, READ | os.O_DIRECTORY)
    try:
        return checked_entry(handle, key, draft)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(str(error)) from error
    finally:
        os.close(handle)
