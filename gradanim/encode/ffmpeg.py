"""Finds an ffmpeg program: the one that is named, else the system's, else the one inside the imageio-ffmpeg wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from gradanim.problems import Problem, ProblemError
from gradanim.problems.shortage import raise_if_short

WANTED_ENCODER = "libx264"
# The variable of the environment that names an ffmpeg.
NAMED = "IMAGEIO_FFMPEG_EXE"


class FFmpeg(Struct, frozen=True):
    """An ffmpeg program that was started once and answered."""

    path: Path
    version: str
    encoders: frozenset[str]

    def require(self, encoder: str) -> None:
        """Check that it has an encoder.

        Raises:
            ProblemError: it has not (exit code 3).
        """
        if encoder not in self.encoders:
            details = {"path": self.path, "version": self.version, "encoder": encoder}
            raise ProblemError(Problem("encoder_missing", details, exit_code=3))


@lru_cache(maxsize=1)
def find_ffmpeg() -> FFmpeg:
    """The ffmpeg of this process: the first that has libx264, else the first that runs.

    One that the environment names comes first, then that on PATH, then that of the wheel.

    Raises:
        ProblemError: none runs, or the system has no room for one (exit code 3).
    """
    tried: list[str] = []
    found: list[FFmpeg] = []
    for source, path in _candidates():
        answer = _ask(path) if path else None
        tried.append(f"{source}: {'none' if path is None else 'does not run' if answer is None else 'runs'}")
        if answer:
            found.append(answer)
            if WANTED_ENCODER in answer.encoders:
                return answer
    if not found:
        raise ProblemError(Problem("ffmpeg_missing", {"tried": "; ".join(tried)}, exit_code=3))
    return found[0]


def _candidates() -> Iterator[tuple[str, Path | None]]:
    named = os.environ.get(NAMED)
    # Who asks may start it from another folder, and its name may be a relative one.
    if named:
        yield f"named by {NAMED}", Path(shutil.which(named) or named).absolute()
    on_path = shutil.which("ffmpeg")
    yield "on PATH", Path(on_path).absolute() if on_path else None
    if not named:
        yield "in the imageio-ffmpeg package", _from_wheel()


def _from_wheel() -> Path | None:
    try:
        # Imported here: it costs a tenth of a second and most commands never encode.
        import imageio_ffmpeg
    except ImportError:
        return None
    # The package starts a program before it gives its name, and so do we: once is enough.
    inside = sorted(Path(imageio_ffmpeg.__file__).parent.glob("binaries/ffmpeg-*"))
    if len(inside) == 1:
        return inside[0]
    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe()).absolute()
    except RuntimeError:
        return None


def _ask(path: Path) -> FFmpeg | None:
    """One start tells both: the banner (stderr) has the version, the list (stdout) the encoders."""
    try:
        answer = subprocess.run(
            [path, "-encoders"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=30,
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        # Another program would find as little: none is blamed for it.
        raise_if_short(error)
        return None
    except subprocess.TimeoutExpired:
        return None
    if answer.returncode != 0:
        raise_if_short(answer.stderr)
        return None
    version = re.search(r"^ffmpeg version (\S+)", answer.stderr, re.MULTILINE)
    encoders = re.findall(r"^ [VAS][A-Z.]{5} ([^\s=]+)", answer.stdout, re.MULTILINE)
    return FFmpeg(path, version.group(1) if version else "unknown", frozenset(encoders))
