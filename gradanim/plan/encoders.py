"""What encodes films on this machine, known without loading it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from gradanim.encode.ffmpeg import NAMED, WANTED_ENCODER, find_ffmpeg
from gradanim.problems import ProblemError
from gradanim.problems.shortage import raise_if_short
from gradanim.store import Store, key_of, user_cache

# The version of the encoder where it is the one in PyAV's libraries, whose own version stands beside it.
IN_AV = "in av"
# Seconds in which the libraries are loaded.
_PATIENCE = 30.0


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
        found = IN_AV if _in_av() else _program_version()
    except ProblemError:
        return "none"
    store.put(key, found.encode())
    return found


def _in_av() -> bool:
    """Whether PyAV's libraries encode: asked in a process of its own, since to load them takes a tenth of a second."""
    if os.environ.get(NAMED) or find_spec("av") is None:
        return False
    question = f"import av; av.codec.Codec({WANTED_ENCODER!r}, 'w')"
    try:
        # Modules come from where this process has them from.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        asked = subprocess.run(
            [sys.executable, "-P", "-c", question],
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except OSError as error:
        raise_if_short(error)
        return False
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


def _program_version() -> str:
    program = find_ffmpeg()
    program.require(WANTED_ENCODER)
    return program.version


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
