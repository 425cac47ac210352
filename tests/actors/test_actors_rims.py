"""Rims are as high as f is at one distance from the border of its domain, wherever edges cross that."""

from __future__ import annotations

import numpy as np
import pytest

from gradanim.actors.rims import _RIM, Rim, even_rim
from gradanim.calculus import JetField, border_crossings

PLACES = np.array([0.75, 0.9375, 1.0])


def rim_of(text: str, high: float, count: int = 200) -> tuple[JetField, Rim, np.ndarray]:
    """Edges out of the unit disc in all directions, more or less square to its border, and where they cross it."""
    f = JetField.parse(text)
    random = np.random.default_rng(3)
    angles = np.linspace(-np.pi, np.pi, count)
    on = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    along = np.stack([-on[:, 1], on[:, 0]], axis=1)
    ways = 0.02 * (on + random.uniform(-0.8, 0.8, (count, 1)) * along)
    inside = random.uniform(0.4, 0.9, (count, 1))
    start, end = on - inside * ways, on + (1.0 - inside) * ways
    share = border_crossings(lambda points: f.value(points) <= high, start, end)
    values = f.value(start + share[:, None] * (end - start))
    return f, Rim(start, end, share, values, ~np.isfinite(f.value(end))), on


@pytest.mark.parametrize("strength", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("high", [1e9, 4.0])
def test_it_is_even_where_f_grows_beyond_all_bounds_and_ends_at_the_drawn_range(strength, high):
    f, rim, on = rim_of(f"x + y/2 - {strength}*log(1 - x^2 - y^2)", high)
    values, endless = even_rim(f, rim, PLACES)
    cell = np.abs(rim.end - rim.start).max()
    expected = np.minimum(f.value(on * (1.0 - _RIM * cell)), high)
    assert endless.mean() > 0.9
    assert values[endless] == pytest.approx(expected[endless], abs=0.12 * strength + 0.02)


def test_it_is_f_itself_where_that_has_a_limit():
    f, rim, _ = rim_of("sqrt(1 - x^2 - y^2) + x", 9.0)
    values, endless = even_rim(f, rim, PLACES)
    assert not endless.any() and (values == rim.values).all()


def test_without_edges_there_is_no_rim():
    none = np.zeros((0, 2))
    rim = Rim(none, none, np.zeros(0), np.zeros(0), np.zeros(0, np.bool_))
    values, endless = even_rim(JetField.parse("log(x) + y"), rim, PLACES)
    assert values.shape == endless.shape == (0,)
