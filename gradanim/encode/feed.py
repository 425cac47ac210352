"""Feeds frames to an encoder from a thread of its own, so that drawing and encoding overlap."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from gradanim.problems import ProblemError

# One frame waits while one is written, and one has just been: enough to overlap, little enough to hold 4K frames.
SLOTS = 3
# Seconds in which a feed that is cancelled stops.
STOPPING = 5.0


class FeedTimeoutError(Exception):
    """The reader took nothing for too long."""


class _Slot(Struct):
    """A place for one waiting frame; its buffer is made once and used again."""

    buffer: npt.NDArray[np.uint8] | None = None


class FrameFeed:
    """A short queue of frames and the thread that empties it into an encoder.

    `finish` or `cancel` is always called.

    Args:
        write: takes a whole frame; where it cannot, it raises an ``OSError`` or a `ProblemError`. It may take the frame
            from where it is until all of another one of the same size has been written.
        shape: the array shape of a frame, dtype uint8.
        patience: seconds without the reader taking a whole frame after which it counts as stuck.
    """

    def __init__(
        self, write: Callable[[npt.NDArray[np.uint8]], None], shape: tuple[int, ...], patience: float
    ) -> None:
        self._write = write
        self._shape = shape
        self._patience = patience
        self._free: queue.SimpleQueue[_Slot | None] = queue.SimpleQueue()
        self._full: queue.SimpleQueue[tuple[_Slot, npt.NDArray[np.uint8], int] | None] = queue.SimpleQueue()
        self._cancelled = threading.Event()
        self.failure: OSError | ProblemError | FeedTimeoutError | None = None
        self.frames = 0
        self._on_its_way: npt.NDArray[np.uint8] | None = None
        for _ in range(SLOTS):
            self._free.put(_Slot())
        self._thread = threading.Thread(target=self._run, name="frame-feed", daemon=True)
        self._thread.start()

    def put(self, frame: npt.NDArray[np.uint8], repeat: int, *, handed_over: bool) -> bool:
        """Queue a frame to be written ``repeat`` times; waits while the queue is full.

        A frame that is handed over is not copied and must not change before `SLOTS` others have been put.
        Returns False where the feed has ended early; `failure` then says why.
        """
        slot = self._waited(self._free)
        if slot is None:
            self._free.put(None)
            return False
        if not handed_over or not frame.flags.c_contiguous:
            if slot.buffer is None:
                slot.buffer = np.empty(self._shape, np.uint8)
            np.copyto(slot.buffer, frame)
            frame = slot.buffer
        self._full.put((slot, frame, repeat))
        return True

    def finish(self) -> bool:
        """Wait until every queued frame is written; False where the feed ended early."""
        self._full.put(None)
        seen = -1
        while self._thread.is_alive() and self.failure is None:
            if self.frames == seen:
                self.failure = FeedTimeoutError()
                break
            seen = self.frames
            self._thread.join(self._patience)
        return self.failure is None

    def cancel(self) -> bool:
        """Stop as soon as possible, where there is a reader after it has gone; False where a write does not end."""
        self._cancelled.set()
        self._full.put(None)
        self._thread.join(STOPPING)
        return not self._thread.is_alive()

    def _waited(self, slots: queue.SimpleQueue[_Slot | None]) -> _Slot | None:
        """The next free slot; None where the feed ended early, or the reader takes no frame any more."""
        while True:
            seen = self.frames
            try:
                return slots.get(timeout=self._patience)
            except queue.Empty:
                if self.frames == seen:
                    self.failure = FeedTimeoutError()
                    return None

    def _run(self) -> None:
        before: _Slot | None = None
        try:
            while (item := self._full.get()) is not None:
                slot, frame, repeat = item
                for _ in range(repeat):
                    if self._cancelled.is_set():
                        raise BrokenPipeError
                    self._write(frame)
                    self.frames += 1
                # The end of a frame may still be on its way, where it is not a copy; what was before it is not.
                self._on_its_way = frame
                if before is not None:
                    self._free.put(before)
                before = slot
        except (OSError, ProblemError) as error:
            self.failure = self.failure or error
        finally:
            self._free.put(None)
