"""What the system refuses, or would never end, is told in a sentence and not waited for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cli_helpers import COMMAND, GOOD, environment


def test_a_pipe_or_a_device_in_place_of_a_spec_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "s.yaml")
    for path in (tmp_path / "s.yaml", "/dev/zero"):
        done = _refused(tmp_path, ["build", path])
        assert done == (2, f"{path}: this is not a regular file\n")


def test_a_user_without_a_home_folder_is_told_what_to_set(tmp_path):
    (tmp_path / "s.yaml").write_text(GOOD, encoding="utf-8")
    code, said = _refused(tmp_path, ["plan", "s.yaml"], HOME="relative", XDG_CACHE_HOME="")
    assert code == 3 and said.startswith(
        "there is no home folder to keep things in (HOME is relative: relative); set"
    )


def test_the_doctor_sends_a_user_without_a_home_folder_nowhere_else(tmp_path):
    done = subprocess.run(
        [*COMMAND, "doctor"],
        capture_output=True,
        text=True,
        env=environment(HOME="relative", XDG_CACHE_HOME="", NUMBA_CACHE_DIR=str(tmp_path)),
        check=False,
    )
    assert done.returncode == 3
    (failed,) = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert failed == (
        "FAIL  cache: there is no home folder to keep things in (HOME is relative: relative); set HOME or "
        "XDG_CACHE_HOME to the full path of a folder that can be written"
    )
    # To set everything up again would not help.
    assert done.stderr == "Something is in the way; what to do about it stands beside each FAIL.\n"


@pytest.mark.parametrize(
    "command", [["build", "s.yaml"], ["still", "one.yaml", "--at", "0", "--out", "a.png"]]
)
def test_without_a_folder_for_compiled_kernels_it_is_said_which_to_set(tmp_path, command):
    (tmp_path / "s.yaml").write_text("title: S\nscenes: [one.yaml]\n", encoding="utf-8")
    (tmp_path / "one.yaml").write_text(GOOD, encoding="utf-8")
    chosen = tmp_path / "one.yaml" / "numba"
    code, said = _refused(tmp_path, command, NUMBA_CACHE_DIR=str(chosen))
    assert code == 3 and said.startswith(
        f"there is no folder to keep the compiled renderer in ({chosen}/kernels-"
    )
    assert said.endswith(": Not a directory); set NUMBA_CACHE_DIR to one that can be written\n")


@pytest.mark.parametrize("option", ["--cache", "--out"])
def test_a_name_that_the_system_refuses_is_told(tmp_path, option):
    (tmp_path / "s.yaml").write_text("title: S\nscenes: [one.yaml]\n", encoding="utf-8")
    (tmp_path / "one.yaml").write_text(GOOD, encoding="utf-8")
    code, words = _refused(tmp_path, ["build", "s.yaml", option, "n" * 300])
    assert code == 3 and "File name too long" in words and "Internal" not in words


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file has such a name")
def test_a_folder_whose_name_is_no_text_is_told(tmp_path):
    folder = tmp_path / os.fsdecode(b"a\xff")
    folder.mkdir()
    (folder / "s.yaml").write_text("title: S\nscenes: [one.yaml]\n", encoding="utf-8")
    code, said = _refused(folder, ["build", "s.yaml"])
    assert code == 2 and "a\\udcff" in said and said.endswith("which no record can hold; rename it\n")


def _refused(folder, arguments, **others):
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(**others),
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr
