"""The series that is built while something goes wrong, and what it is when nothing does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fault_builds import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A series that was never built."""
    return Shop(tmp_path / "shop")


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, own_cache: Path) -> dict[str, bytes]:
    """What an undisturbed build publishes."""
    undisturbed = Shop(tmp_path_factory.mktemp("undisturbed") / "shop")
    code, _, said = undisturbed.build()
    assert code == 0, said
    return undisturbed.published


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
