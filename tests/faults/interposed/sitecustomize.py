"""Strikes where films are encoded and joined, inside of workers: Python runs this when it starts, being named so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(os.environ["FAULTS"])


class Interposed:
    """Finds the modules that encode and copy pictures, so that both can be disturbed."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """As of any finder."""
        interpose = {"gradanim.encode.remux": _joins, "gradanim.encode.library": _clips}.get(name)
        if interpose is None:
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None and spec.loader is not None
        execute = spec.loader.exec_module

        def executed(module: ModuleType) -> None:
            execute(module)
            interpose(module)

        spec.loader.exec_module = executed  # type: ignore[method-assign]
        return spec


def _joins(module: ModuleType) -> None:
    copy = module.copy_pictures

    def disturbed(parts: Any, head: Any, out: Path) -> Any:
        before, after = _disturbance("series" if out.name.startswith(".s.mp4.") else "scene")
        _run(before, out)
        written = copy(parts, head, out)
        _run(after, out)
        return written

    module.copy_pictures = disturbed  # type: ignore[attr-defined]


def _clips(module: ModuleType) -> None:
    encoder = module.LibraryEncoder
    write, close = encoder.write, encoder.close

    def disturbed_write(self: Any, frame: Any) -> None:
        if self.frames == 0:
            before, self.after = _disturbance("clip")
            if _run(before, self._growing.path):
                self._stream = _Broken()
        write(self, frame)

    def disturbed_close(self: Any) -> None:
        close(self)
        _run(getattr(self, "after", ""), self._growing.path)

    encoder.write, encoder.close = disturbed_write, disturbed_close


class _Broken:
    """An encoder that takes no frame."""

    def encode(self, frame: Any) -> Any:
        import av

        raise av.error.ExternalError(errno.EIO, "it is too warm")


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


def _run(body: str, out: Path) -> int:
    """Runs some lines of shell; their exit code."""
    if not body:
        return 0
    told = {**os.environ, "here": str(HERE), "out": str(out)}
    return subprocess.run(["sh", "-c", body], check=False, env=told).returncode


sys.meta_path.insert(0, Interposed)
