"""What reaches the terminal of a user: no warnings of numpy, no formula that fills the screen, and what takes long."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cli_helpers import call, environment

from gradanim.cli.first_time import tell_of_compiling
from gradanim.raster.kernel_cache import cache_directory

BUSY = "+".join(f"sin({k}x)" for k in range(50))
COMPILING = "Compiling the 3D renderer, which is done once and takes about half a minute.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1e308*x^3", "--variables", "x", "--at", "10"], "f                    undefined"),
        (["1e308*x^3 + 0.1x", "--variables", "x", "--at", "0.001"], "∇f                   (3×10³⁰²)"),
        (["x^2 + y^2", "--at", "1e200,1e200"], "‖∇f‖                 2.82843×10²⁰⁰"),
        (["exp(x)", "--variables", "x", "--at", "1000", "--step", "1"], "actual Δf          undefined"),
    ],
)
def test_numbers_that_overflow_say_so_and_nothing_else(arguments, said):
    answer = call("inspect", *arguments)
    assert (answer.code, answer.err) == (0, "")
    assert said in answer.out


def test_no_warning_of_a_library_reaches_a_user(folder):
    code = "import sys, warnings, gradanim.cli as c; c.main = lambda: warnings.warn('w', RuntimeWarning); "
    code += "from gradanim.__main__ import run; sys.argv = ['gradanim', {}]; run()"

    def stderr(argument: str, **others: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code.format(repr(argument))],
            capture_output=True,
            text=True,
            env=environment(**others),
            check=False,
        ).stderr

    assert stderr("list") == ""
    assert "RuntimeWarning: w" in stderr("--debug")
    assert "RuntimeWarning: w" in stderr("list", PYTHONWARNINGS="default")


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (f"sinn(x)+{BUSY}", f"  {f'sinn(x)+{BUSY}'[:71]}…\n  ^\n"),
        (f"{BUSY}+sinn(x)", f"  …{f'{BUSY}+sinn(x)'[-71:]}\n  {' ' * 65}^\n"),
        (f"{BUSY}+sinn(x)+{BUSY}", f"  …{BUSY[-34:]}+sinn(x)+{BUSY[:27]}…\n  {' ' * 36}^\n"),
    ],
)
def test_a_long_formula_is_cut_around_the_mistake(run, formula, shown):
    answer = run("inspect", formula)
    column = formula.index("sinn") + 1
    assert answer.code == 2
    assert answer.err == f"`sinn` at column {column} is not a function; did you mean `sin`?\n{shown}"
    line, caret = shown.splitlines()
    assert line[caret.index("^") :].startswith("sinn(x)") and len(line) <= 74


def test_compiling_is_announced_until_it_is_done(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    tell_of_compiling()
    tell_of_compiling()
    assert capsys.readouterr() == ("", COMPILING * 2)
    inside = cache_directory(str(tmp_path)) / "raster"
    inside.mkdir()
    (inside / f"meshes.cut-1.py3{sys.version_info.minor}.nbi").touch()
    tell_of_compiling()
    assert capsys.readouterr().err == COMPILING
    (inside / f"tile_draw.draw_tiles-1.py3{sys.version_info.minor}.nbi").touch()
    tell_of_compiling()
    assert capsys.readouterr() == ("", "")
