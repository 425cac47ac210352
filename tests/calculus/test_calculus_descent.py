"""Why a descent stops, and where it cannot start."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from calculus_handmade import HandmadeField

from gradanim.calculus.descent import StopReason, descend
from gradanim.calculus.step_rules import (
    GradientDescent,
    Nesterov,
    make_step_rule,
)
from gradanim.calculus.step_search import Backtracking
from gradanim.problems import ProblemError

BOWL = HandmadeField("x**2 + 10*y**2 + x*y")


def test_converged():
    t = descend(BOWL, [1, 1], GradientDescent(0.09), max_steps=500, tolerance=1e-8)
    assert t.stop_reason is StopReason.CONVERGED
    assert t.norms[-1] <= 1e-8 < t.norms[-2]
    assert t.message == f"converged after {t.steps} steps: ‖∇f‖ = {t.norms[-1]:.3g}"
    at_once = descend(BOWL, [0, 0], GradientDescent())
    assert (at_once.stop_reason, at_once.steps) == (StopReason.CONVERGED, 0)
    assert at_once.step_vectors.shape == (0, 2)


@pytest.mark.parametrize("name", ["gradient_descent", "momentum", "nesterov"])
@pytest.mark.parametrize("bounds", [None, [[-3, 3], [-3, 3]]])
def test_a_step_size_too_large_diverges(name, bounds):
    t = descend(BOWL, [1, 1], make_step_rule(name, {"learning_rate": 0.5}), max_steps=500, bounds=bounds)
    assert t.stop_reason is StopReason.DIVERGED
    assert t.message.startswith("diverged: f went from 12 to ")
    assert np.isfinite(t.points).all()
    assert t.values[-1] > t.values[0]
    if bounds:
        assert t.message.endswith("and left the domain")
        assert np.abs(t.points[-1]).max() > 3 >= np.abs(t.points[:-1]).max()


def test_overflow_and_running_off_diverge():
    steep = descend(HandmadeField("exp(x**2)", "x"), [3.0], GradientDescent(1e3), max_steps=50)
    assert steep.stop_reason is StopReason.DIVERGED
    assert math.isinf(steep.values[-1])
    saddle = descend(HandmadeField("x**2 - y**2"), [1, 0.1], GradientDescent(0.3), max_steps=500)
    assert saddle.stop_reason is StopReason.DIVERGED
    assert saddle.message.startswith("diverged: the iterate ran off to (")
    assert saddle.values[-1] < 0
    coordinates = descend(HandmadeField("x**4", "x"), [1e75], GradientDescent(1e300), max_steps=9)
    assert coordinates.stop_reason is StopReason.DIVERGED
    assert "overflow" in coordinates.message


def test_leaving_the_bounds_downhill_and_leaving_the_domain_of_f():
    slope = descend(HandmadeField("x + 0*y"), [0, 0], GradientDescent(1.0), bounds=[[-2.5, 2], [-1, 1]])
    assert slope.stop_reason is StopReason.LEFT_DOMAIN
    assert slope.points[:, 0].tolist() == [0, -1, -2, -3]
    assert slope.message == "left the domain at (-3, 0) after 3 steps"
    root = descend(HandmadeField("sqrt(x)", "x"), [1.0], GradientDescent(1.5))
    assert root.stop_reason is StopReason.LEFT_DOMAIN
    assert root.message == "left the domain: f has no value or gradient at (-1.25)"
    assert math.isnan(root.values[-1])
    ahead = descend(HandmadeField("sqrt(x)", "x"), [1.0], Nesterov(0.7, momentum=0.99))
    assert ahead.stop_reason is StopReason.LEFT_DOMAIN
    assert np.isfinite(ahead.points).all()


def test_stalled():
    tiny = descend(HandmadeField("x**2", "x"), [1.0], GradientDescent(1e-20))
    assert tiny.stop_reason is StopReason.STALLED
    assert tiny.message == "stalled after 0 steps: no further step lowers f"
    vee = descend(HandmadeField("Abs(x - 1/3) + x/2", "x"), [1.0], Backtracking())
    assert vee.stop_reason is StopReason.STALLED
    assert vee.points[-1, 0] == pytest.approx(1 / 3, abs=2e-9)


def test_starts_that_are_problems():
    with pytest.raises(ProblemError, match=r"log\(x\) has no value or no gradient at the start \(-1\)"):
        descend(HandmadeField("log(x)", "x"), [-1], GradientDescent())
    with pytest.raises(ProblemError, match=r"the start \(4, 0\) lies outside the bounds of the field"):
        descend(BOWL, [4, 0], GradientDescent(), bounds=[[-3, 3], [-3, 3]])
    with pytest.raises(ProblemError) as error:
        descend(BOWL, [0, 0], GradientDescent(), bounds=[[3, -3], [0, math.inf]])
    assert [problem.message for problem in error.value.problems] == [
        "the bounds of x must be two finite numbers, the smaller one first, not [3, -3]",
        "the bounds of y must be two finite numbers, the smaller one first, not [0, inf]",
    ]
    with pytest.raises(ProblemError, match=r"two numbers, \[low, high\], for each of the 2 variables x, y"):
        descend(BOWL, [0, 0], GradientDescent(), bounds=[[3, -3]])
    with pytest.raises(ValueError, match="negative"):
        descend(BOWL, [0, 0], GradientDescent(), max_steps=-1)


def test_numpy_is_all_that_descent_loads():
    code = (
        "import sys; import gradanim.calculus.descent, gradanim.calculus.step_rules, "
        "gradanim.calculus.models, gradanim.calculus.directional; "
        "print([m for m in ('scipy', 'sympy', 'contourpy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
