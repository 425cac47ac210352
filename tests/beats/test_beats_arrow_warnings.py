"""Arrows that are dots, that leave the picture or have no scale are told, and steps that leave the domain."""

from __future__ import annotations

from pathlib import Path

from beats_told import told_of as told

CLIFF = "tanh(4*x) + 0.1*y^2"
OVER = ("place: [1.2, 0.8]", "show: gradient", "walk: {line: {to: [0, 0.8]}}", "flip: gradient")


def test_an_arrow_that_is_a_dot_beside_a_cliff(tmp_path: Path) -> None:
    at_rest, way = told(tmp_path, CLIFF, *OVER)
    assert at_rest == (
        "6:5: warning: the gradient is 0.16 long here and its arrow, drawn at 0.3 of that, a dot: one scale serves all "
        "arrows of a scene; give it one of its own (`show: {gradient: {scale: 1}}`), with which longer ones may leave "
        "the picture, or `place` the point where f is steeper"
    )
    assert way.startswith("7:5: warning: the longest gradient of this walk is 4 and the usual one 0.2")
    assert way.endswith(
        "drawn at 0.3 of its length the arrow is a dot for most of the way; give it a `scale` (`show: {gradient: "
        "{scale: 1}}`), with which longer ones may leave the picture, or let the walk keep away from where f is steep"
    )
    assert told(tmp_path, CLIFF, OVER[0], "show: {gradient: {scale: 1}}", *OVER[2:]) == []
    assert told(tmp_path, CLIFF, OVER[0], OVER[2]) == []


def test_an_arrow_that_is_a_dot_all_the_way_down(tmp_path: Path) -> None:
    """From the plateau it comes no nearer to the cliff; over the cliff it would be seen on its way."""
    before = ("place: [0, 0.8]", "show: gradient")
    (line,) = told(tmp_path, CLIFF, *before, "descend: {start: [1.4, 0.8], step_size: 0.1, steps: 5}")
    assert line.startswith(
        "7:5: warning: the gradient is 0.16 long at most on this way and its arrow, drawn at 0.3"
    )
    assert told(tmp_path, CLIFF, *before, "descend: {start: [0.5, 0.8], step_size: 1, steps: 2}") == []


def test_an_arrow_too_long_by_its_own_scale(tmp_path: Path) -> None:
    field, place = "x^2 + y^2/2", "place: [1, 1]"
    (line,) = told(tmp_path, field, place, "show: {gradient: {scale: 5}}")
    # (2, 1) from (1, 1): the right border is at 2, and 0.15 of 4 beyond it, which is reached at 0.8.
    assert line == (
        "6:5: warning: the gradient is 2.24 long here, and its arrow at a `scale` of 5 leaves the picture; 0.5 would do"
    )
    assert told(tmp_path, field, place, "show: {gradient: {scale: 0.8}}") == []
    (line,) = told(tmp_path, field, place, "show: {negative_gradient: {scale: 5}}")
    assert line.endswith("leaves the picture; 1.5 would do")


def test_a_step_out_of_the_domain(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "x^2 + y^2", "place: [1, 0]", "approximate: {step: [5, 0]}")
    assert line == (
        "6:5: warning: the step ends at x = 6, y = 0, outside of the domain, where nothing is drawn: take a shorter "
        "one, or widen the domain"
    )
    assert told(tmp_path, "x^2 + y^2", "place: [1, 0]", "approximate: {step: [1, 0]}") == []


def test_an_arrow_for_which_there_is_no_scale(tmp_path: Path) -> None:
    at_rest, way = told(tmp_path, "tanh(4*x) + 0.001*y^2", *OVER)
    assert at_rest == (
        "6:5: warning: the gradient is 0.00193 long here, and 4 where it is longest: on one scale its arrow is a dot; "
        "`place` the point where f is steeper"
    )
    assert way.startswith("7:5: warning: the longest gradient of this walk is 4 and the usual one 0.1")


def test_no_arrow_is_missed_where_the_gradient_vanishes(tmp_path: Path) -> None:
    assert told(tmp_path, "-x^2 - y^2", "place: [1, 0]", "show: gradient", "place: [0, 0]") == []


def test_an_arrow_that_leaves_the_picture_is_told_once(tmp_path: Path) -> None:
    beats = ("place: [1.4, 0.7]", "show: gradient", "walk: {steepest: down}", "pause: 1")
    (line,) = told(tmp_path, "log(x^2 + y^2 - 1/2)", *beats, "flip: gradient")
    assert line.startswith("7:5: warning: the gradient is ")
    assert line.endswith(
        "as suits the rest of the scene, its arrow leaves the picture; keep the point away from where f is so steep, "
        "or `hide` the arrow"
    )


def test_a_way_past_a_pole_leaves_the_arrow_as_it_was(tmp_path: Path) -> None:
    beats = ("place: [1.5, 0.02]", "show: gradient", "walk: {line: [-1.5, 0.02]}")
    assert told(tmp_path, "1/(x^2+y^2)", *beats) == []
