"""The first run prepares everything, later ones only run."""

from __future__ import annotations

import resource
import signal
import subprocess


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
    before = used()
    for _ in range(8):
        machine.run("gradanim")
    # The stand-in Python is a shell script of a few milliseconds. What others use of the processor does not count.
    assert (used() - before) / 8 < 0.1


def used() -> float:
    """Seconds of the processor that all processes which we have started and which have ended had."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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
    process = machine.start("gradanim", "list", SLOW_PIP="yes")
    machine.until_called("pip")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    # What it had started holds the lock until it ends.
    machine.let_go()
    machine.called()
    assert machine.run("gradanim", "list").stdout == "ran -P -m gradanim list\n"
    assert machine.called()[0] == "venv"


def test_two_first_runs_at_once_prepare_once(machine):
    first = machine.start("gradanim", "one", SLOW_PIP="yes")
    machine.until_called("venv")
    second = machine.start("gradanim", "two")
    waits = "gradanim: another set-up is running in this folder; waiting for it\n"
    assert second.stderr.readline() == waits
    machine.let_go()
    outs = [process.communicate(timeout=120) for process in (first, second)]
    assert [out for out, _ in outs] == ["ran -P -m gradanim one\n", "ran -P -m gradanim two\n"]
    assert outs[1][1] == ""
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
