"""The first run prepares everything, later ones only run."""

from __future__ import annotations

import signal
import subprocess
import time


def test_the_first_run_prepares_and_then_runs(machine):
    run = machine.run("gradanim", "build", "my series.yaml", "--json")
    assert (run.returncode, run.stdout) == (0, "ran -P -m gradanim build my series.yaml --json\n")
    assert run.stderr.splitlines() == [
        "gradanim: preparing this folder, which is done once and takes a few minutes (details: .venv/prepare.log)",
        "gradanim: 1/4 system packages: all there",
        "gradanim: 2/4 an environment for Python 3.11 in .venv",
        "gradanim: 3/4 installing 1 packages",
        "gradanim: 4/4 compiling the 3D renderer",
        "gradanim: ready",
    ]
    pip = "-m pip install --quiet --no-input --disable-pip-version-check --no-warn-script-location"
    assert machine.called() == [
        "venv",
        f"{pip} --require-hashes -r {machine.root}/requirements-build.lock",
        f"{pip} --require-hashes --no-build-isolation -r {machine.root}/requirements.lock",
        f"{pip} --no-deps --no-build-isolation --editable {machine.root}",
        "-P -c from gradanim.raster import warm_up; warm_up()",
        "-P -m gradanim build my series.yaml --json",
    ]
    assert "pip speaks" in (machine.root / ".venv" / "prepare.log").read_text()


def test_later_runs_only_run_and_add_little(machine):
    machine.run("gradanim")
    machine.called()
    run = machine.run("gradanim", "check", STATUS="2")
    assert (run.returncode, run.stdout, run.stderr) == (2, "ran -P -m gradanim check\n", "")
    assert machine.called() == ["-P -m gradanim check"]
    times = []
    for _ in range(8):
        started = time.perf_counter()
        machine.run("gradanim")
        times.append(time.perf_counter() - started)
    # The stand-in Python is a shell script of a few milliseconds.
    assert min(times) < 0.1


def test_it_works_through_a_link_and_from_anywhere(machine):
    link = machine.bin / "gradanim"
    link.symlink_to(machine.root / "scripts" / "gradanim")
    run = subprocess.run(
        [link, "list"], env=machine.environment, cwd="/", capture_output=True, text=True, check=True
    )
    assert run.stdout == "ran -P -m gradanim list\n"


def test_a_set_up_that_failed_is_told_and_begun_again(machine):
    run = machine.run("gradanim", "list", FAIL_PIP="1")
    assert (run.returncode, run.stdout) == (3, "")
    assert "    no matching distribution\n" in run.stderr
    assert run.stderr.endswith("gradanim: the build tools could not be installed; is there a network?\n")
    (machine.root / ".venv" / "half-made").touch()
    machine.called()
    assert machine.run("gradanim", "list").stdout == "ran -P -m gradanim list\n"
    assert machine.called()[0] == "venv" and not (machine.root / ".venv" / "half-made").exists()


def test_a_killed_set_up_is_begun_again(machine):
    process = machine.start("gradanim", "list", SLOW_PIP="0.6")
    deadline = time.monotonic() + 20
    while not (machine.calls.exists() and "pip" in machine.calls.read_text()) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    machine.called()
    assert machine.run("gradanim", "list").stdout == "ran -P -m gradanim list\n"
    assert machine.called()[0] == "venv"


def test_two_first_runs_at_once_prepare_once(machine):
    first = machine.start("gradanim", "one", SLOW_PIP="0.3")
    deadline = time.monotonic() + 20
    while (
        not (machine.calls.exists() and "venv" in machine.calls.read_text()) and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    second = machine.start("gradanim", "two")
    outs = [process.communicate(timeout=30) for process in (first, second)]
    assert [out for out, _ in outs] == ["ran -P -m gradanim one\n", "ran -P -m gradanim two\n"]
    assert outs[1][1] == "gradanim: another set-up is running in this folder; waiting for it\n"
    assert machine.called().count("venv") == 1


def test_new_locks_and_a_moved_folder_are_prepared_anew(machine):
    machine.run("gradanim", "list")
    (machine.root / "requirements.lock").write_text("other==2.0\n")
    machine.called()
    machine.run("gradanim", "list")
    assert machine.called()[0] == "venv"
    machine.root = machine.root.rename(machine.root.with_name("moved"))
    machine.run("gradanim", "list")
    assert machine.called()[0] == "venv"
    (machine.root / ".venv" / "bin" / "python").unlink()
    machine.run("gradanim", "list")
    assert machine.called()[0] == "venv"


def test_kernels_that_cannot_be_compiled_do_not_stop_it(machine):
    run = machine.run("gradanim", "list", FAIL_WARM="1")
    assert run.returncode == 0 and "it will be compiled when it is first used" in run.stderr


def test_a_lock_that_cannot_be_made_is_told(machine):
    # Not by rights: an administrator has them all.
    (machine.root / ".venv" / ".lock").mkdir(parents=True)
    run = machine.run("gradanim", "list")
    assert run.returncode == 3
    assert run.stderr == (
        f"gradanim: no right to write {machine.root}/.venv/.lock: change the rights of the folder, or clone elsewhere\n"
    )


def test_a_folder_without_rights_is_told(machine):
    (machine.root / ".venv").write_text("a file where the environment should be")
    run = machine.run("gradanim", "list")
    assert run.returncode == 3
    assert run.stderr.startswith(f"gradanim: no right to write {machine.root}/.venv:")
