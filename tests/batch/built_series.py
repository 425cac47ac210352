"""A series of two small scenes that is built again and again."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradanim.batch.building import Building
from gradanim.batch.built import Built
from gradanim.batch.events import JobStarted
from gradanim.batch.settings import Settings

DRAFT = ("draft", "16:9")


BOARD = """\
title: "{title}"
stage: board
beats:
  - write: {{text: "{title}", at: center}}
    seconds: 0.4
  - pause: 0.2
    say: Of {title}.
"""


class Builds:
    """Builds a series again and again, and keeps what was told of the last time."""

    def __init__(self, path: Path, out: Path, cache: Path) -> None:
        self.path, self.out, self.cache = path, out, cache
        self.events: list[object] = []

    def __call__(self, **others: object) -> Built:
        self.events = []
        settings = Settings(self.out, self.cache, jobs=2, **others)
        return Building(self.path, settings, DRAFT).build(self.events.append)

    def standing(self) -> int | None:
        return Building(self.path, Settings(self.out, self.cache, jobs=2), DRAFT).standing()

    @property
    def drawn(self) -> list[str]:
        """What was drawn: the labels of the pieces."""
        return [e.label for e in self.events if isinstance(e, JobStarted) and e.weight]


@pytest.fixture
def series(tmp_path: Path, text_folder: Path) -> Path:
    for name, title in (("one", "The first"), ("two", "The second")):
        (tmp_path / f"{name}.yaml").write_text(BOARD.format(title=title), encoding="utf-8")
    path = tmp_path / "both.yaml"
    path.write_text("title: Both\nscenes: [one.yaml, two.yaml]\n", encoding="utf-8")
    return path


@pytest.fixture
def build(series: Path, out: Path, tmp_path: Path) -> Builds:
    return Builds(series, out, tmp_path / "cache")
