"""Builds that may use too little: it is told as that, with what to do, and never as an error of ours."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cli_helpers import COMMAND, GOOD, environment


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("-n 12", "too many files are open at once: a process may open 12 of them here; raise that limit"),
        ("-n 7", "too many files are open at once: a process may open 7 of them here; raise that limit"),
        ("-v 300000", "there is not enough memory: a process may use no more than 292 MB of addresses here"),
        ("-v 60000", "there is not enough memory: a process may use no more than 58 MB of addresses here"),
    ],
)
def test_a_limit_of_the_shell_is_named(tmp_path: Path, limit: str, said: str) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "s.yaml").write_text("title: S\nscenes: [a.yaml]\n", encoding="utf-8")
    folders = ["--out", str(tmp_path / "out"), "--cache", str(tmp_path / "cache"), "--jobs", "2"]
    done = subprocess.run(
        [
            "sh",
            "-c",
            f'ulimit {limit}; exec "$@"',
            "sh",
            *COMMAND,
            "build",
            str(tmp_path / "s.yaml"),
            *folders,
        ],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert said in done.stderr
    assert not any(word in done.stderr for word in ("nternal error", "Traceback", "no ffmpeg", "--debug"))
    assert not list(tmp_path.rglob("*.mp4"))
