"""File names made from ids: always inside their folder, the same on every system."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from gradanim.problems import Problem, ProblemError

# 255 bytes is the limit of nearly every file system; the rest is room for suffixes and the partial mark.
_LONGEST = 180
_SEPARATORS = set('/\\:*?"<>|')
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def safe_child(folder: Path, name: str) -> Path:
    """``folder / name`` where ``name`` is one plain file name that stays inside ``folder`` on every system.

    Raises:
        ProblemError: ``name`` climbs out (``../``, absolute, separators), or no file can be called so.
    """
    cause = _why_unsafe(name)
    if cause:
        raise ProblemError(Problem("name_unsafe", {"name": _visible(name), "cause": cause}))
    return folder / name


def collisions(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Groups of names that are one file where case or Unicode composition does not count, in order."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_plain(name), []).append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def refuse_collisions(names: Iterable[str]) -> None:
    """Raise one problem for each group that `collisions` finds.

    Raises:
        ProblemError: two names would be one file.
    """
    groups = collisions(names)
    if groups:
        quoted = [", ".join(f"`{name}`" for name in group) for group in groups]
        raise ProblemError(Problem("names_collide", {"names": text}) for text in quoted)


def _why_unsafe(name: str) -> str | None:
    if not name.strip():
        return "it is empty"
    rules = (
        (any(c in _SEPARATORS for c in name), 'it holds one of / \\ : * ? " < > |'),
        (any(unicodedata.category(c) in ("Cc", "Cs") for c in name), "it holds a control character"),
        (name[0] == ".", "it starts with a dot"),
        (name[0] in " -", "it starts with a space or a dash"),
        (name[-1] in " .", "it ends with a space or a dot"),
        (name.split(".")[0].casefold() in _RESERVED, "some systems reserve this name"),
    )
    found = next((cause for broken, cause in rules if broken), None)
    if found is None and len(name.encode("utf-8")) > _LONGEST:
        return f"it is longer than {_LONGEST} bytes"
    return found


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _visible(name: str) -> str:
    # A control character or an endless id must not reach the terminal as it is.
    text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)
    return text if len(text) <= 60 else text[:57] + "..."
