"""A field made of data: its formula is worked out, mistakes are told at their places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spec_helpers import load, told

from gradanim.calculus import JetField
from gradanim.spec import SceneSpec
from gradanim.spec.canonical import canonical

DOMAIN = "domain: {a: [-1, 3], b: [-2, 2]}"
BEATS = "beats:\n  - show: axes\n"


def scene(folder: Path, field: str, rest: str = "") -> SceneSpec:
    return load(folder, f"title: T\nfield: {{{field}, {DOMAIN}}}\n{rest}{BEATS}")


def test_the_formula_is_the_mean_squared_error(tmp_path: Path) -> None:
    made = scene(tmp_path, "data: [[-1, 0.5], ['1/4', -2], [3, 0]], model: a*x + b").field
    assert made is not None
    field = JetField.parse(made.f, made.variables, {})
    a, b = 0.7, -0.3
    x, y = np.array([-1, 0.25, 3]), np.array([0.5, -2, 0])
    assert field.value([a, b]) == pytest.approx(np.mean((a * x + b - y) ** 2), rel=1e-14)
    residual = a * x + b - y
    np.testing.assert_allclose(
        field.gradient([a, b]), [2 * np.mean(residual * x), 2 * np.mean(residual)], rtol=1e-13
    )


def test_a_model_may_have_parameters_and_the_record_keeps_the_data(tmp_path: Path) -> None:
    made = scene(tmp_path, "data: [[0, 1], [1, 2]], model: a*e^(c*x) + b, name: L", "params: {c: 0.5}\n")
    assert made.field is not None
    assert made.field.data == ((0.0, 1.0), (1.0, 2.0))
    field = JetField.parse(made.field.f, made.field.variables, dict(made.params))
    expected = ((1 + 0 - 1) ** 2 + (np.exp(0.5) - 2) ** 2) / 2
    assert field.value([1.0, 0.0]) == pytest.approx(expected)
    assert canonical(made)["field"]["data"] == [["0.0", "1.0"], ["1.0", "2.0"]]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("data: [[0, 1], [1, 2]], model: a*x + c", "2:46: `c` at column 46 is not known"),
        (
            "data: [[0, 1], [1, zwei]], model: a*x",
            "2:28: `data[1]` must be a number or an expression in the parameters, and `zwei` is no parameter",
        ),
        ("data: [[0, 1], 2], model: a*x", "2:24: `data[1]` must be a pair `[x, y]`, not `2`"),
        ("data: [[0, 1], [1, true]], model: a*x", "2:28: `data[1]` must be a number"),
        ("data: [[0, 1]], model: a*x", "2:15: `data` must hold at least 2"),
        ("data: 3, model: a*x", "2:15: `data` must be a list, not `3`"),
        ("data: [[0, 1], [1, 2]], model: 3", "2:40: `model` must be text"),
    ],
)
def test_mistakes_are_told_where_they_are(tmp_path: Path, field: str, expected: str) -> None:
    problems = told(tmp_path, f"title: T\nfield: {{{field}, {DOMAIN}}}\n{BEATS}")
    assert len(problems) == 1, problems
    assert problems[0].startswith(expected), problems


def test_data_hold_no_parameters(tmp_path: Path) -> None:
    text = f"title: T\nparams: {{c: 1}}\nfield: {{data: [[0, c], [1, 2]], model: a*x, {DOMAIN}}}\n{BEATS}"
    assert len(told(tmp_path, text)) == 1


def test_a_million_components_or_a_network_need_no_field(tmp_path: Path) -> None:
    made = load(
        tmp_path,
        "title: T\nstage: board\nbeats:\n  - show: {component_bars: {count: 1000000}}\n"
        "  - hide: component_bars\n  - show: {compute_graph: {network: [2, 1]}}\n  - backpropagate\n",
    )
    assert made.field is None
    for bare in ("component_bars", "compute_graph"):
        problems = told(tmp_path, f"title: T\nstage: board\nbeats:\n  - show: {bare}\n")
        assert problems == [f"4:11: the actor `{bare}` needs a field, and this scene has none"]


def test_one_panel_at_a_time(tmp_path: Path) -> None:
    head = "title: T\nfield: {f: x^2, x: [-1, 1]}\nstage: line\nbeats:\n  - place: [0]\n  - show: component_bars\n"
    assert told(tmp_path, head + "  - hide: component_bars\n  - show: loss_curve\n") == []
    assert told(tmp_path, head + "  - show: {component_bars: {count: 3}}\n") == []
    assert len(told(tmp_path, head + "  - show: loss_curve\n")) == 1
