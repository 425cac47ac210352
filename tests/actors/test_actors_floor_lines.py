"""Numbers along a floor stand at lines of its grid, as it is drawn, and are neither too few nor too many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from volume_stage import MakeScene, staged

from gradanim.actors.floor_lines import lines, tick_step
from gradanim.actors.picture import Painter
from gradanim.actors.texts import Texts
from gradanim.actors.ticks import multiples
from gradanim.raster import Polyline

SIDES = st.tuples(st.floats(-50.0, 50.0), st.floats(0.05, 80.0)).map(
    lambda side: (side[0], side[0] + side[1])
)


@given(st.tuples(SIDES, SIDES))
def test_every_number_is_at_a_line(domain: tuple[tuple[float, float], ...]) -> None:
    for axis, side in enumerate(domain):
        numbers = multiples(*side, tick_step(domain, axis))
        assert 2 <= len(numbers) <= 6
        drawn = np.array(lines(domain, axis))
        assert all(np.isclose(drawn, number, rtol=0.0, atol=1e-9).any() for number in numbers)


@given(SIDES, st.floats(0.7, 1.0))
def test_the_cells_of_a_grid_are_squares(side: tuple[float, float], share: float) -> None:
    low, high = side
    steps = [np.diff(lines((side, (low, low + share * (high - low))), axis)) for axis in (0, 1)]
    assert np.ptp(np.concatenate(steps)) < 1e-6 * (high - low)


@pytest.mark.parametrize(
    ("sides", "wanted"),
    [
        (((-2.5, 2.5), (-2.5, 2.5)), ([-2, 0, 2], [-2, 0, 2])),
        (((-4.0, 3.4), (-2.6, 2.2)), ([-4, -2, 0, 2], [-2, 0, 2])),
        (((-0.5, 2.5), (-2.0, 3.0)), ([0, 1, 2], [-2, 0, 2])),
        (((1.65, 2.35), (0.65, 1.35)), ([1.8, 2.0, 2.2], [0.8, 1.0, 1.2])),
        (((-6.0, 6.0), (-1.5, 1.5)), ([-4, 0, 4], [-1, 0, 1])),
    ],
)
def test_ticks_that_a_person_would_choose(
    sides: tuple[tuple[float, float], ...], wanted: tuple[list[float], ...]
) -> None:
    for axis in (0, 1):
        assert multiples(*sides[axis], tick_step(sides, axis)) == pytest.approx(wanted[axis])


@pytest.mark.parametrize(
    ("x", "y"), [((-4.0, 3.4), (-2.6, 2.2)), ((-2.6, 2.6), (-2.5, 2.2)), ((0.0, 6.4), (-1.0, 1.0))]
)
def test_the_drawn_lines_go_through_the_ticks(
    make_scene: MakeScene, x: tuple[float, float], y: tuple[float, float]
) -> None:
    head = f"title: T\nfield: {{f: x^2 + y^2, x: {list(x)}, y: {list(y)}}}\nstage: surface\n"
    _, timeline, stage = staged(make_scene("- show: [floor, axes, surface]", head))
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    grid = stage.theme.colours["grid"]
    items = [item for view in picture.views for item in view.items if isinstance(item, Polyline)]
    drawn = [item.points for item in items if item.color[:3] == grid]
    for axis in (0, 1):
        places = [points[0, axis] for points in drawn if np.ptp(points[:, axis]) < 1e-9]
        for number in multiples(*(x, y)[axis], tick_step((x, y), axis)):
            at = stage.space.flat(np.array([number, y[0]] if axis == 0 else [x[0], number]))[axis]
            assert np.isclose(places, at, atol=1e-6).any()


def test_the_floor_of_a_volume_has_lines_at_its_ticks(make_scene: MakeScene) -> None:
    head = "title: T\nfield: {f: x + y + z, x: [0, 1.1], y: [0, 1.1], z: [0, 1.1]}\nstage: volume\n"
    _, timeline, stage = staged(make_scene("- show: axes", head))
    picture = Painter(stage, Texts(stage, lambda name: name), lambda _: None).picture(
        timeline.motions[-1](1.0)
    )
    assert stage.volume is not None
    words = {letter.markup for letter in picture.letters if letter.role == "label"}
    numbers = [float(word[2:-1]) for word in words if word.startswith('#"') and "." in word]
    grid = stage.theme.colours["grid"]
    items = [item for view in picture.views for item in view.items if isinstance(item, Polyline)]
    places = [
        item.points[0, 0] for item in items if item.color[:3] == grid and np.ptp(item.points[:, 0]) < 1e-9
    ]
    assert numbers
    for number in numbers:
        at = stage.volume.space.world(np.array([number, 0.0, 0.0]))[0]
        assert np.isclose(places, at, atol=1e-6).any()
