"""Strikes where films are joined, inside of the workers: Python runs this when it starts, for it is named so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

JOINS = "gradanim.encode.remux"
HERE = Path(os.environ["FAULTS"])


class Interposed:
    """Finds the module that copies pictures, with a copying that can be disturbed."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """As of any finder."""
        if name != JOINS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None and spec.loader is not None
        execute = spec.loader.exec_module

        def interpose(module: ModuleType) -> None:
            execute(module)
            copy = module.copy_pictures

            def disturbed(parts: Any, head: Any, out: Path) -> Any:
                before, after = _disturbance("series" if out.name.startswith(".s.mp4.") else "scene")
                _run(before, out)
                written = copy(parts, head, out)
                _run(after, out)
                return written

            module.copy_pictures = disturbed  # type: ignore[attr-defined]

        spec.loader.exec_module = interpose  # type: ignore[method-assign]
        return spec


def _disturbance(step: str) -> tuple[str, str]:
    """What is to be run before the next copying of a step and after it; the first one alone is disturbed."""
    script, begun = HERE / step, HERE / f"{step}.begun"
    if not script.exists():
        return "", ""
    try:
        begun.mkdir()
    except FileExistsError:
        return "", ""
    before, asked, after = script.read_text().partition('"$real" "$@";')
    return ("", after) if asked else (before, "")


def _run(body: str, out: Path) -> None:
    if body:
        subprocess.run(
            ["sh", "-c", body], check=False, env={**os.environ, "here": str(HERE), "out": str(out)}
        )


sys.meta_path.insert(0, Interposed)
