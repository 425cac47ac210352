"""One builder at a time in a folder: who waits, who is told, and what a killed holder leaves behind."""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest

from gradanim.batch.locks import NAME, folder_lock, holder_of
from gradanim.problems import ProblemError

HOLD = """
import sys, time
from pathlib import Path
from gradanim.batch.locks import folder_lock
sys.argv = ["/usr/bin/gradanim", "build", "a series.yaml"]
with folder_lock(Path(sys.stdin.readline().strip()), 0, shared=SHARED):
    print("held", flush=True)
    sys.stdin.readline()
"""


class Other:
    """Another process that holds the lock of a folder."""

    def __init__(self, folder, shared=False):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD.replace("SHARED", str(shared))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.say(f"{folder}\n")
        assert self.process.stdout.readline() == "held\n"

    def say(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def let_go(self):
        self.process.communicate("\n", timeout=60)

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=20)


def test_the_folder_is_made_and_the_file_goes_with_its_holder(tmp_path):
    folder = tmp_path / "new" / "out"
    before = datetime.now(UTC).replace(microsecond=0)
    with folder_lock(folder):
        record = json.loads((folder / NAME).read_text())
        holder = holder_of(folder)
    assert set(record) == {"pid", "host", "started", "command"}
    assert (holder.pid, holder.host) == (os.getpid(), socket.gethostname())
    assert before <= datetime.fromisoformat(holder.started) <= datetime.now(UTC)
    assert list(folder.iterdir()) == [] and holder_of(folder) is None


def test_it_is_let_go_where_the_block_fails(tmp_path):
    with pytest.raises(KeyError), folder_lock(tmp_path):
        raise KeyError
    with folder_lock(tmp_path, 0):
        pass


def test_the_second_one_says_who_holds_it(tmp_path):
    other, told = Other(tmp_path), []
    started = time.monotonic()
    with pytest.raises(ProblemError) as caught, folder_lock(tmp_path, 0.3, on_wait=told.append):
        raise AssertionError
    assert 0.3 <= time.monotonic() - started < 60
    (holder,) = told
    assert holder.pid == other.process.pid and caught.value.exit_code == 3
    assert str(caught.value) == (
        f"another gradanim is at work in {tmp_path}: process {other.process.pid} on {socket.gethostname()}, since "
        f"{holder.started} (`gradanim build a series.yaml`); wait until it has ended, or choose another folder"
    )
    other.let_go()


def test_the_second_one_waits_and_is_told_once(tmp_path):
    other, told = Other(tmp_path), []
    # Long enough for several looks, from when it is known that somebody waits.
    later = threading.Timer(0.4, other.let_go)

    def on_wait(holder):
        told.append(holder)
        if len(told) == 1:
            later.start()

    started = time.monotonic()
    with folder_lock(tmp_path, on_wait=on_wait):
        assert holder_of(tmp_path).pid == os.getpid()
    assert time.monotonic() - started > 0.3 and [h.pid for h in told] == [other.process.pid]
    later.join()


def test_a_killed_holder_is_no_obstacle(tmp_path):
    other = Other(tmp_path)
    other.kill()
    assert json.loads((tmp_path / NAME).read_text())["pid"] == other.process.pid
    assert holder_of(tmp_path) is None
    with folder_lock(tmp_path, 0):
        assert holder_of(tmp_path).pid == os.getpid()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}', "\x00" * 100])
def test_what_stands_in_the_file_decides_nothing(tmp_path, text):
    (tmp_path / NAME).write_text(text)
    with folder_lock(tmp_path, 0):
        (tmp_path / NAME).write_text(text)
        with pytest.raises(ProblemError, match="a process that cannot be named"), folder_lock(tmp_path, 0):
            raise AssertionError


def test_shared_locks_go_together_but_not_with_a_single_one(tmp_path):
    first, second = Other(tmp_path, shared=True), Other(tmp_path, shared=True)
    with pytest.raises(ProblemError), folder_lock(tmp_path, 0):
        raise AssertionError
    first.let_go()
    assert (tmp_path / NAME).exists()
    with pytest.raises(ProblemError), folder_lock(tmp_path, 0):
        raise AssertionError
    second.let_go()
    assert not (tmp_path / NAME).exists()
    with folder_lock(tmp_path, 0), pytest.raises(ProblemError), folder_lock(tmp_path, 0, shared=True):
        raise AssertionError


def test_never_two_at_once_though_the_file_comes_and_goes(tmp_path):
    inside, most, errors = [], [], []

    def work(number):
        try:
            for _ in range(25):
                with folder_lock(tmp_path, 30):
                    inside.append(number)
                    most.append(len(inside))
                    time.sleep(0.0005)
                    inside.remove(number)
        except (ProblemError, OSError, ValueError) as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == [] and most == [1] * 100


def test_a_folder_that_cannot_be_written(tmp_path, locked_disk):
    with pytest.raises(ProblemError) as caught, folder_lock(locked_disk):
        raise AssertionError
    assert (caught.value.problems[0].code, caught.value.exit_code) == ("folder_unwritable", 3)
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ProblemError, match="could not be written: File exists"),
        folder_lock(tmp_path / "file"),
    ):
        raise AssertionError


def test_a_link_in_its_place_is_not_followed(tmp_path):
    (tmp_path / "precious").write_text("precious")
    (tmp_path / NAME).symlink_to(tmp_path / "precious")
    with pytest.raises(ProblemError), folder_lock(tmp_path, 0):
        raise AssertionError
    assert (tmp_path / "precious").read_text() == "precious"


def test_a_file_system_without_locks_is_used_with_a_warning(tmp_path, monkeypatch, caplog):
    def unable(handle, how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unable)
    with caplog.at_level(logging.WARNING), folder_lock(tmp_path, 0):
        pass
    assert "this file system cannot lock" in caplog.text


def test_a_module_that_is_run_is_called_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/somewhere/gradanim/__main__.py", "build", "s.yaml"])
    with folder_lock(tmp_path):
        holder = holder_of(tmp_path)
    assert holder is not None and holder.command == "gradanim build s.yaml"
