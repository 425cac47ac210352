"""What importing calculus costs, and that its public names are where they are said to be."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import gradanim.calculus as calculus

CHECK = """
import json, sys
import gradanim.calculus
cheap = sorted(sys.modules)
from gradanim.calculus import JetField, format_quantity, parse_claim, parse_quantity
field = JetField.parse("sin(a x)|y| + max(x, y)", params={"a": 2})
field.hessian([[1, 2], [3, 4]])
field.kink_indicators([1, 2])
env = {"gradient": field.gradient([1, 2]), "f()": field.value, "x": 1.0}
parse_claim("dot(gradient, gradient) > 0 and f(1, 2) ≈ 2.9", ["x"], ["gradient"]).check(env)
parse_quantity("norm(gradient)", [], ["gradient"]).typst()
format_quantity(field.value([1, 2]))
print(json.dumps([cheap, sorted(sys.modules)]))
"""


def test_checking_a_formula_imports_nothing_heavy() -> None:
    run = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    cheap, used = (set(names) for names in json.loads(run.stdout))
    heavy = {"sympy", "mpmath", "scipy", "contourpy", "manim", "numba", "pydantic"}
    assert not heavy & used
    assert not {"numpy", *heavy} & cheap
    assert "numpy" in used


def test_every_public_name_is_there() -> None:
    for name in calculus.__all__:
        assert not isinstance(getattr(calculus, name), ModuleType)
    assert set(calculus.__all__) <= set(dir(calculus))
    with pytest.raises(AttributeError, match=r"module 'gradanim.calculus' has no attribute 'nothing'"):
        _ = calculus.nothing  # type: ignore[attr-defined]


def test_type_checkers_see_the_same_names_from_the_same_modules() -> None:
    tree = ast.parse(Path(str(calculus.__file__)).read_text(encoding="utf-8"))
    (checked,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: str(statement.module).removeprefix("gradanim.calculus.")
        for statement in checked.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert seen == dict(calculus._HOMES)
    assert sorted(seen) == sorted(calculus.__all__)


@pytest.mark.parametrize("module", sorted(set(calculus._HOMES.values())))
def test_public_names_are_public_in_their_modules_too(module: str) -> None:
    listed = __import__(f"gradanim.calculus.{module}", fromlist=["__all__"]).__all__
    assert {name for name, home in calculus._HOMES.items() if home == module} <= set(listed)
