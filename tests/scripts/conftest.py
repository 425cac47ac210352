"""A stand-in machine for the set-up scripts, with its own Python and package managers: nothing is downloaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
# What the scripts use of the system.
TOOLS = [
    "bash",
    "env",
    "dirname",
    "cat",
    "cmp",
    "mkdir",
    "find",
    "rm",
    "mv",
    "grep",
    "tail",
    "sed",
    "readlink",
    "id",
]
TOOLS += ["sleep", "chmod", "touch"]
LOCKS = ["requirements-build.lock", "requirements.lock", "requirements-dev.lock"]

# Answers as Python does: to the questions of find_python, to `-m venv`, and with a real Python to the lock.
FAKE_PYTHON = r"""#!/bin/bash
case "$*" in
*"import importlib.util"*)
    printf '%s\n' "$0" 3.11 "${FAKE_VENV:-yes}" "${FAKE_HEADERS:-yes}" "${FAKE_SYSTEM:-no}" ;;
*"import fcntl"*) shift; exec REAL_PYTHON -c "$1" ;;
"-m venv "*)
    echo "venv" >>"$CALLS"
    mkdir -p "$3/bin"
    cat "$BIN/venv-python" >"$3/bin/python"
    for tool in ruff mypy lint-imports; do
        printf '#!/bin/bash\necho "%s $*"; [ "$BROKEN" != %s ]\n' $tool $tool >"$3/bin/$tool"
    done
    chmod +x "$3"/bin/* ;;
*) exit 64 ;;
esac
"""
VENV_PYTHON = r"""#!/bin/bash
echo "$*" >>"$CALLS"
case "$*" in
*"-m pip"*)
    while [ -n "$SLOW_PIP" ] && [ ! -e "$BIN/go" ]; do sleep 0.02; done
    echo "pip speaks"
    [ -z "$FAIL_PIP" ] || { echo "no matching distribution"; exit 1; } ;;
*"-m gradanim"*) echo "ran $*"; exit "${STATUS:-0}" ;;
*"-m pytest"*) echo "=== 3 passed in 0.1s ==="; exit "${STATUS:-0}" ;;
*warm_up*) [ -z "$FAIL_WARM" ] ;;
esac
"""
APT_GET = r"""#!/bin/bash
echo "apt-get $*" >>"$CALLS"
[ -z "$FAIL_APT" ] || { echo "E: Unable to locate package"; exit 100; }
case "$*" in
*install*) touch "$BIN/have-all"; printf '#!/bin/bash\n' >"$BIN/cc"; chmod +x "$BIN/cc" ;;
esac
"""
PKG_CONFIG = '#!/bin/bash\n[ -e "$BIN/have-all" ]\n'


class Machine:
    """A folder with the scripts, and a PATH with nothing on it but what a test put there."""

    def __init__(self, folder: Path) -> None:
        self.root, self.bin, self.calls = folder / "a clone", folder / "bin", folder / "calls"
        (self.root / "scripts").mkdir(parents=True)
        self.bin.mkdir()
        for name in ("gradanim", "test", "_prepare.sh", "_system.sh"):
            shutil.copy2(REPOSITORY / "scripts" / name, self.root / "scripts" / name)
        for name in LOCKS:
            (self.root / name).write_text(f"{name.partition('.')[0]}==1.0\n")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.put("python3.11", FAKE_PYTHON.replace("REAL_PYTHON", sys.executable))
        self.put("venv-python", VENV_PYTHON)
        self.put("cc", "#!/bin/bash\n")
        self.put("pkg-config", "#!/bin/bash\n")
        self.environment = {"PATH": str(self.bin), "BIN": str(self.bin), "CALLS": str(self.calls)}

    def put(self, name: str, text: str) -> None:
        # The name may be a link to a real program, which must not be written to: the link itself is replaced.
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def remove(self, *names: str) -> None:
        for name in names:
            (self.bin / name).unlink()

    def lack_libraries(self) -> None:
        """Cairo and Pango are missing until apt-get has installed something."""
        self.put("pkg-config", PKG_CONFIG)

    def have_apt_get(self, user: int = 0) -> None:
        """There is an apt-get, and we are this user."""
        self.put("apt-get", APT_GET)
        self.put("id", f"#!/bin/bash\necho {user}\n")

    def let_go(self) -> None:
        """Lets go on who waits because of SLOW_PIP."""
        (self.bin / "go").touch()

    def until_called(self, word: str) -> None:
        """Waits until something was started."""
        deadline = time.monotonic() + 60
        while not (self.calls.exists() and word in self.calls.read_text()):
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def start(self, script: str, *arguments: str, **environment: str) -> subprocess.Popen:
        return subprocess.Popen(
            [self.root / "scripts" / script, *arguments],
            env={**self.environment, **environment},
            cwd=self.root.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        process = self.start(script, *arguments, **environment)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(script, process.returncode, out, err)

    def called(self) -> list[str]:
        """What was started since the last time this was asked."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)
