"""The quantities that texts and claims may name."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.calculus.jets import JetField
from gradanim.calculus.quantities import Quantity, parse_quantity, split_spec
from gradanim.problems import Problem, ProblemError

FIELD = JetField.parse("x^2 y + 3y")
POINTS = np.array([[2.0, 1.0], [0.5, -1.0], [1.0, 3.0]])
U = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, -1.0]])
G = np.stack([2 * POINTS[:, 0] * POINTS[:, 1], POINTS[:, 0] ** 2 + 3], axis=-1)
ENV = {
    "x": POINTS[:, 0],
    "y": POINTS[:, 1],
    "f": FIELD.value(POINTS),
    "norm": np.hypot(*G.T),
    "a": 2.0,
    "alpha": np.array(5.0),
    "point": POINTS,
    "gradient": G,
    "u": U,
    "normal": np.concatenate([-G, np.ones((3, 1))], axis=1),
    "f()": FIELD.value,
    "gradient()": FIELD.gradient,
}
SCALARS = ("x", "y", "f", "norm")
VECTORS = {"point": 2, "gradient": 2, "u": 2, "normal": 3}


def quantity(text: str) -> Quantity:
    return parse_quantity(text, SCALARS, VECTORS, ["a", "α"])


SCALAR_VALUES = [
    ("norm", np.hypot(*G.T)),
    ("norm(gradient)", np.hypot(*G.T)),
    ("‖gradient‖", np.hypot(*G.T)),
    ("|gradient|", np.hypot(*G.T)),
    ("|x - y|", np.abs(POINTS[:, 0] - POINTS[:, 1])),
    ("dot(gradient, u)", (G * U).sum(axis=1)),
    ("gradient.x", G[:, 0]),
    ("gradient.y² + 1", G[:, 1] ** 2 + 1),
    ("(gradient + 2u).y", G[:, 1] + 2 * U[:, 1]),
    ("normal.z", np.ones(3)),
    ("cross(gradient, u)", G[:, 0] * U[:, 1] - G[:, 1] * U[:, 0]),
    ("f(2, 1)", 7.0),
    ("f(x + 1, 2y)", (POINTS[:, 0] + 1) ** 2 * 2 * POINTS[:, 1] + 6 * POINTS[:, 1]),
    ("f(point) - f", np.zeros(3)),
    ("dot(gradient, u)/(norm(gradient) norm(u))", (G * U).sum(axis=1) / np.hypot(*G.T)),
    ("a α x", 10 * POINTS[:, 0]),
    ("2x y", 2 * POINTS[:, 0] * POINTS[:, 1]),
    ("max(x, y)^2 + sqrt(a)", np.maximum(*POINTS.T) ** 2 + math.sqrt(2)),
    ("dot((1, 2), [3, 4])", 11.0),
]


@pytest.mark.parametrize(("text", "expected"), SCALAR_VALUES)
def test_numbers(text: str, expected: np.ndarray) -> None:
    found = quantity(text)
    assert found.size == 0 and not found.is_vector
    np.testing.assert_allclose(found.evaluate(ENV), expected, rtol=1e-13, atol=1e-13)


VECTOR_VALUES = [
    ("gradient", G),
    ("-gradient", -G),
    ("gradient + point - u", G + POINTS - U),
    ("a gradient/x", 2 * G / POINTS[:, :1]),
    ("x*u*y", POINTS.prod(axis=1)[:, None] * U),
    ("unit(gradient)", G / np.hypot(*G.T)[:, None]),
    ("(x, -1)", np.stack([POINTS[:, 0], -np.ones(3)], axis=1)),
    ("2[x, y]", 2 * POINTS),
    ("gradient(2, 1)", [4.0, 7.0]),
    ("gradient(point)", G),
    ("normal", ENV["normal"]),
    ("cross((1, 0, 0), (0, 1, 0))", [0.0, 0.0, 1.0]),
]


@pytest.mark.parametrize(("text", "expected"), VECTOR_VALUES)
def test_vectors(text: str, expected: np.ndarray) -> None:
    found = quantity(text)
    assert found.is_vector
    values = found.evaluate(ENV)
    np.testing.assert_allclose(values, expected, rtol=1e-13, atol=1e-13)
    assert values.shape[-1] == found.size


@given(st.floats(0, 180), st.floats(0, 360), st.floats(0.001, 1000))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_an_angle_is_exact_from_zero_to_a_half_turn(degrees: float, start: float, length: float) -> None:
    one, two = (math.radians(start), math.radians(start + degrees))
    env = {"u": [math.cos(one), math.sin(one)], "gradient": [length * math.cos(two), length * math.sin(two)]}
    assert quantity("angle(u, gradient)").evaluate(env) == pytest.approx(degrees, abs=1e-11)
    # The cosine of a small angle keeps half of its digits only.
    assert quantity("angle((1, 0), (1, 0.00000001))").evaluate({}) == pytest.approx(
        math.degrees(1e-8), rel=1e-12
    )


@pytest.mark.parametrize(
    "text",
    [
        "unit(gradient)",
        "angle(gradient, u)",
        "1/x",
        "ln(x)",
        "gradient/x",
        "f(1/x, 1)",
        "(1/x, 1)",
        "1/(1/x)",
    ],
)
def test_what_is_undefined_is_nan(text: str) -> None:
    env = {"gradient": [0.0, 0.0], "u": [1.0, 0.0], "x": 0.0, "f()": FIELD.value}
    assert np.isnan(quantity(text).evaluate(env)).any()


def test_names_that_a_quantity_needs() -> None:
    assert quantity("f(point) - a dot(gradient, (1, x))").needs == {"f()", "point", "a", "gradient", "x"}
    assert quantity("gradient(1, 2)").needs == {"gradient()"}


def test_components_have_the_names_of_the_variables() -> None:
    found = parse_quantity("gradient.w2 + gradient.θ", [], ["gradient"], components=["w1", "w2", "θ"])
    assert found.evaluate({"gradient": [1.0, 20.0, 300.0]}) == 320
    line = parse_quantity("f(2t) + gradient(1).t", ["t"], ["gradient"], components=["t"])
    assert line.evaluate({"t": 3.0, "f()": lambda p: p[..., 0] ** 2, "gradient()": lambda p: 2 * p}) == 38


REFUSED = [
    ("gradient + 1", 1, "a vector of 2 and a number cannot go together at column 1"),
    ("x + normal + u", 1, "a number and a vector of 3 and a vector of 2 cannot go together at column 1"),
    ("gradient u", 1, "vectors at column 1 have no plain product; write dot(a, b) or cross(a, b)"),
    ("gradient^2", 1, "a power at column 1 must be a number, and this is a vector"),
    ("1 + sin(gradient)", 9, "the argument of sin at column 9 must be a number, and this is a vector"),
    ("1/gradient", 3, "what is divided by at column 3 must be a number, and this is a vector"),
    ("(u, 1)", 2, "a component at column 2 must be a number, and this is a vector"),
    ("dot(u, 2)", 8, "`dot` needs vectors, and its argument at column 8 is a number"),
    ("dot(u, normal)", 1, "a vector of 2 and a vector of 3 cannot go together at column 1"),
    ("x.y", 1, "a number at column 1 has no component `y`"),
    ("u.q", 3, "`q` at column 3 is no component; the components are x, y, z"),
    ("u.z", 1, "`z` at column 1 is no component; the components are x, y"),
    ("f(1)", 1, "`f` at column 1 needs 2 numbers, or one vector of 2"),
    ("gradient(normal)", 1, "`gradient` at column 1 needs 2 numbers, or one vector of 2"),
    ("cross((1,2,3,4), (1,2,3,4))", 1, "`cross` at column 1 is for vectors of 2 or 3 components, not 4"),
    ("gradient[0]", 9, "`[` at column 9 cannot follow a name; a component is written as in `gradient.x`"),
    ("gradiant", 1, None),
    ("gradient.__class__", 10, "`__class__` at column 10 is no component; the components are x, y, z"),
]


@pytest.mark.parametrize(("text", "column", "message"), REFUSED)
def test_scalars_and_vectors_are_not_mixed_up(text: str, column: int, message: str | None) -> None:
    with pytest.raises(ProblemError) as caught:
        quantity(text)
    found: Problem = caught.value.problems[0]
    assert found.column == column
    if message is None:
        assert found.suggestion == "gradient"
    else:
        assert found.message == message


def test_a_placeholder_may_end_with_a_format() -> None:
    assert split_spec("norm:.3f") == ("norm", ".3f")
    assert split_spec("dot(gradient, u): d") == ("dot(gradient, u)", "d")
    assert split_spec("gradient") == ("gradient", None)
