"""Small pictures for the tests of the renderer: cameras, sheets, and source-over by hand."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from gradanim.raster import (
    UNLIT,
    Arrow,
    Camera,
    Disc,
    Frame,
    IsoLines,
    Item,
    MeshLines,
    Polygon,
    Polyline,
    Surface,
    View,
    Viewport,
    render,
)

FloatArray = NDArray[np.float64]
RGBA = tuple[float, float, float, float]

SIZE = (240, 160)
FULL = Viewport(0, 0, *SIZE)
RED, GREEN, BLUE = (0.9, 0.1, 0.2, 1.0), (0.1, 0.8, 0.3, 1.0), (0.1, 0.3, 0.9, 1.0)
WHITE: RGBA = (1.0, 1.0, 1.0, 1.0)
BYTE = 1.0 / 255.0

COLORS = np.array([[0.1, 0.2, 0.6], [0.2, 0.7, 0.7], [0.95, 0.85, 0.3]])
CORNERS = np.array([[-1.0, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
# From -y towards +y: x to the right, z up.
FRONT = Camera(-90.0, 0.0, distance=6.0, field_of_view=0.0, height=4.0)
FRONT_PERSPECTIVE = Camera(-90.0, 0.0, distance=6.0, field_of_view=36.0)
TOP = Camera.top_down(height=4.0)
OBLIQUE = Camera(-60.0, 30.0, distance=7.0, field_of_view=34.0)
# Pixels per world unit from above.
SCALE = SIZE[1] / TOP.height


def draw(
    items: tuple[Item, ...],
    camera: Camera,
    background: RGBA = (0.0, 0.0, 0.0, 0.0),
    size: tuple[int, int] = SIZE,
    threads: int = 1,
) -> Frame:
    """The items in a frame of their own."""
    return render([View(Viewport(0, 0, *size), camera, items)], size, background, threads=threads)


def unit(frame: Frame) -> FloatArray:
    """(height, width, 4) premultiplied, 0..1."""
    return frame.rgba / 255.0


def pixel_at(frame: Frame, camera: Camera, point: tuple[float, float, float]) -> FloatArray:
    """The pixel in which a world point of a full view lies, premultiplied, 0..1."""
    (x, y), _ = camera.project(point, Viewport(0, 0, frame.rgba.shape[1], frame.rgba.shape[0]))
    found: FloatArray = unit(frame)[int(np.floor(y)), int(np.floor(x))]
    return found


def over(*layers: RGBA) -> FloatArray:
    """Straight colours, the nearest first, laid over each other: premultiplied."""
    seen, through = np.zeros(4), 1.0
    for r, g, b, a in layers:
        seen += through * a * np.array([r, g, b, 1.0])
        through *= 1.0 - a
    return seen


def faded(color: RGBA, alpha: float) -> RGBA:
    """A colour with another alpha."""
    return (*color[:3], alpha)


def wall(y: float, color: RGBA, half: float = 1.0) -> Polygon:
    """An upright square that faces the front camera."""
    return Polygon(np.array([[-half, y, -half], [half, y, -half], [half, y, half], [-half, y, half]]), color)


def sheet(
    heights: FloatArray, color: RGBA, reach: tuple[float, float] = (1.0, 1.0), **more: object
) -> Surface:
    """An unlit surface of one colour over the rectangle of half sizes ``reach`` around the origin."""
    ny, nx = heights.shape
    x, y = np.linspace(-reach[0], reach[0], nx), np.linspace(-reach[1], reach[1], ny)
    colors = np.array([color[:3], color[:3]])
    settings = {"opacity": color[3], "lighting": UNLIT, **more}
    return Surface(x, y, heights, colors, **settings)  # type: ignore[arg-type]


def grid(n: int, reach: tuple[float, float] = (1.0, 1.0)) -> tuple[FloatArray, FloatArray]:
    """x and y of an n by n grid over the same rectangle."""
    x, y = np.meshgrid(np.linspace(-reach[0], reach[0], n), np.linspace(-reach[1], reach[1], n))
    return x, y


def rays(camera: Camera, size: tuple[int, int] = SIZE) -> tuple[FloatArray, FloatArray]:
    """Starts and directions (height, width, 3) of the lines of sight through pixel centres; forward part 1."""
    width, height = size
    right, up, forward = _frame(camera)
    columns, rows = np.meshgrid(np.arange(width) + 0.5 - width / 2, height / 2 - np.arange(height) - 0.5)
    eye = np.array(camera.target) - camera.distance * forward
    if camera.field_of_view > 0:
        step = 2.0 * np.tan(np.radians(camera.field_of_view) / 2.0) / height
        directions = forward + step * (columns[..., None] * right + rows[..., None] * up)
        return np.broadcast_to(eye, directions.shape), directions
    step = camera.height / height
    starts = eye + step * (columns[..., None] * right + rows[..., None] * up)
    return starts, np.broadcast_to(forward, starts.shape)


def _frame(camera: Camera) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Right, up and forward from the definition of the angles, written anew."""
    a, e = np.radians(camera.azimuth), np.radians(camera.elevation)
    forward = -np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)])
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    return right, np.cross(right, forward), forward


