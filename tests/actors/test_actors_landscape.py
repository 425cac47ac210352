"""The landscape cut at its border: its area against areas known by hand, its triangles, the values it is made of."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gradanim.actors.context import grid, make_context
from gradanim.actors.landscape import Landscape, cut_landscape
from gradanim.actors.samples import sampler
from gradanim.calculus import JetField
from gradanim.spec import load_scenes

INFINITE = (-math.inf, math.inf)


def cut(
    text: str, half: float = 1.3, limits=INFINITE, count: int = 65
) -> tuple[JetField, np.ndarray, Landscape | None]:
    """The field, the places of all corners, and what is cut from the square of the given half side."""
    f = JetField.parse(text)
    _, points = grid(((-half, half),) * 2, (count, count))
    found = cut_landscape(f, (points, f.value(points), f.gradient(points)), limits)
    more = np.zeros((0, 2)) if found is None else found.points
    return f, np.concatenate([points.reshape(-1, 2), more]), found


def areas(places: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    a, b, c = np.moveaxis(places[triangles], 1, 0)
    u, v = b - a, c - a
    return 0.5 * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])


@pytest.mark.parametrize(
    ("text", "limits", "expected"),
    [
        ("sqrt(1 - x^2 - y^2)", INFINITE, math.pi),
        ("log(x^2 + y^2 - 0.25)", INFINITE, 2.6**2 - math.pi / 4),
        ("1/(x^2 + y^2)", (0, 4), 2.6**2 - math.pi / 4),
        ("x^2 + y^2", (0.25, 1), 0.75 * math.pi),
        ("sqrt(1 - |x| - |y|)", INFINITE, 2),
        ("sqrt(x*y)", INFINITE, 2.6**2 / 2),
        ("log(x + 0.013)", INFINITE, (1.3 + 0.013) * 2.6),
        ("sin(x*y)/(x*y)", INFINITE, 2.6**2),
    ],
)
@pytest.mark.parametrize("count", [64, 65])
def test_its_area_is_that_of_the_domain(text, limits, expected, count):
    f, places, found = cut(text, limits=limits, count=count)
    if found is None:
        assert (text, count) == ("sin(x*y)/(x*y)", 64)
        return
    size = areas(places, found.triangles)
    assert size.sum() == pytest.approx(expected, rel=2e-3)
    # All turn the same way around, but for those between two places of a saddle that met.
    assert size.min() > -1e-9
    assert np.isfinite(f.value(places[np.unique(found.triangles)])).all()


def test_every_edge_has_a_neighbour_or_lies_on_the_border():
    _, places, found = cut("sqrt(1 - x^2 - y^2)")
    ends = np.sort(np.concatenate([found.triangles[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1)
    edges, count = np.unique(ends, axis=0, return_counts=True)
    assert count.max() == 2
    assert np.hypot(*places[edges[count == 1].ravel()].T) == pytest.approx(1, abs=1e-4)


def test_values_are_those_of_the_field_and_slopes_stay_bounded():
    f, _, found = cut("sqrt(1 - x^2 - y^2)")
    assert found.values == pytest.approx(f.value(found.points))
    assert found.values.min() < 2e-3
    steepest = np.linalg.norm(found.gradients, axis=1).max()
    # Half a cell inside it is 1/√cell, and half as much more is allowed.
    assert steepest < 1.5 / math.sqrt(2.6 / 64) * 1.05
    assert np.isfinite(found.gradients).all()


@pytest.mark.parametrize(
    ("text", "radius"), [("-0.1*log(1 - x^2 - y^2)", 1.0), ("log(x^2 + y^2 - 0.25)/5", 0.5)]
)
@pytest.mark.parametrize("count", [64, 65, 97])
def test_where_it_grows_beyond_all_bounds_its_rim_is_even(text, radius, count):
    """On a circle, where f is the same all around, the heights of the rim do not depend on where the grid lies."""
    _, _, found = cut(text, count=count)
    assert found is not None
    away = np.abs(np.linalg.norm(found.points, axis=1) - radius)
    rim = found.values[away < 2.6 / count / 2000]
    assert len(rim) > 100
    assert np.ptp(rim) < 0.03


def test_nothing_is_cut_where_all_is_inside():
    assert cut("x*y")[2] is None
    assert cut("x*y", limits=(-1.7, 1.7))[2] is None
    assert cut("x*y", limits=(5, 6))[2].triangles.shape == (0, 3)


def samples_of(tmp_path, text: str):
    path = tmp_path / "scene.yaml"
    path.write_text(
        f"title: T\nfield: {{f: {text}, x: [-3, 3], y: [-3, 3]}}\nstage: surface\nbeats:\n  - show: [surface]\n"
    )
    (scene,) = load_scenes(path)
    return sampler(make_context(scene, JetField.parse(text)))(())


def test_inside_is_the_margin_and_negative_where_the_field_overflows(tmp_path):
    disc = samples_of(tmp_path, "sqrt(4 - x^2 - y^2)")
    x, y = np.meshgrid(*disc.axes)
    assert disc.inside == pytest.approx(4 - x * x - y * y)
    assert samples_of(tmp_path, "x*y").inside is None
    high = samples_of(tmp_path, "exp(exp(x^2))")
    assert ((high.inside > 0) == np.isfinite(high.values)).all()
    assert 0.1 < (high.inside > 0).mean() < 0.9


@pytest.mark.parametrize("text", ["1/(x^2 + y^2)", "1/x", "1/(x*y)", "1/(x - y)"])
def test_poles_are_inside_for_they_have_no_width(tmp_path, text):
    found = samples_of(tmp_path, text)
    assert np.isnan(found.values).any()
    assert (found.inside > 0).mean() > 0.999
