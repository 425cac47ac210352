"""The layout check of spec files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gradanim.problems import Problem
from gradanim.review.layout import layout_problems
from gradanim.spec import SceneSpec, load_any


def layout_of_files(paths: Iterable[Path], formats: Sequence[str], burn: bool = False) -> list[Problem]:
    """What is wrong with the layout of the scenes of specs and series; a scene that both hold is looked at once.

    Args:
        paths: files without other problems.
        formats: names of the formats to lay them out in.
        burn: whether captions are drawn into the picture.

    Raises:
        ProblemError: a scene cannot be played.
    """
    seen: list[SceneSpec] = []
    problems: list[Problem] = []
    for path in paths:
        for spec in load_any(path).scenes:
            if spec in seen:
                continue
            seen.append(spec)
            problems += layout_problems(spec, formats, burn)
    return problems
