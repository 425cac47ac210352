"""Live numbers keep their places while they run."""

from __future__ import annotations

import pytest

from gradanim.actors.columns import padded
from gradanim.actors.lettering import prose, width
from gradanim.actors.paragraph import DIGIT_SPACE, sign_space
from gradanim.actors.sign_rooms import GLIDE, glided, most_rooms, rooms_at, sign_slots


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


def test_rooms_open_as_a_beat_begins_and_are_there_at_once_for_a_new_text():
    key = ("gradient", None)
    beats = [{}, {key: ("(1, 2)",)}, {key: ("(1, 2)", "(0, −1)")}, {key: ("(−1, −1)",)}, {key: ("0",)}]
    (slots,) = sign_slots(beats)
    assert slots == (*key, (None, (False, False), (False, True), (True, True), (False,)))
    assert rooms_at((slots,), 0, 1.0) == ()
    assert rooms_at((slots,), 2, 0.0) == ((*key, (0.0, 0.0)),) and rooms_at((slots,), 2, 1.0) == (
        (*key, (0.0, 1.0)),
    )
    ((_, _, opening),) = rooms_at((slots,), 3, 0.5)
    assert opening == (0.5, 1.0)
    assert rooms_at((slots,), 4, 0.0) == ((*key, (0.0,)),)
    assert most_rooms((slots,)) == {key: (1.0, 1.0)}
    # A beat too short for room to close softly keeps it.
    long, short = [{key: ("1", "−1")}, {key: ("1",)}, {key: ("1",)}], 0.5 * GLIDE
    (slots,) = sign_slots(long, [1.0, short, 1.0])
    assert slots[2] == ((True,), (True,), (False,))
    # Signs that are always or never there need no room.
    assert sign_slots([{key: ("+1", "+2")}, {key: ("+3",)}]) == sign_slots([{key: ("1", "2")}]) == ()


@pytest.mark.parametrize("frames", [2, 5, 100])
def test_room_does_not_move_at_the_joint_and_has_come_at_the_end(frames: int) -> None:
    assert glided(0, frames, 30.0) == 0.0 and glided(frames - 1, frames, 30.0) == 1.0


def test_all_digits_are_equally_wide():
    assert len({round(width(prose(digit)), 6) for digit in "0123456789"}) == 1
    assert width(prose("−")) == pytest.approx(width(prose("+")), abs=0.01)
