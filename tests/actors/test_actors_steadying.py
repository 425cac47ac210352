"""Names glide from place to place, and stand where they stood before when nothing about them changes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gradanim.actors.letters import Letter, Tie
from gradanim.actors.steadying import places, steadied, weights


def name(x: float, at: float = 0.0, markup: str = "$u$", view: str = "plane") -> Letter:
    return Letter(markup, x, 10.0, 20.0, (1.0, 1.0, 1.0), role="label", tie=Tie(view, at, 0.0))


@pytest.mark.parametrize("reach", [0, 1, 5, 12])
def test_weights_are_even_on_both_sides_and_sum_to_one(reach) -> None:
    found = weights(reach)
    assert len(found) == 2 * reach + 1 and sum(found) == pytest.approx(1.0)
    assert found == pytest.approx(found[::-1]) and max(found) == found[reach]


def test_a_name_that_stays_beside_its_place_goes_with_it() -> None:
    row = [name(5.0 + 7.0 * k, 7.0 * k) for k in range(5)]
    near = [places([letter]) for letter in row]
    assert steadied([row[2]], near)[0] is row[2]


def test_a_name_that_changes_sides_is_half_way_at_that_moment() -> None:
    row = [name(-30.0), name(-30.0), name(50.0), name(50.0)]
    near = [places([letter]) for letter in row]
    left, right = steadied([row[1]], near[:3])[0], steadied([row[2]], near[1:])[0]
    assert -30.0 < left.x < right.x < 50.0
    assert left.x - (-30.0) == pytest.approx(50.0 - right.x)


def test_a_name_that_is_not_there_all_the_time_has_the_mean_of_where_it_is() -> None:
    near = [{}, places([name(4.0)]), places([name(8.0)])]
    assert 4.0 < steadied([name(4.0)], near)[0].x < 8.0


def test_names_that_are_alike_are_told_apart_by_view_and_order() -> None:
    letters = [name(1.0), name(2.0), name(3.0, view="surface")]
    assert len(places(letters)) == 3
    assert steadied(letters, [places(letters)] * 3) == tuple(letters)


def test_what_may_not_be_moved_is_left_alone() -> None:
    fixed = Letter("12", 5.0, 6.0, 20.0, (1.0, 1.0, 1.0), role="label")
    assert steadied([fixed], [{}, {}, {}]) == (fixed,)


def test_a_name_fades_on_a_long_way_and_not_on_a_short_one() -> None:
    def at_its_middle(way: float) -> Letter:
        return steadied([name(0.0)], [places([name(x)]) for x in (0.0, 0.0, way)])[0]

    # One em is 20 pixels here.
    assert at_its_middle(2.0).opacity == 1.0
    assert 0.0 < at_its_middle(15.0).opacity < 1.0
    assert at_its_middle(80.0).opacity == 0.0


def test_a_name_that_goes_a_long_way_fades_little_by_little_and_is_not_seen_on_it() -> None:
    # At 60 frames a second; four em to the other side at once.
    reach, way = round(0.2 * 60), 80.0
    row = [name(0.0)] * 30 + [name(way)] * 30
    near = [places([letter]) for letter in row]
    seen = [steadied([row[k]], near[k - reach : k + reach + 1])[0] for k in range(reach, len(row) - reach)]
    opacities = [letter.opacity for letter in seen]
    assert opacities[0] == opacities[-1] == 1.0 and min(opacities) == 0.0
    assert max(abs(b - a) for a, b in pairwise(opacities)) < 0.35
    assert all(it.opacity == 0.0 for it in seen if 0.2 * way < it.x < 0.8 * way)
