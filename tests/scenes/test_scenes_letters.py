"""Texts lie inside the frame, keep off each other and off the pictures, in every scene and format."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest
from scene_films import all_scenes, film_of, last_frames

from gradanim.actors.letters import Letter
from gradanim.plan.profile import FORMATS
from gradanim.render.compose import place_letters
from gradanim.render.patches import patch
from gradanim.spec.availability import PANEL_ACTORS

# Ink is where a letter covers more than half of a pixel.
INK = 0.5
# Edges of two letters that touch may share so many pixels.
TOUCHING = 2


def cases():
    """Every scene in every format."""
    return [pytest.param(scene_id, shape) for scene_id in all_scenes() for shape in FORMATS]


@dataclass(frozen=True)
class Inked:
    """A letter with the pixels of the frame that it covers, and the box around them."""

    letter: Letter
    rows: np.ndarray
    columns: np.ndarray

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom; the right and bottom sides are one pixel on."""
        return (
            int(self.columns.min()),
            int(self.rows.min()),
            int(self.columns.max()) + 1,
            int(self.rows.max()) + 1,
        )

    @property
    def line(self) -> tuple[str, float]:
        """What it shares with the other letters of its line."""
        return self.letter.role, round(self.letter.y, 3)


def inked(letters) -> list[Inked]:
    """The letters that can be seen, with their ink."""
    found = []
    for letter in letters:
        if letter.opacity <= 0.3 or letter.written < 0.99:
            continue
        made = patch(letter.markup, round(letter.size, 3), letter.colour)
        rows, columns = np.nonzero(made.planes[3, 1:-1, 1:-1] > INK)
        if len(rows):
            left, top = round(letter.x) - round(made.left), round(letter.y) - round(made.baseline)
            found.append(Inked(letter, rows + top, columns + left))
    return found


def overlap(one: Inked, other: Inked) -> tuple[int, int]:
    """Width and height of what two boxes share; not positive where they are apart."""
    a, b = one.box, other.box
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def shared_ink(one: Inked, other: Inked) -> int:
    """Pixels that both cover."""
    mine = set(zip(one.rows.tolist(), one.columns.tolist(), strict=True))
    return len(mine.intersection(zip(other.rows.tolist(), other.columns.tolist(), strict=True)))


def collisions(letters: list[Inked]) -> list[str]:
    """Pairs of letters that cannot both be read."""
    found = []
    for one, other in combinations(letters, 2):
        width, height = overlap(one, other)
        if width <= 0 or height <= 0:
            continue
        same_line = one.line == other.line and one.letter.role != "label"
        if shared_ink(one, other) > TOUCHING or (not same_line and width > 1 and height > 1):
            found.append(
                f"{one.letter.markup} ({one.letter.role}) and {other.letter.markup} ({other.letter.role})"
            )
    return found


def outside(letters: list[Inked], size: tuple[int, int]) -> list[str]:
    """Letters that are cut off by the frame."""
    found = []
    for item in letters:
        left, top, right, bottom = item.box
        if left < 0 or top < 0 or right > size[0] or bottom > size[1]:
            found.append(f"{item.letter.markup} ({item.letter.role}) at {item.box}")
    return found


def on_pictures(film, number: int, letters: list[Inked]) -> list[str]:
    """Texts, other than labels, that reach into a picture, or into a panel with something in it."""
    stage, state = film.painter.stage, film.state(number)
    charts = any(state.shown(name) > 0.0 for name in PANEL_ACTORS)
    found = []
    for kind, rect in film.picture(number).regions.items():
        if kind == "panel" and not charts:
            continue
        view = stage.viewport(rect)
        for item in letters:
            left, top, right, bottom = item.box
            inside = left < view.x + view.width - 1 and right > view.x + 1
            inside = inside and top < view.y + view.height - 1 and bottom > view.y + 1
            # The legend of a race stands above its chart, in the panel, which makes way for it.
            legend = kind == "panel" and item.letter.role == "legend"
            if inside and item.letter.role != "label" and not legend:
                found.append(f"{item.letter.markup} ({item.letter.role}) in the {kind}")
    return found


@pytest.mark.parametrize(("scene_id", "shape"), cases())
def test_every_text_can_be_read(text_folder, scene_id, shape):
    film = film_of(scene_id, shape)
    wrong = []
    for beat, number in last_frames(film):
        letters = inked(film.picture(number).letters)
        for kind, found in (
            ("outside the frame", outside(letters, film.plan.size)),
            ("overlap", collisions(letters)),
            ("on a picture", on_pictures(film, number, letters) if film.picture(number).views else []),
        ):
            wrong += [f"{beat}: {kind}: {what}" for what in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("scene_id", "shape"), cases())
def test_texts_at_rest_are_drawn_on_whole_pixels(text_folder, scene_id, shape):
    film = film_of(scene_id, shape)
    ground = film.painter.stage.theme.colours["background"]
    wrong = []
    for beat, number in last_frames(film):
        for it in place_letters(film.picture(number).letters, film.plan.size, ground):
            if it.at[0] % 1.0 or it.at[1] % 1.0:
                wrong.append(f"{beat}: {it.letter.markup} ({it.letter.role}) at {it.at}")
    assert not wrong, "\n".join(wrong)


def test_this_test_can_fail(text_folder):
    film = film_of("hero", "16:9")
    letters = inked(film.picture(film.plan.frames - 1).letters)
    assert len(letters) > 20
    assert outside(letters, (100, 100)) != []
    assert collisions([letters[0], letters[0]]) != []
