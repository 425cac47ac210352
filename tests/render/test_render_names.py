"""Names and texts of authors in pictures: drawn as what they are, never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_helpers import film_of, last_frame, said

from gradanim.actors.formula import math_source
from gradanim.actors.lettering import math, width
from gradanim.beats.check import check_file
from gradanim.calculus.typst import typst_name

HEAD = """title: "{β_1} is {beta1:.2f}, {=f_x₁}, $∂f/∂x_1$"
params: {beta_1: 2, γ: 0.5}
field: {f: β₁ x1^2 + gamma x_2^2 + x_1 x₂, domain: {x_1: [-2, 2], x₂: ["-γ - 1", 2]}, name: NAME}
"""
BEATS = """stage: STAGE
beats:
  - show: [ACTORS]
  - place: [1, 0.5]
    say: "At {x_1} {f_x_1} {gradient.x₁} {β₁} #read(\\"x\\")"
  - show: [gradient, partials, {readout: ["x = {x_1:.2f}, {beta1}", "{f_x₂}"]}]
  - claim: "gradient.x_1 == 2 β_1 x_1 + x₂ and β1 == 2 and f_x_1 == gradient.x1"
  - vary: {β_1: 3, gamma: 1}
  - show: PANEL
  - dial: {to: "90*beta_1"}
  - together:
    - approximate: {step: [0.2, "0.1 γ"]}
    - write: "{predicted} {=gradient} {=f} {=f_x_1} $β_1 x1$"
  - descend: {step_size: "0.05 β_1", steps: 3}
"""


@pytest.mark.parametrize(
    ("stage", "panel", "name"),
    [
        ("split", "loss_curve", "L_train"),
        ("surface", "change_bars", "loss"),
        ("plane", "component_bars", "β"),
        ("plane", "slope_curve", "f_1"),
        ("plane", "compute_graph", "MSE"),
    ],
)
def test_every_place_for_a_name_takes_every_spelling(
    tmp_path: Path, stage: str, panel: str, name: str
) -> None:
    actors = "contours, axes" if stage == "plane" else "surface, contours, axes, floor"
    text = HEAD.replace("NAME", name) + BEATS.replace("STAGE", stage).replace("PANEL", panel)
    if stage != "plane":
        text = text.replace("  - vary", "  - slice: x_2\n  - vary")
        text = text.replace("[gradient, partials,", "[gradient, uphill_tangent, normal, partials,")
    text = text.replace("ACTORS", actors)
    path = tmp_path / "scene.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_file(path) == []
    film = film_of(tmp_path, text, burn=True)
    labels: set[str] = set()
    for beat in range(len(film.plan.clock)):
        picture = film.picture(last_frame(film, beat))
        labels |= {letter.markup for letter in picture.letters if letter.role == "label"}
    assert {"$x_1$", "$x_2$"} <= labels
    assert said(picture, "title").startswith("3 . 0 0 is 3 . 0 0")
    named = typst_name(name)
    assert any(named in label for label in labels)
    assert not any(name in label for label in labels) or named in (name, f'"{name}"')


@pytest.mark.parametrize("stage", ["line", "volume"])
def test_the_other_stages_name_their_axes(tmp_path: Path, stage: str) -> None:
    names = ["speed"] if stage == "line" else ["speed", "x_1", "β"]
    domain = ", ".join(f"{name}: [-1, 1]" for name in names)
    square = " + ".join(f"{name}^2" for name in names)
    text = f"title: T\nfield: {{f: {square}, domain: {{{domain}}}, name: loss}}\nstage: {stage}\nbeats:\n"
    text += f"  - show: axes\n  - place: [{', '.join('0.5' for _ in names)}]\n  - show: [gradient]\n"
    text += "  - show: partials\n" if stage == "volume" else ""
    whole = '$nabla "loss"$' if stage == "volume" else '$"loss"$'
    film = film_of(tmp_path, text)
    labels = {letter.markup for letter in film.picture(last_frame(film)).letters if letter.role == "label"}
    assert {f"${typst_name(name)}$" for name in names} | {whole} <= labels


def test_markup_in_texts_stays_text(tmp_path: Path) -> None:
    attack = '#read("scene.yaml") #panic() *b* = H \\\\ [x'
    beats = f"""beats:
  - show: [axes, contours, loss_curve]
    say: '{attack}'
  - write: ['{attack}', '$x^^2 __ #panic() f_x_1$']
  - ask: {{question: '{attack}', answer: '$#panic() "$', think: 0.1}}
  - place: [1, 1]
  - show: {{readout: ['{attack}']}}
  - race:
      start: [1, 1]
      steps: 2
      runs: [{{step_size: 0.1, label: '{attack}'}}, {{step_size: 0.2, label: '{{=gradient}} $"#panic()$'}}]
"""
    text = f"title: '{attack}'\nfield: {{f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}}\nstage: plane\n" + beats
    path = tmp_path / "scene.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_file(path) == []
    film = film_of(tmp_path, text, burn=True)
    written = ""
    for beat in range(len(film.plan.clock)):
        picture = film.picture(last_frame(film, beat))
        written += " ".join(
            said(picture, role) for role in ("title", "text", "caption", "legend", "question")
        )
    assert written.count('#read("scene.yaml")') >= 5
    assert "title: " not in written


def test_a_power_of_a_large_number_is_no_markup(tmp_path: Path) -> None:
    text = "title: T\nfield: {f: 20000^x + y, x: [-1, 1], y: [-1, 1]}\nstage: plane\nbeats:\n"
    film = film_of(tmp_path, text + "  - place: [0.5, 0]\n  - show: compute_graph\n")
    assert any('"2.0e4"^b' in letter.markup for letter in film.picture(last_frame(film)).letters)


@settings(deadline=None, max_examples=120, derandomize=True)
@given(st.text(alphabet="xβ1_^′'\"\\#$∂/{}(),| ₁²", max_size=14))
def test_any_name_and_any_mathematics_compiles(text: str) -> None:
    assert width(math(f"nabla {typst_name(text)} thin")) > 0
    assert width(math(f"x {math_source(text, frozenset({'x1', 'beta1'}))}")) > 0
