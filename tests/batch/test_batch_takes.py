"""Clips are encoded by what moves in them: something on a stage that rests, or all of the picture."""

from __future__ import annotations

import pytest

from gradanim.batch import takes
from gradanim.batch.takes import clip_settings
from gradanim.encode import MOVING_SETTINGS, PROFILE_SETTINGS, verify_film
from gradanim.plan.cuts import cuts
from gradanim.render.film import make_film

HEAD = """\
title: Moving
field: {f: a*x^2 + y^2, x: [-2, 2], y: [-2, 2]}
params: {a: 1}
stage: surface
beats:
"""
RESTING = (
    "show: [surface, axes]",
    "place: [1, 0.5]",
    "walk: {line: [-1, 1]}",
    "show: [gradient]",
    "pause: 0.2",
)
MOVING = ("orbit: {by: 360}", "zoom: 2", "vary: {a: 2}")
TOGETHER = (
    "together:\n      - {walk: {line: [1, 0.5]}, seconds: 0.2}\n      - {orbit: {by: 30}, seconds: 0.2}"
)


def text_of(*beats: str) -> str:
    return HEAD + "".join(f"  - {beat}\n    seconds: 0.2\n" for beat in beats).replace(
        "pause: 0.2\n    seconds: 0.2", "pause: 0.2"
    )


@pytest.mark.parametrize("profile", ["draft", "final"])
def test_clips_in_which_camera_or_parameter_moves_are_told_from_those_that_rest(plan, profile):
    planned = plan(text_of(*RESTING, *MOVING, TOGETHER, "walk: {line: [0, 1]}"), profile=profile)
    film = make_film(planned)
    chosen = [clip_settings(film, cut) for cut in cuts(planned)]
    film.close()
    rests = [PROFILE_SETTINGS[profile]]
    assert chosen == rests * len(RESTING) + [MOVING_SETTINGS[profile]] * 4 + rests


def test_a_film_of_both_kinds_is_joined_and_each_was_encoded_as_its_kind(make, out, monkeypatch):
    text = text_of("show: [surface]", "orbit: {by: 20}", "show: [axes]")
    make(text, profile="final")
    facts = verify_film(out / "tiny.mp4", depth="decode")
    assert facts.frames == 36
    monkeypatch.setattr(takes, "MOVING_SETTINGS", PROFILE_SETTINGS)
    other = out.parent / "other"
    make(text, folder=other, profile="final")
    sizes = [(folder / "tiny.mp4").stat().st_size for folder in (out, other)]
    assert verify_film(other / "tiny.mp4").setup == facts.setup and sizes[0] != sizes[1]
