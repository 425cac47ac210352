"""Films of plain manim scenes in memory, and single pictures by their camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from manim import Mobject, tempconfig
from numpy.typing import NDArray

from gradanim.render.manim_stage import RasterCamera, RasterScene, RasterStage

Pixels = NDArray[np.uint8]
WIDTH, HEIGHT, RATE = 320, 180, 10
BACKGROUND = "#102030"


@contextmanager
def small_manim(folder: Path, **more: Any) -> Iterator[None]:
    """manim's settings for small pictures; nothing is remembered between tests."""
    settings = {
        "pixel_width": WIDTH,
        "pixel_height": HEIGHT,
        "frame_width": 16.0,
        "frame_height": 9.0,
        "frame_rate": RATE,
        "background_color": BACKGROUND,
        "media_dir": str(folder),
        "disable_caching": True,
        "verbosity": "ERROR",
        "progress_bar": "none",
        **more,
    }
    with tempconfig(settings):
        yield


def play(construct: Callable[[Any], None]) -> list[Pixels]:
    """The frames of a scene, as manim hands them to the film; the films themselves are not written."""
    frames: list[Pixels] = []

    class Recorded(RasterScene):
        def construct(self) -> None:
            def keep(frame: Pixels, num_frames: int = 1) -> None:
                frames.extend([frame] * num_frames)

            self.renderer.add_frame = keep
            construct(self)

    with tempconfig({"dry_run": True}):
        Recorded().render()
    return frames


def shot(*mobjects: Mobject, camera: RasterCamera | None = None) -> Pixels:
    """One picture of mobjects in this order; with a camera, drawn by it after whatever it drew before."""
    eye = camera or RasterCamera()
    eye.reset()
    eye.capture_mobjects(mobjects)
    return eye.pixel_array.copy()


def pixel(stage: RasterStage, point: Any) -> tuple[int, int]:
    """Row and column where coordinates of a stage are seen, by way of manim's frame."""
    x, y, _ = stage.frame_point(point)
    return int(np.floor((4.5 - y) * HEIGHT / 9.0)), int(np.floor((x + 8.0) * WIDTH / 16.0))


def colour(picture: Pixels, stage: RasterStage, point: Any) -> tuple[int, ...]:
    """RGBA where coordinates of a stage are seen."""
    return tuple(map(int, picture[pixel(stage, point)]))


def is_like(found: tuple[int, ...], wanted: tuple[int, ...], tolerance: int = 3) -> bool:
    """Whether two colours differ by little in every channel."""
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))
