"""Writes a tree as a formula that can be read again."""

from __future__ import annotations

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
)

__all__ = ["plain_text"]

_SUM, _PRODUCT, _POWER, _ATOM = range(4)


def plain_text(tree: Node) -> str:
    """The formula of a tree without vectors, such as ``2*a + b^2``: no multiplication goes without saying."""
    return _show(tree, _SUM)


def _show(node: Node, needed: int) -> str:
    text, binding = _text(node)
    return f"({text})" if binding < needed else text


def _text(node: Node) -> tuple[str, int]:
    """The text of a node and how strongly it holds together."""
    match node:
        case Number(text=text):
            # A power of ten is a product.
            return text, _PRODUCT if "e" in text.lower() else _ATOM
        case Symbol(name=name) | Constant(name=name):
            return name, _ATOM
        case Negative(argument=argument):
            return f"-{_show(argument, _POWER)}", _SUM
        case Sum(terms=(first, *rest)):
            return _show(first, _SUM) + "".join(map(_term, rest)), _SUM
        case Product(factors=factors):
            return "*".join(_show(factor, _POWER) for factor in factors), _PRODUCT
        case Quotient(numerator=above, denominator=below):
            return f"{_show(above, _POWER)}/{_show(below, _POWER)}", _PRODUCT
        case Power(base=base, exponent=exponent):
            return f"{_show(base, _ATOM)}^{_show(exponent, _ATOM)}", _POWER
        case Call(name=name, arguments=arguments):
            return f"{name}({', '.join(_show(argument, _SUM) for argument in arguments)})", _ATOM
    raise TypeError(f"no text for {type(node).__name__}")


def _term(node: Node) -> str:
    if isinstance(node, Negative):
        return f" - {_show(node.argument, _PRODUCT)}"
    return f" + {_show(node, _PRODUCT)}"
