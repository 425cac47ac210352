"""What a compute graph shows: boxes and arrows with their numbers, of a formula or of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct

from gradanim.actors.graph_layout import Edge, Layered, layered
from gradanim.actors.lettering import math, prose
from gradanim.calculus import ComputeGraph, Network, dense_network, parse
from gradanim.calculus.graph import GraphRunner, gradient_by_backpropagation, gradient_by_differences
from gradanim.calculus.graph_of_formula import formula_graph
from gradanim.calculus.typst import typst_name

# Operations that a picture writes as a sign.
SIGNS: Mapping[str, str] = {
    "add": "+",
    "subtract": "−",
    "multiply": "×",
    "divide": "÷",
    "negate": "−",
}


class Box(Struct, frozen=True):
    """A node.

    Attributes:
        symbol: Typst markup.
        value: what the forward pass gives.
        adjoint: ∂output/∂node, what the backward pass gives; None where nobody asks for it.
        role: colour of its border and of its derivative.
    """

    symbol: str
    value: float
    adjoint: float | None
    role: str = "gradient"


class Link(Struct, frozen=True):
    """An arrow from one box to another.

    Attributes:
        ends: indices of the boxes.
        local: the derivative of its end by its start, where it is written beside the arrow.
        weight: the weight that it stands for in a network, and the derivative of the loss by it.
    """

    ends: Edge
    local: float | None = None
    weight: tuple[float, float] | None = None


class Passes(Struct, frozen=True):
    """What was counted: inputs, and what each way to the gradient took."""

    inputs: int
    forward: int
    backward: int
    differences: int


class Diagram(Struct, frozen=True, eq=False):
    """A graph with its numbers and where everything stands.

    Attributes:
        boxes: the nodes; the last one is the output.
        links: the arrows.
        columns: the column of each box, in which order the passes reach them.
        layout: where boxes and arrows are.
        passes: what was counted.
        output: Typst markup of the name of the output.
        note: where its numbers come from, or nothing.
    """

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    columns: tuple[int, ...]
    layout: Layered
    passes: Passes
    output: str
    note: str = ""


@lru_cache(maxsize=16)
def formula_of(text: str, variables: tuple[str, ...], params: tuple[tuple[str, float], ...]) -> ComputeGraph:
    """The graph of a formula for values of its parameters."""
    values = dict(params)
    return formula_graph(parse(text, variables, values), values)


@lru_cache(maxsize=16)
def _shape(graph: ComputeGraph) -> tuple[tuple[int, ...], tuple[int, ...], Layered]:
    """Nodes that are drawn, their columns, and the layout; a constant beside a variable is written into its box."""
    drawn = tuple(k for k, node in enumerate(graph.nodes) if node.operation != "constant") or (0,)
    depths: dict[int, int] = {}
    for k in drawn:
        before = [depths[i] for i in graph.nodes[k].inputs if i in depths]
        depths[k] = 1 + max(before) if before else 0
    place = {k: position for position, k in enumerate(drawn)}
    edges = [(place[i], place[k]) for k in drawn for i in graph.nodes[k].inputs if i in place]
    columns = tuple(depths[k] for k in drawn)
    return drawn, columns, layered(columns, edges)


def formula_diagram(graph: ComputeGraph, at: Sequence[float], output: str) -> Diagram:
    """The graph of a formula at a point.

    Args:
        graph: of the formula.
        at: values of its inputs, in order.
        output: Typst markup of the name of the field.
    """
    inputs = dict(zip(graph.inputs, map(float, at), strict=True))
    runner = GraphRunner(graph)
    forward = runner.forward(inputs)
    backward = runner.backward(forward)
    drawn, columns, layout = _shape(graph)
    place = {k: position for position, k in enumerate(drawn)}
    boxes, links = [], []
    for k in drawn:
        node = graph.nodes[k]
        role = f"partial_{graph.inputs.index(node.name)}" if k < min(3, len(graph.inputs)) else "gradient"
        boxes.append(Box(_symbol(graph, k), forward.values[k], backward.adjoints[k], role))
        links += [
            Link((place[i], place[k]), backward.local[k][position])
            for position, i in enumerate(node.inputs)
            if i in place
        ]
    return Diagram(tuple(boxes), _merged(links), columns, layout, _counted(graph, inputs), output)


def _merged(links: Sequence[Link]) -> tuple[Link, ...]:
    """One arrow between two boxes, where x·x has two; its derivative is their sum."""
    sums: dict[Edge, float] = {}
    for link in links:
        sums[link.ends] = sums.get(link.ends, 0.0) + (link.local or 0.0)
    return tuple(Link(ends, local) for ends, local in sums.items())


def _symbol(graph: ComputeGraph, index: int) -> str:
    """The operation as the box shows it, with the constant that it takes: ``× 3``."""
    node = graph.nodes[index]
    if node.operation == "input":
        return math(typst_name(node.name))
    if node.operation == "constant":
        return prose(number_text(node.constant))
    fixed = [number_text(graph.nodes[i].constant) if graph.nodes[i].operation == "constant" else ""
             for i in node.inputs]  # fmt: skip
    if node.operation == "square":
        return math("(space)^2")
    if node.operation == "power":
        base, exponent = fixed
        return math(f'(space)^("{exponent}")') if exponent else math(f'"{base or "a"}"^b' if base else "a^b")
    if node.operation == "exp":
        return math("e^((space))")
    sign = SIGNS.get(node.operation)
    if sign is None:
        return prose(graph.nodes[index].symbol)
    # A number of its own stands where the formula has it.
    before, after = (fixed[0], fixed[1]) if len(fixed) == 2 else ("", "")
    if node.operation in ("add", "multiply"):
        before, after = "", before or after
    return prose(" ".join(text for text in (before, sign, after) if text))


def number_text(value: float) -> str:
    """At most two decimals, or three digits where that would be long or nothing."""
    if value != value:
        return "?"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if abs(value) >= 1e4 or (value != 0 and abs(value) < 0.005):
        text = f"{value:.1e}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")
    return "0" if text == "-0" else text.replace("-", "−")


def _counted(graph: ComputeGraph, inputs: Mapping[str, float]) -> Passes:
    """What the two ways to the gradient really take: both are run and counted."""
    key = tuple(sorted(inputs.items()))
    return _runs(graph, tuple(name for name, _ in key))


@lru_cache(maxsize=16)
def _runs(graph: ComputeGraph, names: tuple[str, ...]) -> Passes:
    # How often a graph is run does not hang on the numbers.
    inputs = dict.fromkeys(names, 1.0)
    back, differences = gradient_by_backpropagation(graph, inputs), gradient_by_differences(graph, inputs)
    return Passes(len(names), back.forward_passes, back.backward_passes, differences.forward_passes)


@lru_cache(maxsize=4)
def seeded_network(sizes: tuple[int, ...], seed: int) -> tuple[Network, tuple[float, ...]]:
    """A network with seeded weights, and the inputs of its only sample, one decimal each, drawn from the same seed."""
    random = np.random.default_rng(seed)
    sample = tuple(round(float(x), 1) for x in random.uniform(-1.0, 1.0, sizes[0]))
    target = tuple(round(float(y), 1) for y in random.uniform(-1.0, 1.0, sizes[-1]))
    return dense_network(sizes, [sample], [target], seed=seed), sample


@lru_cache(maxsize=4)
def network_diagram(sizes: tuple[int, ...], seed: int) -> Diagram:
    """A network as layers of neurons with the loss behind them; arrows between neurons are weights."""
    network, sample = seeded_network(sizes, seed)
    graph = network.graph
    runner = GraphRunner(graph)
    forward = runner.forward(network.parameters)
    backward = runner.backward(forward)
    index = {node.name: k for k, node in enumerate(graph.nodes)}
    boxes = [Box(math(f"x_{i}"), value, None, "axis") for i, value in enumerate(sample, start=1)]
    for layer in range(1, len(sizes)):
        kind = "z" if layer == len(sizes) - 1 else "h"
        for i in range(1, sizes[layer] + 1):
            k = index[f"{kind}{layer}_{i}"]
            boxes.append(Box(_neuron(sizes, layer, i), forward.values[k], backward.adjoints[k]))
    boxes.append(Box(math("L"), forward.output, backward.adjoints[-1]))
    columns = tuple(layer for layer, size in enumerate((*sizes, 1)) for _ in range(size))
    links = []
    for layer in range(1, len(sizes)):
        first, before = sum(sizes[:layer]), sum(sizes[: layer - 1])
        for i in range(sizes[layer]):
            for j in range(sizes[layer - 1]):
                k = index[f"w{layer}_{i + 1}_{j + 1}"]
                pair = (forward.values[k], backward.adjoints[k])
                links.append(Link((before + j, first + i), weight=pair))
    outputs = range(sum(sizes[:-1]), sum(sizes))
    links += [Link((k, sum(sizes))) for k in outputs]
    layout = layered(columns, [link.ends for link in links])
    passes = _counted(graph, network.parameters)
    note = f"{passes.inputs} weights and biases, random start, seed {seed}"
    return Diagram(tuple(boxes), tuple(links), columns, layout, passes, math("L"), note)


def _neuron(sizes: tuple[int, ...], layer: int, number: int) -> str:
    """The name of a neuron; hidden ones are numbered through all layers, so that no two have one name."""
    if layer == len(sizes) - 1:
        return math(f"hat(y)_{number}")
    return math(f"h_{sum(sizes[1:layer]) + number}")
