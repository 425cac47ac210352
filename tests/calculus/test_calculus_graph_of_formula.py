"""The graph of a formula against the formula's own derivatives, which another evaluator computes."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus import JetField, parse
from gradanim.calculus.elementary import RULES
from gradanim.calculus.graph import GraphRunner, gradient_by_backpropagation, gradient_by_differences
from gradanim.calculus.graph_of_formula import formula_graph
from gradanim.calculus.graph_ops import OPERATIONS

FORMULAS = [
    "x^2 y + 3y",
    "a*x - y/2 + 4",
    "-x^3 + 2^y - e^(x*y)",
    "sin(x*y) + cos(x*y)^2 - 2/x",
    "max(x, y, 1/2) * sqrt(x) + min(x, 3 - y)",
    "atan2(y, x) + ln(x + y^2) - |y|",
    "x^y + (x + y)^2*(x + y)",
    "tanh(x)/(1 + y^2) - asin(y/4)*cbrt(x)",
    "x",
    "y*y*y",
]


@pytest.mark.parametrize("text", FORMULAS)
@given(x=st.floats(0.3, 2.9), y=st.floats(-2.9, 2.9).filter(lambda v: abs(v) > 0.05))
@settings(deadline=None, max_examples=15)
def test_backpropagation_gives_the_gradient(text: str, x: float, y: float) -> None:
    params = {"a": 1.7}
    graph = formula_graph(parse(text, ("x", "y"), params), params)
    run = gradient_by_backpropagation(graph, {"x": x, "y": y})
    field = JetField.parse(text, ("x", "y"), params)
    assert GraphRunner(graph).forward({"x": x, "y": y}).output == pytest.approx(
        field.value([x, y]), rel=1e-12
    )
    expected = field.gradient([x, y])
    if np.isfinite(expected).all():
        assert [run.gradient["x"], run.gradient["y"]] == pytest.approx(list(expected), rel=1e-10, abs=1e-12)
    assert (run.forward_passes, run.backward_passes) == (1, 1)
    assert gradient_by_differences(graph, {"x": x, "y": y}).forward_passes == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max(x, y, 1/2) * x", (0.5, 0.0)),
        ("min(max(x, y), 1/8) + y", (0.0, 1.0)),
        ("max(|x - y|, 3) + x y", (0.375, 0.375)),
    ],
)
def test_a_corner_of_what_is_not_taken_is_no_corner(text: str, expected: tuple[float, float]) -> None:
    graph = formula_graph(parse(text, ("x", "y"), {}), {})
    run = gradient_by_backpropagation(graph, {"x": 0.375, "y": 0.375})
    assert (run.gradient["x"], run.gradient["y"]) == expected
    assert tuple(JetField.parse(text, ("x", "y"), {}).gradient([0.375, 0.375])) == expected


@pytest.mark.parametrize("n", [1, 2, 5, 6])
def test_differences_take_one_evaluation_more_than_there_are_inputs(n: int) -> None:
    names = tuple("pqrstu"[:n])
    graph = formula_graph(parse(" + ".join(f"{k + 1}{name}^2" for k, name in enumerate(names)), names), {})
    at = {name: 0.5 + k for k, name in enumerate(names)}
    run = gradient_by_backpropagation(graph, at)
    assert [run.gradient[name] for name in names] == pytest.approx(
        [2 * (k + 1) * (0.5 + k) for k in range(n)]
    )
    assert gradient_by_differences(graph, at).forward_passes == n + 1


def test_what_stands_twice_is_computed_once_and_numbers_are_folded() -> None:
    graph = formula_graph(parse("sin(x y) + (x*y)^2 + 2*pi/3", ("x", "y")), {})
    operations = [node.operation for node in graph.nodes]
    assert operations.count("multiply") == 1
    constants = [node.constant for node in graph.nodes if node.operation == "constant"]
    assert constants == [pytest.approx(2 * math.pi / 3)]
    assert formula_graph(parse("4", ("x",)), {}).inputs == ("x",)


def test_parameters_are_numbers_of_the_graph() -> None:
    expression = parse("alpha*x", ("x",), ("alpha",))
    for value in (2.0, -0.5):
        graph = formula_graph(expression, {"α": value})
        assert gradient_by_backpropagation(graph, {"x": 3.0}).gradient["x"] == value


BY_MPMATH = {
    **{
        name: getattr(mpmath, name)
        for name in ("exp", "sqrt", "cbrt", "sin", "cos", "tan", "cot", "sec", "csc")
    },
    **{
        name: getattr(mpmath, name)
        for name in ("asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "atanh")
    },
    "ln": mpmath.log,
    "log10": mpmath.log10,
    "log2": lambda u: mpmath.log(u) / mpmath.log(2),
    "abs": abs,
    "acosh": lambda u: mpmath.acosh(u + 1),
    "sign": mpmath.sign,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
}


@pytest.mark.parametrize("name", list(RULES))
@given(u=st.floats(0.1, 0.9))
@settings(deadline=None, max_examples=8)
def test_elementary_functions_are_operations(name: str, u: float) -> None:
    at = u + 1 if name == "acosh" else u
    operation = OPERATIONS[name]
    out = operation.value(at)
    with mpmath.workdps(40):
        assert out == pytest.approx(float(BY_MPMATH[name](mpmath.mpf(u))), rel=1e-11)
        slope = float(mpmath.diff(BY_MPMATH[name], mpmath.mpf(u)))
    assert operation.derivatives(at, out)[0] == pytest.approx(slope, rel=1e-9, abs=1e-12)


def test_functions_of_two_numbers() -> None:
    assert OPERATIONS["atan2"].derivatives(3.0, 4.0, 0.0) == pytest.approx((4 / 25, -3 / 25))
    assert OPERATIONS["max"].derivatives(3.0, 4.0, 4.0) == (0.0, 1.0)
    assert OPERATIONS["min"].derivatives(3.0, 4.0, 3.0) == (1.0, 0.0)
    assert all(map(math.isnan, OPERATIONS["min"].derivatives(2.0, 2.0, 2.0)))
    assert all(map(math.isnan, OPERATIONS["atan2"].derivatives(0.0, 0.0, 0.0)))
