"""Films of a volume: every verb and actor plays, any frame is the same drawn cold, and check refuses what cannot be."""

from __future__ import annotations

import math

import numpy as np
import pytest
from render_helpers import film_of, last_frame

from gradanim.beats.check import check_file

POINT = (0.6, -0.9, 0.7)
HEAD = "title: T\nfield: {f: x^2 + y^2 + z^2, x: [-2, 2], y: [-2, 2], z: [-2, 2]}\nstage: volume\n"
CAMERA = "camera: {azimuth: -35, elevation: 25}\n"
BOX = "x: [-2, 2], y: [-2, 2], z: [-2, 2]"

# Every verb and every actor that the stage has.
EVERYTHING = f"""\
title: Everything
params: {{a: 1}}
field: {{f: a*x^2/2 + y^2 - z^2/3 + x*z/4, {BOX}}}
stage: volume
beats:
  - show: [axes, contours]
    seconds: 0.2
    say: Surfaces.
  - place: [1, 0.5, -0.5]
    seconds: 0.2
  - hide: contours
    seconds: 0.2
  - show:
      - level_curve
      - gradient
      - negative_gradient
      - partials
      - tangent
      - tangent_plane
      - right_angle
      - loss_curve
      - readout: ["∇f = {{gradient}}", "t = {{tangent}}"]
    seconds: 0.3
  - together:
      - walk: level_curve
        seconds: 0.4
      - orbit: {{by: 25}}
        seconds: 0.4
      - vary: {{a: 1.4}}
        seconds: 0.2
      - claim: dot(gradient, tangent) == 0
  - flip: gradient
    seconds: 0.2
  - walk: {{circle: {{center: [0, 0, 0.5], radius: 1}}}}
    seconds: 0.2
  - walk: {{line: [1, 1, 1]}}
    seconds: 0.2
  - walk: {{spline: [[1, 1, 1], [0, 1, 0], [-1, 0, 0.5]]}}
    seconds: 0.2
  - walk: {{points: [[0, 1, 0], [1, 1, 0]]}}
    seconds: 0.2
  - walk: {{steepest: {{direction: up, length: 0.5}}}}
    seconds: 0.2
  - approximate: {{step: [0.2, -0.1, 0.3]}}
    seconds: 0.2
  - highlight: [gradient, level_curve, point]
    seconds: 0.2
  - zoom: {{factor: 1.5}}
    seconds: 0.2
  - descend: {{rule: gradient_descent, step_size: 0.2, steps: 6}}
    seconds: 0.2
  - show: {{contours: {{levels: 3, filled: false}}}}
    seconds: 0.2
  - write: {{text: "after {{steps}} steps", at: bottom}}
    seconds: 0.2
  - ask: {{question: "Where now?", answer: "Down.", think: 0.2}}
    seconds: 0.2
  - clear: text
    seconds: 0.2
  - pause: 0.2
  - clear: all
    seconds: 0.2
"""


def spec(shown: str, extra: str = "", head: str = HEAD) -> str:
    return (
        f"{head}{CAMERA}beats:\n  - place: [{POINT[0]}, {POINT[1]}, {POINT[2]}]\n    seconds: 0.2\n"
        f"  - show: [{shown}]\n    seconds: 0.3\n{extra}"
    )


def along(film, beat: int) -> np.ndarray:
    """The points of a beat's frames, (k, 3)."""
    span = film.plan.clock[beat]
    return np.array([film.state(span.start + k).point for k in range(span.frames)])


