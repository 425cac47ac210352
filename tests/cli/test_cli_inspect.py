"""inspect: what scripts read, what a lecturer reads, and where a formula is wrong."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import sympy

DERIVATIVES = ["f", "variables", "gradient", "hessian"]
AT = ["at", "value", "gradient_at", "norm", "steepest_ascent", "steepest_descent"]


def asked(run, *arguments):
    answer = run("inspect", *arguments, "--json")
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def test_the_keys_and_numbers_of_the_first_worked_example(run):
    found = asked(
        run, "x^2*y + 3*y", "--at", "2,1", "--step", "0.1,-0.05", "--direction", "1,1", "--critical"
    )
    assert list(found) == [
        *DERIVATIVES,
        *AT,
        "direction",
        "directional_derivative",
        "step",
        "predicted_change",
        "actual_change",
        "critical_points",
    ]
    assert found["variables"] == ["x", "y"] and found["at"] == [2.0, 1.0] and found["value"] == 7.0
    assert found["gradient_at"] == [4.0, 7.0] and found["norm"] == pytest.approx(math.sqrt(65))
    np.testing.assert_allclose(found["steepest_ascent"], np.array([4, 7]) / math.sqrt(65))
    np.testing.assert_allclose(found["steepest_descent"], -np.array([4, 7]) / math.sqrt(65))
    np.testing.assert_allclose(found["direction"], [math.sqrt(0.5)] * 2)
    assert found["directional_derivative"] == pytest.approx(11 / math.sqrt(2))
    assert found["predicted_change"] == pytest.approx(0.05, abs=1e-15)
    assert found["actual_change"] == pytest.approx(0.0395, abs=1e-12)
    assert found["critical_points"] == []


def test_sympy_can_read_the_derivatives(run):
    found = asked(run, "a*sin(x)*e^y + |x|", "--param", "a=2")
    x, y, a = sympy.symbols("x y a", real=True)
    read = {"x": x, "y": y, "a": a}
    f = sympy.sympify(found["f"], read)
    assert sympy.simplify(f - (a * sympy.sin(x) * sympy.exp(y) + sympy.Abs(x))) == 0
    for part, variable in zip(found["gradient"], (x, y), strict=True):
        assert sympy.simplify(sympy.sympify(part, read) - sympy.diff(f, variable)) == 0
    for row, first in zip(found["hessian"], (x, y), strict=True):
        for part, second in zip(row, (x, y), strict=True):
            at = {x: 0.7, y: 0.3, a: 2.0}
            wanted = float(sympy.diff(f, first, second).subs(at))
            assert float(sympy.sympify(part, read).subs(at)) == pytest.approx(wanted)


def test_nothing_is_asked_and_only_the_derivatives_are_told(run):
    assert list(asked(run, "x*y")) == DERIVATIVES


def test_where_the_gradient_vanishes_no_direction_is_steepest(run):
    found = asked(run, "x^2 + y^2", "--at", "0,0")
    assert found["norm"] == 0.0
    assert found["steepest_ascent"] is None and found["steepest_descent"] is None
    assert (
        "steepest descent     none: the gradient vanishes" in run("inspect", "x^2 + y^2", "--at", "0,0").out
    )


def test_what_is_undefined_is_null_and_the_text_is_json(run):
    found = asked(run, "log(x) + y", "--at", "-1,0", "--step", "1,1", "--direction", "1,0")
    for key in ("value", "gradient_at", "norm", "steepest_ascent", "directional_derivative"):
        assert found[key] is None
    assert found["predicted_change"] is None and found["actual_change"] is None
    assert "steepest ascent      undefined" in run("inspect", "log(x) + y", "--at", "-1,0").out


def test_critical_points_with_their_kind(run):
    found = asked(run, "x^3 - 3x + y^2", "--critical", "--domain", "-2,2,-1,1")["critical_points"]
    assert [list(point) for point in found] == [["at", "kind"]] * 2
    kinds = {point["kind"]: point["at"] for point in found}
    np.testing.assert_allclose(kinds["minimum"], [1, 0], atol=1e-9)
    np.testing.assert_allclose(kinds["saddle"], [-1, 0], atol=1e-9)


def test_other_variables_and_one_domain_for_all(run):
    found = asked(run, "r^2 + s^2 + t^2", "--variables", "r,s,t", "--critical", "--domain", "-1,1")
    assert found["variables"] == ["r", "s", "t"] and len(found["hessian"]) == 3
    assert found["critical_points"] == [{"at": pytest.approx([0, 0, 0], abs=1e-9), "kind": "minimum"}]


def test_the_page_is_one_that_a_lecturer_likes_to_read(run):
    answer = run("inspect", "x^2 y + 3y", "--at", "2, 1", "--step", "1/10, -1/20", "--direction", "(1, 1)")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "f(x, y) = x^2*y + 3*y\n"
        "\n"
        "Gradient\n"
        "  ∂f/∂x = 2*x*y\n"
        "  ∂f/∂y = x^2 + 3\n"
        "\n"
        "Hessian\n"
        "  [ 2*y, 2*x ]\n"
        "  [ 2*x, 0 ]\n"
        "\n"
        "At (2, 1)\n"
        "  f                    7\n"
        "  ∇f                   (4, 7)\n"
        "  ‖∇f‖                 8.06226\n"
        "  steepest ascent      (0.496139, 0.868243)\n"
        "  steepest descent     (−0.496139, −0.868243)\n"
        "  along u = (0.707107, 0.707107)\n"
        "    D_u f              7.77817\n"
        "  step h = (0.1, −0.05)\n"
        "    predicted ∇f·h     0.05\n"
        "    actual Δf          0.0395\n"
    )


def test_a_formula_may_begin_with_a_minus(run):
    assert asked(run, "-x^2 - h", "--variables", "x,h", "--at", "-1,-2")["value"] == 1.0
    assert asked(run, "-h + x", "--variables", "h,x", "--at", "1,2")["value"] == 1.0
    assert run("inspect", "-h").out.startswith("Usage:")


def test_a_name_that_may_be_a_parameter_is_told_how_to_get_a_value(run):
    answer = run("inspect", "a x^2 + b y")
    hint = "a name that is no variable takes a value from --param, such as `--param a=1`\n"
    assert answer.code == 2 and answer.err.endswith(hint) and answer.err.count("--param") == 2
    assert run("inspect", "a x^2 + b y", "--param", "a=1", "--param", "b=2").code == 0
    assert "--param" not in run("inspect", "x^2 + )").err


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (
            "x + sinn(y)",
            "`sinn` at column 5 is not a function; did you mean `sin`?\n  x + sinn(y)\n      ^\n",
        ),
        ("-x + q", "`q` at column 6 is not known; the names declared here are x, y\n  -x + q\n       ^\n"),
        (
            "x + ",
            "the formula ends after `+`, where a number, a name or a bracket is missing\n  x + \n    ^\n",
        ),
        ("x + 1)", "`)` at column 6 closes nothing\n  x + 1)\n       ^\n"),
        ("", "the formula is empty\n"),
        ("x\n+ q", "`q` at column 5 is not known; the names declared here are x, y\n"),
        ("__import__('os')", "has no place in a formula\n"),
        ("9^9^9^9", "has no finite value\n  9^9^9^9\n"),
    ],
)
def test_a_mistake_in_the_formula_is_pointed_at(run, formula, said):
    answer = run("inspect", formula)
    assert answer.code == 2 and answer.out == ""
    assert said in answer.err and not answer.err.startswith(("1:", "5:", "6:"))
    assert "Traceback" not in answer.err
    assert "Traceback" in run("inspect", formula, "--debug").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x", "--at", "1,b"], "`b` is not a number: `b` at column 1 is not known"),
        (["x", "--at", "1"], "--at needs as many numbers as the function has variables, 2, not 1"),
        (["x", "--at", "1,1e400"], "`1e400` is not a number"),
        (["x", "--at", "nan,1"], "`nan` is not a number"),
        (["x", "--step", "1,1"], "--step needs a point; add --at"),
        (["x", "--direction", "1,1"], "--direction needs a point; add --at"),
        (["x", "--at", "1,1", "--direction", "0,0"], "a direction needs a length"),
        (["a*x", "--param", "a"], "`a` should be a name and a number, such as a=2"),
        (["a*x", "--param", "a=nan"], "must be a finite number"),
        (["a*x", "--param", "a=b"], "`a=b` should be a name and a number, such as a=2"),
        (["x", "--variables", "x,x"], "`x` is declared twice"),
        (["x", "--variables", "1x"], "`1x` is no name"),
        (["x", "--critical", "--domain", "1,2,3"], "--domain needs a low and a high number for each of 2"),
        (["x", "--critical", "--domain", "2,1"], "--domain needs a low and a high number for each of 2"),
    ],
)
def test_a_wrong_question_is_told(run, arguments, said):
    answer = run("inspect", *arguments)
    assert answer.code == 2 and said in answer.err and answer.out == ""
    assert "Traceback" not in answer.err and "Internal error" not in answer.err


def test_zero_has_no_sign(run):
    said = run("inspect", "x^2 - y^2", "--at", "0,0", "--direction", "-1,0", "--step", "-0.0,0", "--json").out
    assert "-0.0" not in said and '"direction": [' in said
    assert "-0" not in run("inspect", "x^2 - y^2", "--at", "0,0", "--direction", "1,0").out
