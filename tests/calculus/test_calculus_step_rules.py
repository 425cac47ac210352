"""Step rules against their published formulas as separate loops, against scipy, and by name."""

from __future__ import annotations

import math

import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from gradanim.calculus.descent import StopReason, descend
from gradanim.calculus.step_rules import (
    STEP_RULES,
    AdaGrad,
    Adam,
    Decaying,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    make_step_rule,
)
from gradanim.calculus.step_search import Backtracking, ExactLineSearch, Newton
from gradanim.problems import ProblemError

WAVES = HandmadeField("sin(1.2*x) + cos(1.1*y) + 0.2*(x**2 + y**2)")
BOWL = HandmadeField("x**2 + 10*y**2 + x*y")
BANANA = HandmadeField("(1 - x)**2 + 100*(y - x**2)**2")


def gradient_of_waves(x, y):
    """By hand, as plain floats."""
    return 1.2 * math.cos(1.2 * x) + 0.4 * x, -1.1 * math.sin(1.1 * y) + 0.4 * y


# Each loop is written from the publication, for one coordinate at a time and without arrays.
def loop_gradient(p, g, k, memory, a):
    return [x - a * d for x, d in zip(p, g(*p), strict=True)]


def loop_decaying(p, g, k, memory, a):
    return [x - a / (1 + 0.3 * k) * d for x, d in zip(p, g(*p), strict=True)]


def loop_heavy_ball(p, g, k, memory, a):
    """Polyak 1964, eq. (9): x_{k+1} = x_k − α ∇f(x_k) + β (x_k − x_{k−1})."""
    before = memory.get("before", p)
    memory["before"] = p
    return [x - a * d + 0.8 * (x - b) for x, d, b in zip(p, g(*p), before, strict=True)]


def loop_nesterov(p, g, k, memory, a):
    """Nesterov's two sequences with a constant factor: y = x_k + β (x_k − x_{k−1}), x_{k+1} = y − α ∇f(y)."""
    before = memory.get("before", p)
    memory["before"] = p
    y = [x + 0.8 * (x - b) for x, b in zip(p, before, strict=True)]
    return [x - a * d for x, d in zip(y, g(*y), strict=True)]


def loop_adagrad(p, g, k, memory, a):
    """Duchi et al. 2011: the full history of squares is summed anew."""
    history = memory.setdefault("history", [])
    history.append(g(*p))
    return [
        x - a * history[-1][i] / (math.sqrt(sum(d[i] ** 2 for d in history)) + 1e-8) for i, x in enumerate(p)
    ]


def loop_rmsprop(p, g, k, memory, a):
    """Tieleman and Hinton 2012, as an explicit weighted sum of the past squares."""
    history = memory.setdefault("history", [])
    history.append(g(*p))
    means = [sum(0.1 * 0.9 ** (k - j) * d[i] ** 2 for j, d in enumerate(history)) for i in range(2)]
    return [x - a * d / (math.sqrt(m) + 1e-8) for x, d, m in zip(p, history[-1], means, strict=True)]


def loop_adam(p, g, k, memory, a):
    """Kingma and Ba 2015, the rewritten order of section 2: α_t = α √(1−β₂ᵗ)/(1−β₁ᵗ), ε̂ = ε √(1−β₂ᵗ)."""
    t = k + 1
    result = []
    for i, (x, d) in enumerate(zip(p, g(*p), strict=True)):
        m, v = memory.get(i, (0.0, 0.0))
        memory[i] = m, v = 0.9 * m + 0.1 * d, 0.999 * v + 0.001 * d * d
        root = math.sqrt(1 - 0.999**t)
        result.append(x - a * root / (1 - 0.9**t) * m / (math.sqrt(v) + 1e-8 * root))
    return result


LOOPS = [
    (GradientDescent(0.1), loop_gradient),
    (Decaying(0.1, decay=0.3), loop_decaying),
    (Momentum(0.1, momentum=0.8), loop_heavy_ball),
    (Nesterov(0.1, momentum=0.8), loop_nesterov),
    (AdaGrad(0.1), loop_adagrad),
    (RMSProp(0.1), loop_rmsprop),
    (Adam(0.1), loop_adam),
]


