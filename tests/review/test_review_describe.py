"""Frames in words: pinned on two scenes, and true on every stage."""

from __future__ import annotations

import pytest
from review_scenes import film

from gradanim.review.compass import heading, whole, wind
from gradanim.review.describe import describe, number_of

LANDSCAPE = """\
title: Uphill
params: {a: 2}
field: {f: a*x + y^2, x: [-2, 2], y: [-1, 3], name: h}
camera: {azimuth: -50, elevation: 25}
beats:
  - show: [floor, axes, surface]
    seconds: 1
    say: A slope.
  - place: [1, 0.5]
    seconds: 1
  - show: [gradient, partials, tangent_plane, readout: ["∇h = {gradient}"]]
    seconds: 1
  - together: [{flip: gradient}, {write: {text: "$h =$ {f}", at: bottom}}]
    seconds: 1
  - hide: [gradient, partials]
    seconds: 1
  - zoom: {factor: 2, to: [1, 0]}
    seconds: 1
    say: Closer.
"""
PLANE = """\
title: Down
field: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 1
  - place: [1.5, 0]
    seconds: 1
  - show: negative_gradient
    seconds: 1
  - descend: {rule: gradient_descent, step_size: 0.25, steps: 2}
    seconds: 1
  - place: [0, 0]
    seconds: 1
"""


def words(made, beat):
    span = made.plan.clock[beat]
    return describe(made, span.start + span.frames - 1)


def test_a_landscape_is_described(tmp_path):
    made = film(tmp_path, LANDSCAPE)
    assert words(made, 0) == (
        "A landscape of h(x, y) = a*x + y^2 for x from −2 to 2 and y from −1 to 3, with a = 2. "
        "The camera looks from the south-east, 25° above the horizontal. "
        "Also shown: the floor with its grid and axes. Title: “Uphill”."
    )
    assert words(made, 2) == (
        "A landscape of h(x, y) = a*x + y^2 for x from −2 to 2 and y from −1 to 3, with a = 2. "
        "The camera looks from the south-east, 25° above the horizontal. "
        "Also shown: the floor with its grid, axes and the tangent plane at the point. "
        "The point is at (1, 0.5), where h is 2.25. "
        "The gradient there is (2, 1): it points east-north-east, 27° from the x-axis, and its length is 2.24. "
        "An arrow shows the gradient, drawn at 0.5 times its length. "
        "Arrows along the axes show the partial derivatives f_x = 2 and f_y = 1. "
        "Title: “Uphill”. Texts: “∇h = (2.00, 1.00)”."
    )
    turned = words(made, 3)
    assert "An arrow shows the negative gradient, the other way, drawn at 0.5 times its length." in turned
    assert turned.endswith("Texts: “∇h = (2.00, 1.00)”; “h = 2.25”.")
    bare = words(made, 4)
    assert "An arrow" not in bare and "The gradient there is (2, 1)" in bare
    assert "25° above the horizontal, magnified 2 times around (1, 0)." in words(made, 5)


def test_a_descent_on_a_map_is_described(tmp_path):
    made = film(tmp_path, PLANE)
    assert words(made, 3) == (
        "A contour map of f(x, y) = x^2 + y^2 for x from −2 to 2 and y from −2 to 2. Also shown: axes. "
        "The point is at (0.375, 0), where f is 0.141. "
        "The gradient there is (0.75, 0): it points east, 0° from the x-axis, and its length is 0.75. "
        "An arrow shows the negative gradient, the other way, drawn at 0.5 times its length. "
        "A path of 2 steps of descent leads from (1.5, 0) to (0.375, 0); the value goes from 2.25 to 0.141. "
        "Title: “Down”."
    )
    assert "The gradient there is zero: it points nowhere. A path" in words(made, 4)


@pytest.mark.parametrize(
    ("head", "actors", "place", "expected"),
    [
        (
            "field: {f: x^2, x: [-2, 2]}\nstage: line",
            "surface, axes",
            "[1]",
            [
                "The graph of a function of f(x) = x^2",
                "x = 1, where f is 1",
                "is 2: it points towards larger x",
            ],
        ),
        (
            "field: {f: x^2 + y^2 + z^2, x: [-2, 2], y: [-2, 2], z: [-2, 2]}\nstage: volume",
            "contours, axes",
            "[1, 0, 1]",
            ["Level surfaces in a box of f(x, y, z)", "it points east, 0° from the x-axis, and 45° upward"],
        ),
        (
            "field: {f: x + y, x: [-2, 2], y: [-2, 2]}\nstage: split",
            "surface, contours",
            "[1, 1]",
            ["A landscape and beside it a contour map of f(x, y) = x + y", "it points north-east, 45°"],
        ),
        (
            "field: {f: '|x|', x: [-2, 2], y: [-2, 2]}\nstage: plane",
            "contours",
            "[0, 1]",
            ["There is no gradient there."],
        ),
    ],
)
def test_every_stage_is_described(tmp_path, head, actors, place, expected):
    made = film(tmp_path, f"title: T\n{head}\nbeats:\n  - show: [{actors}]\n  - place: {place}\n")
    told = words(made, 1)
    assert all(part in told for part in expected), told
    assert told == words(made, 1)


RACE = """\
title: Apart
field: {f: ln(x^2 + y^2 - 1), x: [-3, 3], y: [-3, 3], name: f}
stage: plane
beats:
  - place: [1.5, 0]
  - race: {start: [2.6, 0.6], steps: 30, runs: [{step_size: 0.05}, {step_size: 0.3}]}
"""


def test_a_race_is_described_without_the_point_that_made_way(tmp_path):
    told = words(film(tmp_path, RACE), 1)
    assert "The point is at" not in told
    assert "descent (α = 0.05) leads from (2.6, 0.6) to (0.985, 0.227)" in told
    assert told.count("; then it leaves the domain.") == 2 and "nan" not in told and "diverges" not in told


def test_a_board_is_described(tmp_path):
    made = film(
        tmp_path, "title: T\nstage: board\nbeats:\n  - write: The sum is $a + b$.\n    say: Hm.\n", burn=True
    )
    assert words(made, 0) == "A board. Title: “T”. Texts: “The sum is a + b.”. Caption: “Hm.”."


def test_directions_have_the_names_of_winds():
    assert [wind(angle) for angle in (0, 45, 90, 180, -90, 11, 12, 359)] == [
        "east", "north-east", "north", "west", "south", "east", "east-north-east", "east",
    ]  # fmt: skip
    assert [whole(angle) for angle in (0.4, -0.4, 180, -180, 190, 720)] == [
        "0°",
        "0°",
        "180°",
        "180°",
        "−170°",
        "0°",
    ]
    assert heading((0.0, 0.0, 3.0), ("x", "y", "z")) == "straight up"
    assert heading((-1.0,), ("t",)) == "towards smaller t"


def test_numbers_are_short():
    assert [number_of(v) for v in (2.0, 0.5, -1.25, 1 / 3, 120.0, 1e-12)] == [
        "2",
        "0.5",
        "−1.25",
        "0.333",
        "120",
        "0",
    ]
