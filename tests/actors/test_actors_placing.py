"""Where labels stand: beside what they name, off everything else, inside their region."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gradanim.actors.lettering import prose
from gradanim.actors.letters import Box
from gradanim.actors.placing import Surroundings, box_of, place_labels, text_boxes
from gradanim.actors.stage import Label
from gradanim.actors.subject import Shape, shapes
from gradanim.actors.theme import THEMES

REGION = Box(0, 0, 1000, 1000)
THEME = THEMES["dark"]


def tag(at, away=(1.0, 0.0), text="name", movable=True):
    return Label(prose(text), at, away, "text", 40.0, movable=movable)


def boxes(labels, around=None):
    letters = place_labels([(label, REGION) for label in labels], THEME, around or Surroundings())
    return [box for letter in letters for box in text_boxes([letter])]


def arrow(tail, tip):
    return Shape("gradient", np.array([tail, tip], dtype=float), 3.5, (28.0, 12.0))


def test_a_label_with_room_stands_where_it_wants():
    (box,) = boxes([tag((500, 500))])
    assert box.left == 500 and abs(0.5 * (box.top + box.bottom) - 500) < 1e-9


def test_a_label_makes_way_for_one_that_cannot_move():
    fixed, free = boxes([tag((500, 500)), tag((500, 500), text="5", movable=False)])
    assert not fixed.meets(free)


@settings(max_examples=60)
@given(st.floats(0, 360), st.floats(60, 300))
def test_a_label_keeps_off_arrows_points_and_texts(degrees, length):
    angle = np.radians(degrees)
    tip = 500 + length * np.array([np.cos(angle), np.sin(angle)])
    label = tag((float(tip[0] - 20), float(tip[1])), (float(np.cos(angle)), float(np.sin(angle))))
    shape, point = arrow((500, 500), tip), Shape("point", np.array([[500.0, 500.0]]), 11.0)
    text = Box(tip[0] + 30, tip[1] - 60, tip[0] + 200, tip[1])
    (box,) = boxes([label], Surroundings([shape, point], [text]))
    assert not box.meets(text)
    places = np.stack(
        np.meshgrid(np.linspace(box.left, box.right, 40), np.linspace(box.top, box.bottom, 40)), -1
    )
    assert not shape.covers(places.reshape(-1, 2)).any() and not point.covers(places.reshape(-1, 2)).any()


def test_a_label_stays_in_its_region():
    (box,) = boxes([tag((970, 500))])
    assert box.right <= REGION.right


def test_the_number_of_a_tick_fades_under_the_subject_and_nowhere_else():
    tick = tag((500, 500), text="5", movable=False)
    alone = place_labels([(tick, REGION)], THEME, Surroundings())
    under = place_labels([(tick, REGION)], THEME, Surroundings([arrow((400, 500), (600, 500))]))
    beside = place_labels([(tick, REGION)], THEME, Surroundings([arrow((400, 600), (600, 600))]))
    assert [letters[0].opacity for letters in (alone, under, beside)] == [1.0, 0.0, 1.0]
    assert under[0].x == alone[0].x


def test_of_two_numbers_of_ticks_that_meet_one_is_there():
    def number(x, y):
        return replace(tag((x, y), text="−2", movable=False), colour="muted")

    def opacities(*labels):
        return [
            letter.opacity
            for letter in place_labels([(each, REGION) for each in labels], THEME, Surroundings())
        ]

    assert opacities(number(500, 500), number(510, 505)) == [1.0, 0.0]
    # The third meets the second alone, which is not there.
    assert opacities(number(500, 500), number(520, 500), number(570, 500)) == [1.0, 0.0, 1.0]
    assert opacities(number(500, 500), number(500, 530)) == [1.0, 1.0], "one above the other"


def test_the_number_of_a_tick_makes_way_for_the_name_of_an_axis():
    name, near, far = (
        replace(tag((500 + 100 * k, 500), text="y", movable=False), colour=colour)
        for k, colour in ((0, "text"), (0, "muted"), (1, "muted"))
    )
    letters = place_labels([(label, REGION) for label in (near, far, name)], THEME, Surroundings())
    assert [letter.opacity for letter in letters] == [1.0, 0.0, 1.0]


def test_without_any_room_a_label_takes_the_place_with_most():
    wall = [Box(-500, -500, 1500, 1500)]
    (box,) = boxes([tag((500, 500))], Surroundings(texts=wall))
    assert box.right <= REGION.right and box.left >= REGION.left


def test_the_box_of_a_label_touches_its_anchor():
    box = box_of(tag((100, 100), (0.0, -1.0)), 40.0, (0.0, -1.0))
    assert box.bottom == 100 and abs(0.5 * (box.left + box.right) - 100) < 1e-9


def test_shapes_are_those_that_can_be_seen():
    marks = {
        "gradient": {"tail_px": [10.0, 10.0], "tip_px": [90.0, 10.0], "visible": True},
        "partial_x": {"tail_px": [10.0, 10.0], "tip_px": [11.0, 10.0], "visible": True},
        "point": {"px": [10.0, 10.0], "surface_px": [10.0, float("nan")], "visible": True},
        "right_angle": {"corners_px": [[20.0, 10.0], [20.0, 20.0], [10.0, 20.0]], "visible": True},
        "level_curve": {"level": 1.0, "visible": True},
        "gone": {"px": [5.0, 5.0], "visible": False},
    }
    found = shapes(marks, 1.0)
    assert [shape.name for shape in found] == ["gradient", "point", "right_angle"]
    assert found[2].covers(np.array([[20.0, 15.0], [12.0, 12.0]])).tolist() == [True, False]
