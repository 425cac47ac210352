"""What encodes films on this machine, known without loading it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from gradanim.encode.encoder import program_for
from gradanim.encode.ffmpeg import NAMED, WANTED_ENCODER
from gradanim.problems import ProblemError
from gradanim.store import Store, key_of, user_cache

# The version of the encoder where it is the one in PyAV's libraries, whose own version stands beside it.
IN_AV = "in av"


def encoder_version() -> str:
    """The version of the ffmpeg program that encodes films; `IN_AV` where none does, ``none`` where nothing can.

    It is found out once; after that paths, sizes and dates of programs, and PyAV's version, stand for the answer.
    """
    asked = [package_version("av"), *(_mark(path) for path in _programs())]
    store, key = Store(user_cache() / "ffmpeg"), key_of(asked)
    kept = store.get(key)
    if kept is not None:
        return kept.decode("utf-8", "replace")
    try:
        program = program_for(WANTED_ENCODER)
    except ProblemError:
        return "none"
    found = IN_AV if program is None else program.version
    store.put(key, found.encode())
    return found


def _mark(path: Path) -> tuple[str, int, int]:
    with suppress(OSError):
        stat = path.stat()
        return str(path), stat.st_size, stat.st_mtime_ns
    return str(path), 0, 0


def _programs() -> Iterator[Path]:
    """Where an ffmpeg may be, in the order in which `find_ffmpeg` looks."""
    if named := os.environ.get(NAMED):
        yield Path(named)
    on_path = shutil.which("ffmpeg")
    if on_path:
        yield Path(on_path)
    spec = find_spec("imageio_ffmpeg")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from sorted(Path(place, "binaries").glob("ffmpeg*"))


def package_version(name: str) -> str:
    """The version of an installed distribution, ``none`` where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
