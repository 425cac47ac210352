"""A field that changes faster than a picture can show is told, and nothing that is merely steep or rough in places."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradanim.beats.check import check_file
from gradanim.beats.too_fast import MANY, noisy_share
from gradanim.calculus import JetField
from gradanim.spec import load_scenes

SCENES = sorted((Path(__file__).parents[2] / "scenes").glob("**/*.yaml"))
SIDE = ((-2.0, 2.0), (-2.0, 2.0))


def told(tmp_path: Path, formula: str, stage: str = "surface") -> list[str]:
    spec = tmp_path / "fast.yaml"
    shown = "compute_graph" if stage == "board" else "axes"
    spec.write_text(
        f"title: T\nfield: {{f: {formula}, x: [-2, 2], y: [-2, 2]}}\nstage: {stage}\n"
        f"beats:\n  - place: [0.1, 0.3]\n  - show: {shown}\n"
    )
    return [str(problem) for problem in check_file(spec) if problem.code == "film_field_fast"]


def share(formula: str) -> float:
    return noisy_share(JetField.parse(formula, ("x", "y"), {}).value, SIDE)


@pytest.mark.parametrize("stage", ["surface", "split", "plane"])
def test_noise_is_told(tmp_path: Path, stage: str) -> None:
    (found,) = told(tmp_path, "sin(200*x)*cos(150*y)", stage)
    assert "2:12: warning: `sin(200*x)*cos(150*y)` changes too fast to be drawn: at " in found
    assert "take a smaller domain" in found


def test_what_is_not_drawn_on_a_grid_may_change_as_it_likes(tmp_path: Path) -> None:
    assert told(tmp_path, "sin(200*x)*cos(150*y)", "board") == []


def test_a_wave_is_told_where_three_samples_do_not_reach_over_it() -> None:
    # 128 steps over four units: a wave of two steps, of three, and of six.
    assert share("sin(100*x) + 0*y") > 0.5
    assert share("0*x + sin(72*y)") > MANY
    assert share("sin(33*x)*cos(33*y)") == 0.0


@pytest.mark.parametrize(
    "formula",
    [
        "abs(x) + abs(y)",
        "abs(sin(9*x))*y",
        "tanh(40*x)",
        "tanh(4000*x) + y",
        "1/(x^2 + y^2 + 0.001)",
        "1/(x^2 + y^2)",
        "1/x + y",
        "tan(5*x)",
        "log(x^2 + y^2 - 1/2)",
        "sqrt(x*y)",
        "exp(-400*(x^2 + y^2))",
        "x^2 + y^2 + 0.01*sin(300*x)",
        "sin(1/(x^2 + y^2))",
        "1 + 0*x",
        "log(-1 - x^2) + y",
    ],
)
def test_steep_and_rough_places_are_not_noise(formula: str) -> None:
    assert share(formula) < MANY


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_no_scene_of_the_library_is_told(path: Path) -> None:
    if path.parent.name == "series":
        return
    for scene in load_scenes(path):
        if scene.field is not None and len(scene.field.domain) == 2:
            field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
            assert noisy_share(field.value, scene.field.domain) < MANY / 5
