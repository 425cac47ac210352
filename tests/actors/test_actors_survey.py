"""What is drawn of a field, and what must be said about it."""

from __future__ import annotations

import pytest

from gradanim.actors.context import make_context
from gradanim.actors.drawn_values import value_range
from gradanim.actors.survey import contour_levels
from gradanim.beats.timeline import first_state
from gradanim.calculus import ScalarField
from gradanim.spec import SceneSpec

BEATS = [{"verb": "show", "action": {"actors": [{"name": "axes", "options": {}}]}}]


def context_of(f: str, clip: tuple[float, float] | None = None, **params: float):  # type: ignore[no-untyped-def]
    field = {"f": f, "variables": ["x", "y"], "domain": [[-2, 2], [-2, 2]], "clip": clip}
    spec = SceneSpec.model_validate(
        {"id": "t", "title": "T", "field": field, "params": params, "beats": BEATS}
    )
    return make_context(spec, ScalarField.parse(f, ("x", "y"), params))


def test_all_values_are_drawn_unless_a_few_lie_far_outside() -> None:
    smooth, pole = context_of("x^2 + y"), context_of("1/(x^2 + y^2)")
    assert value_range(smooth, [first_state(smooth)]) == ((-2.0, 6.0), False)
    (low, high), clipped = value_range(pole, [first_state(pole)])
    assert clipped and 0 < low < 1 and high < 40


@pytest.mark.parametrize(
    ("f", "low", "high", "clipped"),
    [
        ("exp(-200*(x^2 + y^2))", 0.0, 1.0, False),
        # Off the grid, a cone, a pit, two of them, one that is reached by a parameter.
        ("3*exp(-200*((x - 0.21)^2 + (y + 0.13)^2))", 0.0, 3.0, False),
        ("max(0, 1 - 8*sqrt((x - 0.3)^2 + y^2))", 0.0, 1.0, False),
        ("-2*exp(-200*(x^2 + y^2))", -2.0, 0.0, False),
        ("exp(-200*((x - 1)^2 + y^2)) - 4*exp(-200*((x + 1)^2 + y^2))", -4.0, 1.0, False),
        # A needle, what grows without end, and what grows up to the border, are cut.
        ("1/(x^2 + y^2 + 0.001)", None, 40.0, True),
        ("1/(x^2 + y^2)", None, 40.0, True),
        ("log(x^2 + y^2)/(1 + 400*(x^2 + y^2))", -5.0, None, True),
        ("exp(80*x)", None, 1e69, True),
    ],
)
def test_a_summit_is_drawn_and_a_pole_or_a_cliff_is_cut(f, low, high, clipped) -> None:  # type: ignore[no-untyped-def]
    context = context_of(f)
    (found_low, found_high), cut = value_range(context, [first_state(context)])
    assert cut == clipped
    if clipped:
        assert (low is None or low < found_low) and (high is None or found_high < high)
    else:
        assert (found_low, found_high) == (pytest.approx(low, abs=1e-3), pytest.approx(high, abs=1e-3))
        levels = contour_levels(context, [first_state(context)], (found_low, found_high))
        assert max(levels) - min(levels) > 0.5 * (found_high - found_low)


def test_what_the_author_clips_is_said() -> None:
    cut, whole = context_of("x^2 + y^2", (0.0, 3.0)), context_of("x^2 + y^2", (0.0, 9.0))
    assert value_range(cut, [first_state(cut)]) == ((0.0, 3.0), True)
    assert value_range(whole, [first_state(whole)]) == ((0.0, 9.0), False)


def test_a_shape_that_moves_has_levels_over_all_that_it_becomes() -> None:
    from msgspec.structs import replace

    context = context_of("a*(x^2 + y^2)", a=1.0)
    first = first_state(context)
    states = [first, replace(first, params={"a": 5.0})]
    values, _ = value_range(context, states)
    assert values == (0.0, 40.0)
    levels = contour_levels(context, states, values)
    assert max(levels) > 30 and max(contour_levels(context, states[:1], (0.0, 8.0))) <= 8


def test_a_point_beyond_what_is_drawn_is_told() -> None:
    from msgspec.structs import replace

    context = context_of("log(x^2 + y^2 - 1/2)")
    first = first_state(context)
    outside = replace(first, point=(0.70711, 0.0))
    (low, high), cut = value_range(context, [first, replace(first, point=(1.4, 0.7))])
    assert not cut and value_range(context, [first, outside]) == ((low, high), True)
