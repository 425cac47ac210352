"""Where in its file a problem of a scene stands: at a beat, or at the formula."""

from __future__ import annotations

from gradanim.actors.context import Context
from gradanim.problems import Problem
from gradanim.spec import Mark, SceneSpec


def placed(problem: Problem, spec: SceneSpec, index: int, part: int | None = None) -> Problem:
    """A problem at the place of a beat, or of a beat in a ``together``."""
    where = f"beats[{index}]" if part is None else f"beats[{index}].together[{part}]"
    source = spec.source
    if source is None:
        return problem.at(where=where)
    mark = source.of(index, part)
    return problem.at(file=mark.file or source.file, line=mark.line, column=mark.column, where=where)


def at_field(problem: Problem, context: Context) -> Problem:
    """A problem at the place of the formula."""
    source = context.spec.source
    file = source.file if source else None
    mark = source.field if source and source.field else Mark(file)
    return problem.at(file=mark.file or file, line=mark.line, column=mark.column, where="field.f")
