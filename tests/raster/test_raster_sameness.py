"""Rows of items are compared by identity and place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradanim.raster.sameness import same_objects, unlike_places


class Thing:
    """Equal to every other one, and yet another object."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing)

    __hash__ = None


THINGS = tuple(Thing() for _ in range(6))
ROWS = st.lists(st.integers(0, 5), max_size=8).map(lambda which: tuple(THINGS[k] for k in which))


@given(ROWS, ROWS)
def test_places_tell_what_is_new_where_nothing_has_moved(before, now):
    places = unlike_places(before, now)
    assert same_objects(before, now) == (list(map(id, before)) == list(map(id, now)))
    if places is None:
        gone = {id(a) for a, b in zip(before, now, strict=False) if a is not b}
        come = {id(b) for a, b in zip(before, now, strict=False) if a is not b}
        assert len(before) != len(now) or gone & come
        return
    assert places == [k for k, (a, b) in enumerate(zip(before, now, strict=True)) if a is not b]
    assert not {id(before[k]) for k in places} & {id(now[k]) for k in places}


def test_a_row_that_has_not_changed_has_no_places():
    assert unlike_places(THINGS, tuple(THINGS)) == [] and same_objects(THINGS, list(THINGS))
    assert unlike_places(THINGS, THINGS[1:]) is None and not same_objects(THINGS, THINGS[1:])
    assert unlike_places(THINGS[:2], THINGS[1::-1]) is None
