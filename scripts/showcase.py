"""Draws the small pictures of the front page and of the language page: every scene, and every verb at three moments."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gradanim.batch.posters import poster_beat
from gradanim.plan.scene_plan import plan_scene
from gradanim.render.film import Film, make_film
from gradanim.spec import SceneSpec, load_scenes, load_series

ROOT = Path(__file__).resolve().parents[1]
SERIES = ROOT / "scenes" / "series" / "the-gradient-vector.yaml"
VERBS = ROOT / "scenes" / "verbs"
SHOWCASE = ROOT / "media" / "showcase"
SIZE, SMALL = (640, 360), (320, 180)
# A verb is shown at these shares of its beat: as it begins, on its way, and done.
MOMENTS = (0.06, 0.5, 0.97)


def main() -> None:
    """Writes every picture into ``media/showcase/`` and says how large it is."""
    for name, picture in pictures():
        path = SHOWCASE / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(path, optimize=True)
        sys.stderr.write(f"{name}  {path.stat().st_size / 1000:.0f} kB\n")


def pictures(only: Sequence[str] = ()) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Every name with its picture ``(H, W, 3)``; ``only`` some verbs where it is not empty."""
    for scene in chosen(SERIES) if not only else ():
        yield scene.id, poster(make_film(plan_scene(scene, "final")))
    for spec in sorted(VERBS.glob("*.yaml")):
        if only and spec.stem not in only:
            continue
        plan = plan_scene(load_scenes(spec)[0], "preview")
        span = plan.clock[-1]
        numbers = [span.start + int(share * span.frames) for share in MOMENTS]
        yield f"verbs/{spec.stem}", made_small(make_film(plan), numbers, SMALL)


def poster(film: Film) -> NDArray[np.uint8]:
    """The picture that stands for a film, small."""
    ends = [span.start + span.frames - 1 for span in film.plan.clock]
    shown = [made_small(film, [number], SIZE) for number in ends]
    return shown[poster_beat(film.plan, shown)]


def made_small(film: Film, frames: Sequence[int], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Some frames of a film beside each other, each of the given width and height."""
    images = (Image.fromarray(film.frame(number)).convert("RGB") for number in frames)
    return np.hstack([np.asarray(image.resize(size, Image.Resampling.LANCZOS)) for image in images])


def chosen(series: Path) -> list[SceneSpec]:
    """The scenes of a series, of those with variants the middle one."""
    groups: dict[str, list[SceneSpec]] = {}
    for scene in load_series(series).scenes:
        groups.setdefault(scene.source.file if scene.source else scene.id, []).append(scene)
    return [scenes[len(scenes) // 2] for scenes in groups.values()]


if __name__ == "__main__":
    main()
