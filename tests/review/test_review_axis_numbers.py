"""However wide the numbers of its axes are, a landscape leaves them room inside the safe area, from every side."""

from __future__ import annotations

import pytest
from review_scenes import scene

from gradanim.plan.profile import FORMATS
from gradanim.review.layout import layout_problems

FIELDS = {
    "to ten with a decimal": "{f: x^2 + y^2 + 7, x: [-1, 1], y: [-1, 1]}",
    "to thousands": "{f: 100*(y-x^2)^2 + (1-x)^2, x: [-2, 2], y: [-1, 3]}",
    "below zero by hundredths": "{f: 0.05*sin(x)*cos(y) - 0.05, x: [-2, 2], y: [-2, 2]}",
    "millions": "{f: 1000000*(x^2 + y^2/2), x: [-1, 1], y: [-1, 1]}",
    "millionths": "{f: 0.000001*(x^2 + y^2/2), x: [-1, 1], y: [-1, 1]}",
    "a narrow domain": "{f: x*y, x: [0.0010, 0.0015], y: [-0.0125, -0.0120]}",
}
BEATS = "beats:\n  - show: [floor, axes, surface]\n"
CAMERAS = {"still": "", "orbiting": "  - orbit: {by: 170}\n"}


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("stage", ["surface", "split"])
@pytest.mark.parametrize("field", FIELDS)
def test_numbers_of_axes_stay_in_the_safe_area(tmp_path, field, stage, camera, shape):
    text = f"title: Wide numbers\nfield: {FIELDS[field]}\nstage: {stage}\n{BEATS}{CAMERAS[camera]}"
    found = layout_problems(scene(tmp_path, text), [shape])
    assert [str(it) for it in found if it.code in ("review_safe", "review_frame")] == []
