"""Critical points against closed forms, scipy and Morse theory; degenerate and endless sets of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from calculus_handmade import HandmadeField
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from gradanim.calculus.critical import CriticalKind, find_critical_points
from gradanim.problems import ProblemError

BOX = [[-3, 3], [-3, 3]]
MIN, MAX, SADDLE, FLAT = (CriticalKind(k) for k in ("minimum", "maximum", "saddle", "degenerate"))


def found(text, bounds=BOX, variables="x y"):
    return find_critical_points(HandmadeField(text, variables), bounds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x**2 + y**2", [(0, 0, MIN)]),
        ("-x**2 - 3*y**2", [(0, 0, MAX)]),
        ("x*y", [(0, 0, SADDLE)]),
        ("x**3/3 - x + y**2", [(-1, 0, SADDLE), (1, 0, MIN)]),
        ("(1 - x)**2 + 100*(y - x**2)**2", [(1, 1, MIN)]),
        ("(x - 0.1)**2 + (y - 0.7)**2", [(0.1, 0.7, MIN)]),
        ("1e-12*(x**2 + y**2)", [(0, 0, MIN)]),
        ("1e200*(x**2 - y**2)", [(0, 0, SADDLE)]),
        ("exp(-x**2 - y**2)", [(0, 0, MAX)]),
        ("sqrt(1 - x**2 - y**2)", [(0, 0, MAX)]),
        ("log(x)*y", [(1, 0, SADDLE)]),
        ("x**3 - 3*x*y**2", [(0, 0, FLAT)]),
        ("x**4 + y**4", [(0, 0, FLAT)]),
        ("x**2 + y**8", [(0, 0, FLAT)]),
        ("x**4 - 4*x**3 + 6*x**2 - 4*x + 1 + y**2", [(1, 0, FLAT)]),
        ("x + y", []),
        ("x**2*y + 3*y", []),
        ("x*exp(y)", []),
        ("log(-1 - x**2)", []),
    ],
)
def test_known_points_are_found_exactly_and_alone(text, expected):
    points = found(text)
    assert [(*p.at.tolist(), p.kind) for p in points] == [(*xy, kind) for *xy, kind in expected]
    assert all(p.isolated for p in points)
    field = HandmadeField(text)
    for p in points:
        assert p.value == field.value(p.at)
        assert np.linalg.eigvalsh(field.hessian(p.at)) == pytest.approx(p.eigenvalues)


def test_every_one_of_many():
    # sin(3x) sin(3y): extrema where both cosines vanish, saddles where both sines do.
    points = found("sin(3*x)*sin(3*y)")
    extrema = [(2 * i + 1) * math.pi / 6 for i in range(-3, 3)]
    saddles = [i * math.pi / 3 for i in range(-2, 3)]
    assert len(points) == 36 + 25
    for p in points:
        x, y = p.at
        if p.kind is SADDLE:
            assert min(abs(x - s) for s in saddles) < 1e-12
        else:
            assert min(abs(x - s) for s in extrema) < 1e-12
            assert p.kind is (MAX if math.sin(3 * x) * math.sin(3 * y) > 0 else MIN)
    assert sum(p.kind is SADDLE for p in points) == 25
    ordered = [tuple(p.at) for p in points]
    assert ordered == sorted(ordered)


@given(st.lists(st.floats(-1, 1), min_size=5, max_size=5))
@settings(deadline=None, max_examples=8)
def test_morse_count_of_a_coercive_field(c):
    a, b, d, e, g = (round(v, 3) for v in c)
    # The quartic wins far out, where the gradient points outwards: minima − saddles + maxima = 1.
    field = HandmadeField(
        f"x**4/4 + y**4/4 + ({a})*x**2*y - ({b})*x*y**2 - x**2 + ({d})*y**2 + ({e})*x + ({g})*y"
    )
    points = find_critical_points(field, [[-6, 6], [-6, 6]])
    if any(p.kind is FLAT for p in points):
        return
    kinds = [p.kind for p in points]
    assert kinds.count(MIN) - kinds.count(SADDLE) + kinds.count(MAX) == 1
    for start in ([2, 2], [-2, 1], [1, -2]):
        lowest = optimize.minimize(field.value, start, jac=field.gradient, tol=1e-10)
        assert min(np.linalg.norm(p.at - lowest.x) for p in points if p.kind is MIN) < 1e-6


@pytest.mark.parametrize(
    ("text", "on_set"),
    [
        ("x**2", lambda x, y: x),
        ("(x + y)**2", lambda x, y: x + y),
        ("(x**2 + y**2 - 4)**2 - 1", lambda x, y: (x**2 + y**2 - 4) * np.hypot(x, y)),
        ("x**2*y**2", lambda x, y: x * y),
        ("sin(x)", np.cos),
    ],
)
def test_curves_of_critical_points_give_a_few_examples(text, on_set):
    if text == "sin(x)":
        points, on_set = found(text), lambda x, y: np.cos(x)
    else:
        points = found(text)
    examples = [p for p in points if not p.isolated]
    assert 3 <= len(examples) <= 8
    assert all(p.kind is FLAT for p in examples)
    assert all(abs(on_set(*p.at)) < 1e-9 for p in points)
    distances = [np.linalg.norm(p.at - q.at) for p in examples for q in examples if p is not q]
    assert min(distances) > 0.2 * 6 - 1e-9


def test_examples_are_round_where_they_can_be():
    assert [p.at.tolist() for p in found("x**2")] == [[0, -3], [0, -1.5], [0, 0], [0, 1.5], [0, 3]]


@pytest.mark.parametrize("text", ["7", "0*x", "exp(-1e4*(x**2 + y**2 + 1))"])
def test_constant_regions_are_left_out(text):
    assert found(text) == ()


def test_a_bump_in_a_flat_plain():
    points = found("exp(-10*(x**2 + y**2))", [[-10, 10], [-10, 10]])
    assert [(*p.at, p.kind, p.value) for p in points] == [(0, 0, MAX, 1)]


def test_kinks_are_no_critical_points():
    cone = HandmadeField("Abs(x) + y**2", kinks=(lambda x, y: x,))
    assert find_critical_points(cone, BOX) == ()
    hinge = HandmadeField("Abs(x)*x/2 + y**2")
    assert [p.at.tolist() for p in find_critical_points(hinge, BOX)] == [[0, 0]]


def test_a_formula_that_loses_its_digits():
    points = found("sin(x)/x + sin(y)/y", [[-10, 10], [-10, 10]])
    assert len(points) == 25
    middle = [p for p in points if np.abs(p.at).max() < 1e-5]
    assert [p.kind for p in middle] == [MAX]
    # sin(x)/x = 1 − x²/6 + …
    assert middle[0].eigenvalues == pytest.approx([-1 / 3, -1 / 3], rel=1e-4)
    kinds = [p.kind for p in points]
    assert (kinds.count(MAX), kinds.count(MIN), kinds.count(SADDLE)) == (9, 4, 12)


def test_points_on_the_border_count_and_those_outside_do_not():
    assert [p.at.tolist() for p in found("x**2 + y**2", [[0, 3], [-3, 3]])] == [[0, 0]]
    assert found("x**2 + y**2", [[0.001, 3], [-3, 3]]) == ()
    narrow = found("1e18*x**2 + y**2 + 5e8*x*y", [[-3e-9, 3e-9], [-3, 3]])
    assert [(*p.at, p.kind) for p in narrow] == [(0, 0, MIN)]
    far = found("(x - 1e6)**2 + (y - 1e6)**2", [[1e6 - 1, 1e6 + 1]] * 2)
    assert [(*p.at, p.kind) for p in far] == [(1e6, 1e6, MIN)]


def test_one_three_and_four_variables():
    one = found("x**3 - 3*x", [[-3, 3]], "x")
    assert [(*p.at, p.kind, p.value) for p in one] == [(-1, MAX, 2), (1, MIN, -2)]
    assert [(*p.at, p.kind) for p in found("x**8", [[-3, 4]], "x")] == [(0, FLAT)]
    three = found("x**2 + y**2 - z**2 + x*y*z", [[-2, 2]] * 3, "x y z")
    assert [(*p.at, p.kind) for p in three] == [(0, 0, 0, SADDLE)]
    four = found("a**2 + b**2 + c**2 + d**2 + a*b*c*d", [[-3, 3]] * 4, "a b c d")
    # The origin, and ±√2 in every coordinate with an odd number of minus signs.
    assert len(four) == 9
    assert sum(p.kind is SADDLE for p in four) == 8
    assert all(np.abs(p.at) == pytest.approx(math.sqrt(2)) for p in four if p.kind is SADDLE)


def test_the_same_answer_every_time():
    text = "0.5*(sin(1.2*x) + cos(1.1*y)) + 0.08*(x**2 + y**2)"
    first, second = found(text), found(text)
    assert [p.at.tolist() for p in first] == [p.at.tolist() for p in second]
    assert len(first) == 6


def test_bounds_are_checked():
    with pytest.raises(ProblemError, match="the bounds of y must be two finite numbers"):
        found("x + y", [[0, 1], [2, 2]])
