"""Files are replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import threading

import pytest

from gradanim.encode import files as files_module
from gradanim.encode import publish_bytes, publish_text
from gradanim.encode.files import write_problem, writing
from gradanim.problems import ProblemError


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_written_whole_and_replaced_whole(tmp_path):
    path = tmp_path / "new" / "a.json"
    publish_text(path, "erster ∇\n")
    assert path.read_bytes() == "erster ∇\n".encode()
    publish_bytes(path, b"\x00second")
    assert path.read_bytes() == b"\x00second" and names(path.parent) == ["a.json"]


def test_a_reader_never_sees_a_part(tmp_path):
    path = tmp_path / "a"
    versions = [bytes([k]) * 200_000 for k in range(12)]
    publish_bytes(path, versions[0])
    seen, done = set(), threading.Event()

    def read():
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for data in versions[1:]:
        publish_bytes(path, data)
    done.set()
    reader.join()
    assert seen <= set(versions)


@pytest.mark.parametrize(
    ("number", "said", "code"),
    [
        (
            errno.ENOSPC,
            "the disk is full: {path} was not written, and what stood there before is untouched;",
            3,
        ),
        (errno.EDQUOT, "the disk is full: {path} was not written", 3),
        (
            errno.EROFS,
            "no right to write {path} (Read-only file system); change the rights of the folder or",
            3,
        ),
        (errno.EACCES, "no right to write {path} (Permission denied)", 3),
        (errno.EIO, "{path} could not be written: Input/output error", 3),
    ],
)
def test_each_refusal_of_the_system_has_its_sentence(tmp_path, number, said, code):
    path = tmp_path / "a.mp4"
    problem = write_problem(OSError(number, os.strerror(number)), path)
    assert str(problem).startswith(said.format(path=path)) and problem.exit_code == code


@pytest.mark.parametrize("name", ["link", "link/a.mp4", "link/b/a.mp4"])
def test_a_link_that_leads_nowhere_is_named(tmp_path, name):
    link, target = tmp_path / "link", tmp_path / "gone"
    link.symlink_to(target)
    with pytest.raises(ProblemError) as told, writing(tmp_path / name):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    said = f"{tmp_path / name} could not be written: {link} is a link to {target}, which is not there"
    assert str(told.value) == said and told.value.problems[0].exit_code == 3


@pytest.mark.parametrize("call", ["fsync", "write_bytes", "replace"])
def test_whatever_fails_on_the_way_the_earlier_file_stays(tmp_path, monkeypatch, call):
    path = tmp_path / "a"
    publish_bytes(path, b"good")

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(files_module.os, "fsync", fail)
    else:
        monkeypatch.setattr(type(path), call, fail)
    with pytest.raises(ProblemError, match="the disk is full"):
        publish_bytes(path, b"better")
    monkeypatch.undo()
    assert path.read_bytes() == b"good" and names(tmp_path) == ["a"]


def test_a_disk_that_keeps_other_bytes_is_found_out(tmp_path, monkeypatch):
    path = tmp_path / "a"
    publish_bytes(path, b"good")
    monkeypatch.setattr(type(path), "write_bytes", lambda self, data: self.touch())
    with pytest.raises(ProblemError) as caught:
        publish_bytes(path, b"better")
    assert str(caught.value) == f"{path} does not hold what was written to it (0 of 6 bytes); check the disk"
    assert path.read_bytes() == b"good" and names(tmp_path) == ["a"]


def test_a_real_full_disk(small_disk):
    path = small_disk / "a"
    publish_bytes(path, b"good")
    with pytest.raises(ProblemError, match="the disk is full") as caught:
        publish_bytes(path, bytes(400_000))
    assert caught.value.exit_code == 3
    assert path.read_bytes() == b"good" and names(small_disk) == ["a"]


def test_a_real_read_only_disk(small_disk):
    path = small_disk / "a"
    publish_bytes(path, b"good")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(ProblemError, match=r"no right to write .*Read-only file system") as caught:
        publish_bytes(path, b"better")
    assert caught.value.exit_code == 3 and path.read_bytes() == b"good"


def test_a_link_is_replaced_and_what_it_points_to_is_not(tmp_path):
    (tmp_path / "elsewhere").write_bytes(b"mine")
    path = tmp_path / "out" / "a"
    path.parent.mkdir()
    path.symlink_to(tmp_path / "elsewhere")
    publish_bytes(path, b"new")
    assert path.read_bytes() == b"new" and not path.is_symlink()
    assert (tmp_path / "elsewhere").read_bytes() == b"mine"
