"""Canonical forms: equal values have equal ones, and only they."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scene_texts import KEYED as SCENE

from gradanim.actors.state import Route
from gradanim.batch.canonical import canonical_value
from gradanim.batch.scene_keys import scene_key
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.scene_plan import plan_scene
from gradanim.spec import SceneSpec


@pytest.mark.parametrize(
    "value",
    [len, lambda: 0, object(), iter(()), Path("/tmp"), np.array([object()]), {"a": [lambda: 0]}, int, 1j],
)
def test_what_is_alive_has_no_canonical_form(value):
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical_value(value)


def test_a_motion_has_no_canonical_form(plan):
    with pytest.raises(TypeError, match="function has no canonical form"):
        canonical_value(rehearsed(plan(SCENE)).timeline)


def test_values_of_different_types_and_bits_are_told_apart():
    values = [0, 0.0, -0.0, False, "0", None, (), "", {}, frozenset(), b"", np.zeros(0), Fraction(0)]
    values += [np.zeros(0, np.float32), np.zeros((0, 1)), (0,), ((0,),), {0: 0}, {"0": 0}, 0.1 + 0.2, 0.3]
    forms = [repr(canonical_value(value)) for value in values]
    assert len(set(forms)) == len(forms)
    assert canonical_value({"b": 1, "a": 2}) == canonical_value({"a": 2, "b": 1})
    assert canonical_value({3, 1, 2}) == canonical_value(frozenset((2, 3, 1)))
    assert canonical_value(np.float64(0.1)) == canonical_value(0.1)
    swapped = np.array([1.0, 2.0]).astype(">f8")
    assert canonical_value(swapped) == canonical_value(np.array([1.0, 2.0]))
    strided = np.arange(12.0).reshape(3, 4)[:, ::2]
    assert canonical_value(strided) == canonical_value(strided.copy())
    assert canonical_value(Route(lambda: np.ones((2, 2)))) != canonical_value(Route(lambda: np.zeros((2, 2))))


FIELDS = st.sampled_from(["x^2/2 + y^2", "x*y", "sin(x) + y"])


BEATS_OF = st.lists(
    st.sampled_from(
        [
            {"verb": "pause", "action": {"seconds": 1.0}},
            {"verb": "pause", "action": {"seconds": 2.0}},
            {"verb": "zoom", "action": {"factor": 2.0}},
            {"verb": "zoom", "action": {"factor": 2.0}, "say": "So."},
        ]
    ),
    min_size=1,
    max_size=2,
)


SPECS = st.fixed_dictionaries(
    {
        "field": FIELDS,
        "theme": st.sampled_from(["dark", "light"]),
        "title": st.sampled_from(["T", "U"]),
        "azimuth": st.sampled_from([0.0, -0.0, 1e-300]),
        "beats": BEATS_OF,
    }
)


def spec_of(data):
    box = ((-1.0, 1.0), (-1.0, 1.0))
    field = {"f": data["field"], "variables": ("x", "y"), "domain": box}
    camera = {"azimuth": data["azimuth"]}
    return SceneSpec.model_validate(
        {"id": "s", "title": data["title"], "field": field, "theme": data["theme"], "camera": camera}
        | {"beats": data["beats"]},
        context={"params": {}, "variables": ("x", "y")},
    )


@given(SPECS, SPECS)
def test_equal_specs_have_equal_keys_and_only_they(one, other):
    first, second = spec_of(one), spec_of(other)
    same = scene_key(plan_scene(first, "draft"), "none") == scene_key(plan_scene(second, "draft"), "none")
    assert same == (first == second)
