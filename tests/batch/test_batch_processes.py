"""What a process and those that it starts use."""

from __future__ import annotations

import subprocess
import sys


def test_a_process_that_is_about_to_become_another_program_has_no_memory_of_its_own() -> None:
    program = """
import os, signal
from gradanim.batch.processes import resident_mb
held = bytearray(200 << 20)
child = os.fork()
if child == 0:
    signal.alarm(20)
    signal.pause()
# Threads go on while a program is started.
more = bytearray(50 << 20)
alone = resident_mb([os.getpid()], os.getpid())
both = resident_mb([child, os.getpid()], os.getpid())
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
print(alone > 250, both < alone + 100, resident_mb([]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["True", "True", "0.0"], "")
