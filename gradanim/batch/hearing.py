"""A build that nobody can hear any more goes on in silence, and its exit code tells the truth."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO


@contextmanager
def heard(stream: IO[str]) -> Iterator[None]:
    """Lets the block write to a stream; where that fails, all that is written to it from now on is lost.

    The reader of a pipe has gone, or the disk of a log is full: no reason to stop what takes hours.
    """
    try:
        yield
    except OSError as error:
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            # What is still in the buffer goes there too, and does not fail at the exit.
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        if error.errno != errno.EPIPE:
            with suppress(OSError):
                sys.stderr.write(f"what happens cannot be written any more: {error.strerror}\n")
