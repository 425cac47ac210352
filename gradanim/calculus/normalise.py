"""Turns the tokens of a formula into Python operators between placeholders.

What people type has multiplication that is not written (``2x``, ``x y``, ``2(x + 1)``), bars, roots and
superscripts. Here each token is read once, in one of two states: an operand is expected, or an operator. So
every mistake in the order of the tokens is found where its column and what was expected are known, and the
text handed on holds nothing that an author typed.

Where mathematics is read in two ways, the answer here is:

- Multiplication that is not written binds like any other: ``x^2 y`` is x²·y and ``1/2 x`` is ½·x.
- Without a space it is refused where that would tear apart what looks like one thing: ``1/2x``, ``e^2x``,
  ``√2x``.
- A word is a product of its letters only where each of them is a declared name of one letter.
- A declared name before a bracket is a factor: ``x(y + 1)`` is x·(y + 1).
- ``sin²(x)`` is sin(x)²; ``sin⁻¹(x)`` is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gradanim.calculus.grammar import Grammar, Normalised
from gradanim.calculus.names import CONSTANTS, function_name
from gradanim.calculus.normalise_names import read_name
from gradanim.calculus.reading import Reading
from gradanim.calculus.tokens import Token
from gradanim.problems import Problem, ProblemError

__all__ = ["normalise"]

# Modules of other languages that people write before a function.
_MODULES = frozenset({"np", "numpy", "math", "jnp", "torch", "sp", "sympy"})


def normalise(tokens: tuple[Token, ...], grammar: Grammar) -> Normalised:
    """Python text for the tokens of a formula.

    Raises:
        ProblemError: ``name_unknown`` or ``function_unknown`` for every name that is not known, and the first of
            all other problems (``formula_…``, ``function_…``), each with its column.
    """
    if not tokens:
        raise ProblemError(Problem("formula_empty", column=1))
    reading = Reading(tokens, grammar)
    try:
        _read(reading)
    except ProblemError as error:
        raise ProblemError([*reading.unknown.values(), *error.problems]) from None
    if reading.unknown:
        raise ProblemError(reading.unknown.values())
    return reading.result()


def _read(reading: Reading) -> None:
    """Reads all tokens, or raises the first problem that is not a name."""
    tokens = reading.tokens
    while reading.at < len(tokens):
        _READERS[reading.token.kind](reading)
        reading.at += 1
    reading.at = len(tokens) - 1
    if reading.operand_next:
        raise reading.problem("formula_ends", after=reading.token.found)
    if reading.brackets:
        opener = reading.brackets[-1].opener
        details = {"found": opener.found, "expected": reading.brackets[-1].closer, "column": opener.column}
        raise ProblemError(Problem("formula_unclosed", details, column=opener.column))


def _number(reading: Reading) -> None:
    reading.begin_operand()
    reading.emit_atom("number", reading.token.text)
    reading.operand_next = False
    if reading.binding == "^":  # x^2y is x² times y: a base that varies is never meant to have 2y above it
        reading.binding = ""


def _root(reading: Reading) -> None:
    reading.begin_operand()
    reading.emit_atom("function", reading.token.text)
    reading.emit("(")
    follower = reading.near(1)
    if reading.is_open(1):
        reading.at += 1
        reading.open(reading.token, ")", ")", commas=False)
        return
    if follower is None or follower.kind not in ("number", "name") or reading.grammar.function(follower.text):
        raise reading.problem("root_bare", found=reading.token.found)
    reading.at += 1
    reading.operand_next, reading.binding = True, "root"
    _READERS[follower.kind](reading)
    reading.binding = "root"
    reading.emit(")")


def _open(reading: Reading) -> None:
    before = reading.near(-1)
    if reading.token.text == "[" and reading.token.glued and before is not None and before.kind == "name":
        raise reading.problem("quantity_subscript" if reading.grammar.components else "formula_subscript")
    reading.begin_operand()
    reading.emit("(")
    closer = ")" if reading.token.text == "(" else "]"
    reading.open(reading.token, closer, ")", commas=bool(reading.grammar.components))


def _close(reading: Reading) -> None:
    found = reading.token.found
    if not reading.brackets:
        raise reading.problem("formula_unopened", found=found)
    if reading.operand_next:
        raise _expected(reading)
    bracket = reading.brackets[-1]
    if bracket.closer != reading.token.text:
        raise reading.problem(
            "formula_mismatch", found=found, expected=bracket.closer, opener=bracket.opener.found
        )
    reading.close()


def _bar(reading: Reading) -> None:
    bar = reading.token.text
    if not reading.operand_next and reading.brackets and reading.brackets[-1].closer == bar:
        reading.close()
        return
    if bar == "‖" and "norm" not in reading.grammar.calls:
        raise reading.problem("formula_character", found=reading.token.found)
    reading.begin_operand()
    reading.emit_atom("function", "abs" if bar == "|" else "norm")
    reading.emit("(")
    reading.open(reading.token, bar, ")", commas=False)


def _sign(reading: Reading) -> None:
    if reading.operand_next:
        reading.deepen(1)
    else:
        reading.binding, reading.nesting, reading.operand_next = "", 0, True
    reading.emit(reading.token.text)


def _binary(reading: Reading) -> None:
    if reading.operand_next:
        raise _expected(reading)
    kind, before = reading.token.kind, reading.near(-1)
    if kind == "power":
        if before is not None and before.kind == "superscript":
            raise reading.problem("formula_tower")
        constant = before is not None and (before.kind == "number" or before.text in CONSTANTS)
        reading.binding = "/" if reading.binding == "/" else "^e" if constant else "^"
        reading.deepen(1)
    else:
        reading.binding, reading.nesting = "/" if kind == "divide" else "", 0
    reading.emit(reading.token.text)
    reading.operand_next = True


def _superscript(reading: Reading) -> None:
    if reading.operand_next:
        raise _expected(reading)
    two_before = reading.near(-2)
    if two_before is not None and two_before.kind == "power":
        raise reading.problem("formula_tower")
    text = reading.token.text
    reading.emit("**-" if text.startswith("-") else "**")
    reading.emit_atom("number", text.lstrip("+-"))


def _comma(reading: Reading) -> None:
    if reading.operand_next:
        raise _expected(reading)
    if not reading.brackets or not reading.brackets[-1].commas:
        before, after = reading.near(-1), reading.near(1)
        decimal = before is not None and after is not None and before.kind == after.kind == "number"
        code = "formula_decimal_comma" if decimal else "formula_comma"
        pair = f"{before.found}.{after.found}" if decimal and before and after else None
        raise reading.problem(code, suggestion=pair)
    reading.emit(",")
    reading.binding, reading.nesting, reading.operand_next = "", 0, True


def _dot(reading: Reading) -> None:
    follower, components = reading.near(1), reading.grammar.components
    if reading.operand_next or not components or follower is None or follower.kind != "name":
        raise _of_module(reading) or reading.problem("formula_dot")
    reading.emit(".")
    reading.at += 1
    if follower.text not in components:
        raise reading.problem("component_unknown", found=follower.found, known=", ".join(components))
    reading.emit_atom("component", follower.text)


def _of_module(reading: Reading) -> ProblemError | None:
    """The problem of a function that is written with the module that it comes from elsewhere, such as ``np.sin``."""
    module, function = reading.near(-1), reading.near(1)
    if module is None or function is None or module.text not in _MODULES or function.kind != "name":
        return None
    reading.unknown.pop(module.text, None)
    found = f"{module.found}.{function.found}"
    return reading.problem("formula_module", found=found, suggestion=function_name(function.text))


def _relation(reading: Reading) -> None:
    left = reading.tokens[: reading.at]
    named = (
        left and left[0].kind == "name" and (len(left) == 1 or (left[1].text, left[-1].text) == ("(", ")"))
    )
    if not named or reading.token.text not in ("=", "=="):
        raise reading.problem("formula_relation", found=reading.token.found)
    # `f(x, y) = …`: that f is not known is not what is wrong.
    reading.unknown.pop(left[0].text, None)
    found = f"{''.join(token.found for token in left)} {reading.token.found}"
    raise reading.problem("formula_equation", found=found)


def _expected(reading: Reading) -> ProblemError:
    before = reading.near(-1)
    after = f"after `{before.found}`" if before else "at the beginning"
    return reading.problem("formula_expected", found=reading.token.found, after=after)


_READERS: Mapping[str, Callable[[Reading], None]] = MappingProxyType(
    {
        "number": _number,
        "name": read_name,
        "root": _root,
        "open": _open,
        "close": _close,
        "bar": _bar,
        "sign": _sign,
        "times": _binary,
        "divide": _binary,
        "power": _binary,
        "superscript": _superscript,
        "comma": _comma,
        "dot": _dot,
        "relation": _relation,
    }
)
