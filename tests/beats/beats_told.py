"""What `check` tells of a spec that is put together of a head and beats."""

from __future__ import annotations

from pathlib import Path

from gradanim.beats.check import check_file

OF_FORMULA = "title: T\nfield: {{f: '{f}', x: [-2, 2], y: [-2, 2]}}\nparams: {{a: 1}}\nbeats:\n"


def save(folder: Path, head: str, *beats: str) -> Path:
    """A spec of a head, which ends with ``beats:``, and beats of a line each."""
    path = folder / "s.yaml"
    path.write_text(head + "".join(f"  - {beat}\n" for beat in beats), encoding="utf-8")
    return path


def told(folder: Path, head: str, *beats: str) -> list[str]:
    """Every problem with line and column; those that are no errors, and no others, begin with "warning: "."""
    found = check_file(save(folder, head, *beats))
    assert all((problem.exit_code == 0) == problem.message.startswith("warning: ") for problem in found)
    return [f"{problem.line}:{problem.column}: {problem.message}" for problem in found]


def told_of(folder: Path, formula: str, *beats: str) -> list[str]:
    """The same for a field of a formula in x, y and the parameter a."""
    return told(folder, OF_FORMULA.format(f=formula), *beats)
