"""The written form of a claim: its own words as mathematics, without the program's names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from gradanim.actors.symbols import LETTERS
from gradanim.spec.templates import Template, TextPart

# What the names of a claim are called in mathematics.
NAMES = {
    "negative_gradient": "−∇{f}",
    "gradient": "∇{f}",
    "direction": "{u}",
    "tangent": "{t}",
    "slope": "D_{u} {f}",
    "norm": "‖∇{f}‖",
    "step": "{h}",
    "predicted": "∇{f}·{h}",
    "actual": "Δ{f}",
    "level": "c",
    "angle": "θ",
}
USUAL: Mapping[str, str] = MappingProxyType({name: name for name in LETTERS})
RELATIONS = {"==": "=", "<=": "≤", ">=": "≥", "!=": "≠", "~=": "≈"}
_CALL = re.compile(r"\b(dot|norm)\(\s*([^(),]+?)\s*(?:,\s*([^(),]+?)\s*)?\)")
_NAME = re.compile(r"\b[A-Za-z_]\w*\b")


def statement(text: str, function: str = "f", letters: Mapping[str, str] = USUAL) -> Template:
    """A claim as one stretch of mathematics: ``dot(gradient, tangent) == 0`` becomes ∇f · t = 0.

    Args:
        text: the claim; f is the field in it, whatever the field is called.
        function: what the field is called.
        letters: what the direction, the unit tangent and the step are called, by their usual letters.
    """

    def named(match: re.Match[str]) -> str:
        word = match.group(0)
        if word in NAMES:
            return NAMES[word].format(f=function, **letters)
        return function + word[1:] if word == "f" or word.startswith("f_") else word

    shown = _NAME.sub(named, _CALL.sub(_call, text))
    for typed, sign in RELATIONS.items():
        shown = shown.replace(typed, f" {sign} ")
    return Template((TextPart(re.sub(r"\s+", " ", shown).strip(), True),))


def _call(match: re.Match[str]) -> str:
    if match.group(1) == "dot" and match.group(3):
        return f"{match.group(2)} · {match.group(3)}"
    if match.group(1) == "norm" and not match.group(3):
        return f"‖{match.group(2)}‖"
    return match.group(0)
