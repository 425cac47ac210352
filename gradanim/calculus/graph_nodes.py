"""The nodes of a compute graph, and the forward and backward passes over them, counted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gradanim.calculus.graph_ops import OPERATIONS
from gradanim.problems import Problem, ProblemError, closest

__all__ = ["Backward", "ComputeGraph", "Forward", "GraphRunner", "Node"]

# Operations that take one of their arguments, or of it and 0, and do not look at the rest.
_CHOOSING = ("min", "max", "relu")


class Node(Struct, frozen=True):
    """One node: an input, a constant, or an operation on earlier nodes.

    Attributes:
        name: unique in its graph.
        operation: a key of `OPERATIONS`; ``input`` or ``constant`` otherwise.
        inputs: indices of the nodes it is computed from, all smaller than its own.
        constant: the number of a constant node; 0 otherwise.
    """

    name: str
    operation: str
    inputs: tuple[int, ...] = ()
    constant: float = 0.0

    @property
    def symbol(self) -> str:
        """How a picture shows the node."""
        if self.operation in OPERATIONS:
            return OPERATIONS[self.operation].symbol
        return f"{self.constant:.6g}" if self.operation == "constant" else self.name


class ComputeGraph(Struct, frozen=True):
    """Nodes in an order in which they can be computed; the last one is the output."""

    nodes: tuple[Node, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in order."""
        return tuple(node.name for node in self.nodes if node.operation == "input")

    @property
    def depths(self) -> tuple[int, ...]:
        """For each node, the longest way to it from an input or a constant: its column in a picture."""
        depths: list[int] = []
        for node in self.nodes:
            depths.append(1 + max((depths[i] for i in node.inputs), default=-1))
        return tuple(depths)


class Forward(Struct, frozen=True):
    """What a forward pass has computed, node by node, and keeps for the backward pass."""

    values: tuple[float, ...]

    @property
    def output(self) -> float:
        """The value of the last node."""
        return self.values[-1]


class Backward(Struct, frozen=True):
    """What a backward pass has computed.

    Attributes:
        local: for each node, the derivatives of its value by each of its inputs.
        adjoints: for each node, ∂output/∂node.
    """

    local: tuple[tuple[float, ...], ...]
    adjoints: tuple[float, ...]

    def contribution(self, node: int, position: int) -> float:
        """What flows back along one edge: the node's adjoint times its local derivative by that input."""
        return self.adjoints[node] * self.local[node][position]


class GraphRunner:
    """Runs a graph and counts how often."""

    def __init__(self, graph: ComputeGraph) -> None:
        self.graph = graph
        self.forward_passes = 0
        self.backward_passes = 0

    def forward(self, inputs: Mapping[str, float]) -> Forward:
        """Compute every node once, in order.

        Args:
            inputs: the value of each input by its name.

        Raises:
            ProblemError: ``graph_input_missing`` and ``graph_input_unknown``, all of them at once.
        """
        _check_inputs(self.graph, inputs)
        self.forward_passes += 1
        values: list[float] = []
        for node in self.graph.nodes:
            if node.operation == "input":
                values.append(float(inputs[node.name]))
            elif node.operation == "constant":
                values.append(node.constant)
            else:
                values.append(OPERATIONS[node.operation].value(*(values[i] for i in node.inputs)))
        return Forward(tuple(values))

    def backward(self, forward: Forward) -> Backward:
        """The chain rule from the output back to the inputs, with the values that the forward pass saved."""
        self.backward_passes += 1
        nodes, values = self.graph.nodes, forward.values
        local = tuple(
            OPERATIONS[node.operation].derivatives(*(values[i] for i in node.inputs), values[k])
            if node.inputs
            else ()
            for k, node in enumerate(nodes)
        )
        adjoints = [0.0] * len(nodes)
        adjoints[-1] = 1.0
        heard = {len(nodes) - 1}
        for k in range(len(nodes) - 1, -1, -1):
            if k not in heard:
                continue
            for i, derivative in zip(nodes[k].inputs, local[k], strict=True):
                # An argument that is not taken is not heard: a corner behind it is none of the output.
                if derivative != 0.0 or nodes[k].operation not in _CHOOSING:
                    adjoints[i] += adjoints[k] * derivative
                    heard.add(i)
        return Backward(local, tuple(adjoints))


def _check_inputs(graph: ComputeGraph, inputs: Mapping[str, float]) -> None:
    names = graph.inputs
    problems = [Problem("graph_input_missing", {"found": name}) for name in names if name not in inputs]
    problems += [
        Problem(
            "graph_input_unknown",
            {"found": name, "expected": ", ".join(names)},
            suggestion=closest(name, names),
        )
        for name in inputs
        if name not in names
    ]
    if problems:
        raise ProblemError(problems)
