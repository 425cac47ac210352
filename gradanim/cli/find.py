"""Which spec files a user means by files and folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gradanim.problems import Problem

SUFFIXES = (".yaml", ".yml", ".toml", ".json")


def spec_files(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The files, and all spec files inside the folders, sorted; what is hidden is left out.

    Returns:
        The files, and a problem for every path that does not exist and every folder that holds no spec.
    """
    found: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if _is_spec(p.relative_to(path)) and p.is_file())
            if not inside:
                problems.append(Problem("film_no_specs", file=str(path)))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            problems.append(Problem("film_no_file", file=str(path)))
    return list(dict.fromkeys(found)), problems


def _is_spec(inside: Path) -> bool:
    return inside.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inside.parts)
