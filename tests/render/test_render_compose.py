"""Letters on frames in a row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gradanim.actors.lettering import prose
from gradanim.actors.letters import Letter
from gradanim.actors.theme import THEMES
from gradanim.raster import Canvas, to_planes
from gradanim.render.compose import news, place_letters, set_letters
from gradanim.render.stream import Easel

SIZE = (192, 128)
THEME = THEMES["dark"]
GROUND = THEME.colours["background"]
WHITE = (1.0, 1.0, 1.0)


def letter(text: str, x: float, y: float, role: str = "text") -> Letter:
    return Letter(prose(text), x, y, 20.0, WHITE, role=role)


BASE = (letter("abc", 20.0, 40.0), letter("12", 60.5, 44.25, "label"), letter("xyz", 110.0, 90.0))


class Shown:
    """A picture that has letters alone."""

    def __init__(self, letters: tuple[Letter, ...]) -> None:
        self.views, self.letters = (), letters


def edited(letters: tuple[Letter, ...], kind: str, number: int) -> tuple[Letter, ...]:
    place = number % len(letters)
    one = letters[place]
    others = letters[:place] + letters[place + 1 :]
    if kind == "move":
        return (*letters[:place], replace(one, x=one.x + 3.0 + number), *letters[place + 1 :])
    if kind == "fade":
        return (*letters[:place], replace(one, opacity=0.1 * (number % 11)), *letters[place + 1 :])
    if kind == "write":
        return (*letters[:place], replace(one, written=0.1 * (number % 11)), *letters[place + 1 :])
    if kind == "swap":
        return (*others, one)
    if kind == "twice":
        return (*letters, one)
    return others if len(others) > 1 else letters


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["move", "fade", "write", "swap", "twice", "drop"]),
            st.integers(0, 20),
            st.booleans(),
        ),
        min_size=3,
        max_size=9,
    )
)
def test_frames_in_a_row_are_those_drawn_alone(steps) -> None:
    easel = Easel(SIZE, THEME, Canvas(), threads=1)
    letters = BASE
    for kind, number, keep in steps:
        letters = edited(letters, kind, number)
        shot = easel.draw(Shown(letters), 1, keep)
        alone = np.empty((SIZE[1], SIZE[0], 4), np.uint8)
        alone[:] = [*(np.floor(np.array(GROUND) * 255.0 + 0.5)), 255]
        set_letters(alone, letters, GROUND)
        assert np.array_equal(shot.planes, to_planes(alone))
        assert not keep or np.array_equal(shot.pixels, alone)


def test_texts_that_stay_are_no_news() -> None:
    first = place_letters(BASE, SIZE, GROUND)
    moved = (*BASE[:2], replace(BASE[2], y=80.0))
    second = place_letters(moved, SIZE, GROUND, first)
    assert [a is b for a, b in zip(first, second, strict=True)] == [True, True, False]
    assert news(first, second) == [first[2].box, second[2].box]
    assert news(first, place_letters(BASE, SIZE, GROUND, first)) == []


@pytest.mark.parametrize("gone", [{"opacity": 0.0}, {"written": 0.0}, {"size": 0.2}])
def test_what_cannot_be_seen_has_no_place(gone) -> None:
    assert place_letters([replace(BASE[0], **gone)], SIZE, GROUND) == ()
