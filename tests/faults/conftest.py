"""The series that is built while something goes wrong, and what it is when nothing does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from fault_builds import Shop


@pytest.fixture
def encoder() -> str:
    """What encodes clips: the libraries inside of the worker; tests may choose a ``program``."""
    return "library"


@pytest.fixture
def shop(tmp_path: Path, encoder: str) -> Shop:
    """A series that was never built."""
    return Shop(tmp_path / "shop", program=encoder == "program")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, own_cache: Path) -> Callable[[str], dict[str, bytes]]:
    """What an undisturbed build publishes whose clips are encoded by one encoder or the other."""

    @lru_cache
    def by(encoder: str) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("undisturbed") / "shop"
        undisturbed = Shop(folder, program=encoder == "program")
        code, _, said = undisturbed.build()
        assert code == 0, said
        return undisturbed.published

    return by


@pytest.fixture
def whole(published: Callable[[str], dict[str, bytes]], encoder: str) -> dict[str, bytes]:
    """What an undisturbed build publishes."""
    return published(encoder)


@pytest.fixture
def disk() -> Iterator[Callable[[Path, str], None]]:
    """Mounts a disk of its own at a folder; the test is skipped where that is not allowed."""
    mounted: list[Path] = []

    def mount(folder: Path, options: str) -> None:
        folder.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
        mounted.append(folder)

    yield mount
    for folder in reversed(mounted):
        subprocess.run(["umount", str(folder)], check=True)
