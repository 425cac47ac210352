"""What the point meets on its way is told: poles, holes, kinks, and where it goes no further."""

from __future__ import annotations

from pathlib import Path

import pytest
from beats_told import told_of as told

from gradanim.beats.check import check_scene
from gradanim.spec import load_scenes


def test_a_walk_through_a_pole(tmp_path: Path) -> None:
    beats = ("place: [1, 0]", "show: gradient", "walk: {line: [-1.1, 0]}")
    assert told(tmp_path, "1/(x^2+y^2)", *beats) == [
        "7:5: `1/(x^2+y^2)` has no finite value near x = 0, y = 0, where the point passes; lead it around"
    ]


def test_a_walk_through_a_hole_even_of_a_lone_point(tmp_path: Path) -> None:
    assert told(tmp_path, "sqrt(x^2+y^2-1)", "place: [1.5, 0]", "walk: {line: [-1.5, 0]}") == [
        "6:5: `sqrt(x^2+y^2-1)` has no finite value near x = 1, y = 0, where the point passes; lead it around"
    ]


CIRCLE = "{circle: {center: [0, 0], radius: 1.5}}"


@pytest.mark.parametrize(
    ("walk", "start"),
    [
        (CIRCLE, "[1.5, 0]"),
        ("{circle: {center: [0, 0], radius: 1.5, start: 90, turns: 0.4}}", "[0, 1.5]"),
        ("{line: {from: [1.5, 0], to: [1.5, 1]}}", "[1.5, 0]"),
        ("{spline: [[1.5, 0], [1.5, 0.5], [1.8, 1]]}", "[1.5, 0]"),
    ],
)
def test_a_glide_through_a_hole_is_told_as_one(tmp_path: Path, walk: str, start: str) -> None:
    (line,) = told(tmp_path, "sqrt(x^2+y^2-1)", "place: [-1.2, -1]", f"walk: {walk}")
    assert line.startswith("6:5: `sqrt(x^2+y^2-1)` has no finite value near x = -")
    assert line.endswith(
        f", which the point crosses on its way to the start of the walk; first `place: {start}`, or lead it around"
    )
    # What is said to be done does help.
    assert told(tmp_path, "sqrt(x^2+y^2-1)", "place: [-1.2, -1]", f"place: {start}", f"walk: {walk}") == []


def test_a_glide_in_a_together_is_told_at_the_walk(tmp_path: Path) -> None:
    beats = ("place: [-1.5, 0]", f"together: [{{pause: 1}}, {{walk: {CIRCLE}}}]")
    (line,) = told(tmp_path, "sqrt(x^2+y^2-1)", *beats)
    assert line.startswith("6:29: ")
    assert "on its way to the start of the walk" in line


def test_a_hole_on_the_walk_itself_is_told_as_such_after_a_glide(tmp_path: Path) -> None:
    beats = ("place: [1.9, 0]", "walk: {line: {from: [1.5, 0], to: [-1.5, 0]}}")
    assert told(tmp_path, "sqrt(x^2+y^2-1)", *beats) == [
        "6:5: `sqrt(x^2+y^2-1)` has no finite value near x = 1, y = 0, where the point passes; lead it around"
    ]


def test_a_kink_on_a_glide_is_told_as_being_there(tmp_path: Path) -> None:
    beats = ("place: [-1, 0.5]", "walk: {line: {from: [1, 0.5], to: [1, 1]}}")
    assert told(tmp_path, "|x| + y", *beats)[-1] == (
        "6:5: warning: `|x| + y` has a kink at x = 0, y = 0.5, where the point passes on its way to the start of the "
        "walk: there is no gradient there"
    )


def test_a_walk_over_a_kink_with_an_arrow_is_told(tmp_path: Path) -> None:
    beats = ("place: [1, 1]", "show: [gradient, tangent_plane]", "walk: {line: [-1, 1]}")
    assert told(tmp_path, "|x| + y", *beats) == [
        "2:12: warning: `|x| + y` is not differentiable everywhere: it has a kink, for example at x = 0, y = 0",
        "7:5: warning: `|x| + y` has a kink at x = 0, y = 1, where the point passes: without a gradient `gradient` "
        "and `tangent_plane` cannot be drawn there",
    ]


