"""Pictures and films for the tests of encode."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from gradanim.encode import PROFILE_SETTINGS, EncoderSettings, FilmWriter

SIZE = (96, 64)
Frame = npt.NDArray[np.uint8]


@pytest.fixture
def picture() -> Callable[[int], Frame]:
    """Frame k of a moving picture: a bright square on a slope of grey, RGBA, opaque."""

    def draw(k: int) -> Frame:
        frame = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
        frame[..., :3] = np.linspace(20, 120, SIZE[0], dtype=np.uint8)[None, :, None]
        left = (3 * k) % (SIZE[0] - 16)
        frame[20:36, left : left + 16, :3] = (250, 200, 40)
        return frame

    return draw


@pytest.fixture
def film(tmp_path: Path, picture: Callable[[int], Frame]) -> Callable[..., Path]:
    """Makes a real film below tmp_path."""

    def make(
        name: str = "a.mp4",
        frames: int = 30,
        fps: Fraction = Fraction(30),
        settings: EncoderSettings | None = None,
    ) -> Path:
        path = tmp_path / name
        settings = settings or PROFILE_SETTINGS["final"]
        with FilmWriter(path, SIZE, fps, settings, expected_frames=frames) as writer:
            for k in range(frames):
                writer.write(picture(k))
        return path

    return make


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 300 kB; skipped where mounting is not allowed."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a shell script that stands for ffmpeg."""

    def write(body: str) -> Path:
        path = tmp_path / "fake-ffmpeg"
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write
