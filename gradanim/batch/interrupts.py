"""Ctrl-C, SIGTERM and SIGHUP as something that a loop reads when it can, and that takes effect when all is tidy."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, NoReturn, Self

_STATUS = 128


class Interrupts:
    """Counts requests to stop instead of raising them; a context manager.

    Signals that are ignored stay ignored. Outside the main thread, where Python handles no signals, it counts
    nothing.

    Attributes:
        count: how often somebody asked.
    """

    def __init__(self) -> None:
        self.count = 0
        self._first = 0
        self._before: dict[int, Any] = {}
        self._wake, self._waker = os.pipe()
        for handle in (self._wake, self._waker):
            os.set_blocking(handle, False)

    def fileno(self) -> int:
        """Can be read when somebody asked."""
        return self._wake

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._heed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._wake)
        os.close(self._waker)

    def drain(self) -> None:
        """Makes `fileno` unreadable until the next request."""
        with suppress(BlockingIOError):
            os.read(self._wake, 4096)

    def raise_again(self) -> NoReturn:
        """Does what the first request would have done without us.

        Raises:
            KeyboardInterrupt: it was Ctrl-C.
            SystemExit: it was SIGTERM or SIGHUP, with 143 or 129, or what the handler before says.
        """
        handler = self._before[self._first]
        if callable(handler):
            handler(self._first, None)
        raise SystemExit(_STATUS + self._first)

    def _heed(self, number: int, _frame: FrameType | None) -> None:
        self.count += 1
        self._first = self._first or number
        with suppress(BlockingIOError):
            os.write(self._waker, b"!")
