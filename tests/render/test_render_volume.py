"""A volume in pixels: arrows, points and silhouettes where the mathematics has them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from render_helpers import film_of, last_frame

from gradanim.actors.notes import notes
from gradanim.actors.theme import THEMES
from gradanim.actors.views import volume_camera
from gradanim.raster import Sphere
from gradanim.render.stills import write_still

POINT = (0.6, -0.9, 0.7)
HEAD = "title: T\nfield: {f: x^2 + y^2 + z^2, x: [-2, 2], y: [-2, 2], z: [-2, 2]}\nstage: volume\n"
CAMERA = "camera: {azimuth: -35, elevation: 25}\n"


def spec(shown: str, extra: str = "", head: str = HEAD) -> str:
    return (
        f"{head}{CAMERA}beats:\n  - place: [{POINT[0]}, {POINT[1]}, {POINT[2]}]\n    seconds: 0.2\n"
        f"  - show: [{shown}]\n    seconds: 0.3\n{extra}"
    )


def drawn(tmp_path: Path, text: str, shape: str = "16:9", profile: str = "preview"):
    """The film of a text, the marks of its last frame, and the pixels of the PNG that was written, 0 to 1."""
    film = film_of(tmp_path, text, profile, shape)
    target = tmp_path / "still.png"
    marks = write_still(film.plan, last_frame(film), target)
    with Image.open(target) as picture:
        return film, marks, np.asarray(picture)[..., :3] / 255


def at(pixels: np.ndarray, place) -> np.ndarray:
    return pixels[math.floor(place[1]), math.floor(place[0])]


def hue_distance(colour: np.ndarray, role: str, theme: str = "dark") -> float:
    """Degrees between the directions of two colours: shading changes their length only, or nearly so."""
    wanted = np.array(THEMES[theme].colours[role])
    cosine = colour @ wanted / (np.linalg.norm(colour) * np.linalg.norm(wanted))
    return math.degrees(math.acos(min(1.0, cosine)))


def projected(points, eye: np.ndarray, target, field_of_view: float, viewport) -> np.ndarray:
    """Pixels of world points: a pinhole with z up, written out here."""
    forward = (np.asarray(target) - eye) / np.linalg.norm(np.asarray(target) - eye)
    right = np.cross(forward, [0, 0, 1])
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    x, y, width, height = viewport
    focal = height / 2 / math.tan(math.radians(field_of_view) / 2)
    relative = np.asarray(points) - eye
    depth = relative @ forward
    return np.stack(
        [x + width / 2 + focal * relative @ right / depth, y + height / 2 - focal * relative @ up / depth],
        axis=-1,
    )


def looked(film):
    """The eye, target, field of view and viewport of a film's last frame."""
    stage = film.painter.stage
    rect = stage.layout.surface
    camera = volume_camera(stage, rect, film.state(last_frame(film)).pose)
    azimuth, elevation = math.radians(camera.azimuth), math.radians(camera.elevation)
    away = [
        math.cos(azimuth) * math.cos(elevation),
        math.sin(azimuth) * math.cos(elevation),
        math.sin(elevation),
    ]
    eye = np.array(camera.target) + camera.distance * np.array(away)
    viewport = tuple(side * stage.unit for side in (rect.x, rect.y, rect.width, rect.height))
    return eye, camera.target, camera.field_of_view, viewport


def world(points) -> np.ndarray:
    """The domain of four units is two world units, its lower side is the floor."""
    return np.asarray(points) / 2 + [0, 0, 1]


@pytest.mark.parametrize(("shape", "theme"), [("16:9", "dark"), ("9:16", "light"), ("1:1", "high_contrast")])
def test_the_arrow_is_where_the_gradient_has_it(tmp_path, text_folder, shape, theme):
    film, marks, pixels = drawn(tmp_path, f"theme: {theme}\n" + spec("{gradient: {scale: 0.5}}"), shape)
    mark = marks["gradient"]
    tip = np.array(POINT) * 2
    np.testing.assert_allclose([mark["tail"], mark["tip"]], [POINT, tip], atol=1e-12)
    seen = projected(world([POINT, tip]), *looked(film))
    np.testing.assert_allclose([mark["tail_px"], mark["tip_px"]], seen, atol=1e-6)
    np.testing.assert_allclose(marks["point"]["px"], seen[0], atol=1e-6)
    middle = np.mean([mark["tail_px"], mark["tip_px"]], axis=0)
    assert hue_distance(at(pixels, middle), "gradient", theme) < 4
    # A little before the tip the cone is lit from one side, and beyond it there is nothing of its colour.
    along = np.subtract(mark["tip_px"], mark["tail_px"])
    along /= np.linalg.norm(along)
    assert hue_distance(at(pixels, mark["tip_px"] - 10 * along), "gradient", theme) < 10
    beyond = at(pixels, mark["tip_px"] + 6 * along) - THEMES[theme].colours["gradient"]
    assert np.abs(beyond).max() > 0.3


def test_the_point_stands_over_its_foot(tmp_path, text_folder):
    film, marks, pixels = drawn(tmp_path, spec("axes"))
    foot = projected(world([*POINT[:2], -2.0]), *looked(film))
    np.testing.assert_allclose(marks["point"]["foot_px"], foot, atol=1e-6)
    assert marks["point"]["at"] == [*POINT]
    assert at(pixels, marks["point"]["px"]).min() > 0.7
    # The drop line is dashed: between the two ends there are light pixels and dark ones.
    ends = np.array([marks["point"]["px"], foot])
    column = [
        at(pixels, ends[0] + share * (ends[1] - ends[0])).max() for share in np.linspace(0.15, 0.85, 60)
    ]
    assert max(column) > 0.5 and min(column) < 0.35


