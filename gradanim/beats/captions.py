"""Captions: what is said, with its numbers computed where the beat ends."""

from __future__ import annotations

from collections.abc import Callable

from gradanim.actors.measure import Measures
from gradanim.actors.numbers import number_writer
from gradanim.spec.templates import TextPart, ValuePart, parse_template


def caption_text(say: str, measures: Measures, formulas: Callable[[str], str]) -> str:
    """The plain text of a caption; dollar signs around mathematics are left out.

    Args:
        say: the author's text.
        measures: the quantities where the beat ends.
        formulas: gives the plain text of a symbolic formula.
    """
    write = number_writer(measures)
    parts = []
    for part in parse_template(say).parts:
        if isinstance(part, TextPart):
            parts.append(part.text)
        elif isinstance(part, ValuePart):
            parts.append(write(part.source, part.format))
        else:
            parts.append(formulas(part.name))
    return "".join(parts)
