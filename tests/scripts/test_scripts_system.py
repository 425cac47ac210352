"""System packages that are missing are told and installed."""

from __future__ import annotations


def test_missing_system_packages_are_told_and_installed(machine):
    machine.remove("cc")
    machine.lack_libraries()
    machine.have_apt_get(user=0)
    run = machine.run("gradanim", "list", FAKE_SYSTEM="yes", FAKE_VENV="no", FAKE_HEADERS="no")
    said = [line for line in run.stderr.splitlines() if line.startswith("gradanim:     ")]
    assert said[:5] == [
        "gradanim:     build-essential (a C compiler; two of manim's packages are compiled here)",
        "gradanim:     libcairo2-dev (manim draws with Cairo)",
        "gradanim:     libpango1.0-dev (manim's text package needs Pango)",
        "gradanim:     python3.11-dev (Python's headers, to compile against)",
        "gradanim:     python3.11-venv (makes private environments)",
    ]
    assert machine.called()[:2] == [
        "apt-get update -qq",
        "apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=600 "
        "build-essential libcairo2-dev libpango1.0-dev python3.11-dev python3.11-venv",
    ]


def test_without_rights_the_command_to_type_is_told(machine):
    machine.lack_libraries()
    machine.have_apt_get(user=1000)
    run = machine.run("gradanim", "list")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.endswith(
        "gradanim: apt-get could not install libcairo2-dev libpango1.0-dev: "
        "install them as root, then run this again:\n"
        "gradanim:     apt-get install libcairo2-dev libpango1.0-dev\n"
    )
    assert machine.called() == []


def test_with_sudo_it_is_used_without_asking_where_nobody_can_answer(machine):
    machine.lack_libraries()
    machine.have_apt_get(user=1000)
    machine.put("sudo", '#!/bin/bash\necho "sudo $1" >>"$CALLS"; shift; exec "$@"\n')
    assert machine.run("gradanim", "list").returncode == 0
    assert machine.called()[:3:2] == ["sudo -n", "sudo -n"]


def test_brew_is_asked_where_there_is_no_apt_get(machine):
    machine.remove("pkg-config")
    machine.put("brew", '#!/bin/bash\necho "brew $*" >>"$CALLS"\n')
    assert machine.run("gradanim", "list").returncode == 0
    assert machine.called()[0] == "brew install pkg-config cairo pango"


def test_with_no_package_manager_it_is_told_what_to_install(machine):
    machine.lack_libraries()
    run = machine.run("gradanim", "list")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.endswith(
        "gradanim: neither apt-get nor brew is here: install what these Debian packages hold, then run this again:\n"
        "gradanim:     libcairo2-dev libpango1.0-dev\n"
    )


def test_apt_get_that_fails_shows_its_words(machine):
    machine.lack_libraries()
    machine.have_apt_get(user=0)
    run = machine.run("gradanim", "list", FAIL_APT="1")
    assert run.returncode == 3
    assert "E: Unable to locate package" in run.stderr and "apt-get could not install" in run.stderr


def test_a_foreign_python_without_its_headers_is_told(machine):
    machine.have_apt_get()
    run = machine.run("gradanim", "list", FAKE_HEADERS="no")
    assert run.returncode == 3
    assert "python3.11 lacks python-headers: install a complete Python 3.11 or newer" in run.stderr


def test_no_python_is_an_environment_problem(machine):
    machine.remove("python3.11")
    run = machine.run("gradanim", "list")
    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr == (
        "gradanim: Python 3.11 or newer was not found: install it, or set GRADANIM_PYTHON to its path\n"
    )


def test_a_python_that_does_not_run_is_passed_over(machine):
    (machine.bin / "python3.11").rename(machine.bin / "python3")
    for name in ("python3.11", "python3.12"):
        machine.put(name, "#!/bin/bash\necho 'not installed here' >&2; exit 127\n")
    assert machine.run("gradanim", "list").returncode == 0


def test_python_is_installed_where_apt_get_has_one(machine):
    (machine.bin / "python3.11").rename(machine.bin / "hidden")
    machine.put("apt-cache", '#!/bin/bash\n[ "$2" = python3.12 ]\n')
    machine.put(
        "apt-get",
        '#!/bin/bash\necho "apt-get $*" >>"$CALLS"\n'
        'case "$*" in *install*) mv "$BIN/hidden" "$BIN/python3.12" ;; esac\n',
    )
    machine.put("id", "#!/bin/bash\necho 0\n")
    assert machine.run("gradanim", "list").returncode == 0
    assert machine.called()[1].endswith("python3.12 python3.12-venv python3.12-dev")


def test_the_chosen_python_must_be_one(machine):
    run = machine.run("gradanim", "list", GRADANIM_PYTHON="/no/such/python")
    assert run.returncode == 3
    assert run.stderr == "gradanim: GRADANIM_PYTHON is /no/such/python, which is not Python 3.11 or newer\n"
    (machine.bin / "python3.11").rename(machine.bin / "mine")
    assert machine.run("gradanim", "list", GRADANIM_PYTHON=str(machine.bin / "mine")).returncode == 0