def test_a_lone_point_may_walk_over_a_jump(tmp_path: Path) -> None:
    assert told(tmp_path, "floor(x) + y", "place: [0.5, 1]", "walk: {line: [1.5, 1]}") == [
        "2:12: warning: `floor(x) + y` is not differentiable everywhere: it jumps, for example at x = 0, y = 0",
        "6:5: warning: `floor(x) + y` jumps at x = 1, y = 1, where the point passes: there is no gradient there",
    ]


def test_a_walk_in_a_together_is_told_at_its_own_place(tmp_path: Path) -> None:
    beats = ("place: [1, 1]", "together: [{pause: 1}, {walk: {line: [-1.1, 1]}}]")
    (line,) = told(tmp_path, "1/x + y", *beats)
    assert line.startswith("6:29: `1/x + y` has no finite value near x = 0, y = 1,")


def test_a_walk_while_the_field_changes(tmp_path: Path) -> None:
    beats = ("place: [1, 1]", "together: [{walk: {line: [0.5, 1]}}, {vary: {a: -1}}]")
    (line,) = told(tmp_path, "sqrt(a) + x*y", *beats)
    assert line.startswith("6:17: `sqrt(a) + x*y` has no finite value near x = ")


@pytest.mark.parametrize(
    "beats", [("place: [0, 1]", "show: gradient"), ("place: [1, 1]", "show: gradient", "place: [0, 1]")]
)
def test_a_point_at_rest_on_a_kink(tmp_path: Path, beats: tuple[str, ...]) -> None:
    last = told(tmp_path, "|x| + y", *beats)[-1]
    assert last == (
        f"{4 + len(beats)}:5: warning: `|x| + y` has no gradient at x = 0, y = 1: `gradient` cannot be drawn there"
    )


def test_the_point_alone_may_rest_on_a_kink(tmp_path: Path) -> None:
    assert all("warning: " in line for line in told(tmp_path, "|x| + y", "place: [0, 1]"))


@pytest.mark.parametrize(
    ("formula", "start", "said"),
    [
        ("x^2 - 4*y^2", "[1, 0.1]", "step 3 leaves the domain: f would go from −5.32 to −61.79"),
        ("log(x^2+y^2-0.5)", "[1.5, 1.2]", "step 3 leaves the domain: f has no value where it leads"),
    ],
)
def test_a_descent_that_leaves(tmp_path: Path, formula: str, start: str, said: str) -> None:
    (line,) = told(tmp_path, formula, f"descend: {{start: {start}, step_size: 0.3, steps: 20}}")
    assert line.startswith(f"5:5: warning: {said}")
    assert line.endswith(
        "; the point stays where it is before that: take fewer or smaller steps, start elsewhere, or widen the domain"
    )


def test_a_descent_that_diverges_is_told_in_its_picture_alone(tmp_path: Path) -> None:
    assert told(tmp_path, "x^2 + y^2", "descend: {start: [1, 0], step_size: 1.2, steps: 20}") == []


def test_a_step_that_ends_where_f_has_no_value(tmp_path: Path) -> None:
    said = (
        "warning: the step ends at x = 0, y = 0.5, where `ln(x)` has no value: the actual change is undefined"
    )
    assert told(tmp_path, "ln(x)", "place: [1, 0.5]", "approximate: {step: [-1, 0]}") == [f"6:5: {said}"]
    assert told(
        tmp_path, "ln(x)", "place: [1, 0.5]", "together: [{pause: 1}, {approximate: {step: [-1, 0]}}]"
    ) == [f"6:29: {said}"]
    assert told(tmp_path, "ln(x)", "place: [1, 0.5]", "approximate: {step: [-0.9, 0]}") == []


@pytest.mark.parametrize(
    ("formula", "walk", "said"),
    [
        ("x", "{direction: up, length: 3}", "x = 2, y = 0, at the border of the domain"),
        ("x^2 + y^2", "{direction: down, length: 3}", "x = 0, y = 0, where the gradient vanishes"),
        (
            "sqrt(x)",
            "{direction: down, length: 3}",
            "x = 0, y = 0, at the edge of where the field has values",
        ),
    ],
)
def test_a_steepest_walk_that_ends_early(tmp_path: Path, formula: str, walk: str, said: str) -> None:
    remedy = "without a `length` it goes as far as the path leads"
    assert told(tmp_path, formula, "place: [1, 0]", f"walk: {{steepest: {walk}}}") == [
        f"6:5: warning: the walk of length 3 ends after 1, at {said}; {remedy}"
    ]
    assert told(tmp_path, formula, "place: [1, 0]", "walk: {steepest: {direction: down, length: 0.5}}") == []