@pytest.mark.parametrize(("rule", "loop"), LOOPS, ids=[rule.name for rule, _ in LOOPS])
@given(st.floats(-2, 2), st.floats(-2, 2))
@settings(deadline=None, max_examples=15)
def test_rules_follow_their_published_formulas(rule, loop, x, y):
    trajectory = descend(WAVES, [x, y], rule, max_steps=25, tolerance=0)
    p, memory, expected = [x, y], {}, [[x, y]]
    for k in range(trajectory.steps):
        p = loop(p, gradient_of_waves, k, memory, 0.1)
        expected.append(p)
    assert trajectory.points == pytest.approx(np.array(expected), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("rule", "root"),
    [
        (AdaGrad(0.2, epsilon=0.5), 1.0),
        (RMSProp(0.2, decay=0.75, epsilon=0.5), 0.5),
        (Adam(0.2, beta1=0.6, beta2=0.7, epsilon=0.5), 1.0),
    ],
    ids=["adagrad", "rmsprop", "adam"],
)
def test_epsilon_stands_outside_the_square_root(rule, root):
    # In the first step the root is |g| times a number: √(1 − ρ) for RMSProp, 1 for the others.
    g = np.array(gradient_of_waves(1.5, -1.0))
    step = descend(WAVES, [1.5, -1.0], rule, max_steps=1).step_vectors[0]
    assert step == pytest.approx(-0.2 * g / (root * np.abs(g) + 0.5), rel=1e-12)


@pytest.mark.parametrize(("rule", "loop"), LOOPS, ids=[rule.name for rule, _ in LOOPS])
def test_a_trajectory_is_consistent_with_its_field(rule, loop):
    t = descend(WAVES, [1.5, -1.0], rule, max_steps=12)
    assert t.stop_reason is StopReason.MAX_STEPS
    assert t.message.startswith("stopped after 12 steps, the most allowed, with ‖∇f‖ = ")
    assert t.steps == 12
    assert t.points.shape == t.gradients.shape == (13, 2)
    assert t.step_vectors.shape == (12, 2)
    assert np.diff(t.points, axis=0) == pytest.approx(t.step_vectors, abs=1e-14)
    assert t.values.tolist() == WAVES.value(t.points).tolist()
    assert t.gradients.tolist() == WAVES.gradient(t.points).tolist()
    assert t.norms == pytest.approx(np.hypot(*t.gradients.T), rel=1e-15)


@pytest.mark.parametrize("name", list(STEP_RULES))
@pytest.mark.parametrize("start", [[1.5, -1.0], [-2.0, 2.5]])
def test_every_rule_reaches_scipys_minimum(name, start):
    parameters = {"adagrad": {"step_size": 0.8}, "decaying": {"decay": 0.01}}.get(name, {})
    rule = make_step_rule(name, parameters)
    t = descend(WAVES, start, rule, max_steps=3000, tolerance=1e-3)
    expected = optimize.minimize(WAVES.value, t.points[-1], jac=WAVES.gradient, tol=1e-12)
    # RMSProp with a fixed step size ends in a cycle as long as its steps, so it only comes near.
    reach = 0.02 if name == "rmsprop" else 2e-3
    assert t.points[-1] == pytest.approx(expected.x, abs=reach)
    assert t.values[-1] < t.values[0]


@given(st.floats(0.2, 5), st.floats(0.2, 5), st.floats(-1, 1), st.floats(-3, 3), st.floats(-3, 3))
@settings(deadline=None, max_examples=25)
def test_exact_line_search_and_newton_on_a_quadratic(a, b, slant, x, y):
    c = slant * math.sqrt(a * b)
    a, b, c = (round(v, 6) for v in (a, b, c))
    field = HandmadeField(f"({a})*x**2 + ({b})*y**2 + ({c})*x*y")
    h = np.array([[2 * a, c], [c, 2 * b]])
    g = h @ [x, y]
    if np.linalg.norm(g) < 1e-3:
        return
    t = descend(field, [x, y], ExactLineSearch(), max_steps=2, tolerance=0)
    assert t.step_vectors[0] == pytest.approx(-(g @ g) / (g @ h @ g) * g, rel=1e-9)
    if t.steps == 2 and t.norms[1] > 1e-6 * t.norms[0]:
        # Successive directions of exact steepest descent are at right angles.
        assert abs(t.gradients[0] @ t.gradients[1]) <= 1e-9 * t.norms[0] * t.norms[1] + 1e-12
    newton = descend(field, [x, y], Newton(), max_steps=3, tolerance=1e-9)
    assert newton.points[1] == pytest.approx([0, 0], abs=1e-9)
    assert newton.stop_reason is StopReason.CONVERGED


