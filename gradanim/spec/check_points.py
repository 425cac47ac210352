"""Checks that every point has as many coordinates as the field has variables, and lies inside the domain."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gradanim.problems import Problem
from gradanim.spec.columns import fault
from gradanim.spec.field import FieldSpec
from gradanim.spec.known import Known, Part
from gradanim.spec.nodes import Node
from gradanim.spec.verbs import (
    ApproximateAction,
    CircleWalk,
    DescendAction,
    FlowAction,
    PlaceAction,
    RaceAction,
    WalkAction,
    ZoomAction,
)

Coordinates = tuple[float, ...]
# A point on the border may miss it by rounding.
SLACK = 1e-9


def check_points(known: Known) -> Iterator[Problem]:
    """Problems with the points in the beats; nothing where the field is not known."""
    if known.field is None:
        return
    for part in known.parts:
        for point, node in _points(part):
            yield from _check(point, node, known.field)
        action = part.beat.action
        if isinstance(action, ApproximateAction) and action.step is not None:
            yield from _size(action.step, part.action.find(("step",)), known.field)
        if isinstance(action, WalkAction) and action.circle is not None:
            yield from _circle(action.circle, part.action.find(("circle",)), known.field)


def _points(part: Part) -> Iterator[tuple[Coordinates, Node]]:
    """Every point of a beat that must lie in the domain, with its place."""
    action, node = part.beat.action, part.action
    if isinstance(action, PlaceAction):
        yield action.point, node.find(("point",))
    elif isinstance(action, DescendAction) and action.start is not None:
        yield action.start, node.find(("start",))
    elif isinstance(action, RaceAction):
        yield from _race_points(action, node)
    elif isinstance(action, FlowAction):
        for index, point in enumerate(action.starts or ()):
            yield point, node.find(("starts", index))
    elif isinstance(action, ZoomAction) and action.to is not None:
        yield action.to, node.find(("to",))
    elif isinstance(action, WalkAction):
        yield from _walk_points(action, node)


def _race_points(action: RaceAction, node: Node) -> Iterator[tuple[Coordinates, Node]]:
    if action.start is not None:
        yield action.start, node.find(("start",))
    for index, run in enumerate(action.runs):
        if run.start is not None:
            yield run.start, node.find(("runs", index, "start"))


def _walk_points(action: WalkAction, node: Node) -> Iterator[tuple[Coordinates, Node]]:
    if action.line is not None:
        yield action.line.to, node.find(("line", "to"))
        if action.line.from_ is not None:
            yield action.line.from_, node.find(("line", "from"))
    for index, point in enumerate(action.spline.points if action.spline else ()):
        yield point, node.find(("spline", "points", index))
    for index, point in enumerate(action.points or ()):
        yield point, node.find(("points", index))


def _check(point: Coordinates, node: Node, field: FieldSpec) -> Iterator[Problem]:
    wrong_size = list(_size(point, node, field))
    yield from wrong_size or _outside(point, node, field)


def _size(point: Coordinates, node: Node, field: FieldSpec) -> Iterator[Problem]:
    if len(point) != len(field.variables):
        expected = f"{len(field.variables)} ({', '.join(field.variables)})"
        yield fault("spec_point_size", node, expected=expected, found=len(point))


def _outside(point: Coordinates, node: Node, field: FieldSpec) -> Iterator[Problem]:
    for index, (value, variable, (low, high)) in enumerate(
        zip(point, field.variables, field.domain, strict=True)
    ):
        if not _between(value, low, high):
            place = node.items[index] if node.is_list else node
            yield fault("spec_point_outside", place, variable=variable, found=value, low=low, high=high)


def _circle(circle: CircleWalk, node: Node, field: FieldSpec) -> Iterator[Problem]:
    if len(field.variables) not in (2, 3):
        yield fault("spec_circle_variables", node, at_key=True, found=len(field.variables))
        return
    center = node.find(("center",))
    if problems := list(_check(circle.center, center, field)):
        yield from problems
        return
    if not all(_inside(point, field) for point in _on(circle)):
        yield fault("spec_circle_outside", node.find(("radius",)), at_key=True, found=circle.radius)


def _on(circle: CircleWalk, count: int = 180) -> Iterator[Coordinates]:
    """Points of the circle that the walk passes."""
    sweep = 360.0 * max(-1.0, min(1.0, circle.turns))
    for step in range(count + 1):
        turn = math.radians(circle.start + sweep * step / count)
        x, y, *height = circle.center
        yield x + circle.radius * math.cos(turn), y + circle.radius * math.sin(turn), *height


def _inside(point: Coordinates, field: FieldSpec) -> bool:
    return all(_between(value, low, high) for value, (low, high) in zip(point, field.domain, strict=True))


def _between(value: float, low: float, high: float) -> bool:
    slack = SLACK * (high - low)
    return low - slack <= value <= high + slack
