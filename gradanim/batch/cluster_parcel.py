"""Clips as they travel from a worker to the cache of the one who asked: all their bytes, checked at both ends."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from gradanim.batch.clip_entry import ENTRY, NAMES, READ, Entry, checked_entry
from gradanim.batch.clips import Clips
from gradanim.encode.files import writing
from gradanim.problems import ProblemError

# The files of a clip by name, ``entry.json`` with their sizes and SHA-256 among them.
Files = Mapping[str, bytes]
_KEY = re.compile(r"[0-9a-f]{64}")


class DamagedError(Exception):
    """What has come is not what was sent, or not what was asked for."""


def pack(clips: Clips, keys: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """The files of clips by key; one that is not there in good state is left out.

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
    """Puts the clips of a piece into the cache; those that are there already in good state stay, and need not be sent.

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
    for item in told:
        files = sent.get(item["key"])
        if files is not None:
            _keep(clips, payload, item["key"], files, item["frames"])
        elif not _there(clips, payload, item["key"], item["frames"]):
            raise DamagedError(f"clip {item['number']} is missing")


def received(clips: Clips, payload: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """Keeps the clips that have come with the answer of a worker, and returns what else it says.

    Args:
        clips: the cache.
        payload: what the task was told; without a ``cache`` it has made no clips.
        answer: as `do_piece` returns it.

    Raises:
        DamagedError, ProblemError: as `unpack`, for a piece that is done.
    """
    value = answer["value"] or {}
    if "cache" in payload and answer["status"] != "done":
        salvage(clips, payload, answer["clips"])
    # Where the worker would draw other frames there are no clips, and the answer says so.
    elif "cache" in payload and "refused" not in value:
        unpack(clips, payload, value, answer["clips"])
    return {**answer, "clips": None}


def salvage(clips: Clips, payload: Mapping[str, Any], sent: Mapping[str, Files]) -> None:
    """Puts the clips of a piece that was not done into the cache, those that are whole.

    Args:
        clips: the cache.
        payload: what `render_piece` was told.
        sent: what `pack` made.
    """
    for key, files in sent.items():
        # Nobody counts on them: what is damaged, or finds no room, is made again.
        with suppress(DamagedError, ProblemError):
            _keep(clips, payload, key, files)


def _keep(
    clips: Clips, payload: Mapping[str, Any], key: str, files: Files, frames: int | None = None
) -> None:
    if not _KEY.fullmatch(key):
        raise DamagedError("a clip has no key")
    with clips.draft(key) as draft:
        entry = _written(draft, key, files)
        if not _asked_for(entry, payload, frames):
            raise DamagedError("a clip is another one")
        with writing(draft):
            (draft / ENTRY).unlink()
        clips.keep(key, draft, entry.about)


def _there(clips: Clips, payload: Mapping[str, Any], key: str, frames: int) -> bool:
    """Whether a worker of this machine has put a clip into the cache."""
    entry = clips.find(key) if _KEY.fullmatch(key) else None
    return entry is not None and _asked_for(entry, payload, frames)


def _asked_for(entry: Entry, payload: Mapping[str, Any], frames: int | None) -> bool:
    made_by = [of_beat["parts"] for of_beat in payload["keys"]]
    return frames in (None, entry.about.frames) and entry.about.made_by in made_by


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
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(str(error)) from error
    finally:
        os.close(handle)
