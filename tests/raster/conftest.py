"""What the tests of the renderer share: working memory, a landscape, and small measures of pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from gradanim.raster import Camera, Canvas, Frame, Item, View, Viewport, render

Draw = Callable[..., Frame]


@pytest.fixture(scope="session")
def canvas() -> Iterator[Canvas]:
    """Working memory that all tests share."""
    memory = Canvas()
    yield memory
    memory.close()


@pytest.fixture
def draw(canvas: Canvas) -> Draw:
    """Draws items over a background, seen from straight above or through a camera."""

    def draw_items(
        *items: Item,
        camera: Camera | None = None,
        size: tuple[int, int] = (160, 120),
        background: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
        threads: int = 1,
    ) -> Frame:
        # From above, one world unit is one pixel, and the middle of the world is the middle of the picture.
        seen_by = camera or Camera.top_down((0.0, 0.0), float(size[1]))
        view = View(Viewport(0, 0, *size), seen_by, items)
        return render([view], size, background, threads=threads, canvas=canvas)

    return draw_items


@pytest.fixture
def ssim() -> Callable[[np.ndarray, np.ndarray], float]:
    """Structural similarity of two pictures (Wang et al., 2004), with a uniform window of 8 x 8 pixels."""

    def measure(a: np.ndarray, b: np.ndarray) -> float:
        x, y = (picture[..., :3].astype(np.float64).mean(axis=-1) for picture in (a, b))
        mx, my = _windows(x), _windows(y)
        vx, vy = _windows(x * x) - mx * mx, _windows(y * y) - my * my
        both = _windows(x * y) - mx * my
        c1, c2 = (0.01 * 255.0) ** 2, (0.03 * 255.0) ** 2
        score = (2 * mx * my + c1) * (2 * both + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2))
        return float(score.mean())

    return measure


def _windows(values: np.ndarray, size: int = 8) -> np.ndarray:
    """Means over all windows."""
    total = np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    return (
        total[size:, size:] - total[:-size, size:] - total[size:, :-size] + total[:-size, :-size]
    ) / size**2
