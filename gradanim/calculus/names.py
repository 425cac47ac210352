"""The names that a formula may use: constants, functions and their aliases, Greek letters."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from gradanim.problems import Problem, ProblemError, closest

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "GREEK",
    "RESERVED",
    "SUBSCRIPTS",
    "canonical",
    "check_names",
    "function_name",
    "near_name",
    "printable",
]

CONSTANTS: Mapping[str, float] = MappingProxyType({"e": math.e, "pi": math.pi, "tau": math.tau})

# Canonical name -> the smallest and the largest number of arguments.
FUNCTIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("exp", "ln", "log10", "log2", "sqrt", "cbrt", "abs", "sign", "floor", "ceil"), (1, 1)
        ),
        **dict.fromkeys(("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan"), (1, 1)),
        **dict.fromkeys(("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"), (1, 1)),
        "atan2": (2, 2),
        "min": (2, 8),
        "max": (2, 8),
    }
)

# `log` is the natural logarithm, as everywhere in analysis; formulas print it as `ln`, so nobody has to
# guess.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "log": "ln",
        "arcsin": "asin",
        "arccos": "acos",
        "arctan": "atan",
        "arctan2": "atan2",
        "arsinh": "asinh",
        "arcosh": "acosh",
        "artanh": "atanh",
        "arcsinh": "asinh",
        "arccosh": "acosh",
        "arctanh": "atanh",
        "sgn": "sign",
        "ceiling": "ceil",
        "lg": "log10",
    }
)

# What functions, and powers, are called elsewhere.
_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {"tg": "tan", "ctg": "cot", "cosec": "csc", "arctg": "atan", "pow": "^", "power": "^", "fabs": "abs"}
)

GREEK: Mapping[str, str] = MappingProxyType(
    {
        **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"},
        **{"ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa"},
        **{"λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron"},
        **{"π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon"},
        **{"φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma"},
        **{"Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi"},
        **{"Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega"},
        "ς": "sigma",
        "ϑ": "theta",
        "ϕ": "phi",
        "ϵ": "epsilon",
        "ϱ": "rho",
        "µ": "mu",
    }
)

RESERVED: frozenset[str] = frozenset({*CONSTANTS, *FUNCTIONS, *_ALIASES})

SUBSCRIPTS: Mapping[int, int] = MappingProxyType(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))
# A Greek letter is a name by itself, digits and indices may follow: in a formula `αx` is a product.
_LETTER = f"[{''.join(GREEK)}][0-9]*"
_DECLARABLE = re.compile(f"(?:[A-Za-z][A-Za-z0-9]*|{_LETTER})(?:_(?:[A-Za-z0-9]+|{_LETTER}))*")
# What may be printed as the name of a field: words of letters and digits, an index or several, primes.
_PRINTABLE = re.compile(r"[^\W\d_][^\W_]*(?:[ -][^\W_]+)*(?:_[^\W_]+)*['′]{0,3}")
_LONGEST_NAME = 40


@lru_cache(maxsize=1024)
def canonical(name: str) -> str:
    """The one spelling of a name: ``α`` is ``alpha``, ``x₁`` and ``x_1`` are ``x1``; ``w_1_2`` stays as it is."""
    spelled = "".join(GREEK.get(letter, letter) for letter in name.translate(SUBSCRIPTS))
    return re.sub(r"(?<=[^\d_])_(?=\d+$)", "", spelled)


def printable(name: str) -> bool:
    """Whether a name can be printed as that of a field: ``L``, ``β``, ``loss``, ``f_1``, ``L_train``, ``f'``."""
    plain = name.translate(SUBSCRIPTS)
    # Powers and fractions such as `²` count as letters of words elsewhere.
    known = all(letter.isalpha() or letter.isascii() or letter == "′" for letter in plain)
    return known and _PRINTABLE.fullmatch(plain) is not None


def function_name(name: str) -> str | None:
    """The canonical name of a function, or None where there is no such function."""
    known = _ALIASES.get(name, name)
    return known if known in FUNCTIONS else None


def check_names(names: Iterable[str]) -> tuple[str, ...]:
    """The canonical spelling of declared variables and parameters.

    Raises:
        ProblemError: ``name_malformed``, ``name_reserved`` (it is a function or a constant), ``name_twice``.
    """
    spelled: list[str] = []
    problems: list[Problem] = []
    for name in names:
        plain = canonical(name) if isinstance(name, str) else ""
        written = name.translate(SUBSCRIPTS) if isinstance(name, str) else ""
        if not _DECLARABLE.fullmatch(written) or len(plain) > _LONGEST_NAME:
            problems.append(Problem("name_malformed", {"found": name}))
        elif plain in RESERVED:
            problems.append(Problem("name_reserved", {"found": name}))
        elif plain in spelled:
            problems.append(Problem("name_twice", {"found": name}))
        spelled.append(plain)
    if problems:
        raise ProblemError(problems)
    return tuple(spelled)


def near_name(found: str, known: Collection[str]) -> str | None:
    """The known name most like one that is not known; a single letter is only mistaken for its other case."""
    if len(found) > 1:
        aliases = {alias: name for alias, name in _ALIASES.items() if name in known}
        near = _ELSEWHERE.get(found.casefold()) or closest(found, (*known, *aliases))
        if near is None or near not in aliases:
            return near if near in (*known, "^") else None
        # What differs in its case alone was meant as it is.
        return near if near == found.casefold() else aliases[near]
    return found.swapcase() if found.swapcase() in known else None
