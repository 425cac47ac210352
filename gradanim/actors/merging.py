"""What beats that play at the same time make together of one state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from gradanim.actors.state import Line, Pose, SceneState

# What of a state is one value, and what of a pose.
_PLAIN = tuple(
    name for name in SceneState.__struct_fields__ if name not in ("actors", "params", "pose", "lines")
)
_POSE = Pose.__struct_fields__


def merged(start: SceneState, branches: Iterable[SceneState]) -> SceneState:
    """What several beats that began in ``start`` and play at the same time make together.

    Whatever a branch has changed is taken over; where two change the same thing the later one wins.
    """
    changes: dict[str, Any] = {}
    actors = dict(start.actors)
    params = dict(start.params)
    pose: dict[str, Any] = {}
    for branch in branches:
        changes.update(_changed(start, branch, _PLAIN))
        _merge_mapping(actors, start.actors, branch.actors)
        _merge_mapping(params, start.params, branch.params)
        pose.update(_changed(start.pose, branch.pose, _POSE))
        if branch.lines is not start.lines and branch.lines != start.lines:
            changes["lines"] = _merged_lines(start.lines, changes.get("lines", start.lines), branch.lines)
    moved = replace(start.pose, **pose) if pose else start.pose
    return replace(start, **changes, actors=actors, params=params, pose=moved)


def _changed(start: object, branch: object, names: tuple[str, ...]) -> dict[str, Any]:
    """What of a branch is another value; mostly it is the very same object."""
    found: dict[str, Any] = {}
    if branch is start:
        return found
    for name in names:
        now, before = getattr(branch, name), getattr(start, name)
        if now is not before and now != before:
            found[name] = now
    return found


def _merge_mapping(into: dict[str, Any], start: Mapping[str, Any], branch: Mapping[str, Any]) -> None:
    if branch is start:
        return
    for name in start:
        if name not in branch:
            into.pop(name, None)
    for name, value in branch.items():
        before = start.get(name)
        if before is not value and before != value:
            into[name] = value


def _merged_lines(
    start: tuple[Line, ...], so_far: tuple[Line, ...], branch: tuple[Line, ...]
) -> tuple[Line, ...]:
    kept = so_far if branch[: len(start)] == start else branch[: len(start)]
    return (*kept, *branch[len(start) :])
