"""Labels stand on whole pixels at both ends of a motion, and nothing jumps between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace

from gradanim.actors.letters import Letter
from gradanim.actors.settling import rested, settled, settling


def label(x: float, y: float = 10.4, name: str = "2", view: str = "plane", opacity: float = 1.0) -> Letter:
    return Letter('#"2"', x, y, 20.0, (1.0, 1.0, 1.0), opacity, role="label", mark=(view, name))


def xs(before: list[Letter], after: list[Letter], between: list[Letter], share: float) -> list[float]:
    return [letter.x for letter in settled(between, settling(before, after), share)]


def test_a_label_that_rests_stands_on_the_nearest_pixel_all_the_time() -> None:
    rest = label(5.7, 3.2)
    how = settling([rest], [rest])
    for share in (0.0, 0.3, 1.0):
        (found,) = settled([rest], how, share)
        assert (found.x, found.y) == (6.0, 3.0)
    # While it fades it stands there too, and by no more than is lost between numbers.
    (faint,) = settled([replace(rest, opacity=0.3)], how, 0.5)
    assert (faint.x, faint.y, faint.opacity) == (6.0, 3.0, 0.3)


def test_a_label_glides_from_whole_pixels_to_whole_pixels() -> None:
    before, after = label(5.7), label(9.4)
    shares = [k / 50 for k in range(51)]
    between = [xs([before], [after], [label(5.7 + 3.7 * share)], share)[0] for share in shares]
    assert between[0] == pytest.approx(6.0) and between[-1] == pytest.approx(9.0)
    steps = [b - a for a, b in pairwise(between)]
    assert steps == pytest.approx([3.0 / 50] * 50)


@pytest.mark.parametrize("ends", [([label(5.7)], []), ([], [label(5.7)])])
def test_a_label_that_comes_or_goes_is_moved_as_where_it_rests(
    ends: tuple[list[Letter], list[Letter]],
) -> None:
    assert xs(*ends, [label(5.7)], 0.4) == [6.0]
    assert xs(*ends, [label(7.0)], 0.4) == pytest.approx([7.3])


def test_a_label_that_is_only_there_on_the_way_and_other_texts_are_left_alone() -> None:
    text = Letter("a", 5.7, 3.2, 20.0, (1.0, 1.0, 1.0))
    passing = label(4.4, name="passing")
    assert settled([text, passing], settling([label(1.2)], [label(1.2)]), 0.5) == (text, passing)


def test_labels_that_are_alike_are_told_apart_by_view_and_order() -> None:
    before = [label(1.7), label(20.4), label(40.2, view="surface")]
    after = [label(1.7), label(30.4), label(40.2, view="surface")]
    assert xs(before, after, before, 0.0) == [2.0, 20.0, 40.0]
    assert xs(before, after, after, 1.0) == [2.0, 30.0, 40.0]


def test_where_nothing_moves_labels_stand_on_the_nearest_pixels() -> None:
    text = Letter("a", 5.7, 3.2, 20.0, (1.0, 1.0, 1.0))
    assert rested([text, label(5.7, 3.2)]) == (text, label(6.0, 3.0))
