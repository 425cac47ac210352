"""Reads the names in a formula: symbols, constants, words that are products of letters, functions."""

from __future__ import annotations

from gradanim.calculus.grammar import Atom
from gradanim.calculus.names import CONSTANTS, FUNCTIONS, near_name
from gradanim.calculus.reading import Reading
from gradanim.problems import ProblemError

__all__ = ["read_name"]


def read_name(reading: Reading) -> None:
    """Emit the name being read, with the bracket behind it where it is a function."""
    name, grammar = reading.token.text, reading.grammar
    function = grammar.function(name)
    follower = reading.near(1)
    called = reading.is_open(1) and (name not in grammar.symbols or (follower is not None and follower.glued))
    if function and (called or name not in grammar.symbols):
        _function(reading, function)
        return
    if name in grammar.symbols or name in CONSTANTS:
        reading.begin_operand()
        reading.emit_atom("symbol" if name in grammar.symbols else "constant", name)
        reading.operand_next = False
    else:
        _word(reading)


def _word(reading: Reading) -> None:
    name = reading.token.text
    if len(name) < 2 or not all(letter in reading.grammar.symbols for letter in name):
        _pass_unknown(reading)
        return
    reading.begin_operand()
    if reading.binding:
        raise reading.ambiguous()
    for position, letter in enumerate(name):
        reading.emit("*" if position else "")
        reading.emit_atom("symbol", letter)
    reading.operand_next = False


def _pass_unknown(reading: Reading) -> None:
    """Note a name that is not known and take it for a number or a function, so that what follows is read too."""
    for problem in _unknown(reading).problems:
        reading.unknown.setdefault(reading.token.text, problem)
    reading.emit("" if reading.operand_next else "*")
    reading.binding = ""
    closer = reading.near(2)
    if reading.is_open(1) and closer is not None and closer.text != ")":
        reading.emit_atom("function", "sin")
        reading.at += 1
        reading.emit("(")
        reading.open(reading.token, ")", ")", commas=True)
        return
    reading.emit_atom("symbol", reading.token.text)
    reading.at += 2 if reading.is_open(1) and closer is not None else 0
    reading.operand_next = False


def _unknown(reading: Reading) -> ProblemError:
    found, grammar = reading.token.found, reading.grammar
    functions = {*FUNCTIONS, *grammar.calls}
    if reading.is_open(1):
        return reading.problem(
            "function_unknown", found=found, suggestion=near_name(found, sorted(functions))
        )
    known = sorted(grammar.symbols)
    near = _with_bracket(reading) or near_name(found, [*known, *CONSTANTS, *sorted(functions)])
    return reading.problem("name_unknown", found=found, known=", ".join(known) or "none", suggestion=near)


def _with_bracket(reading: Reading) -> str | None:
    """``sin(x)`` where ``sinx`` was typed."""
    name = reading.token.text
    for split in range(len(name) - 1, 1, -1):
        if reading.grammar.function(name[:split]) and name[split:] in reading.grammar.symbols:
            return f"{name[:split]}({name[split:]})"
    return None


def _function(reading: Reading, function: str) -> None:
    reading.begin_operand()
    power, skipped = _function_power(reading)
    if not reading.is_open(skipped + 1):
        raise reading.problem("function_bare", found=reading.token.found)
    reading.emit("(" if power else "")
    reading.emit_atom("function", function)
    emits = ")"
    if power:
        emits = f")**_{len(reading.atoms)})"
        reading.atoms.append(Atom("number", power, power, reading.token.column))
    reading.at += skipped + 1
    reading.emit("(")
    reading.open(reading.token, ")", emits, commas=True)


def _function_power(reading: Reading) -> tuple[str, int]:
    """The exponent between a function and its bracket, as in ``sin²(x)``, and how many tokens it takes."""
    first, second = reading.near(1), reading.near(2)
    if first is None or first.kind not in ("superscript", "power"):
        return "", 0
    exponent, skipped = (first, 1) if first.kind == "superscript" else (second, 2)
    if exponent is None or not exponent.text.isdecimal():
        raise reading.problem("function_power", found=reading.token.found)
    return exponent.text, skipped
