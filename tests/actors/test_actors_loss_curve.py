"""The loss curve: whole steps, one curve for each run, an axis of powers, and nothing cut without a word."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volume_stage import MakeScene, staged

from gradanim.actors.off_chart import WORDS, cut
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.texts import Texts
from gradanim.actors.ticks import number_text, power_ticks, whole_step
from gradanim.raster import Disc, Polyline

HEAD = "title: T\nfield: {f: x^2/2 + y^2, x: [-20, 20], y: [-20, 20]}\nstage: plane\n"
RACE = "- race: {start: [1, 1], steps: 7, runs: [{step_size: 0.1}, {step_size: 0.3}%s]}"
WILD = ", {step_size: 1.6}"


def pictured(make_scene: MakeScene, beats: str, u: float = 1.0) -> Picture:
    _, timeline, made = staged(make_scene(beats, HEAD))
    painter = Painter(made, Texts(made, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[-1](u))


def labels(picture: Picture) -> list[str]:
    return [letter.markup for letter in picture.letters if letter.role == "label"]


def curves(picture: Picture) -> list[Polyline]:
    """The curves in the panel; the grid and the frame are other colours, arrows shorter."""
    return [item for item in picture.views[-1].items if isinstance(item, Polyline)]


def dots(picture: Picture) -> list[float]:
    """How visible the dots on the chart are."""
    return [item.color[3] for item in picture.views[-1].items if isinstance(item, Disc)]


def test_the_dot_comes_with_its_run_and_leaves_as_that_steps_back(make_scene: MakeScene) -> None:
    first = "- place: [1, 1]\n- show: loss_curve\n- descend: {step_size: 0.1, steps: 7}"
    second = first + "\n- descend: {step_size: 0.3, steps: 7, start: [0.8, 0.9]}"
    assert max(dots(pictured(make_scene, first, 0.0)), default=0.0) < 0.01
    (whole,) = dots(pictured(make_scene, first))
    assert whole == 1.0
    for u in (0.0, 1e-3):
        assert max(dots(pictured(make_scene, second, u))) > 0.99
    seen = [sorted(dots(pictured(make_scene, second, u))) for u in np.linspace(0.0, 0.3, 61).tolist()]
    for before, after in pairwise(seen):
        low, high = ([0.0] * (2 - len(it)) + it for it in (before, after))
        assert max(abs(a - b) for a, b in zip(low, high, strict=True)) < 0.12
    assert seen[-1] == [1.0]


def test_what_leaves_the_chart_is_said(make_scene: MakeScene) -> None:
    shown = pictured(make_scene, "- show: loss_curve\n" + RACE % WILD)
    assert labels(shown).count(f'#"{WORDS}"') == 1
    assert shown.marks["loss_curve"]["off"] == 1
    tame = pictured(make_scene, "- show: loss_curve\n" + RACE % "")
    assert not any(WORDS in text for text in labels(tame)) and tame.marks["loss_curve"]["off"] == 0
    early = pictured(make_scene, "- show: loss_curve\n" + RACE % WILD, 0.05)
    assert not any(WORDS in text for text in labels(early))


def test_a_run_by_itself_is_shown_whole_however_fast_it_grows(make_scene: MakeScene) -> None:
    beats = "- place: [0.01, 0.01]\n- show: loss_curve\n- descend: {step_size: 1.6, steps: 9}"
    shown = pictured(make_scene, beats)
    assert shown.marks["loss_curve"]["off"] == 0
    assert not any(WORDS in text for text in labels(shown))


def test_on_a_logarithmic_axis_exponential_decay_is_a_straight_line(make_scene: MakeScene) -> None:
    beats = "- place: [1, 0]\n- show: {loss_curve: {log: %s}}\n- descend: {step_size: 0.5, steps: 9}"
    for log in ("true", "false"):
        shown = pictured(make_scene, beats % log)
        (curve,) = [item.points for item in curves(shown) if len(item.points) == 10]
        bend = np.abs(np.diff(curve[:, 1], 2)).max()
        assert (bend < 1e-6 * np.ptp(curve[:, 1])) == (log == "true")
        powers = [text for text in labels(shown) if "10⁻" in text]
        assert bool(powers) == (log == "true")


def test_values_that_have_no_logarithm_are_off_the_chart(make_scene: MakeScene) -> None:
    head = HEAD.replace("x^2/2 + y^2", "x^2/2 + y^2 - 0.1")
    beats = "- place: [1, 0]\n- show: {loss_curve: {log: true}}\n- descend: {step_size: 0.5, steps: 9}"
    _, timeline, made = staged(make_scene(beats, head))
    shown = Painter(made, Texts(made, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    assert any(WORDS in text for text in labels(shown))


def test_two_descents_are_two_curves_that_both_begin_at_step_0(make_scene: MakeScene) -> None:
    one = "- descend: {start: [5, 5], step_size: 0.1, steps: 4}\n"
    shown = pictured(
        make_scene, "- show: loss_curve\n" + one + one.replace("0.1", "0.2").replace("steps: 4", "steps: 6")
    )
    drawn = {len(item.points): item for item in curves(shown) if len(item.points) in (5, 7)}
    assert drawn[5].points[0, 0] == drawn[7].points[0, 0]
    assert drawn[5].color[3] < drawn[7].color[3]


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 9])
def test_ticks_stand_at_whole_steps(make_scene: MakeScene, steps: int) -> None:
    beats = f"- place: [5, 5]\n- show: loss_curve\n- descend: {{step_size: 0.1, steps: {steps}}}"
    shown = pictured(make_scene, beats)
    below = max(letter.y for letter in shown.letters if letter.role == "label" and letter.markup != '#"step"')
    texts = [
        letter.markup for letter in shown.letters if letter.role == "label" and abs(letter.y - below) < 4
    ]
    numbers = [text.strip('#"') for text in texts if text.startswith('#"')]
    assert numbers and all(number.isdecimal() for number in numbers)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 100_000), st.integers(1, 6))
def test_a_whole_step_is_whole_and_as_short_as_fits(length: int, count: int) -> None:
    step = whole_step(length, count)
    assert isinstance(step, int) and step >= 1
    assert length / step <= count * (1 + 1e-9) or (step == 1 and length <= count)
    shorter = [
        s
        for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10**4, 2 * 10**4, 5 * 10**4)
        if s < step
    ]
    assert not shorter or length / shorter[-1] > count * (1 - 1e-9)


@settings(deadline=None, max_examples=200)
@given(st.floats(-12, 12), st.floats(0.05, 20), st.integers(1, 5))
def test_ticks_of_powers_stand_where_they_say(low: float, length: float, count: int) -> None:
    for at, text in power_ticks(low, low + length, count):
        assert low - 1e-6 <= at <= low + length + 1e-6
        plain = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
        raised = any(c in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹" for c in text)
        digit, _, power = plain.rpartition("×")
        value = float(digit or 1) * 10.0 ** float(power.removeprefix("10")) if raised else float(plain)
        assert math.log10(value) == pytest.approx(at, abs=1e-9)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.floats(-5, 5), min_size=2, max_size=12))
def test_a_cut_curve_keeps_what_is_inside_and_nothing_else(heights: list[float]) -> None:
    points = np.column_stack([np.arange(len(heights)), heights])
    made = cut(points, -1.0, 2.0)
    fine = np.linspace(0, len(heights) - 1, 301)
    whole = np.interp(fine, points[:, 0], heights)
    for x, y in zip(fine, whole, strict=True):
        kept = any(
            p[0, 0] - 1e-9 <= x <= p[-1, 0] + 1e-9 and abs(np.interp(x, p[:, 0], p[:, 1]) - y) < 1e-6
            for p in made.pieces
        )
        if -1.0 + 1e-6 < y < 2.0 - 1e-6:
            assert kept
        elif not -1.0 - 1e-6 < y < 2.0 + 1e-6:
            assert not kept
    outside = [0, *((h > 2) - (h < -1) for h in heights)]
    assert len(made.exits) == sum(b != 0 and a != b for a, b in pairwise(outside))


@pytest.mark.parametrize("end", [math.inf, -math.inf])
def test_a_curve_that_runs_to_infinity_is_cut(end: float) -> None:
    made = cut(np.array([(0.0, 0.5), (1.0, end), (2.0, 0.5), (3.0, 0.6)]), 0.0, 1.0)
    assert made.exits == ((0.0, 1.0 if end > 0 else 0.0, math.copysign(1.0, end)),)
    assert np.isfinite(np.concatenate(made.pieces)).all()


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (3e-10, 1e-10, "3×10⁻¹⁰"),
        (-2.5e-10, 2.5e-10, "−2.5×10⁻¹⁰"),
        (-1e-25, 1e-10, "0"),
        (1.0000000005, 5e-10, "1.0000000005"),
        (1.0, 5e-10, "1.0000000000"),
        (1_234_567.0, 1.0, "1.234567×10⁶"),
        (0.00025, 0.00005, "2.5×10⁻⁴"),
    ],
)
def test_a_tick_has_digits_enough_to_be_told_from_the_next(value: float, step: float, text: str) -> None:
    assert number_text(value, step) == text


def test_before_a_run_the_axes_have_names_and_no_numbers(make_scene: MakeScene) -> None:
    empty = labels(pictured(make_scene, "- show: loss_curve"))
    assert len(empty) == 2 and '#"step"' in empty


@pytest.mark.parametrize(
    "run",
    [
        "- descend: {step_size: 0.3, steps: 6}",
        "- race: {start: [1, 1], runs: [{step_size: 0.1}, {step_size: 0.3}]}",
    ],
)
def test_the_axes_of_the_first_run_stand_still_from_its_beginning(make_scene: MakeScene, run: str) -> None:
    beats = f"- show: loss_curve\n- place: [1, 1]\n- show: trajectory\n{run}"
    starts = [curves(pictured(make_scene, beats, u))[-1].points[0] for u in (0.06, 0.1, 0.5, 1.0)]
    for start in starts[1:]:
        np.testing.assert_allclose(start, starts[0], rtol=0, atol=1e-9)


def test_the_axis_begins_at_zero_where_the_loss_comes_near_to_it(make_scene: MakeScene) -> None:
    slow = "- place: [4, 0]\n- show: loss_curve\n- descend: {step_size: 0.1, steps: 9}"
    # One is that of the steps.
    assert labels(pictured(make_scene, slow)).count('#"0"') == 2
    far = "- place: [18, 0]\n- show: loss_curve\n- descend: {step_size: 0.01, steps: 5}"
    assert labels(pictured(make_scene, far)).count('#"0"') == 1


def test_films_that_differ_in_their_step_size_have_charts_of_one_range(make_scene: MakeScene) -> None:
    show = "- place: [0.1, 2]\n- show: {loss_curve: {step_sizes: [0.1, 0.5, 1.2]}}\n"
    beats = show + "- descend: {step_size: %s, steps: %s}"
    numbers = [
        [
            text
            for text in labels(pictured(make_scene, beats % (size, 8)))
            if text[2:-1].replace(".", "").isdecimal()
        ]
        for size in (0.1, 0.5, 1.2)
    ]
    assert numbers[0] == numbers[1] == numbers[2]
    # By itself every run has its own; 1.2 makes y grow to 2 · 1.4ᵏ.
    alone = beats.replace(": {step_sizes: [0.1, 0.5, 1.2]}", "").replace("{loss_curve}", "loss_curve")
    own = [labels(pictured(make_scene, alone % (size, 8))) for size in (0.1, 1.2)]
    assert own[0] != own[1]
