"""Surfaces: colours, lines on them, holes, light."""

from __future__ import annotations

import math

import numpy as np
import pytest
from msgspec.structs import replace

from gradanim.raster import (
    UNLIT,
    Camera,
    Disc,
    HeatMap,
    IsoLines,
    Lighting,
    Mesh,
    MeshLines,
    Polygon,
    Polyline,
    Surface,
)

RAMP = np.array([[0.0, 0.0, 0.2], [1.0, 0.5, 0.2]])
BLACK = np.zeros((2, 3))
WHITE_LINE = (1.0, 1.0, 1.0, 1.0)
OBLIQUE = Camera(-50.0, 25.0, (0.0, 0.0, 0.3), 6.0, 32.0)


def landscape(n: int = 65, **looks) -> Surface:
    x = np.linspace(-1.5, 1.5, n)
    u, v = np.meshgrid(x, x)
    z = 0.35 * (np.sin(2.4 * u) + np.cos(2.2 * v)) + 0.1 * u * v
    gradient = np.stack([0.84 * np.cos(2.4 * u) + 0.1 * v, -0.77 * np.sin(2.2 * v) + 0.1 * u], axis=-1)
    return Surface(
        x, x, z, np.array([[0.1, 0.2, 0.4], [0.2, 0.6, 0.6], [0.9, 0.9, 0.6]]), gradient=gradient, **looks
    )


def sheet(values, size=50.0, **looks) -> Surface:
    """A flat surface seen from above, one pixel to a world unit, with the given colour values."""
    ny, nx = values.shape
    x, y = np.linspace(-size, size, nx), np.linspace(-size, size, ny)
    looks = {"colormap": RAMP, "lighting": UNLIT} | looks
    return Surface(x, y, np.zeros(values.shape), color_value=values, **looks)


def test_colours_are_those_of_the_map(draw) -> None:
    frame = draw(sheet(np.broadcast_to(np.linspace(0, 1, 9), (9, 9))))
    for column in (31, 60, 80, 101, 129):
        value = (column + 0.5 - 30) / 100
        expected = 255 * ((1 - value) * RAMP[0] + value * RAMP[1])
        assert frame.rgba[60, column, :3] == pytest.approx(expected, abs=1.0)
    assert frame.rgba[..., 3].sum() == 255 * 100 * 100


def test_opacity_is_premultiplied(draw) -> None:
    frame = draw(sheet(np.ones((5, 5)), opacity=0.4))
    assert frame.rgba[60, 80].tolist() == [102, 51, 20, 102]


def test_height_lines_lie_at_their_levels(draw) -> None:
    # z = r^2 over a coarse grid: with the gradient, lines between its places are round to a tenth of a pixel.
    x = np.linspace(-50.0, 50.0, 26)
    u, v = np.meshgrid(x, x)
    bowl = Surface(
        x,
        x,
        (u**2 + v**2) / 1000,
        BLACK,
        np.stack([u, v], -1) / 500,
        lighting=UNLIT,
        iso=IsoLines((0.4, 0.9, 1.6), width=2.0, color=WHITE_LINE),
    )
    alpha = draw(bowl).rgba[..., 0] / 255.0
    rows, columns = np.mgrid[0:120, 0:160] + 0.5
    away = np.hypot(columns - 80, rows - 60)
    for radius in (20.0, 30.0, 40.0):
        ring = np.abs(away - radius) < 4
        assert alpha[ring].sum() == pytest.approx(2 * math.pi * radius * 2.0, rel=0.03)
        assert (alpha * away)[ring].sum() / alpha[ring].sum() == pytest.approx(radius, abs=0.1)
    assert alpha[(away > 24) & (away < 26)].max() == 0


def test_lines_of_constant_colour_lie_at_their_values(draw) -> None:
    values = np.broadcast_to(np.linspace(0, 1, 11), (5, 11))
    flat = sheet(values, colormap=BLACK, iso=IsoLines((0.25, 0.6), of="color", width=3.0, color=WHITE_LINE))
    row = draw(flat).rgba[60, :, 0] / 255.0
    assert row.sum() == pytest.approx(6.0, abs=0.1)
    assert row[54:57].sum() == pytest.approx(2.5, abs=0.1)
    assert row[88:92].sum() == pytest.approx(3.0, abs=0.1)


