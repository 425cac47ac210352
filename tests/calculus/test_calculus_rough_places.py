"""Places without a value or a gradient are found on a path and in a box, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus import JetField, Rough, RoughPlace, rough_in_box, rough_on_path

SHARES = np.linspace(0.0, 1.0, 121)
BOX = ((-2.0, 2.0), (-2.0, 2.0))


def field(text: str) -> JetField:
    return JetField.parse(text, ("x", "y"), {})


def on_line(text: str, start: tuple[float, float], end: tuple[float, float]) -> list[RoughPlace]:
    a, b = np.array(start), np.array(end)
    points = a + SHARES[:, None] * (b - a)
    return rough_on_path(field(text), lambda t: a + t * (b - a), SHARES, points)


ON_A_LINE = [
    ("1/(x^2+y^2)", (1, 0), (-1, 0), Rough.UNDEFINED, (0, 0)),
    ("1/(x^2+y^2)", (1, 0), (-1.1, 0), Rough.UNDEFINED, (0, 0)),
    ("1/x + y", (1, 1), (-1.3, 1), Rough.UNDEFINED, (0, 1)),
    ("tan(x) + y", (0, 0), (2, 0), Rough.UNDEFINED, (np.pi / 2, 0)),
    ("ln(|x|) + y", (1, 1), (-1.3, 1), Rough.UNDEFINED, (0, 1)),
    ("sqrt(x^2+y^2-1)", (1.5, 0), (-1.5, 0), Rough.UNDEFINED, (1, 0)),
    ("|x| + |y|", (1, 1), (-1, 1), Rough.KINK, (0, 1)),
    ("|x| + |y|", (1, 1), (-1.3, 1), Rough.KINK, (0, 1)),
    ("|x| + |y|", (0, 1), (0, 2), Rough.KINK, (0, 1)),
    ("max(x, y)", (1, 0), (0, 1.1), Rough.KINK, (1.1 / 2.1, 1.1 / 2.1)),
    ("sqrt(x^2+y^2)", (1, 0), (-1.1, 0), Rough.KINK, (0, 0)),
    ("floor(x) + y", (0.5, 1), (1.5, 1), Rough.JUMP, (1, 1)),
    ("ceil(x) + y", (0.5, 1), (1.43, 1), Rough.JUMP, (1, 1)),
    ("sign(y) + x", (1, 1), (1, -1.4), Rough.JUMP, (1, 0)),
    ("atan2(y, x)", (-1, 1), (-1, -1.2), Rough.JUMP, (-1, 0)),
    ("sqrt(|x|) + y", (1, 1), (-1.3, 1), Rough.STEEP, (0, 1)),
    ("cbrt(x) + y", (1, 1), (-1, 1), Rough.STEEP, (0, 1)),
]


@pytest.mark.parametrize(("text", "start", "end", "kind", "at"), ON_A_LINE)
def test_a_rough_place_on_a_line(text, start, end, kind, at):
    (found,) = on_line(text, start, end)
    assert found.kind is kind
    assert np.allclose(found.at, at, atol=1e-6)


SMOOTH = [
    ("x^2 + y^2", (1, 1), (-1, -1)),
    ("|x|^3 + y", (1, 1), (-1.3, 1)),
    ("1/(x^2+y^2)", (1, 0.1), (-1.1, 0.1)),
    ("1/(1 + 10^6 x^2) + y", (1, 0), (-1.2, 0)),
    ("(x^2-1)/(x-1) + y", (0, 0), (2.1, 0)),
    ("sin(100x)*sin(100y)/(x^2+y^2+0.001)", (1, 1), (-1, -0.8)),
]


@pytest.mark.parametrize(("text", "start", "end"), SMOOTH)
def test_a_line_over_smooth_ground(text, start, end):
    assert on_line(text, start, end) == []


@settings(deadline=None, max_examples=40)
@given(
    st.floats(-1.5, 1.5),
    st.floats(-1.5, 1.5),
    st.sampled_from(["1/(x-({0}))", "|x-({0})|", "floor(x-({0}))"]),
)
def test_wherever_it_lies_it_is_found(place, height, form):
    kinds = {"1": Rough.UNDEFINED, "|": Rough.KINK, "f": Rough.JUMP}
    places = on_line(form.format(repr(place)) + " + y^2", (-1.9, height), (1.9, height))
    assert kinds[form[0]] in {found.kind for found in places}
    wanted = next(found for found in places if found.kind is kinds[form[0]])
    # A floor jumps at every whole number from there.
    assert abs((wanted.at[0] - place + 0.5) % 1.0 - 0.5) < 1e-6


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("|x| + |y|", Rough.KINK),
        ("|x - 0.3| + y", Rough.KINK),
        ("sqrt(x^2+y^2)", Rough.KINK),
        ("floor(x)*sign(y)", Rough.JUMP),
        ("atan2(y, x)", Rough.JUMP),
        ("cbrt(x) + y", Rough.STEEP),
        ("x^2 + y^2", None),
        ("|x|^3 + y", None),
        ("1/x + y", None),
        ("ln(|x|) + y", None),
        ("sqrt(x^2+y^2-1)", None),
        ("exp(-1/x^2) + y", None),
    ],
)
def test_a_box(text, kind):
    found = rough_in_box(field(text), BOX, 33)
    assert (found.kind if found else None) is kind


def test_a_place_near_the_middle_is_named():
    found = rough_in_box(field("|x - 0.3| + y"), BOX, 33)
    assert found is not None and np.allclose(found.at, (0.3, 0.0), atol=0.13)