def world(x: float, y: float) -> tuple[float, float, float]:
    """The world point over pixel (x, y) of the top-down camera."""
    return (x - SIZE[0] / 2) / SCALE, (SIZE[1] / 2 - y) / SCALE, 0.0


def alpha_of(*items: Item, camera: Camera = TOP) -> np.ndarray:
    return unit(draw(items, camera))[..., 3]


def hills(scale: float, opacity: float = 1.0, holes: bool = False) -> Surface:
    """A lit landscape with fine lines; ``scale`` multiplies widths in pixels."""
    x, y = np.linspace(-1.6, 1.6, 65), np.linspace(-1.4, 1.4, 57)
    px, py = np.meshgrid(x, y)
    z = 0.7 * np.exp(-2 * (px**2 + py**2)) + 0.15 * np.sin(3 * px) * np.cos(2 * py)
    if holes:
        z = np.where(np.hypot(px - 0.7, py) < 0.3, np.nan, z)
    mesh = MeshLines((0.4, 0.4), width=scale)
    iso = IsoLines((0.0, 0.2, 0.4), width=1.5 * scale)
    return Surface(x, y, z, COLORS, opacity=opacity, mesh=mesh, iso=iso)


def marks(scale: float) -> tuple[Item, ...]:
    """Lines, an arrow and a dot over and under the landscape."""
    t = np.linspace(0, 2 * np.pi, 90)
    spiral = np.stack([1.3 * np.cos(t), 1.1 * np.sin(t), 0.3 + 0.2 * np.sin(2 * t)], axis=1)
    return (
        Polyline(spiral, 2.0 * scale, (1.0, 0.4, 0.3, 1.0), bias=scale),
        Arrow((-1.4, -1.2, 0.1), (0.9, 0.4, 0.9), 4.0 * scale, 18.0 * scale, 16.0 * scale, bias=scale),
        Disc((0.2, -0.9, 0.3), 6.0 * scale, WHITE, 1.5 * scale, bias=scale),
    )


def sound(items: tuple[Item, ...], camera: Camera, viewport: Viewport = FULL) -> Frame:
    """Draws with every warning and every floating-point error an exception, and checks what any picture keeps."""
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        frame = render([View(viewport, camera, items)], SIZE, (0.2, 0.1, 0.3, 0.6), threads=1)
    assert not np.isnan(frame.depth).any()
    # Parallel lines of sight have no start: what is behind the eye is seen, at a negative depth.
    assert camera.is_orthographic or (frame.depth > 0).all()
    # Premultiplied: no component is above alpha, which only grows over the background.
    assert (frame.rgba[..., :3].max(axis=-1) <= frame.rgba[..., 3].astype(int) + 1).all()
    assert frame.rgba[..., 3].min() >= 152
    return frame


def is_empty(frame: Frame) -> bool:
    """Whether only the background is there."""
    bare = render([], SIZE, (0.2, 0.1, 0.3, 0.6), threads=1)
    return np.array_equal(frame.rgba, bare.rgba) and bool(np.isposinf(frame.depth).all())


def landscape(z: np.ndarray, reach: float = 1.0, **more) -> Surface:
    """A lit surface with fine lines and levels over a square."""
    places = np.linspace(-reach, reach, len(z))
    mesh, iso = MeshLines((reach / 4, reach / 4)), IsoLines((-0.5, 0.0, 0.5, 10.0))
    return Surface(places, places, z, COLORS, mesh=mesh, iso=iso, **more)
