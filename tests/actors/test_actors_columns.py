"""Live numbers keep their places while they run."""

from __future__ import annotations

import pytest

from gradanim.actors.columns import padded
from gradanim.actors.lettering import prose, width
from gradanim.actors.paragraph import DIGIT_SPACE, sign_space
from gradanim.actors.sign_rooms import GLIDE, elapsed, most_rooms, rooms_at, sign_slots


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("0.52", (1,), "0.52"),
        ("−0.52", (1,), "−0.52"),
        ("9.99", (2,), f"{DIGIT_SPACE}9.99"),
        ("10.00", (2,), "10.00"),
        ("(1.0, −2.0)", (1, 2), f"(1.0, {DIGIT_SPACE}−2.0)"),
        ("undefined", (1,), "undefined"),
        ("1.20×10⁵", (1,), "1.20×10⁵"),
        ("1.0", None, "1.0"),
    ],
)
def test_room_before_a_number(text, column, shown):
    assert padded(text, column) == shown


@pytest.mark.parametrize(
    ("text", "rooms", "shown"),
    [
        ("(0.32, 0.50)", (0.0, 0.0), "(0.32, 0.50)"),
        ("(0.32, −0.50)", (1.0, 1.0), f"({sign_space(1.0)}0.32, −0.50)"),
        ("0.32", (0.5,), f"{sign_space(0.5)}0.32"),
        ("0.32", (1.0, 1.0), "0.32"),
        ("undefined", (1.0,), "undefined"),
    ],
)
def test_room_for_a_sign_is_kept_before_a_number_without_one(text, rooms, shown):
    assert padded(text, None, rooms) == shown
    assert sign_space(0.0) == "" and len({sign_space(share) for share in (0.25, 0.5, 0.75, 1.0)}) == 4


KEY = ("gradient", None)
LONG = (2.0, 2.0)


def _rooms(slots, index, seconds, length=2.0):
    return [rooms for _, _, rooms in rooms_at(slots, index, (seconds, length))]


def test_rooms_open_as_a_beat_begins_and_are_there_at_once_for_a_new_text():
    courses = [("(1, 2)",), ("(1, 2)", "(0, −1)"), ("(0, −1)", "(−1, −1)")]
    slots = sign_slots([{}, *({KEY: course} for course in courses)], [LONG] * 4)
    assert _rooms(slots, 0, 1.0) == []
    assert _rooms(slots, 1, 0.0) == _rooms(slots, 1, 2.0) == [(0.0, 0.0)]
    assert _rooms(slots, 2, 0.0) == [(0.0, 0.0)]
    assert _rooms(slots, 2, GLIDE / 2) == [(0.0, 0.5)]
    assert _rooms(slots, 2, GLIDE) == _rooms(slots, 2, 2.0) == _rooms(slots, 3, 0.0) == [(0.0, 1.0)]
    assert _rooms(slots, 3, GLIDE) == [(1.0, 1.0)]
    assert most_rooms(slots) == {KEY: (1.0, 1.0)}
    assert _rooms(sign_slots([{KEY: ("−1", "1")}], [LONG]), 0, 0.0) == [(1.0,)]
    # Signs that are always or never there need no room.
    for beats in ([{KEY: ("+1", "+2")}, {KEY: ("+3",)}], [{KEY: ("1", "2")}]):
        assert sign_slots(beats, [LONG] * len(beats)) == ()


def test_rooms_close_as_numbers_come_to_rest_when_their_last_sign_has_gone():
    gone = [{KEY: ("−2", "−1", "1", "2", "3")}]
    moves, lasts = 1.6, 2.0
    slots = sign_slots(gone, [(moves, lasts)])
    begins = moves - GLIDE
    assert _rooms(slots, 0, begins) == [(1.0,)]
    assert _rooms(slots, 0, begins + GLIDE / 2) == [(pytest.approx(0.5),)]
    assert _rooms(slots, 0, moves) == _rooms(slots, 0, lasts) == [(0.0,)]
    # It stays where a sign is left, or one comes in the next beat, or the text leaves before the end.
    for beats in ([{KEY: ("1", "−1")}], [*gone, {KEY: ("3", "−1")}], [{KEY: ("−1", "1", None)}]):
        assert _rooms(sign_slots(beats, [LONG] * len(beats)), 0, 2.0) == [(1.0,)]


