"""How many components are shown on the way from a few to a million, and what the strip makes of them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volume_stage import staged

from gradanim.actors import lettering
from gradanim.actors.component_strip import column_averages, column_extremes
from gradanim.actors.components import growth, random_components, room_for
from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.review.contrast import ratio

COUNTS = st.integers(1, 1_000_000)


@given(before=COUNTS, now=COUNTS)
@settings(max_examples=60)
def test_the_number_grows_from_one_to_the_other_and_never_turns(before: int, now: int) -> None:
    path = [growth(before, now, k / 50)[0] for k in range(51)]
    assert path[-1] == now
    assert path[0] == pytest.approx(before)
    steps = np.diff(path)
    assert np.all(steps >= -1e-9 * now) if now >= before else np.all(steps <= 1e-9 * before)


def test_the_window_opens_at_the_end_and_closes_at_the_beginning() -> None:
    opened = [growth(3, 1_000_000, k / 100) for k in range(101)]
    assert opened[70][1] == 0.0
    assert opened[70][0] < 1_000_000
    assert opened[76] == (1_000_000, pytest.approx(0.0, abs=0.05))
    assert opened[100] == (1_000_000, 1.0)
    closed = [growth(1_000_000, 3, k / 100) for k in range(101)]
    assert closed[0] == (1_000_000, 1.0)
    np.testing.assert_allclose(closed[::-1], opened, rtol=1e-9, atol=1e-9)
    assert growth(2, 3, 1.0) == (3.0, 0.0)


def test_fewer_random_numbers_are_the_first_of_more() -> None:
    many = random_components(7, 1_000_000)
    np.testing.assert_array_equal(random_components(7, 3), many[:3])
    np.testing.assert_array_equal(many, np.random.default_rng(7).standard_normal(1_000_000))
    assert abs(many.mean()) < 0.01
    assert many.std() == pytest.approx(1.0, abs=0.01)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=200), st.integers(1, 40))
@settings(max_examples=60)
def test_columns_hold_what_their_share_of_the_components_holds(values: list[float], columns: int) -> None:
    if len(values) < columns:
        return
    numbers = np.array(values)
    low, high = column_extremes(numbers, columns)
    below, above = column_averages(numbers, columns)
    edges = [k * len(values) // columns for k in range(columns + 1)]
    for k in range(columns):
        share = numbers[edges[k] : edges[k + 1]]
        assert low[k] == min(0.0, share.min())
        assert high[k] == max(0.0, share.max())
        negative, positive = share[share < 0], share[share > 0]
        assert below[k] == pytest.approx(negative.mean() if negative.size else 0.0)
        assert above[k] == pytest.approx(positive.mean() if positive.size else 0.0)


def test_bars_have_room_while_their_number_grows_and_none_comes_with_a_jolt() -> None:
    others = random_components(3, 1_000_000)[2:]
    path = np.array([growth(3, 1_000_000, k / 2000)[0] - 2 for k in range(2001)])
    rooms = np.array([room_for(others, (1, 999_998), count, 0.6) for count in path])
    shown = np.array([np.abs(others[: int(count)]).max() for count in path])
    assert np.all(rooms >= shown)
    assert rooms[0] == max(0.6, abs(others[0])) and rooms[-1] == np.abs(others).max()
    assert np.all(np.diff(rooms) >= 0)
    # Never more than a fiftieth of the way at once.
    assert np.diff(rooms).max() < 0.02 * (rooms[-1] - rooms[0])
    assert room_for(others, (-1, 1), -1.0, 0.6) == 0.6


BARS = "- place: [1, 0.5]\n- show: {component_bars: {count: %d, seed: 3}}\n"


def pictured(scene, shape: str, u: float = 1.0):
    _, timeline, stage = staged(scene, shape)
    return Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(timeline.motions[-1](u))


@pytest.mark.parametrize("shape", ["16:9", "1:1", "9:16", "4:3"])
@pytest.mark.parametrize("count", [3, 1_000_000])
def test_numbers_of_bars_are_there_or_are_not(make_scene, shape: str, count: int) -> None:
    scene = make_scene("- show: [axes, contours]\n" + BARS % count + "- hide: [axes, contours, point]")
    values = [it.opacity for it in pictured(scene, shape).letters if re.search(r'"[+−]\d', it.markup)]
    assert all(strength in (0.0, 1.0) for strength in values)
    assert count > 3 or values == [1.0] * 3


@pytest.mark.parametrize("theme", ["dark", "light", "high_contrast"])
def test_the_count_has_the_colour_of_the_gradient(make_scene, theme: str) -> None:
    scene = make_scene(BARS % 3, f"title: T\ntheme: {theme}\nfield: {{f: x*y, x: [-2, 2], y: [-2, 2]}}\n")
    seen = {it.colour for it in pictured(scene, "16:9").letters if " has " in it.markup}
    colours = staged(scene)[2].theme.colours
    assert seen == {colours["gradient"]}
    assert ratio(np.array(colours["gradient"]), np.array(colours["background"])) > 4.5


def test_a_bar_counts_when_it_is_half_there(make_scene) -> None:
    scene = make_scene(BARS % 2 + "- show: {component_bars: {count: 3, seed: 3}}")
    said = [
        next(it.markup for it in pictured(scene, "16:9", u).letters if " has " in it.markup)
        for u in np.linspace(0.0, 1.0, 11)
    ]
    assert "has 2 " in said[0] and "has 3 " in said[-1]
    assert "has 2 " in said[4] and "has 3 " in said[6]


@pytest.mark.parametrize("shape", ["16:9", "9:16"])
def test_what_is_said_of_a_bar_that_comes_stays_in_the_panel(make_scene, shape: str) -> None:
    scene = make_scene(BARS % 2 + "- show: {component_bars: {count: 3, seed: 3}}")
    entering = 0
    for u in np.linspace(0.0, 1.0, 41).tolist():
        picture = pictured(scene, shape, u)
        panel, unit = picture.regions["panel"], staged(scene, shape)[2].unit
        for letter in picture.letters:
            if re.search(r'"[+−]\d', letter.markup) and letter.opacity > 0.0:
                entering += letter.opacity < 1.0
                end = letter.x + lettering.width(letter.markup) * letter.size
                assert letter.x >= panel.x * unit - 1.0 and end <= panel.right * unit + 1.0
    assert entering