def test_a_walk_along_an_open_level_curve_that_ends_early(tmp_path: Path) -> None:
    remedy = "without a `length` it goes as far as the path leads"
    said = "at x = 1, y = -2, at the border of the domain"
    assert told(tmp_path, "x", "place: [1, 0]", "walk: {level_curve: {length: 3}}") in (
        [f"6:5: warning: the walk of length 3 ends after 2, {said}; {remedy}"],
        [f"6:5: warning: the walk of length 3 ends after 2, {said.replace('-2', '2')}; {remedy}"],
    )
    assert told(tmp_path, "x", "place: [1, 0]", "walk: {level_curve: {length: 1.5}}") == []
    assert told(tmp_path, "x^2 + y^2", "place: [1, 0]", "walk: {level_curve: {length: 9}}") == []


@pytest.mark.parametrize(
    ("walk", "what"),
    [("steepest", "nowhere is steepest"), ("level_curve", "no level curve leads on")],
)
def test_a_walk_from_where_the_gradient_vanishes_stands_still(tmp_path: Path, walk: str, what: str) -> None:
    said = f"the point stays at x = 0, y = 0: the gradient vanishes there, and {what}; `place` it beside"
    assert told(tmp_path, "x^2 + y^2", "place: [0, 0]", f"walk: {walk}") == [f"6:5: warning: {said}"]
    assert told(tmp_path, "x^2 + y^2", "place: [0, 0.1]", f"walk: {walk}") == []
    assert told(tmp_path, "x^2 + y^2", "place: [0, 0]", "walk: {line: [1, 1]}") == []


def test_a_steepest_walk_without_a_length_goes_as_far_as_it_leads(tmp_path: Path) -> None:
    beats = ("place: [1, 0]", "walk: steepest", "claim: point == (2, 0)")
    assert told(tmp_path, "x", *beats) == []
    assert told(tmp_path, "x", "place: [1, 0]", "walk: {steepest: }", "claim: x == 2") == []


def test_smooth_ground_is_left_alone(tmp_path: Path) -> None:
    beats = (
        "place: [1, 1]",
        "show: [gradient, tangent_plane]",
        "walk: {circle: {center: [0, 0], radius: 1}}",
    )
    assert told(tmp_path, "x^2 + sin(y)", *beats) == []


def test_a_film_is_refused_for_problems_and_not_for_warnings(tmp_path: Path) -> None:
    told(tmp_path, "floor(x) + y", "place: [0.5, 1]", "walk: {line: [1.5, 1]}")
    (scene,) = load_scenes(tmp_path / "s.yaml")
    assert check_scene(scene) == []


def test_what_cannot_be_played_in_a_together_is_told_at_its_part(tmp_path: Path) -> None:
    beats = ("place: [1, 1]", "together: [{pause: 1}, {descend: {start: [-1, 0], step_size: 0.1}}]")
    (line,) = told(tmp_path, "ln(x) + y", *beats)
    assert line.startswith("6:29: ")


def test_a_false_claim_in_a_together_is_told_at_its_own_place(tmp_path: Path) -> None:
    beats = ("place: [1, 1]", "together: [{walk: {line: [0, 1]}}, {claim: f > 1.5}]")
    (line,) = told(tmp_path, "x^2 + y", *beats)
    assert line.startswith("6:41: the claim `f > 1.5` is false at x = ")


def test_what_is_told_stands_in_the_order_of_the_file(tmp_path: Path) -> None:
    beats = ("place: [1.5, 1]", "show: gradient", "walk: {line: [-1, 1]}", "place: [0, 1]")
    lines = [int(line.partition(":")[0]) for line in told(tmp_path, "|x| + y", *beats)]
    assert len(lines) == 3 and lines == sorted(lines)
