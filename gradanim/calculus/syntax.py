"""Reads tokens into a tree: Python's parser orders the operators, a whitelist walk takes what is known."""

from __future__ import annotations

import ast

from msgspec import Struct

from gradanim.calculus.grammar import Grammar, Normalised
from gradanim.calculus.limits import check_tree
from gradanim.calculus.nodes import (
    Call,
    Component,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vector,
)
from gradanim.calculus.normalise import normalise
from gradanim.calculus.tokens import Token
from gradanim.problems import Problem, ProblemError

__all__ = ["read_tokens"]


def read_tokens(tokens: tuple[Token, ...], grammar: Grammar) -> Node:
    """The tree of a formula, within the bounds of ``limits``.

    Raises:
        ProblemError: what ``normalise`` and ``check_tree`` raise, and ``function_arity``.
    """
    normalised = normalise(tokens, grammar)
    # Only placeholders, operators, brackets and commas reach Python's parser; it runs nothing.
    body = ast.parse(normalised.source, mode="eval").body
    tree = _Walk(normalised, grammar).node(body)
    check_tree(tree)
    return tree


class _Walk(Struct, frozen=True):
    normalised: Normalised
    grammar: Grammar

    def node(self, tree: ast.expr) -> Node:
        match tree:
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return self._sum(tree)
            case ast.BinOp(op=ast.Mult() | ast.Div()):
                return self._product(tree)
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return Power(self.node(base), self.node(exponent), column=self._column(tree))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Negative(self.node(operand), column=self._column(tree))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.node(operand)
            case ast.Tuple(elts=items):
                return Vector(tuple(map(self.node, items)), column=self._column(tree))
            case ast.Attribute(value=vector, attr=placeholder):
                name = self.normalised.atom(placeholder).text
                return Component(self.node(vector), name, column=self._column(tree))
            case ast.Call(func=ast.Name(id=placeholder), args=arguments, keywords=[]):
                return self._call(placeholder, arguments)
            case ast.Name(id=placeholder):
                return self._atom(placeholder)
        raise ProblemError(Problem("formula_unreadable", column=self._column(tree)))

    def _sum(self, tree: ast.expr) -> Node:
        # A loop, not a recursion: a sum of 300 terms nests 300 deep in Python's tree.
        terms: list[Node] = []
        column = self._column(tree)
        while isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add | ast.Sub):
            term = self.node(tree.right)
            terms.append(Negative(term, column=term.column) if isinstance(tree.op, ast.Sub) else term)
            tree = tree.left
        terms.append(self.node(tree))
        return Sum(tuple(reversed(terms)), column=column)

    def _product(self, tree: ast.expr) -> Node:
        steps: list[tuple[bool, Node]] = []
        column = self._column(tree)
        while isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult | ast.Div):
            steps.append((isinstance(tree.op, ast.Div), self.node(tree.right)))
            tree = tree.left
        first = self.node(tree)
        # -2*x is read as -(2*x), the same number and the better formula.
        negative = isinstance(first, Negative)
        factors = [first.argument if isinstance(first, Negative) else first]
        for divided, operand in reversed(steps):
            if divided:
                factors = [Quotient(_product_of(factors, column), operand, column=column)]
            else:
                factors.append(operand)
        product = _product_of(factors, column)
        return Negative(product, column=column) if negative else product

    def _call(self, placeholder: str, arguments: list[ast.expr]) -> Node:
        function = self.normalised.atom(placeholder)
        least, most = self.grammar.arity(function.text)
        if not least <= len(arguments) <= most:
            expected = (
                f"{least} argument{'s'[: least > 1]}" if least == most else f"{least} to {most} arguments"
            )
            details = {"found": len(arguments), "expected": expected, "function": function.found}
            raise ProblemError(
                Problem("function_arity", {"column": function.column, **details}, column=function.column)
            )
        return Call(function.text, tuple(map(self.node, arguments)), column=function.column)

    def _atom(self, placeholder: str) -> Node:
        atom = self.normalised.atom(placeholder)
        kind = {"number": Number, "symbol": Symbol, "constant": Constant}[atom.kind]
        return kind(atom.text, column=atom.column)

    def _column(self, tree: ast.expr) -> int:
        return self.normalised.columns[tree.col_offset]


def _product_of(factors: list[Node], column: int) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors), column=column)
