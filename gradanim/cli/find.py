"""Which spec files a user means by files and folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gradanim.problems import Problem, ProblemError

SUFFIXES = (".yaml", ".yml", ".toml", ".json")


def spec_files(paths: Iterable[Path]) -> list[Path]:
    """The files, and all spec files inside the folders, sorted.

    Raises:
        ProblemError: a path does not exist, or a folder holds no spec.
    """
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
            if not inside:
                problems.append(Problem("film_no_specs", {"found": str(path)}))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            problems.append(Problem("film_no_file", {"found": str(path)}))
    if problems:
        raise ProblemError(problems)
    return list(dict.fromkeys(found))
