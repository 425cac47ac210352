"""Ticks are round numbers inside their range, written with a real minus sign."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.actors.ticks import (
    at_least_two,
    number_text,
    round_down,
    round_step,
    ticks,
    ticks_and_below,
)


@settings(deadline=None, max_examples=200)
@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(1, 10))
def test_ticks_lie_inside_at_even_distances(low: float, length: float, count: int) -> None:
    high = low + length
    found = ticks(low, high, count)
    step = round_step(high - low, count)
    assert all(low - 1e-6 * step <= t <= high + 1e-6 * step for t in found)
    assert len(found) <= count + 1
    assert step * count >= (high - low) * (1 - 1e-9)


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (-2.0, 1.0, "−2"),
        (0.5, 0.5, "0.5"),
        (-0.0, 0.5, "0"),
        (0.25, 0.25, "0.25"),
        (1.0, 0.5, "1.0"),
        (2e6, 1e6, "2×10⁶"),
    ],
)
def test_numbers_on_axes(value: float, step: float, text: str) -> None:
    assert number_text(value, step) == text


@settings(deadline=None, max_examples=100)
@given(st.floats(1e-9, 1e9))
def test_rounding_down_is_not_above_and_not_far_below(value: float) -> None:
    made = round_down(value)
    assert made <= value * (1 + 1e-8)
    assert made >= 0.5 * value


def test_an_axis_has_two_numbers_where_its_usual_steps_leave_one() -> None:
    assert ticks(1.5, 17.0, 3) == (10.0,)
    assert at_least_two(1.5, 17.0, 3) == 4 and ticks(1.5, 17.0, 4) == (5.0, 10.0, 15.0)
    assert at_least_two(0.0, 17.0, 3) == 3
    # The zero just below is one of the two.
    assert at_least_two(0.14, 17.0, 3) == 3


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4))
def test_an_axis_of_the_floor_has_two_numbers_whatever_its_ends(low: float, length: float) -> None:
    assert len(ticks(low, low + length, at_least_two(low, low + length, 3, ticks))) >= 2


def test_an_axis_that_runs_on_below_has_the_zero_that_its_values_nearly_reach() -> None:
    assert ticks(0.004, 2.0, 3) == (1.0, 2.0)
    assert ticks_and_below(0.004, 2.0, 3) == (0.0, 1.0, 2.0)
    # One that is reached is there once; one that is far below does not belong to it.
    assert ticks_and_below(0.0, 2.0, 3) == (0.0, 1.0, 2.0)
    assert ticks_and_below(0.2, 2.0, 3) == (1.0, 2.0)