def test_mesh_lines_have_their_spacing_and_width(draw) -> None:
    flat = sheet(np.zeros((9, 9)), colormap=BLACK, mesh=MeshLines((20.0, 25.0), (3.0, 0.5), 2.0, WHITE_LINE))
    lit = draw(flat).rgba[..., 0] / 255.0
    row, column = lit[47], lit[:, 90]
    assert row[30:130].sum() == pytest.approx(5 * 2.0, abs=0.05)
    assert np.flatnonzero(row > 0.9).tolist() == [42, 43, 62, 63, 82, 83, 102, 103, 122, 123]
    assert column[10:110].sum() == pytest.approx(4 * 2.0, abs=0.05)


def test_mesh_lines_closer_than_the_eye_can_part_fade_away(draw) -> None:
    dense = sheet(np.zeros((9, 9)), colormap=BLACK, mesh=MeshLines((1.7, 1.7), width=1.0, color=WHITE_LINE))
    assert draw(dense).rgba[..., :3].max() == 0


def test_a_hole_has_a_clean_border(draw) -> None:
    values, n = np.ones((41, 41)), 41
    x = np.linspace(-50, 50, n)
    u, v = np.meshgrid(x, x)
    inside = 30.0**2 - u**2 - v**2
    z = np.where(inside > 0, 0.0, np.nan)
    disc = replace(sheet(values), z=z, gradient=np.zeros((n, n, 2)), inside=inside)
    alpha = draw(disc).rgba[..., 3] / 255.0
    assert alpha.sum() == pytest.approx(math.pi * 900, rel=0.01)
    rows, columns = np.mgrid[0:120, 0:160] + 0.5
    away = np.hypot(columns - 80, rows - 60)
    assert alpha[away < 29].min() == 1.0
    assert alpha[away > 31].max() == 0.0
    # Without the exact border it is half-way between the places that have a value and those that have none.
    rough = draw(replace(disc, inside=None)).rgba[..., 3] / 255.0
    assert rough[away < 27].min() == 1.0
    assert rough[away > 33.5].max() == 0.0
    edge = rough[(away > 27) & (away < 33.5)]
    assert ((edge > 0.02) & (edge < 0.98)).sum() > 80


def test_a_hole_keeps_the_colours_beside_it(draw) -> None:
    values = np.full((21, 21), 1.0)
    values[8:13, 8:13] = np.nan
    z = np.where(np.isnan(values), np.nan, 0.0)
    frame = draw(replace(sheet(values), z=z), background=(0, 0, 0, 0))
    alpha = frame.rgba[..., 3:].astype(float) / 255
    straight = frame.rgba[..., :3] / np.maximum(alpha, 1e-9)
    assert np.abs(straight[alpha[..., 0] > 0.2] - 255 * RAMP[1]).max() < 4
    assert frame.rgba[60, 80].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("reveal", [0.0, 0.3, 0.75, 1.0])
def test_a_surface_is_revealed_by_degrees(draw, reveal) -> None:
    alpha = draw(sheet(np.ones((9, 9)), reveal=reveal)).rgba[..., 3] / 255.0
    assert alpha.sum() == pytest.approx(reveal * 100 * 100, abs=2)


def test_reveal_follows_its_order(draw) -> None:
    x = np.linspace(-1, 1, 41)
    order = np.hypot(*np.meshgrid(x, x)) / math.sqrt(2)
    alpha = draw(sheet(np.ones((41, 41)), reveal=0.5, reveal_order=order)).rgba[..., 3] / 255.0
    assert alpha.sum() == pytest.approx(math.pi * (0.5 * math.sqrt(2) * 50) ** 2, rel=0.01)


