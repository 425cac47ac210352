"""Numbers and vectors as text."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.formatting import format_quantity
from gradanim.problems import ProblemError

WRITTEN = [
    (4, None, "4.00"),
    (-2.5, None, "−2.50"),
    (0.0, None, "0.00"),
    (-0.0, None, "0.00"),
    (-1e-12, None, "0.00"),
    (-0.004, ".2f", "0.00"),
    (0.0, "+.1f", "0.0"),
    (2.5, "+.2f", "+2.50"),
    (-2.5, "+.2f", "−2.50"),
    (0.00123, None, "1.23×10⁻³"),
    (123456, None, "1.23×10⁵"),
    (99999, None, "99999.00"),
    (-1.2e5, ".1e", "−1.2×10⁵"),
    (1.5, ".2e", "1.50"),
    (9.999, ".1e", "1.0×10¹"),
    (123456789, ".4g", "1.235×10⁸"),
    (0.5, ".4g", "0.5"),
    (1e-12, ".1e", "1.0×10⁻¹²"),
    (3, "d", "3"),
    (3.0000000001, "d", "3"),
    (-3, "+d", "−3"),
    (3, "+d", "+3"),
    (3.5, "d", "3.50"),
    (0.125, ".3f", "0.125"),
    (math.nan, None, "undefined"),
    (math.inf, ".2f", "∞"),
    (-math.inf, None, "−∞"),
    ([4, 7], None, "(4.00, 7.00)"),
    ([-0.001, 1], ".1f", "(0.0, 1.0)"),
    (np.array([1.0, math.nan]), None, "undefined"),
    ([1, 2, 3], "d", "(1, 2, 3)"),
]


@pytest.mark.parametrize(("value", "spec", "text"), WRITTEN)
def test_numbers_and_vectors(value: object, spec: str | None, text: str) -> None:
    assert format_quantity(value, spec) == text  # type: ignore[arg-type]


def test_digits() -> None:
    assert format_quantity(math.pi, digits=4) == "3.1416"
    assert format_quantity(0.00004, digits=4) == "4.0000×10⁻⁵"
    assert format_quantity(7, digits=0) == "7"


@pytest.mark.parametrize(
    "spec", ["", "5", ".2", "x", "{", ".99f", ".2f ", "!r", ">10", ".2%", "0.2f", "+", "s", ".2F"]
)
def test_other_formats_are_refused(spec: str) -> None:
    with pytest.raises(ProblemError) as caught:
        format_quantity(1, spec)
    (problem,) = caught.value.problems
    said = f"`{spec}` is no number format; use one such as .3f, +.2f, .2e, .4g or d"
    assert problem.message == (
        said if problem.suggestion is None else f"{said}; did you mean `{problem.suggestion}`?"
    )


@pytest.mark.parametrize(
    ("spec", "meant"), [("2f", ".2f"), (".2", ".2f"), ("0.3f", ".3f"), (".99f", None), ("s", None)]
)
def test_decimals_that_are_said_in_another_way_are_understood(spec: str, meant: str | None) -> None:
    with pytest.raises(ProblemError) as caught:
        format_quantity(1, spec)
    assert caught.value.problems[0].suggestion == meant


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([None, ".3f", "+.2e", ".4g", "d"]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_the_text_is_close_to_the_number(value: float, spec: str | None) -> None:
    text = format_quantity(value, spec)
    assert "-" not in text and "e" not in text
    mantissa, _, power = text.replace("−", "-").partition("×10")
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    assert float(mantissa) * 10.0**exponent == pytest.approx(value, rel=6e-3, abs=6e-3) or abs(value) > 1e300
    assert not (float(mantissa) == 0 and mantissa.startswith("-"))
