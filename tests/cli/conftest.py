"""Runs the command line inside the test's process, or as a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import gradanim
from gradanim.cli import main

GOOD = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 0.5
    say: First.
  - place: [1, 0.5]
    seconds: 0.5
"""


@dataclass(frozen=True)
class Answer:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the commands; it holds ``good.yaml``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Runs ``gradanim`` with arguments in this process."""
    # main sets it; set here, it is taken back after the test.
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "__all__")
    log = logging.getLogger("gradanim")
    before = log.level, list(log.handlers)

    def call(*arguments: object) -> Answer:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["gradanim", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        code = end.value.code
        assert code is None or isinstance(code, int)
        return Answer(code or 0, said.out, said.err)

    yield call
    log.setLevel(before[0])
    log.handlers[:] = before[1]


def environment() -> dict[str, str]:
    """The environment of a process that imports this very package."""
    return {**os.environ, "PYTHONPATH": str(Path(gradanim.__file__).parents[1])}


@pytest.fixture
def process(folder: Path) -> Run:
    """Runs ``gradanim`` as a process."""

    def call(*arguments: object, **options: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "gradanim", *map(str, arguments)],
            capture_output=True,
            text=True,
            env={**environment(), **options},
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return call
