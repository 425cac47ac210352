"""What a claim says on screen."""

from __future__ import annotations

import pytest

from gradanim.beats.statement import statement
from gradanim.spec.templates import TextPart


@pytest.mark.parametrize(
    ("claim", "name", "shown"),
    [
        ("dot(gradient, tangent) == 0", "f", "∇f · t = 0"),
        ("norm(gradient) <= 2", "f", "‖∇f‖ ≤ 2"),
        ("norm < 0.1", "L", "‖∇L‖ < 0.1"),
        ("f == 3", "L", "L = 3"),
        ("f_x > 0", "loss", "loss_x > 0"),
        ("abs(actual - predicted) < 0.1", "L", "abs(ΔL - ∇L·h) < 0.1"),
        ("floor(x) == 1", "L", "floor(x) = 1"),
    ],
)
def test_a_claim_calls_the_field_by_its_name(claim: str, name: str, shown: str) -> None:
    assert statement(claim, name).parts == (TextPart(shown, True),)


def test_the_letters_of_vectors_are_the_scenes() -> None:
    letters = {"u": "v", "t": "τ", "h": "d"}
    for claim, shown in (
        ("slope == dot(gradient, direction)", "D_v h = ∇h · v"),
        ("predicted > 0", "∇h·d > 0"),
        ("dot(gradient, tangent) == 0", "∇h · τ = 0"),
    ):
        assert statement(claim, "h", letters).parts == (TextPart(shown, True),)
