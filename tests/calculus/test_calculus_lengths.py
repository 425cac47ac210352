"""Lengths of vectors against exact fractions, where squares are more or less than a number can be."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradanim.calculus.lengths import length_of, lengths

COMPONENT = st.floats(-1e307, 1e307, allow_nan=False)


@given(st.lists(COMPONENT, min_size=1, max_size=4))
def test_a_length_is_right_to_the_last_digits_however_large_or_small(vector):
    square = sum(Fraction(part) ** 2 for part in vector)
    for found in (length_of(vector), float(lengths([vector])[0])):
        near = Fraction(found)
        # Next to the smallest numbers one unit is more than any share.
        slack = Fraction(1e-15) * near + Fraction(5e-324)
        assert (
            (near - slack) ** 2 <= square <= (near + slack) ** 2
            if near > slack
            else square <= (2 * slack) ** 2
        )


@pytest.mark.parametrize(
    ("vector", "length"),
    [
        ([3.0, 4.0], 5.0),
        ([3e200, 4e200], 5e200),
        ([0.0, 0.0], 0.0),
        ([math.inf, 1.0], math.inf),
        ([1.7e308] * 2, math.inf),
    ],
)
def test_known_lengths(vector, length):
    assert length_of(vector) == pytest.approx(length, rel=1e-15)
    assert lengths([vector, vector])[1] == pytest.approx(length, rel=1e-15)


def test_what_is_not_known_has_no_length():
    assert math.isnan(length_of([math.nan, 1.0])) and np.isnan(lengths([[math.nan, 1.0]])[0])
    assert lengths(np.zeros((3, 0, 2))).shape == (3, 0)
