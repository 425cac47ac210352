"""A view that fades towards the borders of its viewport, drawn by depth and painted."""

from __future__ import annotations

import numpy as np
import pytest

from gradanim.raster import Camera, Canvas, Polygon, View, Viewport, render

SHEET = Polygon(np.array([[-9.0, -9, 0], [9, -9, 0], [9, 9, 0], [-9, 9, 0]]), (1.0, 1.0, 1.0, 1.0))
WHERE = Viewport(20, 10, 80, 60)


def drawn(soft: float, painted: bool, canvas: Canvas | None = None, out=None):
    view = View(WHERE, Camera.top_down(height=4.0), (SHEET,), painted, soft)
    return render([view], (120, 80), (0.0, 0.0, 0.0, 1.0), out=out, canvas=canvas, threads=1)


@pytest.mark.parametrize("painted", [False, True])
def test_it_is_whole_inside_and_nothing_at_the_border(painted: bool) -> None:
    level = drawn(16.0, painted).rgba[..., 0] / 255.0
    assert level[26:54, 36:84].min() == 1.0
    assert level[40, 20] < 0.01
    assert level[40, 99] < 0.01
    assert level[10, 60] < 0.01
    # Half way it is half there: eight pixels from the border.
    assert level[40, 28] == pytest.approx(0.5, abs=0.06)
    assert level[18, 60] == pytest.approx(0.5, abs=0.06)
    # In a corner both count.
    assert level[18, 28] == pytest.approx(0.25, abs=0.06)
    assert (np.diff(level[40, 20:60]) >= 0).all()
    assert level[:10].max() == level[:, :20].max() == 0.0


def test_a_hard_border_is_the_default_and_a_change_is_drawn() -> None:
    canvas = Canvas()
    hard = drawn(0.0, False, canvas)
    assert hard.rgba[40, 20, 0] == 255
    before = hard.rgba.copy()
    soft = drawn(16.0, False, canvas, hard)
    np.testing.assert_array_equal(soft.rgba, drawn(16.0, False).rgba)
    assert (soft.rgba != before).any()
    canvas.close()
