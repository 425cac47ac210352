"""Levels that a field does not take on are told, and a level by itself has a value without a point."""

from __future__ import annotations

from pathlib import Path

import beats_told
import pytest

from gradanim.actors.context import make_context
from gradanim.actors.measure import Measures
from gradanim.beats.played import rehearse
from gradanim.calculus import JetField
from gradanim.spec import load_scenes

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nparams: {a: 1}\nbeats:\n"
VOLUME = "title: T\nfield: {f: x + y + z, x: [0, 1], y: [0, 1], z: [0, 1]}\nstage: volume\nbeats:\n"


def told(folder: Path, *beats: str, head: str = HEAD) -> list[str]:
    return beats_told.told(folder, head, *beats)


def test_a_level_that_does_not_occur_is_told_with_those_that_do(tmp_path: Path) -> None:
    assert told(tmp_path, "show: [floor, {level_curve: {level: 20}}]") == [
        "5:5: warning: the level 20 of `level_curve` does not occur, and nothing is drawn for it: the values in the "
        "domain go from 0 to 8, about"
    ]


def test_levels_of_contours_are_told_one_by_one(tmp_path: Path) -> None:
    found = told(tmp_path, "show: {contours: {levels: [-1, 1, 9]}}")
    assert [line.split("level ")[1].split(" does")[0] for line in found] == [
        "-1 of `contours`",
        "9 of `contours`",
    ]


def test_a_level_in_a_together_is_told_at_its_part(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "together: [{orbit: 9}, {show: {level_curve: {level: 9}}}]")
    assert line.startswith("5:29: ")


@pytest.mark.parametrize(
    "beats",
    [
        ("show: {level_curve: {level: 8}}",),
        ("show: {contours: {levels: 7}}",),
        ("place: [1, 1]", "show: level_curve"),
    ],
)
def test_levels_that_occur_are_not_told(tmp_path: Path, beats: tuple[str, ...]) -> None:
    assert told(tmp_path, *beats) == []


def test_a_level_that_occurs_when_a_parameter_has_moved_is_not_told(tmp_path: Path) -> None:
    head = HEAD.replace("x^2", "a*x^2")
    beats = ["show: {level_curve: {level: 20}}", "vary: {a: 5}"]
    assert told(tmp_path, *beats, head=head) == []
    assert len(told(tmp_path, *beats[:1], head=head)) == 1


def test_level_surfaces_are_looked_for_too(tmp_path: Path) -> None:
    assert told(tmp_path, "show: {level_curve: {level: 2.9}}", head=VOLUME) == []
    (line,) = told(tmp_path, "show: {level_curve: {level: 4}}", head=VOLUME)
    assert line.endswith("go from 0 to 3, about")


def test_a_level_by_itself_needs_no_point(tmp_path: Path) -> None:
    beats = ("show: [floor, {level_curve: {level: 3}}]", 'write: "{level}"', "claim: level == 3")
    assert told(tmp_path, *beats) == []
    (scene,) = load_scenes(beats_told.save(tmp_path, HEAD, *beats))
    assert scene.field is not None
    context = make_context(scene, JetField.parse(scene.field.f, scene.field.variables, {"a": 1.0}))
    timeline, problems = rehearse(context)
    assert problems == []
    assert Measures(timeline.starts[-1], context)["level"] == 3.0


@pytest.mark.parametrize(
    "beats",
    [
        ('write: "{level}"',),
        ("show: {level_curve: {level: 3}}", "clear: all", 'write: "{level}"'),
        ("show: {level_curve: {level: 3}}", 'write: "{level} {f}"'),
    ],
)
def test_other_quantities_and_other_levels_do(tmp_path: Path, beats: tuple[str, ...]) -> None:
    (line,) = told(tmp_path, *beats)
    assert line.endswith(" needs the point: write a `place` beat before this one")