def test_the_silhouette_of_a_sphere_is_where_it_must_be(tmp_path, text_folder):
    """f = x² + y² + z² = 1.69: a ball of 0.65 world units around (0, 0, 1), seen from the eye as a cone."""
    film, _, pixels = drawn(
        tmp_path, spec("{level_curve: {level: 1.69}}", "  - hide: point\n    seconds: 0.2\n")
    )
    eye, target, view, viewport = looked(film)
    middle = np.array([0.0, 0.0, 1.0])
    away = np.linalg.norm(eye - middle)
    # The circle in which the cone of tangents from the eye touches the ball.
    radius = 0.65 * math.sqrt(1 - (0.65 / away) ** 2)
    axis = (eye - middle) / away
    one = np.cross(axis, [0, 0, 1]) / np.linalg.norm(np.cross(axis, [0, 0, 1]))
    other = np.cross(axis, one)
    centre = middle + axis * 0.65**2 / away
    turns = np.linspace(0, 2 * math.pi, 24, endpoint=False)
    ring = np.array([centre + radius * (math.cos(t) * one + math.sin(t) * other) for t in turns])
    ground = np.array(THEMES["dark"].colours["background"])
    heart = projected(middle, eye, target, view, viewport)
    for edge in projected(ring, eye, target, view, viewport):
        out = (edge - heart) / np.linalg.norm(edge - heart)
        assert np.abs(at(pixels, edge + 2.5 * out) - ground).max() < 0.02
        inside = at(pixels, edge - 2.5 * out)
        assert inside[1] > ground[1] + 0.2 and hue_distance(inside, "level_curve") < 20


def test_nested_surfaces_show_through_one_another(tmp_path, text_folder):
    inner = drawn(tmp_path, spec("{contours: {levels: [0.4]}}", "  - hide: point\n    seconds: 0.2\n"))
    both = drawn(tmp_path, spec("{contours: {levels: [0.4, 2]}}", "  - hide: point\n    seconds: 0.2\n"))
    outer = drawn(tmp_path, spec("{contours: {levels: [2]}}", "  - hide: point\n    seconds: 0.2\n"))
    place = projected(world([0.1, 0.2, 0.3]), *looked(both[0]))
    one, two, three = (at(made[2], place) for made in (inner, both, outer))
    assert not np.allclose(two, one, atol=0.01) and not np.allclose(two, three, atol=0.01)
    # Light comes through: the inner surface changes what is seen through the outer one, by less than it is itself.
    ground = np.array(THEMES["dark"].colours["background"])
    assert 0.1 < np.linalg.norm(two - three) / np.linalg.norm(one - ground) < 1.2


def test_partials_have_the_colours_of_their_axes(tmp_path, text_folder):
    _, marks, pixels = drawn(tmp_path, spec("{gradient: {scale: 0.7}}, partials"))
    for axis, name in enumerate("xyz"):
        mark = marks[f"partial_{name}"]
        middle = 0.5 * np.add(mark["tail_px"], mark["tip_px"])
        assert hue_distance(at(pixels, middle), f"partial_{axis}") < 6


@pytest.mark.parametrize(
    ("shown", "role", "slope"),
    [
        ("gradient", "gradient", "x/4 + y + z"),
        ("gradient", "gradient", "-x + y - z"),
        ("negative_gradient", "negative_gradient", "x - y + z"),
        ("partials", "partial_0", "-x + y - z"),
    ],
)
def test_no_arrow_begins_on_the_ball_of_its_point(tmp_path, text_folder, shown, role, slope):
    """Arrows that lead away from the eye, or nearly square to the line of sight, have their feet behind the ball."""
    head = HEAD.replace("x^2 + y^2 + z^2", slope)
    film, marks, pixels = drawn(tmp_path, spec(f"tangent_plane, {shown}", head=head))
    (ball,) = [item for item in film.picture(last_frame(film)).views[0].items if isinstance(item, Sphere)]
    (u, v), reach = marks["point"]["px"], 0.7 * ball.radius
    rows, columns = np.indices(pixels.shape[:2]) + 0.5
    inside = pixels[np.hypot(columns - u, rows - v) < reach]
    assert len(inside) > 50
    # What lies on the ball in the arrow's colour would be far from the white of the ball, also through the plane.
    white = hue_distance(np.ones(3), role)
    assert min(hue_distance(colour, role) for colour in inside) > 0.8 * white


def _notes(film):
    state = film.state(last_frame(film))
    return notes(film.painter.stage, state, film.painter.ending(state))


def test_the_scale_is_printed_where_it_is_not_one(tmp_path, text_folder):
    steep = HEAD.replace("x^2 + y^2 + z^2", "9*x + 2*y")
    film = film_of(tmp_path, spec("gradient", head=steep))
    assert _notes(film) == [("Gradient arrows are drawn at 0.15 × their length.", 1.0)]
    gentle = film_of(tmp_path, spec("gradient", head=HEAD.replace("x^2 + y^2 + z^2", "x + y + z/2")))
    assert _notes(gentle) == []
