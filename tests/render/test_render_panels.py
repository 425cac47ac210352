"""Panels and pictures of a board: what they show is what calculus computes, and it lies inside its region."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from render_helpers import FIT, film_of, last_frame

from gradanim.actors.lettering import width
from gradanim.actors.picture import Picture
from gradanim.calculus.graph_network import dense_network
from gradanim.render.film import Film

SHAPES = ("16:9", "1:1", "9:16", "4:3")
RUN = (
    FIT
    + """\
  - write: ["{=f}", "{=gradient}", "{loss:.3f}"]
    seconds: 0.2
  - descend: {step_size: 0.15, steps: 40}
    seconds: 0.5
"""
)
BARS = """\
title: Bars
field: {f: x^2*y + 3*y, x: [-3, 3], y: [-3, 3]}
stage: plane
beats:
  - place: [2, 1]
    seconds: 0.2
  - show: [axes, gradient, component_bars]
    seconds: 0.2
  - walk: {line: [1, -1]}
    seconds: 0.2
  - show: {component_bars: {count: 5, seed: 11}}
    seconds: 0.3
  - show: {component_bars: {count: 1000000, seed: 11}}
    seconds: 0.6
"""
GRAPH = """\
title: Graph
field: {f: x^2*y + 3*y, x: [-3, 3], y: [-3, 3]}
stage: board
beats:
  - place: [2, 1]
    seconds: 0.2
  - show: compute_graph
    seconds: 0.2
  - backpropagate: {compare: true}
    seconds: 1
  - place: [1, -1]
    seconds: 0.2
"""
NETWORK = """\
title: Network
stage: board
beats:
  - show: {compute_graph: {network: [2, 3, 1], seed: 4}}
    seconds: 0.2
  - backpropagate: {compare: true}
    seconds: 1
