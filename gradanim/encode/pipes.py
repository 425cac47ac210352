"""Frames on their way into a pipe: where the system can take them from where they are, they are not copied."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import numpy.typing as npt

PIPE_BYTES = 1 << 20
# What a system says that cannot do this, or not with this pipe.
_REFUSALS = frozenset({errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.EBADF, errno.EOPNOTSUPP})


class _Stretch(ctypes.Structure):
    """A stretch of memory (`struct iovec`)."""

    _fields_ = (("start", ctypes.c_void_p), ("length", ctypes.c_size_t))


class FramePipe:
    """The writing end of a pipe.

    Args:
        handle: its file descriptor; it becomes blocking, and as large as is allowed up to `PIPE_BYTES`.
    """

    def __init__(self, handle: int) -> None:
        self._handle = handle
        os.set_blocking(handle, True)
        # A larger pipe means fewer turns of both processes per frame; where it is refused, a small one works too.
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):
                fcntl.fcntl(handle, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._splice = _splice()

    def write(self, frame: npt.NDArray[np.uint8]) -> None:
        """Puts a whole frame into the pipe; waits while there is no room.

        The reader may take it from the very memory of the frame, which must not change before all of another frame
        of the same size has been written, or the reader has gone.

        Args:
            frame: C-contiguous.

        Raises:
            OSError: the reader has gone.
        """
        # Of smaller frames several would be in the pipe at a time.
        done = self._spliced(frame) if frame.nbytes >= PIPE_BYTES else 0
        rest = frame.data.cast("B")[done:]
        # A write to a blocking pipe ends when all is in it, or when the reader has gone: a frame is one call, and no
        # other thread has to stop in between. Only a signal makes it shorter.
        while len(rest):
            rest = rest[os.write(self._handle, rest) :]

    def _spliced(self, frame: npt.NDArray[np.uint8]) -> int:
        """How many bytes the system has taken from where they are: all, or none where it cannot."""
        done = 0
        while self._splice is not None and done < frame.nbytes:
            stretch = _Stretch(frame.ctypes.data + done, frame.nbytes - done)
            taken = self._splice(self._handle, ctypes.byref(stretch), 1, 0)
            if taken >= 0:
                done += taken
                continue
            number = ctypes.get_errno()
            if number in _REFUSALS:
                self._splice = None
            elif number != errno.EINTR:
                raise OSError(number, os.strerror(number))
        return done


def _splice() -> Callable[..., int] | None:
    """The call that lets a pipe take memory from where it is, vmsplice(2), where the system has it: Linux does."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "vmsplice", None)
    if call is None:
        return None
    call.argtypes = (ctypes.c_int, ctypes.POINTER(_Stretch), ctypes.c_ulong, ctypes.c_uint)
    call.restype = ctypes.c_ssize_t
    made: Callable[..., int] = call
    return made
