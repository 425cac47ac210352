"""Terms have the colour of the arrow that they stand for."""

from __future__ import annotations

import pytest

from gradanim.actors.terms import Terms

PLAIN = Terms(("x", "y"))
WEIGHTS = Terms(("w1", "w2"), "L", frozenset({"w1", "w2", "u"}))


def coloured(text: str, terms: Terms = PLAIN) -> list[tuple[str, str]]:
    return [(text[start:end], role) for start, end, role in terms.found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("∇f = (∂f/∂x, ∂f/∂y)", [("∇f", "gradient"), ("∂f/∂x", "partial_0"), ("∂f/∂y", "partial_1")]),
        ("(∂ f/∂ x, ∂ f/∂ y)", [("∂ f/∂ x", "partial_0"), ("∂ f/∂ y", "partial_1")]),
        (
            "‖∇f‖^2 = f_x^2 + f_{y}²",
            [("‖∇f‖^2", "gradient"), ("f_x^2", "partial_0"), ("f_{y}²", "partial_1")],
        ),
        ("−∇f", [("−∇f", "negative_gradient")]),
        ("grad f", [("grad f", "gradient")]),
        ("gradient", []),
        ("D_u f = ∇f · u", [("D_u f", "direction"), ("∇f", "gradient"), ("u", "direction")]),
        ("u_x f_x", [("u_x", "direction"), ("f_x", "partial_0")]),
        ("∇f · t = 0", [("∇f", "gradient"), ("t", "level_curve")]),
        ("r(t) at time t", []),
        ("∂g/∂x, x_u, u(x), g_x, f_z", []),
        ("∇f = (f_x, f_y)", [("∇f", "gradient"), ("f_x", "partial_0"), ("f_y", "partial_1")]),
        ("∂f/∂x_1, …, ∂f/∂w₇ + ∂f/∂w", [("∂f/∂x_1", "gradient"), ("∂f/∂w₇", "gradient")]),
        ("such a sum of units", []),
        ("sqrt(f_x^2 + f_y^2)", []),
        ("x^(f_x)", []),
    ],
)
def test_terms_of_a_formula(text: str, expected: list[tuple[str, str]]) -> None:
    assert coloured(text) == expected


def test_names_of_the_field_are_taken_as_they_are() -> None:
    assert coloured("∂L/∂w_1 + ∂L/∂w₂ + L_{w_1}", WEIGHTS) == [
        ("∂L/∂w_1", "partial_0"),
        ("∂L/∂w₂", "partial_1"),
        ("L_{w_1}", "partial_0"),
    ]
    assert coloured("u = 3", WEIGHTS) == []


def test_beyond_the_third_a_partial_derivative_has_the_colour_of_the_gradient() -> None:
    four = Terms(("a", "b", "c", "d"))
    assert coloured("∂f/∂c + f_d", four) == [("∂f/∂c", "partial_2"), ("f_d", "gradient")]


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("f_x", "partial_0"),
        ("f_y", "partial_1"),
        ("-f_y", "partial_1"),
        ("gradient.y", "partial_1"),
        ("gradient", "gradient"),
        ("-gradient", "negative_gradient"),
        ("- gradient", "negative_gradient"),
        ("direction.x", "direction"),
        ("tangent", "level_curve"),
        ("f", None),
        ("f_x + f_y", None),
    ],
)
def test_numbers_have_the_colours_of_their_quantities(source: str, role: str | None) -> None:
    assert PLAIN.of_quantity(source) == role


def test_partials_by_other_names() -> None:
    assert WEIGHTS.of_quantity("f_w2") == "partial_1"
    assert WEIGHTS.of_quantity("f_x") is None
