"""Messages between processes: JSON with its length and a checksum, so that garbage is known for what it is."""

from __future__ import annotations

import errno
import json
import os
import socket
import struct
import zlib
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

Message = dict[str, Any]

_HEAD = struct.Struct(">4sII")
_MARK = b"gaj1"
_MOST = 64 << 20
_READ = 1 << 16
_FDS = 16


class GarbageError(Exception):
    """What came is no message."""


def packed(message: Message) -> bytes:
    """The bytes of a message.

    Raises:
        TypeError: it holds what JSON cannot say.
        ValueError: it holds a number that JSON cannot say, or is longer than 64 MiB.
    """
    body = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    if len(body) > _MOST:
        raise ValueError(f"a message of {len(body)} bytes is too long")
    return _HEAD.pack(_MARK, len(body), zlib.crc32(body)) + body


class Unpacker:
    """Cuts a stream of bytes into messages."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are whole with this data.

        Raises:
            GarbageError: the stream holds something else; it cannot be read any further.
        """
        self._rest += data
        while (message := self._next()) is not None:
            yield message

    def _next(self) -> Message | None:
        # The first bytes tell: garbage shorter than a head must not be waited for.
        if not _MARK.startswith(self._rest[: len(_MARK)]):
            raise GarbageError
        if len(self._rest) < _HEAD.size:
            return None
        _, length, checksum = _HEAD.unpack_from(self._rest)
        if length > _MOST:
            raise GarbageError
        end = _HEAD.size + length
        if len(self._rest) < end:
            return None
        body = bytes(self._rest[_HEAD.size : end])
        del self._rest[:end]
        try:
            message = json.loads(body) if zlib.crc32(body) == checksum else None
        except ValueError:
            message = None
        if not isinstance(message, dict):
            raise GarbageError
        return message


class Line:
    """One end of a socket on which messages come and go.

    Where the socket does not block, `send` keeps what does not fit and `flush` sends it later.
    """

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self.closed = False
        self.garbled = False
        self._unpacker = Unpacker()
        self._out = bytearray()
        self._handles: deque[int] = deque()

    def fileno(self) -> int:
        """The file descriptor, for selectors."""
        return self.end.fileno()

    @property
    def waiting(self) -> bool:
        """Whether something is kept that `flush` is to send."""
        return bool(self._out)

    def send(self, message: Message) -> None:
        """Sends a message, or as much of it as goes; one whose reader has gone is dropped."""
        self._out += packed(message)
        self.flush()

    def flush(self) -> None:
        """Sends what was kept."""
        try:
            while self._out:
                del self._out[: self.end.send(self._out)]
        except BlockingIOError:
            pass
        except OSError:
            self._out.clear()

    def send_with(self, message: Message, handles: list[int]) -> None:
        """Sends a short message with open files; blocks until it is sent.

        Raises:
            OSError: the reader has gone.
        """
        data = packed(message)
        sent = socket.send_fds(self.end, [data], handles)
        if sent < len(data):
            self.end.sendall(data[sent:])

    def receive(self) -> list[Message]:
        """The messages that have come.

        Sets `closed` where the other end is closed, `garbled` where something else has come: what follows it is lost.
        """
        try:
            data, handles, _, _ = socket.recv_fds(self.end, _READ, _FDS)
        except BlockingIOError:
            return []
        except OSError:
            data, handles = b"", []
        self._handles.extend(handles)
        self.closed = not data
        messages: list[Message] = []
        if not self.garbled:
            try:
                messages.extend(self._unpacker.feed(data))
            except GarbageError:
                self.garbled = True
        return messages

    def wait(self) -> Message:
        """The next message, for one who blocks until it is there and expects one at a time.

        Raises:
            EOFError: none will come.
        """
        while not (messages := self.receive()):
            if self.closed or self.garbled:
                raise EOFError
        return messages[0]

    def take_handles(self, count: int) -> list[int]:
        """The open files that came along with a message.

        Raises:
            OSError: the system has not let all of them in, and those that came are closed.
        """
        if len(self._handles) < count:
            while self._handles:
                os.close(self._handles.popleft())
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return [self._handles.popleft() for _ in range(count)]

    def close(self) -> None:
        """Closes the socket."""
        self.closed = True
        with suppress(OSError):
            self.end.close()
