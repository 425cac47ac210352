"""Building compute graphs: by arithmetic on wires, and a dense network with its loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from gradanim.calculus.graph import ComputeGraph, Node
from gradanim.calculus.graph_ops import OPERATIONS

__all__ = ["GraphBuilder", "Network", "Wire", "dense_network"]


@dataclass(frozen=True, eq=False)
class Wire:
    """The output of a node under construction; arithmetic on wires adds nodes to their graph."""

    builder: GraphBuilder
    index: int

    def __add__(self, other: Wire | float) -> Wire:
        return self.builder.apply("add", self, other)

    def __radd__(self, other: float) -> Wire:
        return self.builder.apply("add", other, self)

    def __sub__(self, other: Wire | float) -> Wire:
        return self.builder.apply("subtract", self, other)

    def __rsub__(self, other: float) -> Wire:
        return self.builder.apply("subtract", other, self)

    def __mul__(self, other: Wire | float) -> Wire:
        return self.builder.apply("multiply", self, other)

    def __rmul__(self, other: float) -> Wire:
        return self.builder.apply("multiply", other, self)

    def __truediv__(self, other: Wire | float) -> Wire:
        return self.builder.apply("divide", self, other)

    def __rtruediv__(self, other: float) -> Wire:
        return self.builder.apply("divide", other, self)

    def __pow__(self, other: Wire | float) -> Wire:
        return self.builder.apply("power", self, other)

    def __neg__(self) -> Wire:
        return self.builder.apply("negate", self)


class GraphBuilder:
    """Builds a graph node by node: ``b = GraphBuilder(); x = b.input("x"); b.build(b.apply("sin", x) * x)``."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._names: set[str] = set()

    def input(self, name: str) -> Wire:
        """A new input.

        Raises:
            ValueError: where the name is taken.
        """
        return self._add(Node(name, "input"))

    def constant(self, number: float) -> Wire:
        """A new node that is always this number."""
        return self._add(Node(f"constant {len(self._nodes)}", "constant", (), float(number)))

    def apply(self, operation: str, *inputs: Wire | float, name: str = "") -> Wire:
        """A new node that applies an operation; numbers among its inputs become constants.

        Raises:
            ValueError: where the operation is unknown, the number of inputs wrong, the name taken, or a wire
                belongs to another graph.
        """
        if operation not in OPERATIONS or len(inputs) != OPERATIONS[operation].arity:
            raise ValueError(f"no operation {operation!r} with {len(inputs)} inputs")
        wires = [item if isinstance(item, Wire) else self.constant(item) for item in inputs]
        if any(wire.builder is not self for wire in wires):
            raise ValueError("the wires of one node must belong to one graph")
        indices = tuple(wire.index for wire in wires)
        return self._add(Node(name or f"{operation} {len(self._nodes)}", operation, indices))

    def build(self, output: Wire) -> ComputeGraph:
        """The graph of what was built so far that leads to the output, and of all inputs."""
        needed = {output.index}
        for k in range(output.index, -1, -1):
            if k in needed:
                needed.update(self._nodes[k].inputs)
        kept = [k for k, node in enumerate(self._nodes) if k in needed or node.operation == "input"]
        kept = [*(k for k in kept if k != output.index), output.index]
        place = {k: position for position, k in enumerate(kept)}
        nodes = [self._nodes[k] for k in kept]
        return ComputeGraph(
            tuple(Node(n.name, n.operation, tuple(place[i] for i in n.inputs), n.constant) for n in nodes)
        )

    def _add(self, node: Node) -> Wire:
        if node.name in self._names:
            raise ValueError(f"the name {node.name!r} is taken")
        self._names.add(node.name)
        self._nodes.append(node)
        return Wire(self, len(self._nodes) - 1)


@dataclass(frozen=True)
class Network:
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
