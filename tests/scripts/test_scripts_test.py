"""The script that runs all checks and tests."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[2]
LOCKS = ["requirements-build.lock", "requirements.lock", "requirements-dev.lock"]


def test_the_tests_add_to_what_is_prepared(machine):
    machine.run("gradanim", "list")
    machine.called()
    run = machine.run("test", "tests/calculus", "-k", "two words")
    assert run.returncode == 0
    assert run.stderr.splitlines() == [
        "gradanim: adding what the tests need (a minute, once)",
        "gradanim: ready",
    ]
    called = machine.called()
    assert "venv" not in called and called[0].endswith(f"-r {machine.root}/requirements-dev.lock")
    assert called[1] == "-m pytest -n 2 -m not slow tests/calculus -k two words"
    machine.run("gradanim", "list")
    assert machine.called() == ["-P -m gradanim list"]


def test_the_tests_prepare_all_and_end_with_pytests_line(machine):
    run = machine.run("test", "--slow")
    assert run.returncode == 0
    assert run.stdout.splitlines() == [
        "== ruff check",
        "ruff check",
        "== ruff format --check",
        "ruff format --check",
        "== mypy",
        "mypy ",
        "== lint-imports",
        "lint-imports ",
        "== pytest",
        "=== 3 passed in 0.1s ===",
    ]
    assert machine.called()[-1] == "-m pytest -n 2 --slow"


def test_a_checker_that_complains_fails_the_run_but_not_the_last_line(machine):
    run = machine.run("test", BROKEN="mypy")
    assert run.returncode == 1
    lines = run.stdout.splitlines()
    assert "== FAILED: 'mypy'" in lines and "== lint-imports" in lines
    assert lines[-1] == "=== 3 passed in 0.1s ==="


@pytest.mark.parametrize("status", ["1", "5"])
def test_pytests_own_exit_code_is_passed_on(machine, status):
    assert machine.run("test", STATUS=status).returncode == int(status)


def test_ci_runs_the_tests():
    text = (REPOSITORY / ".ci" / "run").read_text()
    assert "exec ./scripts/test" in text and os.access(REPOSITORY / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_pin_every_package_with_checksums_and_name_no_place(name):
    text = (REPOSITORY / name).read_text()
    packages = [line for line in text.splitlines() if line and line[0].isalnum()]
    assert packages and all("==" in line and line.endswith("\\") for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_the_test_lock_pins_what_the_run_lock_pins():
    pins = [
        {line.rstrip(" \\") for line in (REPOSITORY / name).read_text().splitlines() if line[:1].isalnum()}
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    names = [
        {pin.partition("==")[0]: pin.partition("==")[2].partition(" ")[0] for pin in each} for each in pins
    ]
    assert names[0].items() <= names[1].items()


@pytest.mark.parametrize(("name", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))])
def test_the_locks_hold_what_the_project_asks_for(name, extras):
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    pins = dict(
        line.split()[0].split("==")
        for line in (REPOSITORY / name).read_text().splitlines()
        if line[:1].isalnum()
    )
    for line in wanted:
        requirement = Requirement(line)
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin and requirement.specifier.contains(pin), f"{line} is locked as {pin}: run scripts/lock"
