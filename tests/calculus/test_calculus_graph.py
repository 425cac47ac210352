"""The compute graph against mpmath, complex steps and a network written with arrays; its counters."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.graph import (
    GraphBuilder,
    GraphRunner,
    gradient_by_backpropagation,
    gradient_by_differences,
)
from gradanim.calculus.graph_network import dense_network
from gradanim.calculus.graph_ops import OPERATIONS
from gradanim.problems import ProblemError

BY_MPMATH = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "negate": lambda a: -a,
    "square": lambda a: a**2,
    "exp": mpmath.exp,
    "ln": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tanh": mpmath.tanh,
    "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
    "relu": lambda a: a if a > 0 else mpmath.mpf(0),
}


@pytest.mark.parametrize("name", list(BY_MPMATH))
@given(st.floats(0.05, 4), st.floats(0.05, 4))
@settings(deadline=None, max_examples=12)
def test_every_operation_and_its_derivatives(name, a, b):
    operation, exact = OPERATIONS[name], BY_MPMATH[name]
    for sign in (1, -1) if name not in ("ln", "power") else (1,):
        inputs = (sign * a, b)[: operation.arity]
        out = operation.value(*inputs)
        with mpmath.workdps(40):
            assert out == pytest.approx(float(exact(*map(mpmath.mpf, inputs))), rel=1e-13, abs=1e-15)
            for i, found in enumerate(operation.derivatives(*inputs, out)):
                order = tuple(int(i == j) for j in range(operation.arity))
                expected = float(mpmath.diff(exact, inputs, order))
                assert found == pytest.approx(expected, rel=1e-11, abs=1e-12)


def test_operations_at_their_edges():
    value = {name: operation.value for name, operation in OPERATIONS.items()}
    slope = {name: operation.derivatives for name, operation in OPERATIONS.items()}
    assert value["sigmoid"](-800.0) == 0
    assert value["sigmoid"](800.0) == 1
    assert value["exp"](1e4) == math.inf
    assert math.isnan(value["ln"](-1.0))
    assert math.isnan(value["divide"](1.0, 0.0))
    assert all(map(math.isnan, slope["divide"](1.0, 0.0, math.nan)))
    assert math.isnan(slope["ln"](0.0, math.nan)[0])
    assert math.isnan(value["power"](-8.0, 1 / 3))
    assert value["power"](-2.0, 3.0) == -8
    by_base, by_exponent = slope["power"](-2.0, 3.0, -8.0)
    assert by_base == 12
    assert math.isnan(by_exponent)
    assert slope["power"](0.0, 2.0, 0.0) == (0, 0)
    assert slope["power"](0.0, 0.0, 1.0)[0] == 0
    assert slope["relu"](0.0, 0.0) == (0,)


def built():
    """f = sin(x y) / (1 + e^{-z}) + (x − 2)² z, with x used three times over."""
    b = GraphBuilder()
    x, y, z = b.input("x"), b.input("y"), b.input("z")
    out = b.apply("sin", x * y) * b.apply("sigmoid", z) + b.apply("square", x - 2) * z
    return b.build(out)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3))
@settings(deadline=None, max_examples=30)
def test_backpropagation_against_the_complex_step(x, y, z):
    def f(x, y, z):
        return np.sin(x * y) / (1 + np.exp(-z)) + (x - 2) ** 2 * z

    h = 1e-30
    expected = [f(x + 1j * h, y, z).imag / h, f(x, y + 1j * h, z).imag / h, f(x, y, z + 1j * h).imag / h]
    graph, at = built(), {"x": x, "y": y, "z": z}
    assert GraphRunner(graph).forward(at).output == pytest.approx(f(x, y, z), rel=1e-13, abs=1e-13)
    run = gradient_by_backpropagation(graph, at)
    assert list(run.gradient) == ["x", "y", "z"]
    assert list(run.gradient.values()) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    rough = gradient_by_differences(graph, at)
    assert list(rough.gradient.values()) == pytest.approx(expected, abs=1e-3)


def test_the_passes_are_counted():
    at = {"x": 1.0, "y": 2.0, "z": 0.5}
    back = gradient_by_backpropagation(built(), at)
    assert (back.forward_passes, back.backward_passes) == (1, 1)
    differences = gradient_by_differences(built(), at)
    assert (differences.forward_passes, differences.backward_passes) == (4, 0)
    runner = GraphRunner(built())
    saved = runner.forward(at)
    runner.backward(saved)
    runner.backward(saved)
    assert (runner.forward_passes, runner.backward_passes) == (1, 2)


def test_what_flows_back_along_the_edges_adds_up():
    graph = built()
    runner = GraphRunner(graph)
    back = runner.backward(runner.forward({"x": 0.3, "y": -1.2, "z": 0.7}))
    arriving = [0.0] * len(graph.nodes)
    for k, node in enumerate(graph.nodes):
        for position, i in enumerate(node.inputs):
            arriving[i] += back.contribution(k, position)
    assert back.adjoints[-1] == 1
    assert arriving[:-1] == pytest.approx(list(back.adjoints[:-1]))


def test_names_symbols_and_columns():
    b = GraphBuilder()
    x, y = b.input("x"), b.input("y")
    unused = b.input("unused")
    assert unused.index == 2
    b.apply("exp", y, name="dead end")
    graph = b.build(b.apply("multiply", x + 1, y, name="product"))
    assert graph.inputs == ("x", "y", "unused")
    assert "dead end" not in [node.name for node in graph.nodes]
    assert [node.symbol for node in graph.nodes] == ["x", "y", "unused", "1", "+", "×"]
    assert graph.depths == (0, 0, 0, 0, 1, 2)
    assert all(i < k for k, node in enumerate(graph.nodes) for i in node.inputs)
    run = gradient_by_backpropagation(graph, {"x": 2.0, "y": 5.0, "unused": 1.0})
    assert dict(run.gradient) == {"x": 5.0, "y": 3.0, "unused": 0.0}


def test_arithmetic_with_numbers_on_either_side():
    b = GraphBuilder()
    x = b.input("x")
    graph = b.build(1 + x * 2 - (3 - x) / 4 + 8 / x - (-x) ** 3 + 2 * x)
    for at in (0.5, -1.5):
        expected = 1 + at * 2 - (3 - at) / 4 + 8 / at - (-at) ** 3 + 2 * at
        assert GraphRunner(graph).forward({"x": at}).output == pytest.approx(expected)
        slope = 2 + 0.25 - 8 / at**2 + 3 * at**2 + 2
        assert gradient_by_backpropagation(graph, {"x": at}).gradient["x"] == pytest.approx(slope)


def network_by_arrays(network, parameters, data, targets, activation):
    sizes = network.sizes
    total = 0.0
    for x, y in zip(data, targets, strict=True):
        layer = np.array(x, dtype=complex)
        for k in range(1, len(sizes)):
            w = np.array(
                [[parameters[f"w{k}_{i + 1}_{j + 1}"] for j in range(sizes[k - 1])] for i in range(sizes[k])]
            )
            layer = w @ layer + np.array([parameters[f"b{k}_{i + 1}"] for i in range(sizes[k])])
            if k < len(sizes) - 1:
                layer = activation(layer)
        total = total + ((layer - np.array(y)) ** 2).sum()
    return total / len(data)


@pytest.mark.parametrize(
    ("name", "activation"), [("tanh", np.tanh), ("sigmoid", lambda a: 1 / (1 + np.exp(-a)))]
)
def test_a_dense_network(name, activation):
    data, targets = [[0.2, -1.0], [0.9, 0.4], [-0.5, 0.1]], [[1.0], [0.0], [0.5]]
    network = dense_network([2, 3, 2, 1], data, targets, activation=name, seed=4)
    parameters = dict(network.parameters)
    assert len(parameters) == 2 * 3 + 3 + 3 * 2 + 2 + 2 + 1
    run = gradient_by_backpropagation(network.graph, parameters)
    assert (run.forward_passes, run.backward_passes) == (1, 1)
    assert network.graph.nodes[-1].name == "loss"
    loss = GraphRunner(network.graph).forward(parameters).output
    assert loss == pytest.approx(network_by_arrays(network, parameters, data, targets, activation).real)
    for key in parameters:
        moved = {**parameters, key: parameters[key] + 1e-30j}
        expected = network_by_arrays(network, moved, data, targets, activation).imag / 1e-30
        assert run.gradient[key] == pytest.approx(expected, rel=1e-10, abs=1e-14)
    rough = gradient_by_differences(network.graph, parameters)
    assert rough.forward_passes == len(parameters) + 1
    assert rough.gradient == pytest.approx(dict(run.gradient), abs=1e-5)


def test_networks_are_reproducible_and_named():
    one = dense_network([1, 2, 1], [[0.5]], [[1.0]], activation="relu", seed=1)
    two = dense_network([1, 2, 1], [[0.5]], [[1.0]], activation="relu", seed=1)
    other = dense_network([1, 2, 1], [[0.5]], [[1.0]], activation="relu", seed=2)
    assert one == two
    assert one.parameters != other.parameters
    names = {node.name for node in one.graph.nodes}
    assert {"w1_1_1", "b1_2", "z1_2", "h1_1", "w2_1_2", "z2_1", "loss"} <= names


def test_what_is_refused():
    with pytest.raises(ProblemError) as error:
        GraphRunner(built()).forward({"x": 1.0, "zz": 2.0, "y": 0.0})
    assert [problem.message for problem in error.value.problems] == [
        "the compute graph needs a value for its input `z`",
        "`zz` is not an input of the compute graph; its inputs are x, y, z",
    ]
    b = GraphBuilder()
    b.input("x")
    with pytest.raises(ValueError, match="taken"):
        b.input("x")
    with pytest.raises(ValueError, match="no operation 'cube' with 1 inputs"):
        b.apply("cube", 1.0)
    with pytest.raises(ValueError, match="one graph"):
        b.apply("sin", GraphBuilder().input("y"))
    with pytest.raises(ValueError, match="two layers"):
        dense_network([2], [[1, 2]], [[1]])
    with pytest.raises(ValueError, match="as long as"):
        dense_network([2, 1], [[1, 2, 3]], [[1]])
    with pytest.raises(ValueError, match="no operation 'swish'"):
        dense_network([2, 2, 1], [[1, 2]], [[1]], activation="swish")
