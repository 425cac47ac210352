"""What the tests of the language share: small specs and the problems that they have."""

from __future__ import annotations

from pathlib import Path

from gradanim.problems import Problem, ProblemError
from gradanim.spec import SceneSpec, load_scenes

FIELD = "field: {f: x^2 + y, x: [-2, 2], y: [-1, 1]}\n"
HEAD = "title: T\n" + FIELD
BEATS = "beats:\n  - show: axes\n"
SCENE = HEAD + BEATS


def save(folder: Path, text: str | bytes, name: str = "scene.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(folder: Path, text: str | bytes, name: str = "scene.yaml") -> SceneSpec:
    (scene,) = load_scenes(save(folder, text, name))
    return scene


def with_beats(*beats: str, head: str = HEAD) -> str:
    return head + "beats:\n" + "".join(f"  - {beat}\n" for beat in beats)


def problems(folder: Path, text: str | bytes, name: str = "scene.yaml") -> tuple[Problem, ...]:
    try:
        load_scenes(save(folder, text, name))
    except ProblemError as error:
        return error.problems
    return ()


def told(folder: Path, text: str | bytes, name: str = "scene.yaml") -> list[str]:
    """``line:column: message`` of every problem."""
    return [f"{p.line}:{p.column}: {p.message}" for p in problems(folder, text, name)]