def test_a_gradient_taken_from_heights_is_close_to_the_true_one(draw) -> None:
    true = draw(landscape(129), camera=OBLIQUE).rgba.astype(float)
    taken = draw(replace(landscape(129), gradient=None), camera=OBLIQUE).rgba.astype(float)
    assert np.abs(true - taken).max() < 6


def test_the_side_to_the_light_is_brighter(draw) -> None:
    # The key light is to the left of the eye: a ball is brighter on its left, and nowhere without light.
    theta, phi = np.meshgrid(np.linspace(0, np.pi, 33), np.linspace(0, 2 * np.pi, 65))
    points = np.stack([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], -1).reshape(
        -1, 3
    )
    corner = (np.arange(64)[:, None] * 33 + np.arange(32)).ravel()
    triangles = np.concatenate(
        [np.stack([corner, corner + 1, corner + 33], 1), np.stack([corner + 1, corner + 34, corner + 33], 1)]
    )
    ball = Mesh(points, triangles, points, (0.5, 0.5, 0.5, 1.0))
    pixels = draw(ball, camera=Camera(30.0, 10.0, distance=6.0, field_of_view=30.0)).rgba.astype(float)
    assert pixels[50:70, 50:78, 1].mean() > 1.1 * pixels[50:70, 82:110, 1].mean()
    assert pixels[pixels[..., 3] == 255, 1].min() > 20
    flipped = draw(
        replace(ball, normals=-points), camera=Camera(30.0, 10.0, distance=6.0, field_of_view=30.0)
    ).rgba
    assert np.abs(pixels - flipped).max() <= 1
    guessed = draw(
        replace(ball, normals=None), camera=Camera(30.0, 10.0, distance=6.0, field_of_view=30.0)
    ).rgba
    assert np.abs(pixels - guessed)[55:65, 70:90].max() < 8


def test_colours_of_vertices_blend_over_a_triangle(draw) -> None:
    points = np.array([[-40.0, -40, 0], [40, -40, 0], [0, 40, 0]])
    colors = np.array([[1.0, 0, 0, 1], [0, 1.0, 0, 1], [0, 0, 1.0, 1]])
    pixels = draw(Mesh(points, np.array([[0, 1, 2]]), color=colors, lighting=UNLIT), size=(160, 120)).rgba
    assert pixels[..., 3].sum() / 255 == pytest.approx(0.5 * 80 * 80, rel=1e-3)
    # Colours are mixed in linear light: a third of each is the square root of a third.
    center = pixels[60 + 13, 80, :3]
    assert center == pytest.approx(np.full(3, 255 * math.sqrt(1 / 3)), abs=4)


def test_neighbouring_translucent_polygons_leave_no_seam(draw) -> None:
    corners = np.array([[-40.0, -30, 0], [3.3, -31, 0], [-7.1, 29, 0], [-41, 30, 0]])
    other = np.array([[3.3, -31, 0], [40, -30, 0], [41, 30, 0], [-7.1, 29, 0]])
    paint = (1.0, 1.0, 1.0, 0.5)
    alpha = draw(Polygon(corners, paint), Polygon(other, paint)).rgba[..., 3]
    middle = alpha[35:85, 45:115].astype(int)
    assert np.abs(middle - 127.5).max() <= 0.5 + 255 * 0.25 / 4 + 1


def test_a_heat_map_shows_values_bands_and_levels(draw) -> None:
    x = np.linspace(0, 1, 51)
    values = np.broadcast_to(x, (11, 51))
    smooth = draw(HeatMap((-50, 50), (-40, 40), values, RAMP)).rgba
    assert smooth[60, 105, :3] == pytest.approx(255 * (0.245 * RAMP[0] + 0.755 * RAMP[1]), abs=1)
    banded = draw(HeatMap((-50, 50), (-40, 40), values, RAMP, bands=np.array([0.4, 0.8]))).rgba[60, :, 0]
    assert np.unique(banded[31:69]).size == 1
    assert banded[50] == pytest.approx(0.2 * 255, abs=1)
    assert banded[90] == pytest.approx(0.6 * 255, abs=1)
    assert np.flatnonzero(np.diff(banded[31:129].astype(int)) != 0).tolist()[0] == pytest.approx(38, abs=1)
    lines = draw(
        HeatMap((-50, 50), (-40, 40), values, BLACK, iso=IsoLines((0.3, 0.65), width=2.0, color=WHITE_LINE))
    )
    row = lines.rgba[60, :, 0] / 255.0
    assert row.sum() == pytest.approx(4.0, abs=0.05)
    assert row[59:61].sum() == pytest.approx(2.0, abs=0.05)


