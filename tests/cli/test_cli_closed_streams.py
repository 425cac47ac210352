"""A build that is started without standard streams, as some services start what they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cli_helpers import environment

from gradanim.publish import verify_manifest

BOARD = """\
title: Words
stage: board
beats:
  - write: {text: Words, at: center}
    seconds: 0.2
"""


def test_a_build_without_standard_streams_is_a_build(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_text(BOARD, encoding="utf-8")
    (tmp_path / "all.yaml").write_text("title: All\nscenes: [words.yaml]\n", encoding="utf-8")
    command = 'exec "$0" -m gradanim build all.yaml --profile draft --out out --cache cache <&- >&- 2>&-'
    done = subprocess.run(["sh", "-c", command, sys.executable], cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0
    assert verify_manifest(tmp_path / "out" / "manifest.json") == []
