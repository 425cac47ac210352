"""Names beside arrows do not jump while something moves, and each frame is still a function of time alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from gradanim.actors.steadying import places
from gradanim.plan.scene_plan import plan_scene
from gradanim.raster import to_planes
from gradanim.render.film import make_film
from gradanim.spec import load_scenes

FLIP = Path(__file__).parents[2] / "scenes" / "verbs" / "flip.yaml"
BEAT = 3


@pytest.fixture(scope="module")
def film():
    made = make_film(plan_scene(load_scenes(FLIP)[0], "preview"))
    yield made
    made.close()


def motion(film) -> range:
    span = film.plan.clock[BEAT]
    assert span.verb == "flip"
    return range(span.start, span.start + span.motion)


def hops(pictures) -> list[float]:
    """How far each name moves beside what it names from one picture to the next, in pixels."""
    found = []
    for before, after in pairwise(pictures):
        old, new = places(before.letters), places(after.letters)
        found += [float(np.hypot(*np.subtract(new[key], old[key]))) for key in new if key in old]
    return found


def test_a_name_that_would_jump_glides(film) -> None:
    frames = motion(film)
    alone = hops([film.painter.picture(film.state(frame)) for frame in frames])
    seen = hops([film.picture(frame) for frame in frames])
    assert max(alone) > 30.0
    # A fifth of a second to both sides: at 30 frames a second no step is more than a fifth of the way.
    assert max(seen) < 0.25 * max(alone)


def test_names_begin_and_end_a_motion_where_they_stand_by_themselves(film) -> None:
    for frame in (motion(film)[0], motion(film)[-1], motion(film)[-1] + 1):
        seen, alone = film.picture(frame).letters, film.painter.picture(film.state(frame)).letters
        assert len(seen) == len(alone) > 4
        for it, other in zip(seen, alone, strict=True):
            # But for what brings them to whole pixels.
            assert (it.x, it.y) == (pytest.approx(other.x, abs=0.5), pytest.approx(other.y, abs=0.5))
            assert replace(it, x=other.x, y=other.y) == other


def test_frames_in_a_row_are_those_drawn_cold(film) -> None:
    first = motion(film)[len(motion(film)) // 2] - 6
    number = first
    for shot in film.shots(first, first + 12):
        cold = make_film(film.plan)
        assert np.array_equal(shot.planes, to_planes(cold.frame(number)))
        cold.close()
        number += shot.repeat
    assert number == first + 12
