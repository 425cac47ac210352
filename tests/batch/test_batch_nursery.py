"""The process that workers are forked from, by itself: who has ended is told, whenever that was."""

from __future__ import annotations

import subprocess
import sys

from waiting import PATIENCE

# A worker ends after the last look at who has ended, and before the process listens for ends of workers.
MISSED = """
import os, signal, socket, tempfile
from gradanim.batch.nursery import Nursery, _Worker
from gradanim.batch.wire import Line

here, there = map(Line, socket.socketpair())
nursery = Nursery(here)
pid = os.fork()
if pid == 0:
    os._exit(7)
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
nursery._workers[pid] = _Worker("look", tempfile.mkdtemp())
if os.fork() == 0:
    here.close()
    while (said := there.wait())["kind"] != "ended":
        pass
    print(said["job"], said["status"], flush=True)
    os._exit(0)
there.close()
nursery.serve()
"""


def test_a_worker_that_ended_before_it_was_listened_for_is_told() -> None:
    said = subprocess.run(
        [sys.executable, "-c", MISSED], capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    assert said.stdout.split() == ["look", "7"], said.stderr
