"""A landscape is drawn of so many samples that it looks as smooth as it is, and of no more."""

from __future__ import annotations

import numpy as np
import pytest

from gradanim.actors.context import grid, make_context
from gradanim.actors.samples import sampler
from gradanim.actors.space import make_space
from gradanim.actors.survey import BORDERED, GRIDS, SMOOTH, fineness
from gradanim.calculus import JetField
from gradanim.spec import SceneSpec

DOMAIN = ((-2.0, 2.0), (-2.0, 2.0))
PIXELS = 100.0


def fine(text, **params):
    return fineness(JetField.parse(text, ("x", "y"), params), DOMAIN, SPACE, PIXELS)


SPACE = make_space(DOMAIN, (-1.0, 1.0), 0.4, None)


def away(text, samples):
    """Pixels between the landscape and its chords along x and y, in the middle of every one."""
    field = JetField.parse(text, ("x", "y"))
    axes, points = grid(DOMAIN, (samples, samples))
    heights = SPACE.height(field.value(points))
    worst = 0.0
    for axis in (0, 1):
        half = 0.5 * (axes[0][1] - axes[0][0])
        middles = points + np.eye(2)[axis] * half
        true = SPACE.height(field.value(middles))
        along = 1 - axis
        ends = [np.take(heights, range(k, samples - 1 + k), axis=along) for k in (0, 1)]
        between = np.take(true, range(samples - 1), axis=along)
        worst = max(worst, float(np.abs(between - 0.5 * (ends[0] + ends[1])).max()) * PIXELS)
    return worst


@pytest.mark.parametrize("text", ["sin(2*x)*cos(y)", "exp(-4*(x^2 + y^2))", "x*y/4", "tanh(3*x)"])
def test_a_landscape_is_within_a_part_of_a_pixel_of_its_true_shape(text):
    samples = fine(text)
    assert samples in GRIDS
    if samples < GRIDS[-1]:
        assert away(text, samples) <= 1.1 * SMOOTH
    if samples > GRIDS[0]:
        assert away(text, GRIDS[GRIDS.index(samples) - 1]) > 0.6 * SMOOTH


def test_what_is_flat_takes_the_fewest_and_what_has_holes_not_few():
    assert fine("x/4 + y/5") == GRIDS[0]
    assert fine("sin(40*x)") == GRIDS[-1]
    assert fine("sqrt(x)") == fine("1/x^2") == BORDERED
    assert fine("sqrt(x) + sin(40*y)") == GRIDS[-1]


def test_a_shape_that_a_parameter_calms_down_is_drawn_of_fewer_samples():
    found = [fine("cos(a*x)", a=a) for a in (0.5, 1.0, 2.0, 4.0)]
    assert found == sorted(found) and found[0] < found[-1]


def test_samples_are_as_many_as_the_field_wants_with_its_parameters():
    field = {"f": "cos(a*x)", "variables": ["x", "y"], "domain": DOMAIN}
    beats = [{"verb": "show", "action": {"actors": [{"name": "axes", "options": {}}]}}]
    spec = SceneSpec.model_validate(
        {"id": "t", "title": "T", "field": field, "params": {"a": 1.0}, "beats": beats}
    )
    context = make_context(spec, JetField.parse("cos(a*x)", ("x", "y"), {"a": 1.0}))
    samples = sampler(context, lambda field: fineness(field, DOMAIN, SPACE, PIXELS))
    calm, busy = samples((("a", 0.5),)), samples((("a", 4.0),))
    assert calm.values.shape[0] < busy.values.shape[0]
    assert calm.values.shape == (len(calm.axes[1]), len(calm.axes[0]))
