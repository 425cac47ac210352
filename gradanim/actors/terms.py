"""Which terms of a formula stand for an arrow or a curve, and so have its colour wherever they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from gradanim.actors.formula import NAME
from gradanim.actors.symbols import USUAL
from gradanim.calculus.names import canonical
from gradanim.spec.field import FieldSpec

QUANTITY_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "gradient": "gradient",
        "norm": "gradient",
        "negative_gradient": "negative_gradient",
        "-gradient": "negative_gradient",
        "direction": "direction",
        "slope": "direction",
        "angle": "direction",
        "tangent": "level_curve",
        "level": "level_curve",
    }
)
# Partial derivatives beyond this many have no colour of their own, but that of the gradient, as their bars have.
MOST_PARTIALS = 3
# One of many inputs, such as x_n or w₇.
_ONE_OF_MANY = re.compile(r"\w(?:_\w+|[\d₀-₉]+)")
_PARTIAL_SOURCE = re.compile(r"-?(?:f_|gradient\.)(\w+)")
_COMPONENT_SOURCE = re.compile(r"(direction|tangent|negative_gradient)\.\w+")
_POWER = r"(?:\^\d|[²³])?"
_NABLA = rf"∇\s?{NAME}(?![A-Za-z0-9_])"
# Some books write grad f.
_GRAD = rf"(?<!\w)grad\s{NAME}(?![A-Za-z0-9_])"
_FRACTION = rf"∂\s?(?P<of>{NAME})\s*/\s*∂\s?(?P<by>{NAME})"
_INDEX = r"(?:[A-Za-zα-ω]\d*|[A-Za-zα-ω]_\d+)"
_INDEXED = rf"(?<![\w∂])(?P<letter>[A-Za-zα-ω])_(?P<index>{_INDEX}|\{{{_INDEX}\}}|\({_INDEX}\))(?![^\W²³])"
_DIRECTION = r"(?<![\w^∂{'])u(?:_[A-Za-z0-9])?(?![\w'(}])"
# The tangent t is known by its dot product; elsewhere t may be a time.
_TANGENT = r"(?<=·)t\b|(?<=· )t\b|(?<![\w^'])t(?=\s?·)"
_TERM = re.compile(
    rf"(?P<norm>‖{_NABLA}‖{_POWER})|(?P<negative>[−-]\s?{_NABLA}|‖[−-]\s?{_NABLA}‖{_POWER})"
    rf"|(?P<gradient>{_NABLA}|{_GRAD})|(?P<slope>(?<!\w)D_u\b(?:\s?(?:f|[A-Z])(?!\w))?)|(?P<fraction>{_FRACTION})"
    rf"|(?P<indexed>{_INDEXED}{_POWER})|(?P<direction>{_DIRECTION})|(?P<tangent>{_TANGENT})"
)
_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "norm": "gradient",
        "gradient": "gradient",
        "negative": "negative_gradient",
        "slope": "direction",
        "direction": "direction",
        "tangent": "level_curve",
    }
)
# What opens a part that is set as a whole: the arguments of a fraction or a root, and scripts.
_OPENS = re.compile(r"(?:sqrt|frac)\(|[_^][({]|[_^]")
_CLOSES: Mapping[str, str] = MappingProxyType({"(": ")", "{": "}"})


class Terms(Struct, frozen=True):
    """Colours of the terms of one scene.

    Attributes:
        variables: of the field, in order.
        function: the printed name of the field.
        names: variables and parameters; a letter among them means itself.
    """

    variables: tuple[str, ...] = USUAL
    function: str = "f"
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, spec: FieldSpec | None, names: frozenset[str]) -> Terms:
        """The terms of a field; without one, of a function f of x, y and z."""
        if spec is None:
            return cls(names=names)
        variables = tuple(spec.variables)
        usual = variables == USUAL[: len(variables)]
        return cls(USUAL if usual else variables, spec.name, names)

    def of_quantity(self, source: str) -> str | None:
        """The role of a computed quantity, such as ``f_x``, ``-gradient`` or ``gradient.y``; None for the others."""
        source = source.replace(" ", "")
        known = QUANTITY_COLOURS.get(source)
        if known is not None:
            return known
        part = _PARTIAL_SOURCE.fullmatch(source)
        if part:
            return self._partial(part.group(1))
        component = _COMPONENT_SOURCE.fullmatch(source)
        return QUANTITY_COLOURS[component.group(1)] if component else None

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and role of every term of a stretch of mathematics, from left to right.

        Terms inside a root, a fraction or a script are left out: these are set as a whole, in one colour.
        """
        whole = wholes(text)
        made = []
        for match in _TERM.finditer(text):
            role = self._role(match)
            inside = any(start < match.end() and match.start() < end for start, end in whole)
            if role is not None and not (inside and not _is_own(match, whole)):
                made.append((match.start(), match.end(), role))
        return made

    def _role(self, match: re.Match[str]) -> str | None:
        kind = match.lastgroup or ""
        if match["fraction"]:
            if not self._is_function(match["of"]):
                return None
            return self._partial(match["by"]) or ("gradient" if _ONE_OF_MANY.fullmatch(match["by"]) else None)
        if match["indexed"]:
            known = self._is_function(match["letter"]) and canonical(match["letter"]) not in self.names
            if known:
                return self._partial(match["index"].strip("{()}"))
            return "direction" if match["letter"] == "u" and "u" not in self.names else None
        means_itself = {"direction": "u", "tangent": "t"}.get(kind, "") in self.names
        return None if means_itself else _ROLES[kind]

    def _is_function(self, name: str) -> bool:
        return canonical(name) in {canonical(self.function), "f"}

    def _partial(self, variable: str) -> str | None:
        """The role of the partial derivative along a variable."""
        named = canonical(variable)
        if named not in self.variables:
            return None
        axis = self.variables.index(named)
        return f"partial_{axis}" if axis < MOST_PARTIALS else "gradient"


def wholes(text: str) -> list[tuple[int, int]]:
    """Start and end of the parts that are set as a whole."""
    made: list[tuple[int, int]] = []
    position = 0
    while match := _OPENS.search(text, position):
        opening = match.group(0)[-1]
        end = _closing(text, match.end() - 1) if opening in _CLOSES else match.end() + 1
        made.append((match.start(), end))
        position = max(end, match.end())
    return made


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens at ``start`` has been closed."""
    level = 0
    for index in range(start, len(text)):
        level += (text[index] == text[start]) - (text[index] == _CLOSES[text[start]])
        if level == 0:
            return index + 1
    return len(text)


def _is_own(match: re.Match[str], whole: list[tuple[int, int]]) -> bool:
    """Whether every whole that the term meets is a script of its own."""
    meets = [(start, end) for start, end in whole if start < match.end() and match.start() < end]
    return all(match.start() < start and end <= match.end() for start, end in meets)