def test_a_cold_frame_is_the_streamed_one(tmp_path, text_folder):
    streamed = [p for p, repeat in film_of(tmp_path, EVERYTHING).frames() for _ in range(repeat)]
    last = len(streamed) - 1
    for number in (last // 5, last // 2):
        assert film_of(tmp_path, EVERYTHING).frame(number).tobytes() == streamed[number].tobytes(), number
    film = film_of(tmp_path, EVERYTHING)
    for number in range(last, 0, -5):
        assert film.frame(number).tobytes() == streamed[number].tobytes(), f"frame {number}"


def test_everything_passes_check_and_every_actor_leaves_its_mark(tmp_path, text_folder):
    film = film_of(tmp_path, EVERYTHING)
    # Its beats are shorter than their captions, which is only warned of.
    assert [p for p in check_file(tmp_path / "scene.yaml") if p.exit_code] == []
    marks = film.picture(last_frame(film, 3)).marks
    assert set(marks) >= {
        "point", "gradient", "negative_gradient", "partial_x", "partial_y", "partial_z", "tangent",
        "tangent_plane", "right_angle", "level_curve",
    }  # fmt: skip


def test_a_walk_along_the_level_curve_stays_on_the_surface_and_at_its_height(tmp_path, text_folder):
    extra = "  - walk: level_curve\n    seconds: 1\n"
    points = along(film_of(tmp_path, spec("axes", extra)), 2)
    np.testing.assert_allclose((points**2).sum(axis=1), sum(c * c for c in POINT), rtol=1e-12)
    np.testing.assert_allclose(points[:, 2], POINT[2])
    np.testing.assert_allclose(points[-1], POINT, atol=1e-9)
    assert np.ptp(points[:, 0]) > 1.9 * math.hypot(*POINT[:2])


def test_a_circle_lies_at_the_height_of_its_centre(tmp_path, text_folder):
    extra = "  - walk: {circle: {center: [0.2, 0.1, -1], radius: 0.9}}\n    seconds: 1\n"
    points = along(film_of(tmp_path, spec("axes", extra)), 2)[-8:]
    np.testing.assert_allclose(np.linalg.norm(points - [0.2, 0.1, -1], axis=1), 0.9)
    np.testing.assert_allclose(points[:, 2], -1)


@pytest.mark.parametrize(
    ("beat", "said"),
    [
        ("dial: {to: gradient}", "`dial` cannot be played on a `volume` stage; it can on plane, split, surface"),
        ("slice: x", "`slice` cannot be played on a `volume` stage; it can on split, surface"),
        ("show: surface", "the actor `surface` cannot be on a `volume` stage; it can be on line, split, surface"),
        ("show: rosette", "the actor `rosette` cannot be on a `volume` stage; it can be on plane, split, surface"),
        ("place: [1, 1]", "a point needs as many coordinates as there are variables, 3 (x, y, z), not 2"),
        (
            "walk: {circle: {center: [0, 0, 3], radius: 1}}",
            "z = 3 lies outside the domain [-2, 2]",
        ),
        ("walk: {circle: {center: [0, 1, 0], radius: 1.5}}", "a circle of radius 1.5 leaves the domain"),
    ],
)  # fmt: skip
def test_check_refuses_what_cannot_be(tmp_path, beat, said):
    path = tmp_path / "scene.yaml"
    path.write_text(f"{HEAD}beats:\n  - place: [1, 0, 0]\n  - {beat}\n", encoding="utf-8")
    assert [problem.message for problem in check_file(path)] == [said]


def test_a_quantity_of_the_plane_is_refused_and_the_tangent_is_not(tmp_path):
    path = tmp_path / "scene.yaml"
    path.write_text(f"{HEAD}beats:\n  - place: [1, 0, 0]\n  - claim: slope > 0\n", encoding="utf-8")
    (problem,) = check_file(path)
    assert "slope" in problem.message
    path.write_text(
        f"{HEAD}beats:\n  - place: [1, 0, 0]\n  - claim: dot(gradient, tangent) == 1\n", encoding="utf-8"
    )
    (problem,) = check_file(path)
    assert problem.message.startswith(
        "the claim `dot(gradient, tangent) == 1` is false at x = 1, y = 0, z = 0"
    )


def test_level_surfaces_follow_the_eye_whatever_was_drawn_before(tmp_path):
    """They are shaded by where the eye is: a film that has drawn another moment must not show its outlines."""
    text = """\
title: Round
field: {f: x^2 + y^2 + z^2, x: [-1, 1], y: [-1, 1], z: [-1, 1]}
stage: volume
beats:
  - show: {contours: {levels: [0.5]}}
    seconds: 0.2
  - orbit: {by: 60}
    seconds: 1
"""
    film = film_of(tmp_path, text)
    last = film.plan.frames - 1
    film.frame(4)
    assert np.array_equal(film.frame(last), film_of(tmp_path, text).frame(last))
