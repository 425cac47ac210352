"""Frames that are handed over are taken from where they are, before they are drawn over."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import threading
import time

import numpy as np
import pytest

from gradanim.encode import pipes
from gradanim.encode.feed import SLOTS, FrameFeed
from gradanim.encode.pipes import PIPE_BYTES, FramePipe

# Smaller and larger than what a pipe holds: of the one there are copies in it, of the other there are not.
SMALL, LARGE = (300, 1000), (1800, 1000)


def _read(pipe: int, out: bytearray, seconds: float) -> None:
    """Reads all, as slowly as an encoder that is busy."""
    while piece := os.read(pipe, 100_000):
        out += piece
        time.sleep(seconds)


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("seconds", [0.0, 0.002])
@pytest.mark.parametrize("shape", [SMALL, LARGE])
def test_frames_handed_over_may_change_when_so_many_others_were_put(shape, seconds, taken, monkeypatch):
    if not taken:
        # A system that copies.
        monkeypatch.setattr(pipes, "_splice", lambda: None)
    reading, writing = os.pipe()
    got = bytearray()
    reader = threading.Thread(target=_read, args=(reading, got, seconds))
    reader.start()
    with os.fdopen(writing, "wb") as pipe:
        feed = FrameFeed(FramePipe(pipe.fileno()).write, shape, patience=20.0)
        ring = [np.empty(shape, np.uint8) for _ in range(SLOTS + 1)]
        for number in range(30):
            frame = ring[number % len(ring)]
            frame[:] = number
            assert feed.put(frame, 1 + number % 2, handed_over=True)
        assert feed.finish()
        feed.cancel()
    reader.join()
    os.close(reading)
    frames = np.frombuffer(bytes(got), np.uint8).reshape(-1, *shape)
    wanted = [number for number in range(30) for _ in range(1 + number % 2)]
    assert frames.shape[0] == len(wanted)
    assert (frames == np.array(wanted, np.uint8)[:, None, None]).all()


def _whole(frames: list[np.ndarray], splice) -> bytes:
    """What a reader gets of frames that are written with this way to splice."""
    reading, writing = os.pipe()
    got = bytearray()
    reader = threading.Thread(target=_read, args=(reading, got, 0.0))
    reader.start()
    with os.fdopen(writing, "wb") as pipe:
        made = FramePipe(pipe.fileno())
        made._splice = splice
        for frame in frames:
            made.write(frame)
    reader.join()
    os.close(reading)
    return bytes(got)


def _noise(count: int) -> list[np.ndarray]:
    generator = np.random.default_rng(3)
    return [generator.integers(0, 256, (PIPE_BYTES // 1000 + 1 + k, 1000), np.uint8) for k in range(count)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes memory from where it is")
def test_large_frames_are_taken_from_where_they_are():
    calls, real = [], pipes._splice()

    def counted(handle, stretch, count, flags):
        calls.append(stretch._obj.length)
        return real(handle, stretch, count, flags)

    frames = _noise(3)
    assert _whole(frames, counted) == b"".join(frame.tobytes() for frame in frames)
    assert max(calls) == frames[-1].nbytes and len(calls) >= 3
    calls.clear()
    small = [np.full((10, 10), 7, np.uint8)]
    assert _whole(small, counted) == small[0].tobytes() and calls == []


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EPERM, errno.EINVAL])
@pytest.mark.parametrize("first", [0, 40_000])
def test_where_the_system_refuses_frames_are_copied(number, first):
    real, calls = pipes._splice(), []

    def refused(handle, stretch, count, flags):
        calls.append(handle)
        if len(calls) == 1 and first and real is not None:
            # Some of it goes, then no more.
            stretch._obj.length = first
            return real(handle, stretch, count, flags)
        ctypes.set_errno(number)
        return -1

    frames = _noise(3)
    assert _whole(frames, refused) == b"".join(frame.tobytes() for frame in frames)
    assert len(calls) <= 2


def test_a_reader_that_has_gone_is_told_of():
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
        FramePipe(pipe.fileno()).write(_noise(1)[0])
