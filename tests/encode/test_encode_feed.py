"""Frames that are handed over are taken from where they are, before they are drawn over."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import pytest

from gradanim.encode.feed import SLOTS, FrameFeed

SHAPE = (300, 1000)


def _read(pipe: int, out: bytearray, seconds: float) -> None:
    """Reads all, as slowly as an encoder that is busy."""
    while piece := os.read(pipe, SHAPE[0] * SHAPE[1] // 3):
        out += piece
        time.sleep(seconds)


@pytest.mark.parametrize("seconds", [0.0, 0.003])
def test_frames_handed_over_may_change_when_so_many_others_were_put(seconds):
    reading, writing = os.pipe()
    got = bytearray()
    reader = threading.Thread(target=_read, args=(reading, got, seconds))
    reader.start()
    with os.fdopen(writing, "wb") as pipe:
        feed = FrameFeed(pipe, SHAPE, patience=20.0)
        ring = [np.empty(SHAPE, np.uint8) for _ in range(SLOTS + 1)]
        for number in range(30):
            frame = ring[number % len(ring)]
            frame[:] = number
            assert feed.put(frame, 1 + number % 2, handed_over=True)
        assert feed.finish()
        feed.cancel()
    reader.join()
    os.close(reading)
    frames = np.frombuffer(bytes(got), np.uint8).reshape(-1, *SHAPE)
    wanted = [number for number in range(30) for _ in range(1 + number % 2)]
    assert frames.shape[0] == len(wanted)
    assert (frames == np.array(wanted, np.uint8)[:, None, None]).all()
