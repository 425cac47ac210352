"""What beats that play at the same time make together of one state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from gradanim.actors.state import Line, Pose, SceneState


def merged(start: SceneState, branches: Iterable[SceneState]) -> SceneState:
    """What several beats that began in ``start`` and play at the same time make together.

    Whatever a branch has changed is taken over; where two change the same thing the later one wins.
    """
    changes: dict[str, Any] = {}
    actors = dict(start.actors)
    params = dict(start.params)
    pose: dict[str, Any] = {}
    for branch in branches:
        for item in fields(SceneState):
            now, before = getattr(branch, item.name), getattr(start, item.name)
            if item.name not in ("actors", "params", "pose", "lines") and now != before:
                changes[item.name] = now
        _merge_mapping(actors, start.actors, branch.actors)
        _merge_mapping(params, start.params, branch.params)
        pose.update(
            {k.name: getattr(branch.pose, k.name) for k in fields(Pose) if _differs(branch, start, k.name)}
        )
        if branch.lines != start.lines:
            changes["lines"] = _merged_lines(start.lines, changes.get("lines", start.lines), branch.lines)
    return replace(start, **changes, actors=actors, params=params, pose=replace(start.pose, **pose))


def _differs(branch: SceneState, start: SceneState, name: str) -> bool:
    return bool(getattr(branch.pose, name) != getattr(start.pose, name))


def _merge_mapping(into: dict[str, Any], start: Mapping[str, Any], branch: Mapping[str, Any]) -> None:
    for name in start:
        if name not in branch:
            into.pop(name, None)
    for name, value in branch.items():
        if start.get(name) != value:
            into[name] = value


def _merged_lines(
    start: tuple[Line, ...], so_far: tuple[Line, ...], branch: tuple[Line, ...]
) -> tuple[Line, ...]:
    kept = so_far if branch[: len(start)] == start else branch[: len(start)]
    return (*kept, *branch[len(start) :])