"""


def drawn(film: Film, beat: int = -1) -> tuple[Picture, np.ndarray]:
    picture = film.picture(last_frame(film, beat))
    return picture, film.draw(picture)


def texts(picture: Picture) -> list[str]:
    return [letter.markup for letter in picture.letters if letter.opacity > 0.5]


def assert_inside(film: Film, picture: Picture) -> None:
    """Every label lies in the frame."""
    wide, high = film.plan.size
    for letter in picture.letters:
        assert letter.x >= 0, letter
        assert letter.x + width(letter.markup) * letter.size <= wide + 1, letter
        assert 0 < letter.y < high, letter


@pytest.mark.parametrize("shape", SHAPES)
def test_a_line_finds_its_data(tmp_path: Path, shape: str) -> None:
    film = film_of(tmp_path, RUN, shape=shape)
    picture, pixels = drawn(film)
    x, y = np.array([(-2, -1.5), (-1, 0.2), (0, 0.4), (1, 2.1), (2, 2.3)]).T
    slope, offset = np.polyfit(x, y, 1)
    np.testing.assert_allclose(picture.marks["data_plot"]["residuals"], slope * x + offset - y, atol=0.02)
    assert film.state(last_frame(film)).point == pytest.approx((slope, offset), abs=0.02)
    before = film.picture(last_frame(film, 1)).marks["data_plot"]
    np.testing.assert_allclose(before["residuals"], 2 - y)
    assert pixels.std() > 5
    assert_inside(film, picture)


def test_the_loss_of_data_is_written_with_a_sum_sign(tmp_path: Path) -> None:
    film = film_of(tmp_path, RUN)
    said = " ".join(texts(film.picture(last_frame(film, 2))))
    assert "sum_(i=1)^5 (a x_i + b - y_i)^2" in said
    assert "sum_(i=1)^5 (a x_i + b - y_i) thin (x_i, 1)" in said


@pytest.mark.parametrize("shape", SHAPES)
def test_bars_are_the_components_and_follow_the_point(tmp_path: Path, shape: str) -> None:
    film = film_of(tmp_path, BARS, shape=shape)
    for beat, gradient in ((1, (4, 7)), (2, (-2, 4))):
        picture, _ = drawn(film, beat)
        assert picture.marks["component_bars"]["values"] == pytest.approx(gradient)
        assert_inside(film, picture)
    shown = texts(film.picture(last_frame(film, 2)))
    assert '#"−2.00"' in shown
    assert '#"+4.00"' in shown


def test_more_components_keep_the_own_ones_and_say_what_is_random(tmp_path: Path) -> None:
    film = film_of(tmp_path, BARS)
    picture, _ = drawn(film, 3)
    values = picture.marks["component_bars"]["values"]
    # The longest gradient of the scene is (4, 7); random components have its size.
    scale = math.hypot(4, 7) / math.sqrt(2)
    random = np.random.default_rng(11).standard_normal(1_000_000)
    np.testing.assert_allclose(values, [-2, 4, *scale * random[2:5]], rtol=1e-6)
    assert '#"random from component 3 on, seed 11"' in texts(picture)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_million_components_are_a_strip_with_a_window(tmp_path: Path, shape: str) -> None:
    film = film_of(tmp_path, BARS, shape=shape)
    picture, pixels = drawn(film)
    mark = picture.marks["component_bars"]
    assert (mark["count"], mark["shown"], mark["window"]) == (1_000_000, 1_000_000, [618_000, 618_012])
    assert any("1 000 000 components" in text for text in texts(picture))
    assert_inside(film, picture)
    gold = np.array(film.painter.stage.theme.colours["gradient"]) * 255
    assert int((np.abs(pixels[..., :3].astype(int) - gold).max(axis=2) < 30).sum()) > 200


def test_the_number_on_screen_never_falls_while_bars_grow(tmp_path: Path) -> None:
    film = film_of(tmp_path, BARS)
    span = film.plan.clock[4]
    counts = [film.picture(span.start + k).marks["component_bars"]["shown"] for k in range(0, span.frames, 2)]
    assert counts == sorted(counts)
    assert counts[0] < 20


@pytest.mark.parametrize("shape", SHAPES)
def test_a_graph_shows_values_and_derivatives(tmp_path: Path, shape: str) -> None:
    film = film_of(tmp_path, GRAPH, shape=shape)
    picture, pixels = drawn(film, 2)
    mark = picture.marks["compute_graph"]
    # x, y, x², x² y, 3 y, f at (2, 1).
    assert mark["values"] == [2, 1, 4, 4, 3, 7]
    assert mark["adjoints"] == [4, 7, 1, 1, 1, 1]
    assert mark["passes"] == [1, 1, 3]
    shown = texts(picture)
    assert '#"forward passes: 1   backward passes: 1"' in shown
    assert '#"finite differences, "$n + 1$#" evaluations: 3"' in shown
    assert any(text.endswith('#"7"') and "partial y" in text for text in shown)
    wide, high = film.plan.size
    assert all(0 < u < wide and 0 < v < high for u, v in mark["boxes_px"])
    assert_inside(film, picture)
    assert pixels.std() > 5
    later = film.picture(last_frame(film)).marks["compute_graph"]
    assert later["adjoints"][:2] == pytest.approx([-2, 4])


def test_values_run_forward_before_derivatives_run_back(tmp_path: Path) -> None:
    film = film_of(tmp_path, GRAPH)
    span = film.plan.clock[2]
    yellow = [
        text for text in texts(film.picture(span.start + int(0.3 * span.frames))) if "partial x" in text
    ]
    assert yellow == []
    assert '#"forward passes: 0   backward passes: 0"' in texts(
        film.picture(span.start + int(0.3 * span.frames))
    )
    assert '#"forward passes: 1   backward passes: 0"' in texts(
        film.picture(span.start + int(0.6 * span.frames))
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_a_network_counts_its_weights(tmp_path: Path, shape: str) -> None:
    film = film_of(tmp_path, NETWORK, shape=shape)
    picture, _ = drawn(film)
    mark = picture.marks["compute_graph"]
    assert mark["passes"] == [1, 1, 14]
    random = np.random.default_rng(4)
    sample, target = random.uniform(-1, 1, 2).round(1), random.uniform(-1, 1, 1).round(1)
    weights = dense_network((2, 3, 1), [sample.tolist()], [target.tolist()], seed=4).parameters
    hidden = np.tanh([weights[f"w1_{i}_1"] * sample[0] + weights[f"w1_{i}_2"] * sample[1] for i in (1, 2, 3)])
    last = np.array([weights[f"w2_1_{i}"] for i in (1, 2, 3)])
    out = float(last @ hidden)
    np.testing.assert_allclose(mark["values"], [*sample, *hidden, out, (out - target[0]) ** 2], rtol=1e-12)
    slope = 2 * (out - target[0])
    np.testing.assert_allclose(mark["adjoints"][2:], [*(slope * last), slope, 1.0], rtol=1e-12)
    assert '#"13 weights and biases, random start, seed 4"' in texts(picture)
    assert_inside(film, picture)


@pytest.mark.parametrize("text", [RUN, BARS, GRAPH, NETWORK], ids=["fit", "bars", "graph", "network"])
def test_any_frame_is_the_same_drawn_cold(tmp_path: Path, text: str) -> None:
    film = film_of(tmp_path, text)
    number = 0
    for pixels, repeat in film.frames():
        if number % 7 == 0:
            np.testing.assert_array_equal(pixels, film_of(tmp_path, text).frame(number))
        number += repeat


@pytest.mark.parametrize("n", [1, 4, 6])
def test_a_board_has_bars_for_a_field_of_any_number_of_variables(tmp_path: Path, n: int) -> None:
    names = "pqrstu"[:n]
    formula = " + ".join(f"{k + 1}*{name}^2" for k, name in enumerate(names))
    domain = ", ".join(f"{name}: [-1, 1]" for name in names)
    text = (
        f"title: T\nfield: {{f: {formula}, domain: {{{domain}}}}}\nstage: board\nbeats:\n"
        f"  - place: [{', '.join(['0.5'] * n)}]\n    seconds: 0.2\n  - show: component_bars\n    seconds: 0.2\n"
        "  - descend: {step_size: 0.05, steps: 3}\n    seconds: 0.2\n"
    )
    film = film_of(tmp_path, text)
    gradient = 2.0 * np.arange(1, n + 1) * 0.5
    assert film.picture(last_frame(film, 1)).marks["component_bars"]["values"] == pytest.approx(gradient)
    # One step of size 0.05 leaves 1 − 0.1 k of the k-th coordinate.
    shrunk = gradient * (1 - 0.1 * np.arange(1, n + 1)) ** 3
    picture, _ = drawn(film)
    assert picture.marks["component_bars"]["values"] == pytest.approx(shrunk)
    assert_inside(film, picture)
