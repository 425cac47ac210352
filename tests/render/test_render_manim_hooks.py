"""What gradanim relies on in manim, and that the documented example runs as written."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim import Camera, Mobject, MovingCamera, MovingCameraScene, Scene, Square, tempconfig
from manim.utils.hashing import get_json
from manim_helpers import shot, small_manim

from gradanim.render.manim_stage import RasterCamera, RasterDot, RasterScene, RasterStage, RasterSurface

DOCS = Path(__file__).parents[2] / "docs" / "manim.md"


@pytest.fixture(autouse=True)
def _small(tmp_path: Path) -> Iterator[None]:
    with small_manim(tmp_path):
        yield


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (Camera, "capture_mobjects", ["self", "mobjects", "kwargs"]),
        (Camera, "get_mobjects_to_display", ["self", "mobjects", "include_submobjects", "excluded_mobjects"]),
        (Camera, "get_cairo_context", ["self", "pixel_array"]),
        (Scene, "get_moving_mobjects", ["self", "animations"]),
        (Scene, "add", ["self", "mobjects"]),
        (Scene, "remove", ["self", "mobjects"]),
        (MovingCameraScene, "__init__", ["self", "camera_class", "kwargs"]),
        (Mobject, "interpolate", ["self", "mobject1", "mobject2", "alpha", "path_func"]),
        (Mobject, "interpolate_color", ["self", "mobject1", "mobject2", "alpha"]),
        (Mobject, "align_data", ["self", "mobject", "skip_point_alignment"]),
        (Mobject, "align_points", ["self", "mobject"]),
        (Mobject, "align_points_with_larger", ["self", "larger_mobject"]),
        (Mobject, "reduce_across_dimension", ["self", "reduce_func", "dim"]),
        (Mobject, "get_points_defining_boundary", ["self"]),
    ],
)
def test_manim_still_has_the_hooks(owner: type, name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(owner, name)).parameters) == parameters


def test_manim_still_draws_by_calling_them() -> None:
    """Each frame by ``capture_mobjects``; what moves by ``get_moving_mobjects``; ends of blends as they are."""
    called: list[str] = []

    class Eye(RasterCamera):
        def capture_mobjects(self, mobjects: Any, **kwargs: Any) -> None:
            called.append("capture")
            super().capture_mobjects(mobjects, **kwargs)

    class Played(RasterScene):
        def construct(self) -> None:
            self.play(Square().animate.shift([1, 0, 0]), run_time=0.3)

        def get_moving_mobjects(self, *animations: Any) -> list[Mobject]:
            called.append("moving")
            return super().get_moving_mobjects(*animations)

    with tempconfig({"dry_run": True}):
        Played(camera_class=Eye).render()
    assert called == ["moving", "capture", "capture", "capture"]


def test_manim_keeps_premultiplied_rgba_of_bytes(tmp_path: Path) -> None:
    with small_manim(tmp_path, background_color="#000000", background_opacity=0.0):
        camera = MovingCamera()
        camera.capture_mobjects([Square(2, stroke_width=0, fill_opacity=0.5, color="#ff8000")])
    assert camera.pixel_array.dtype == np.uint8 and camera.pixel_array.shape == (180, 320, 4)
    assert camera.pixel_array[90, 160].tolist() == pytest.approx([128, 64, 0, 128], abs=1)


def test_manims_cache_sees_what_changes_a_picture_and_nothing_else() -> None:
    def key(height: float, azimuth: float, used: bool) -> str:
        stage, camera = RasterStage(azimuth=azimuth), RasterCamera()
        hill = RasterSurface(stage, lambda x, y: height * x, resolution=5, color_range=(0, 1))
        if used:
            shot(stage, hill, camera=camera)
        return get_json(camera) + get_json(hill, include_pixel_array=True)

    assert key(1, 30, False) == key(1, 30, True)
    assert len({key(1, 30, False), key(2, 30, False), key(1, 31, False)}) == 3


def test_the_opengl_renderer_is_refused() -> None:
    with tempconfig({"renderer": "opengl"}), pytest.raises(ValueError, match="needs manim's Cairo renderer"):
        RasterScene()


def test_a_plain_camera_draws_the_other_mobjects() -> None:
    camera = Camera()
    camera.capture_mobjects([RasterDot(RasterStage(), (0, 0, 0)), Square()])
    assert np.count_nonzero(camera.pixel_array[..., 0] > 100) > 50


def test_the_example_in_the_documentation_renders(tmp_path: Path) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len([line for line in source.splitlines() if line.strip()]) <= 20
    (tmp_path / "hill.py").write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "manim", "render", "-r", "160,90", "--fps", "5", "--media_dir", "media"]
    environment = {**os.environ, "PYTHONPATH": str(DOCS.parents[1])}
    done = subprocess.run(
        [*command, "hill.py", "Hill"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (film,) = (tmp_path / "media").rglob("Hill.mp4")
    with av.open(str(film)) as opened:
        frames = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    assert len(frames) == 15 and frames[0].shape == (90, 160, 3)
    # Stage, point and arrow: three motions, all of them seen.
    for first, last in ((0, 4), (5, 9), (10, 14)):
        assert np.abs(frames[first].astype(int) - frames[last]).max() > 60
