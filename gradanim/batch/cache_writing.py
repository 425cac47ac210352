"""What goes wrong while something is put into the cache, told by what is wrong with the cache itself, where it is."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from gradanim.encode.files import writing
from gradanim.problems import Problem, ProblemError

_ENVIRONMENT = 3
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ESTALE}
# These come of a cache that cannot be used, whatever they say of a file in it.
_DOUBTFUL = frozenset(
    {
        "folder_unwritable",
        "write_failed",
        "write_unfaithful",
        "encoder_failed",
        "ffmpeg_failed",
        "film_missing",
        "film_damaged",
    }
)


@contextmanager
def cache_writing(cache: Path, folder: Path, *, made: bool = True) -> Iterator[None]:
    """Whatever fails in the block because the cache is gone or locked is told as that.

    Args:
        cache: the cache folder.
        folder: where in it the block writes.
        made: whether that folder was made before; else the block makes it.

    Raises:
        ProblemError: what the block raises, an ``OSError`` as the problem that ``folder`` could not be written; where
            the cache was removed or may not be written, that (exit code 3).
    """
    try:
        with writing(folder):
            yield
    except ProblemError as error:
        doubtful = any(problem.code in _DOUBTFUL for problem in error.problems)
        trouble = _trouble(cache, folder, made=made) if doubtful else None
        if trouble is None:
            raise
        raise ProblemError(trouble) from error


def _trouble(cache: Path, folder: Path, *, made: bool) -> Problem | None:
    """Why no file can be made in a folder of the cache; None where one can, or for other reasons.

    Args:
        cache: the cache folder.
        folder: the folder.
        made: whether it was made before.
    """
    place = next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
    gone = made and place != folder
    try:
        with TemporaryFile(dir=place):
            pass
    except OSError as error:
        if error.errno in _FORBIDDEN:
            details = {"path": cache, "cause": error.strerror}
            return Problem("cache_unwritable", details, exit_code=_ENVIRONMENT)
        gone = made and error.errno in _GONE
    return Problem("cache_gone", {"path": cache}, exit_code=_ENVIRONMENT) if gone else None
