"""Quantiles against numpy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gradanim.calculus.quantiles import quantile

NUMBERS = st.floats(-1e6, 1e6, width=32)


@given(arrays(np.float64, st.integers(1, 40), elements=NUMBERS), st.lists(st.floats(0, 1), min_size=1))
def test_they_are_those_of_numpy(values: np.ndarray, shares: list[float]) -> None:
    span = float(np.ptp(values)) + 1.0
    np.testing.assert_allclose(
        quantile(values, shares), np.quantile(values, shares), rtol=0, atol=1e-9 * span
    )


def test_the_middle_of_an_even_number_lies_between_two() -> None:
    assert float(quantile([[4.0, 1.0], [3.0, 2.0]], 0.5)) == 2.5
