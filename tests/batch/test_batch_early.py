"""The warm process that is started while specs are read: taken over by the build, or ended with it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradanim.batch import early
from gradanim.batch.nursery_link import NurseryLink
from gradanim.batch.processes import let_go
from gradanim.batch.work import Job, Limits, seconds_by_weight


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10.0
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_build_takes_it_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "WARM", ())
    links: list[int] = []

    class Told(NurseryLink):
        def __init__(self, warm: tuple[str, ...]) -> None:
            super().__init__(warm)
            links.append(self.pid)

    monkeypatch.setattr(early, "NurseryLink", Told)
    told: list[object] = []
    with early.early_start() as start:
        assert start is not None
        with start(Limits(1, seconds_by_weight(60.0, 1.0)), told.append) as crew:
            (result,) = crew.run([Job("a", "os.path:basename", {}, 1.0, "a")])
    assert result.status == "crashed"
    started = [event for event in told if type(event).__name__ == "NurseryStarted"]
    assert len(links) == len(started) == 1
    assert gone(links[0])


def test_without_a_build_it_is_ended() -> None:
    with pytest.raises(KeyboardInterrupt), early.early_start() as start:
        assert start is not None
        (waiting,) = (cell.cell_contents for cell in start.__closure__ or ())
        pid = waiting.pid
        raise KeyboardInterrupt
    assert gone(pid)


def test_one_that_nobody_listened_to_leaves_no_folder(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(early, "WARM", ())
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with early.early_start() as start:
        assert start is not None
        (waiting,) = (cell.cell_contents for cell in start.__closure__ or ())
        # It is ready, as where a build waits for its folder, and has not been asked for anything.
        assert select.select([waiting.line], [], [], 60.0)[0]
        pid = waiting.pid
    assert gone(pid) and list(tmp_path.iterdir()) == []


def test_where_it_is_not_wanted_nothing_starts() -> None:
    with early.early_start(wanted=False) as start:
        assert start is None


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells")
def test_code_that_is_let_go_comes_back() -> None:
    program = (
        "import numpy as np\n"
        "from gradanim.batch.processes import let_go\n"
        "def resident():\n"
        "    found, ours = 0, False\n"
        "    for line in open('/proc/self/smaps'):\n"
        "        if '-' in line.split()[0]:\n"
        "            ours = 'r-xp' in line and '_multiarray_umath' in line\n"
        "        elif ours and line.startswith('Rss:'):\n"
        "            found += int(line.split()[1])\n"
        "    return found\n"
        "np.sort(np.random.default_rng(1).random((50, 50)) @ np.ones((50, 50)))\n"
        "before = resident()\n"
        "let_go('_multiarray_umath')\n"
        "after = resident()\n"
        "assert np.sort(np.array([3.0, 1.0, 2.0])).tolist() == [1.0, 2.0, 3.0]\n"
        "print(before, after)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    before, after = map(int, done.stdout.split())
    assert before > 200
    assert after < before / 2


def test_what_is_not_there_is_let_go_in_silence() -> None:
    let_go("no such library")
