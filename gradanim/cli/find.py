"""Which spec files a user means by files and folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gradanim.problems import Problem
from gradanim.spec.recognise import meant_as_spec

SUFFIXES = (".yaml", ".yml", ".toml", ".json")


def spec_files(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The files, and all specs and series inside the folders, sorted; what is hidden, or something else, is left out.

    A file that is named is always one of them, whatever it holds.

    Returns:
        The files, and a problem for every path that does not exist and every folder that holds no spec.
    """
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_spec(p, p.relative_to(path)))
            if not inside:
                problems.append(Problem("film_no_specs", file=str(path)))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            problems.append(Problem("film_no_file", file=str(path)))
    return list(dict.fromkeys(found)), problems


def _is_spec(path: Path, inside: Path) -> bool:
    if inside.suffix.lower() not in SUFFIXES or any(part.startswith(".") for part in inside.parts):
        return False
    return path.is_file() and meant_as_spec(path)
