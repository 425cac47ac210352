"""Crests and valleys are followed by the edges of the landscape's triangles, and its outline has no teeth."""

from __future__ import annotations

import numpy as np
import pytest

from gradanim.actors.cells import flatter_diagonals
from gradanim.actors.context import grid
from gradanim.actors.landscape import CALM, cut_landscape
from gradanim.calculus import JetField
from gradanim.plan.scene_plan import plan_scene
from gradanim.raster import Surface
from gradanim.render.film import make_film

RING = "exp(-40*(sqrt(x^2 + y^2) - 1)^2)"


def diagonals(text, count=20):
    f = JetField.parse(text)
    _, points = grid(((-1.5, 1.7), (-1.5, 1.7)), (count, count))
    return flatter_diagonals(points, f.gradient(points))


@pytest.mark.parametrize(
    ("text", "rising"), [("-(x - y)^2", True), ("(x - y)^2", True), ("-(x + y)^2", False)]
)
def test_a_diagonal_goes_along_a_bend(text, rising):
    assert (diagonals(text) == rising).all()


@pytest.mark.parametrize("text", ["x^2 + y^2", "2*x - y", "x^2", "sqrt(-1 - x^2)"])
def test_where_both_are_alike_or_nothing_is_known_they_change_from_cell_to_cell(text):
    row, column = np.mgrid[0:19, 0:19]
    assert (diagonals(text) == ((row + column) % 2 == 0)).all()


@pytest.mark.parametrize("count", [CALM, CALM + 2])
def test_only_a_landscape_that_is_bent_sharply_is_joined_otherwise_than_its_grid(count):
    f = JetField.parse(RING)
    _, points = grid(((-2, 2), (-2, 2)), (count, count))
    found = cut_landscape(f, (points, f.value(points), f.gradient(points)), (-np.inf, np.inf))
    if count == CALM:
        assert found is None
        return
    assert found is not None and len(found.points) == 0
    places = points.reshape(-1, 2)
    assert len(found.triangles) == 2 * (count - 1) ** 2
    a, b, c = np.moveaxis(places[found.triangles], 1, 0)
    u, v = b - a, c - a
    assert (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0] > 0.0).all()


def test_the_crest_of_a_thin_wall_has_no_teeth(make_scene):
    """The outline of a ring of walls, column by column, against the projected circle that is its crest."""
    head = f"title: Ring\nfield: {{f: '{RING}', x: [-2, 2], y: [-2, 2]}}\nstage: surface\n"
    head += "camera: {azimuth: -35, elevation: 24}\n"
    scene = make_scene("- show: surface\n  seconds: 1", head)
    film = make_film(plan_scene(scene, "final", "16:9"))
    last = film.plan.frames - 1
    picture, frame = film.picture(last), film.frame(last)[..., :3].astype(int)
    (view,) = [view for view in picture.views if any(isinstance(item, Surface) for item in view.items)]
    angles = np.linspace(0.0, 2.0 * np.pi, 4001)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    pixels, _ = view.camera.project(
        film.painter.stage.space.raised(circle, np.ones(len(circle))), view.viewport
    )
    ground = frame[5, 5]
    covered = (np.abs(frame - ground).sum(axis=-1) > 60).argmax(axis=0)
    columns = np.arange(int(pixels[:, 0].min()) + 12, int(pixels[:, 0].max()) - 12)
    crest = np.array([pixels[np.abs(pixels[:, 0] - column - 0.5) < 1.5, 1].min() for column in columns])
    assert len(columns) > 200
    off = covered[columns] - crest
    assert np.abs(off).max() < 1.3
    # From one column to the next it goes on smoothly.
    assert np.abs(np.diff(off)).max() < 1.6
