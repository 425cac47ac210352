"""Live numbers keep their places while they run."""

from __future__ import annotations

import pytest

from gradanim.actors.columns import padded
from gradanim.actors.lettering import prose, width
from gradanim.actors.paragraph import DIGIT_SPACE


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("0.52", (1,), "0.52"),
        ("−0.52", (1,), "−0.52"),
        ("9.99", (2,), f"{DIGIT_SPACE}9.99"),
        ("10.00", (2,), "10.00"),
        ("(1.0, −2.0)", (1, 2), f"(1.0, {DIGIT_SPACE}−2.0)"),
        ("undefined", (1,), "undefined"),
        ("1.20×10⁵", (1,), "1.20×10⁵"),
        ("1.0", None, "1.0"),
    ],
)
def test_room_before_a_number(text, column, shown):
    assert padded(text, column) == shown


def test_all_digits_are_equally_wide():
    assert len({round(width(prose(digit)), 6) for digit in "0123456789"}) == 1
    assert width(prose("−")) == pytest.approx(width(prose("+")), abs=0.01)
