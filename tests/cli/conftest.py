"""Runs the command line inside the test's process."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_helpers import GOOD, Answer, Run

from gradanim.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the commands; it holds ``good.yaml``."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs ``gradanim`` with arguments in this process."""
    # main sets it; set here, it is taken back after the test.
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "__all__")
    log = logging.getLogger("gradanim")
    before = log.level, list(log.handlers), log.propagate

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
    log.propagate = before[2]
