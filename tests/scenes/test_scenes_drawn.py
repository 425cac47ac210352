"""Every spec of the project is planned, and a frame of each of its beats is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from scene_films import SCENES, all_scenes, film_of, last_frames

from gradanim.plan.profile import FORMATS, PROFILES
from gradanim.plan.scene_plan import plan_scene
from gradanim.spec import load_any
from gradanim.spec.verbs import VERBS


def test_the_first_series_is_complete():
    loaded = load_any(SCENES / "series" / "the-gradient-vector.yaml")
    assert loaded.series is not None and loaded.broken == ()
    assert {entry.spec.removeprefix("../") for entry in loaded.series.scenes} >= {
        "hero.yaml",
        "partials-to-vector.yaml",
        "contour-normal.yaml",
        "direction-dial.yaml",
        "worked-linear-prediction.yaml",
        "learning-rate.yaml",
    }


@pytest.mark.parametrize("scene_id", all_scenes())
def test_a_scene_is_planned_in_every_profile_and_format(scene_id):
    for profile in PROFILES.values():
        for shape in FORMATS.values():
            plan = plan_scene(all_scenes()[scene_id], profile.name, shape.name)
            assert plan.size == shape.pixels(profile)
            assert plan.frames == sum(span.frames for span in plan.clock)
            # Those of the language page show one verb each; the others are part of a lesson.
            assert plan.seconds <= 60 and (scene_id in VERBS or plan.seconds >= 20)


@pytest.mark.parametrize("scene_id", all_scenes())
def test_a_frame_of_every_beat_is_drawn(text_folder, scene_id):
    film = film_of(scene_id, "16:9")
    background = np.array(film.painter.stage.theme.colours["background"]) * 255
    before = None
    for beat, number in last_frames(film):
        frame = film.frame(number)
        assert frame.shape == (480, 854, 4) and frame[..., 3].min() == 255, beat
        drawn = (np.abs(frame[..., :3] - background).max(axis=2) > 30).mean()
        # A line of text alone, on a board or before anything is shown, is little.
        least = 0.015 if film.picture(number).views else 0.001
        assert drawn > least, f"{beat}: nearly nothing to be seen"
        if before is not None and not _still(film, number):
            assert not np.array_equal(frame, before), f"{beat}: nothing has changed"
        before = frame


def _still(film, number):
    """Whether a beat leaves the picture as it was: a pause, a highlight, a claim that is not written."""
    span = next(s for s in film.plan.clock if s.start <= number < s.start + s.frames)
    on_board = span.verb == "place" and film.plan.spec.stage.kind == "board"
    return on_board or _leaves_all(film.plan.spec.beats[span.index])


def _leaves_all(beat):
    if beat.verb == "together":
        return all(map(_leaves_all, beat.action.beats))
    return beat.verb in ("pause", "highlight") or getattr(beat.action, "hidden", False)


@pytest.mark.parametrize("shape", ["1:1", "9:16", "4:3"])
@pytest.mark.parametrize("scene_id", all_scenes())
def test_the_fullest_frame_is_drawn_in_the_other_formats(text_folder, scene_id, shape):
    film = film_of(scene_id, shape)
    frame = film.frame(film.plan.frames - 1)
    assert frame.shape == (film.plan.size[1], film.plan.size[0], 4) and frame[..., 3].min() == 255