def test_exact_line_search_against_scipy_off_quadratics():
    for start in ([1.5, -1.0], [-2.0, 2.5], [0.3, 0.4]):
        g = BANANA.gradient(start)
        step = descend(BANANA, start, ExactLineSearch(), max_steps=1).step_vectors[0]
        alpha = float(-step @ g / (g @ g))
        near = optimize.minimize_scalar(
            lambda a, start=start, g=g: float(BANANA.value(np.array(start) - a * g)),
            bracket=(0.9 * alpha, alpha, 1.1 * alpha),
            tol=1e-12,
        )
        assert alpha == pytest.approx(near.x, rel=1e-6)
        assert abs(BANANA.gradient(start + step) @ g) <= 1e-9 * (g @ g)


def test_exact_line_search_stays_in_the_domain():
    # Along −∇f from (1, 0) f falls up to the edge x = 0 of its domain.
    t = descend(HandmadeField("sqrt(x) + y**2"), [1.0, 0.0], ExactLineSearch(), max_steps=1)
    assert 0 <= t.points[1][0] < 1e-12


@given(st.floats(-2, 2), st.floats(-1, 3))
@settings(deadline=None, max_examples=20)
def test_backtracking_holds_armijos_condition_and_takes_the_largest_such_step(x, y):
    t = descend(BANANA, [x, y], Backtracking(), max_steps=6)
    for here, value, norm, after in zip(t.step_vectors, t.values, t.norms, t.values[1:], strict=False):
        alpha = np.linalg.norm(here) / norm
        power = math.log2(alpha)
        assert power == pytest.approx(round(power), abs=1e-9)
        assert power <= 1e-9
        assert after <= value - 1e-4 * alpha * norm**2 * (1 - 1e-9)
    for i in range(t.steps):
        alpha = np.linalg.norm(t.step_vectors[i]) / t.norms[i]
        if alpha < 0.9:
            longer = BANANA.value(t.points[i] + 2 * t.step_vectors[i])
            assert longer > t.values[i] - 1e-4 * 2 * alpha * t.norms[i] ** 2


def test_newton_goes_downhill_from_a_saddle_and_solves_the_banana():
    t = descend(HandmadeField("x**4 - x**2 + y**2"), [0.1, 0.5], Newton())
    assert (np.diff(t.values) < 0).all()
    assert np.abs(t.points[-1]) == pytest.approx([math.sqrt(0.5), 0], abs=1e-8)
    banana = descend(BANANA, [-1.2, 1.0], Newton(), tolerance=1e-10)
    assert banana.stop_reason is StopReason.CONVERGED
    assert banana.points[-1] == pytest.approx([1, 1], abs=1e-10)
    assert banana.steps < 40
    flat = descend(HandmadeField("2*x + y"), [0, 0], Newton(damped=False), max_steps=1)
    assert flat.step_vectors.tolist() == [[-2, -1]]


def test_rules_are_pure():
    rule = Adam()
    first, second = descend(WAVES, [1, 1], rule, 30), descend(WAVES, [1, 1], rule, 30)
    assert first.points.tolist() == second.points.tolist()


def test_rules_check_their_parameters():
    with pytest.raises(ProblemError) as error:
        Adam(step_size=0, beta1=1.0, beta2=math.nan, epsilon=True)
    assert [problem.message for problem in error.value.problems] == [
        "`step_size` of the step rule `adam` must be a positive number, not 0",
        "`beta1` of the step rule `adam` must be at least 0 and below 1, not 1.0",
        "`beta2` of the step rule `adam` must be at least 0 and below 1, not nan",
        "`epsilon` of the step rule `adam` must be a positive number, not True",
    ]
    with pytest.raises(
        ProblemError, match="`decay` of the step rule `decaying` must be zero or a positive number, not -1"
    ):
        Decaying(decay=-1)
    with pytest.raises(ProblemError, match="between 0 and 1, both excluded, not 1"):
        Backtracking(shrink=1)


def test_rules_by_name():
    assert make_step_rule("momentum", {"learning_rate": 0.2, "momentum": 0.5}) == Momentum(0.2, 0.5)
    assert all(rule.name == name for name, rule in STEP_RULES.items())
    with pytest.raises(
        ProblemError, match=r"`gradient_decent` is not a step rule; .* did you mean `gradient_descent`\?"
    ):
        make_step_rule("gradient_decent", {})
    with pytest.raises(ProblemError) as error:
        make_step_rule("adam", {"beta_1": 0.9, "learning_rate": 0.1, "step_size": -0.1})
    assert [problem.message for problem in error.value.problems] == [
        "the step rule `adam` is given both `learning_rate` and `step_size`, which mean the same",
        "the step rule `adam` has no parameter `beta_1`; it has step_size, beta1, beta2, epsilon; "
        "did you mean `beta1`?",
        "`step_size` of the step rule `adam` must be a positive number, not -0.1",
    ]
