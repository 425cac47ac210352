"""What is a number at the point is no function of a place."""

from __future__ import annotations

import pytest

from gradanim.calculus import parse_quantity
from gradanim.problems import ProblemError

SCALARS, VECTORS = ("f", "f_x", "f_xx", "norm"), ("gradient", "point")


@pytest.mark.parametrize("text", ["f_xx(0, 0)", "2*f_x (1, 2) + 1", "norm(gradient(1, 2)) - f_xx(0, 0)"])
def test_it_is_refused_where_it_is_called(text: str) -> None:
    """It would be the product of a number and a vector, and show two numbers that nobody asked for."""
    name = "f_xx" if "f_xx" in text else "f_x"
    with pytest.raises(ProblemError) as caught:
        parse_quantity(text, SCALARS, VECTORS)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"`{name}` at column {text.index(name) + 1} ")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("norm*(1, 2)", 2),
        ("f_x(norm + 1)", 0),
        ("f(1, 2)", 0),
        ("gradient(1, 2).x", 0),
        ("dot(point, (1, 2))", 0),
    ],
)
def test_products_and_calls_stay(text: str, size: int) -> None:
    assert parse_quantity(text, SCALARS, VECTORS).size == size
