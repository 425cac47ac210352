"""Captions: what is said, with its numbers computed where the beat ends."""

from __future__ import annotations

from collections.abc import Callable

from gradanim.actors.measure import Measures
from gradanim.actors.numbers import number_writer
from gradanim.spec.templates import Template, TextPart, ValuePart, parse_template


def caption_text(say: str, measures: Measures, formulas: Callable[[str], str]) -> str:
    """The plain text of a caption; dollar signs around mathematics are left out.

    Args:
        say: the author's text.
        measures: the quantities where the beat ends.
        formulas: gives the plain text of a symbolic formula.
    """
    return plain_text(parse_template(say), measures, formulas)


def plain_text(template: Template, measures: Measures, formulas: Callable[[str], str]) -> str:
    """A template in plain characters, with the numbers of one state."""
    write = number_writer(measures)
    parts = []
    for part in template.parts:
        if isinstance(part, TextPart):
            parts.append(part.text)
        elif isinstance(part, ValuePart):
            parts.append(write(part.source, part.format))
        else:
            parts.append(formulas(part.name))
    return "".join(parts)
