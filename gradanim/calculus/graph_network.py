"""A dense network with its mean squared loss as a compute graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from msgspec import Struct

from gradanim.calculus.graph import ComputeGraph, GraphBuilder, Wire

__all__ = ["Network", "dense_network"]


class Network(Struct, frozen=True):
    """A dense network with its mean squared loss as a compute graph.

    Attributes:
        graph: its inputs are the weights and biases, its output the loss.
        parameters: start values of the inputs by name.
        sizes: neurons in each layer, the data's columns first.
    """

    graph: ComputeGraph
    parameters: Mapping[str, float]
    sizes: tuple[int, ...]


def dense_network(
    sizes: Sequence[int],
    data: Sequence[Sequence[float]],
    targets: Sequence[Sequence[float]],
    *,
    activation: str = "tanh",
    seed: int = 0,
) -> Network:
    """The loss (1/m) Σ ‖output(data_s) − target_s‖² of a dense network, s from 1 to m.

    Hidden layers are ``activation(W x + b)``, the last layer is W x + b. Weight ``w2_3_1`` leads from neuron 1
    of layer 1 to neuron 3 of layer 2, ``b2_3`` is that neuron's bias; ``z2_3`` is its sum and ``h2_3`` its
    activation, followed by ``@s`` where there are several samples.

    Args:
        sizes: neurons in each layer, at least two numbers.
        data: m samples of ``sizes[0]`` numbers.
        targets: m samples of ``sizes[-1]`` numbers.
        activation: one of `OPERATIONS` with one input.
        seed: of the start values, uniform in ±1/√(neurons before) and rounded to three decimals; biases are 0.

    Raises:
        ValueError: where sizes, data and targets do not fit together or the activation is unknown.
    """
    if len(sizes) < 2 or min(sizes) < 1 or not data or len(data) != len(targets):
        raise ValueError("a network needs two layers or more, and as many targets as samples")
    if any(len(x) != sizes[0] for x in data) or any(len(y) != sizes[-1] for y in targets):
        raise ValueError("samples must be as long as the first layer is wide, targets as the last one")
    builder = GraphBuilder()
    parameters = _start_values(sizes, seed)
    wires = {name: builder.input(name) for name in parameters}
    terms = []
    for s, (x, y) in enumerate(zip(data, targets, strict=True), start=1):
        layer = [builder.constant(number) for number in x]
        for k in range(1, len(sizes)):
            last = k == len(sizes) - 1
            mark = f"@{s}" if len(data) > 1 else ""
            layer = _layer(builder, wires, (k, sizes[k], mark), layer, "" if last else activation)
        terms += [builder.apply("square", out - target) for out, target in zip(layer, y, strict=True)]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    loss = builder.apply("divide", total, len(data), name="loss")
    return Network(builder.build(loss), MappingProxyType(parameters), tuple(sizes))


def _start_values(sizes: Sequence[int], seed: int) -> dict[str, float]:
    random = np.random.default_rng(seed)
    values: dict[str, float] = {}
    for k in range(1, len(sizes)):
        reach = sizes[k - 1] ** -0.5
        for i in range(1, sizes[k] + 1):
            for j in range(1, sizes[k - 1] + 1):
                values[f"w{k}_{i}_{j}"] = round(float(random.uniform(-reach, reach)), 3)
            values[f"b{k}_{i}"] = 0.0
    return values


def _layer(
    builder: GraphBuilder,
    wires: Mapping[str, Wire],
    place: tuple[int, int, str],
    before: Sequence[Wire],
    activation: str,
) -> list[Wire]:
    """The neurons of layer k: their sums, and the activations of these if there is one."""
    k, width, mark = place
    layer = []
    for i in range(1, width + 1):
        total = before[0] * wires[f"w{k}_{i}_1"]
        for j, wire in enumerate(before[1:], start=2):
            total = total + wire * wires[f"w{k}_{i}_{j}"]
        total = builder.apply("add", total, wires[f"b{k}_{i}"], name=f"z{k}_{i}{mark}")
        layer.append(builder.apply(activation, total, name=f"h{k}_{i}{mark}") if activation else total)
    return layer
