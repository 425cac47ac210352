"""Did-you-mean suggests what is close and nothing else; sentences quote no more than can be read."""

from __future__ import annotations

import pytest

from gradanim.problems import Problem, closest

ACTORS = ("axes", "surface", "floor", "contours", "gradient", "negative_gradient", "tangent_plane")
FUNCTIONS = ("sin", "sinh", "sign", "sqrt", "floor", "abs", "atan", "exp", "log2")
VERBS = ("show", "hide", "place", "walk", "orbit", "together")


@pytest.mark.parametrize(
    ("found", "allowed", "expected"),
    [
        ("gradiend", ACTORS, "gradient"),
        ("Gradient", ACTORS, "gradient"),
        ("tangent-plane", ACTORS, "tangent_plane"),
        ("tangentplane", ACTORS, "tangent_plane"),
        ("surf", ACTORS, "surface"),
        ("neg", ACTORS, "negative_gradient"),
        ("su", ACTORS, None),
        ("sinn", FUNCTIONS, "sin"),
        ("sinn", tuple(reversed(FUNCTIONS)), "sin"),
        ("squrt", FUNCTIONS, "sqrt"),
        ("tahn", ("tan", "tanh"), "tan"),
        ("foo", FUNCTIONS, None),
        ("hessian", FUNCTIONS, None),
        ("as", FUNCTIONS, None),
        ("shwo", VERBS, "show"),
        ("sho", VERBS, "show"),
        ("togehter", VERBS, "together"),
        ("paint", VERBS, None),
        ("anything", (), None),
        ("", VERBS, None),
    ],
)
def test_the_closest_word(found: str, allowed: tuple[str, ...], expected: str | None) -> None:
    assert closest(found, allowed) == expected


def test_a_long_formula_is_cut() -> None:
    message = Problem("film_field_empty", {"field": "x+" * 400 + "x"}).message
    assert message == f"`{('x+' * 400)[:79]}…` has no finite value anywhere in the domain"
    whole = "x" * 80
    assert (
        Problem("film_field_empty", {"field": whole}).message
        == f"`{whole}` has no finite value anywhere in the domain"
    )


@pytest.mark.parametrize(
    ("lines", "said"), [((3,), "line 3"), ((3, 5), "lines 3 and 5"), ((3, 5, 9), "lines 3, 5 and 9")]
)
def test_other_lines_with_the_same_mistake(lines: tuple[int, ...], said: str) -> None:
    details = {"found": "q", "column": 2, "known": "x"}
    problem = Problem("name_unknown", details, suggestion="x", also=lines)
    assert problem.message == (
        f"`q` at column 2 is not known (did you mean `x`?); the names declared here are x (also in {said})"
    )
