"""A small reverse-mode compute graph that can be shown node by node and counts its passes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gradanim.calculus.graph_nodes import Backward, ComputeGraph, Forward, GraphRunner, Node
from gradanim.calculus.graph_ops import OPERATIONS

__all__ = [
    "Backward",
    "ComputeGraph",
    "Forward",
    "GradientRun",
    "GraphBuilder",
    "GraphRunner",
    "Node",
    "Wire",
    "gradient_by_backpropagation",
    "gradient_by_differences",
]


class GradientRun(Struct, frozen=True):
    """A gradient and what it took.

    Attributes:
        gradient: ∂output/∂input by the name of the input.
        forward_passes: how many forward passes were run for it.
        backward_passes: how many backward passes.
    """

    gradient: Mapping[str, float]
    forward_passes: int
    backward_passes: int


def gradient_by_backpropagation(graph: ComputeGraph, inputs: Mapping[str, float]) -> GradientRun:
    """The gradient by one forward and one backward pass, whatever the number of inputs.

    Raises:
        ProblemError: as `GraphRunner.forward`.
    """
    runner = GraphRunner(graph)
    adjoints = runner.backward(runner.forward(inputs)).adjoints
    pairs = zip(graph.nodes, adjoints, strict=True)
    gradient = {node.name: adjoint for node, adjoint in pairs if node.operation == "input"}
    return GradientRun(gradient, runner.forward_passes, runner.backward_passes)


def gradient_by_differences(
    graph: ComputeGraph, inputs: Mapping[str, float], step: float = 1e-6
) -> GradientRun:
    """The gradient by forward differences: n + 1 forward passes for n inputs, and errors of order ``step``.

    Raises:
        ProblemError: as `GraphRunner.forward`.
    """
    runner = GraphRunner(graph)
    here = runner.forward(inputs).output
    gradient = {
        name: (runner.forward({**inputs, name: inputs[name] + step}).output - here) / step
        for name in graph.inputs
    }
    return GradientRun(gradient, runner.forward_passes, runner.backward_passes)


class Wire(Struct, frozen=True, eq=False):
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
