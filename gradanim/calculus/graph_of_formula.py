"""The compute graph of an author's formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from gradanim.calculus.evaluate import value_of
from gradanim.calculus.graph import ComputeGraph, GraphBuilder, Wire
from gradanim.calculus.names import canonical
from gradanim.calculus.nodes import (
    Call,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    depends_on,
)
from gradanim.calculus.parsing import Expression

__all__ = ["formula_graph"]

Above = Callable[[Node], Wire]


def formula_graph(expression: Expression, params: Mapping[str, float]) -> ComputeGraph:
    """The graph of a formula: an input for every variable, a node for every operation.

    Sums and products go from left to right, two at a time; what stands in the formula twice is computed once;
    what holds no variable is one constant.

    Args:
        expression: the formula.
        params: the values of its parameters.
    """
    builder = GraphBuilder()
    known: dict[Node, Wire] = {Symbol(name): builder.input(name) for name in expression.symbols}
    variables = frozenset(expression.symbols)
    values = {canonical(name): value for name, value in params.items()}

    def wire(node: Node) -> Wire:
        if not depends_on(node, variables):
            return builder.constant(float(value_of(node, values)))
        if node not in known:
            known[node] = _operation(builder, node, wire)
        return known[node]

    return builder.build(wire(expression.tree))


def _operation(builder: GraphBuilder, node: Node, wire: Above) -> Wire:
    match node:
        case Negative(argument=argument):
            return -wire(argument)
        case Sum(terms=(first, *rest)):
            return reduce(lambda total, term: _added(total, term, wire), rest, wire(first))
        case Product(factors=factors):
            return reduce(lambda one, other: one * other, map(wire, factors))
        case Quotient(numerator=above, denominator=below):
            return wire(above) / wire(below)
        case Power(base=Constant(name="e"), exponent=exponent):
            return builder.apply("exp", wire(exponent))
        case Power(base=base, exponent=Number(text=text)) if float(text) == 2.0:
            return builder.apply("square", wire(base))
        case Power(base=base, exponent=exponent):
            return wire(base) ** wire(exponent)
        case Call(name="min" | "max" as name, arguments=arguments):
            return reduce(lambda one, other: builder.apply(name, one, other), map(wire, arguments))
        case Call(name=name, arguments=arguments):
            return builder.apply(name, *map(wire, arguments))
    raise TypeError(f"no operation for {type(node).__name__}")


def _added(total: Wire, term: Node, wire: Above) -> Wire:
    return total - wire(term.argument) if isinstance(term, Negative) else total + wire(term)
