"""Checking scenes without drawing them: what makes one impossible, and what its author should know."""

from __future__ import annotations

from pathlib import Path

from gradanim.actors.context import make_context
from gradanim.beats.falsehood import FALSE_CLAIMS
from gradanim.beats.played import rehearse
from gradanim.beats.warnings import scene_warnings
from gradanim.calculus import JetField
from gradanim.problems import Problem, ProblemError
from gradanim.spec import SceneSpec, load_any
from gradanim.spec.unsound import UnsoundError


def check_file(path: Path, burn: bool = False) -> list[Problem]:
    """Every problem of a spec or a series; empty where all is well. Warnings have the exit code 0.

    Args:
        path: the file.
        burn: whether captions are drawn into the picture.
    """
    try:
        loaded = load_any(path)
    except UnsoundError as error:
        false = [p for scene in error.scenes for p in check_scene(scene) if p.code in FALSE_CLAIMS]
        return _in_order([*error.problems, *_once(false)])
    except ProblemError as error:
        return list(error.problems)
    problems = list(loaded.problems)
    for scene in loaded.scenes:
        problems += [p for p in _found(scene, burn) if p not in problems]
    return _in_order(problems)


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Problems as one reads their files, from above."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    return sorted(problems, key=lambda p: (files.index(p.file), p.line or 0, p.column or 0))


def _once(problems: list[Problem]) -> list[Problem]:
    """Problems that variants share, once."""
    return [problem for index, problem in enumerate(problems) if problem not in problems[:index]]


def check_scene(spec: SceneSpec) -> list[Problem]:
    """What the language cannot know: fields without values, beats that cannot be played, claims that are false."""
    return [problem for problem in _found(spec, False) if problem.exit_code]


def _found(spec: SceneSpec, burn: bool) -> list[Problem]:
    field = None
    if spec.field is not None:
        try:
            field = JetField.parse(spec.field.f, spec.field.variables, dict(spec.params))
        except ProblemError as error:
            return list(error.problems)
    context = make_context(spec, field)
    timeline, problems = rehearse(context)
    return [*problems, *scene_warnings(context, timeline, burn)]
