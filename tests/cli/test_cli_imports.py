"""Commands that draw nothing start quickly: what each of them may import, in one list."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli_helpers import environment

SCENES = Path(__file__).parents[2] / "scenes"

CLICK = {"click", "gradanim"}
PYDANTIC = {"pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"}
SPEC = CLICK | PYDANTIC | {"ruamel"}
SPEC_AND_ARRAYS = SPEC | {"numpy", "msgspec"}
MATHEMATICS = SPEC_AND_ARRAYS | {"sympy", "mpmath", "scipy", "contourpy"}

# Every command, and the packages beyond the standard library that it may import.
MAY_IMPORT = {
    ("--help",): CLICK,
    ("--version",): CLICK,
    ("render", "--help"): CLICK,
    ("build", "--help"): CLICK,
    ("still", "--help"): CLICK,
    ("doctor", "--help"): CLICK,
    ("check", "hero.yaml"): SPEC_AND_ARRAYS,
    ("check", "series/the-gradient-vector.yaml", "--json"): SPEC_AND_ARRAYS,
    ("plan", "hero.yaml"): SPEC_AND_ARRAYS,
    ("plan", "series/the-gradient-vector.yaml", "--json"): SPEC_AND_ARRAYS,
    ("list", "."): SPEC_AND_ARRAYS,
    ("schema",): SPEC,
    ("inspect", "x^2*y", "--at", "2,1", "--step", "1,1", "--direction", "1,0", "--critical"): MATHEMATICS,
}
NEVER = {"manim", "numba", "av", "PIL", "cairo", "typst", "rich"}
CODE = """
import sys
from gradanim.cli import main
sys.argv[0] = "gradanim"
try:
    main()
except SystemExit as end:
    code = end.code
print(code, *sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)), file=sys.stderr)
"""
# Modules that belong to no package: Python's own settings, editable installs, Cython's runtime.
NO_PACKAGES = ("_sysconfigdata", "__editable__", "_cython_", "cython_runtime")
# What an installed package may bring into every process of Python, before a line of ours is run.
AT_THE_START = {"__main__", "__mp_main__", "_distutils_hack", "sitecustomize", "usercustomize"}


@pytest.mark.parametrize("arguments", MAY_IMPORT, ids=" ".join)
def test_a_command_imports_no_more_than_its_list(arguments, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments],
        capture_output=True,
        text=True,
        cwd=SCENES,
        # Clips of an earlier state, which a cache may hold, are compared with what is laid out now: that takes fonts.
        env=environment(XDG_CACHE_HOME=str(tmp_path)),
        check=False,
    )
    code, *modules = done.stderr.split()
    assert code in ("0", "None"), done.stderr
    found = {name for name in modules if not name.startswith(NO_PACKAGES)} - AT_THE_START
    assert not found & NEVER
    assert found <= MAY_IMPORT[arguments]


def test_who_only_checks_loads_nothing_that_draws():
    code = (
        "import sys\nfrom gradanim.cli import main\nsys.argv = ['gradanim', 'check', 'hero.yaml']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sorted(name for name in sys.modules if name.startswith('gradanim.')), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=SCENES, env=environment()
    )
    loaded = set(done.stderr.split())
    assert "gradanim.beats.check" in loaded
    assert (
        not {"gradanim.raster", "gradanim.render", "gradanim.actors.stage", "gradanim.actors.layout"} & loaded
    )


def test_the_list_would_notice_manim():
    code = "import sys, gradanim.render.manim_text; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment())
    assert {"manim"} <= set(done.stdout.split())