def test_rooms_close_when_numbers_look_as_in_the_end_though_something_moves_on():
    beats = [{KEY: ("−2", "−1", "1", "2", *["3"] * 7)}]
    slots = sign_slots(beats, [(5.0, 5.0)])
    rests = 5.0 * 4 / 10
    assert _rooms(slots, 0, rests - GLIDE, 5.0) == [(1.0,)]
    assert _rooms(slots, 0, rests, 5.0) == _rooms(slots, 0, 5.0, 5.0) == [(0.0,)]


def test_rooms_close_for_a_long_rest_and_open_again():
    beats = [{KEY: ("−1", "1", "2")}, {KEY: ("2", "−1")}]
    slots = sign_slots(beats, [(2.0, 4.0), LONG])
    assert _rooms(slots, 0, 4.0, 4.0) == _rooms(slots, 1, 0.0) == [(0.0,)]
    assert _rooms(slots, 1, GLIDE) == [(1.0,)]


def test_rooms_do_not_close_while_a_sign_may_be_there():
    late = [{KEY: (*["−2"] * 17, *"1234")}, {KEY: ("3",)}]
    # The last sign goes at 17 twentieths of two seconds; where it goes later, too little of them is left.
    slots = sign_slots(late, [LONG, LONG])
    assert _rooms(slots, 0, 1.7) == [(1.0,)] and _rooms(slots, 0, 2.0) == [(0.0,)]
    slots = sign_slots([{KEY: (*["−2"] * 20, "3")}, {KEY: ("3",)}], [LONG, LONG])
    assert _rooms(slots, 0, 2.0) == _rooms(slots, 1, 0.0) == [(1.0,)] and _rooms(slots, 1, GLIDE) == [(0.0,)]
    paused = sign_slots([{KEY: (*["−2"] * 20, "3")}], [(2.0, 3.0)])
    assert _rooms(paused, 0, 2.0, 3.0) == [(1.0,)] and _rooms(paused, 0, 2.0 + GLIDE, 3.0) == [(0.0,)]


def test_when_a_sign_goes_is_known_between_two_looks():
    """The sign goes a third of a second before the end, between two looks that are half a second apart."""
    course = {KEY: ("−4", "−3", "−2", "−1", "0")}
    after = {KEY: ("0", "1")}

    def look(index, share):
        return {KEY: "−1" if index == 0 and share < 5 / 6 else "0"}

    coarse, fine = (sign_slots([course, after], [LONG, LONG], it) for it in (None, look))
    assert _rooms(coarse, 0, 2.0) == [(1.0,)]
    assert _rooms(fine, 0, 2.0 * 5 / 6) == [(1.0,)] and _rooms(fine, 0, 2.0) == [(0.0,)]
    assert _rooms(fine, 1, 0.0) == _rooms(fine, 1, 2.0) == [(0.0,)]


def test_a_beat_too_short_for_room_to_close_softly_keeps_it():
    short = 0.4 * GLIDE
    beats = [{KEY: ("1", "−1", "1")}, {KEY: ("1",)}, {KEY: ("1",)}]
    slots = sign_slots(beats, [(short, short), (short, short), LONG])
    for index in (0, 1):
        assert _rooms(slots, index, short, short) == [(1.0,)]
    assert _rooms(slots, 2, 0.0) == [(1.0,)] and _rooms(slots, 2, 2.0) == [(0.0,)]


@pytest.mark.parametrize("frames", [2, 5, 100])
def test_a_beat_begins_with_none_of_its_seconds_and_ends_with_all(frames: int) -> None:
    assert elapsed(0, frames, 30.0) == 0.0 and elapsed(frames - 1, frames, 30.0) == frames / 30.0


def test_all_digits_are_equally_wide():
    assert len({round(width(prose(digit)), 6) for digit in "0123456789"}) == 1
    assert width(prose("−")) == pytest.approx(width(prose("+")), abs=0.01)