def test_contours_of_a_heat_map_are_round_between_its_places(draw) -> None:
    x = np.linspace(-1, 1, 41)
    u, v = np.meshgrid(x, x)
    heat = HeatMap(
        (-50, 50),
        (-50, 50),
        (u**2 + v**2) / 2,
        BLACK,
        iso=IsoLines((0.18, 0.32), width=2.0, color=WHITE_LINE),
    )
    alpha = draw(heat).rgba[..., 0] / 255.0
    rows, columns = np.mgrid[0:120, 0:160] + 0.5
    away = np.hypot(columns - 80, rows - 60)
    for radius in (30.0, 40.0):
        ring = np.abs(away - radius) < 3
        assert alpha[ring].sum() == pytest.approx(2 * math.pi * radius * 2.0, rel=0.03)
        assert (alpha * away)[ring].sum() / alpha[ring].sum() == pytest.approx(radius, abs=0.1)


def test_a_hole_in_a_heat_map_is_transparent(draw) -> None:
    values = np.full((31, 31), 0.5)
    values[:, 20:] = np.nan
    alpha = draw(HeatMap((-60, 60), (-40, 40), values, RAMP)).rgba[60, :, 3] / 255.0
    assert alpha[20:96].min() == 1.0
    assert alpha[100:].max() == 0.0


@pytest.mark.parametrize("opacity", [1.0, 0.8])
def test_a_picture_is_as_good_as_one_of_sixteen_samples(draw, ssim, opacity) -> None:
    def scene(scale: float) -> list:
        surface = landscape(
            opacity=opacity,
            lighting=Lighting(),
            mesh=MeshLines((0.25, 0.25), width=1.2 * scale, color=(1, 1, 1, 0.25)),
            iso=IsoLines(np.arange(-1, 1, 0.2), width=1.6 * scale, color=(1, 1, 1, 0.5)),
        )
        floor = Polygon(
            np.array([[-1.5, -1.5, -1], [1.5, -1.5, -1], [1.5, 1.5, -1], [-1.5, 1.5, -1]]), (0.2, 0.2, 0.3, 1)
        )
        turn = np.linspace(0, 2 * np.pi, 100)
        circle = np.stack([np.cos(turn), np.sin(turn), np.full(100, -1.0)], axis=1)
        return [
            floor,
            Polyline(circle, 2.5 * scale, (1.0, 0.7, 0.2, 1)),
            surface,
            Disc((0.5, -1.2, -1.0), 6 * scale, (1, 1, 1, 1)),
        ]

    once = draw(*scene(1.0), camera=OBLIQUE, size=(480, 360), background=(0.05, 0.06, 0.09, 1)).rgba
    many = draw(*scene(4.0), camera=OBLIQUE, size=(1920, 1440), background=(0.05, 0.06, 0.09, 1)).rgba
    reference = many.reshape(360, 4, 480, 4, 4).astype(float).mean(axis=(1, 3))
    assert ssim(once, reference) >= 0.99


def test_a_silhouette_has_no_stairs(draw, ssim) -> None:
    once = draw(landscape(), camera=OBLIQUE, size=(480, 360)).rgba[..., 3].astype(float)
    many = draw(landscape(), camera=OBLIQUE, size=(1920, 1440)).rgba[..., 3]
    reference = many.reshape(360, 4, 480, 4).astype(float).mean(axis=(1, 3))
    edge = (reference > 5) & (reference < 250)
    assert edge.sum() > 500
    assert np.abs(once - reference)[edge].mean() < 12
    assert np.abs(once - reference)[~edge].max() < 40
