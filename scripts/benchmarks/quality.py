"""What the speed costs: films against their raw frames, and a frame against one drawn four times as fine."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from benchmarks.capture import Raw, encode_alone
from benchmarks.similarity import YARDSTICK, film_similarity, picture_similarity
from gradanim.plan.scene_plan import ScenePlan
from gradanim.render.film import Film, make_film

# The reference is drawn with this many times the pixels along each side, and averaged.
FINER = 4
LEAST_REFERENCE = 0.99
Pixels = NDArray[np.uint8]


@dataclasses.dataclass(frozen=True)
class Quality:
    """Similarities (SSIM) of one clip.

    Attributes:
        film: the film to its raw frames, all planes.
        film_luma: the same, luma alone.
        manim: the same frames encoded as manim does by default, all planes.
        manim_luma: the same, luma alone.
        frame: the frame in the middle to the finer one, without texts; they are set on the pixels of the frame.
        frame_with_texts: the same with texts.
    """

    film: float
    film_luma: float
    manim: float
    manim_luma: float
    frame: float
    frame_with_texts: float

    @property
    def holds(self) -> bool:
        """Whether the speed has cost nothing that the project promises."""
        as_manim = self.film >= self.manim and self.film_luma >= self.manim_luma
        return as_manim and self.frame >= LEAST_REFERENCE


def judge(plan: ScenePlan, planes: Raw, film: Path) -> Quality:
    """The similarities of a clip.

    Args:
        plan: the clip.
        planes: its raw frames as planes; what both films lose is counted from there.
        film: what gradanim made of them.
    """
    theirs = film.with_name("as-manim.mp4")
    encode_alone(planes, YARDSTICK, theirs)
    luma, everything = film_similarity(planes.path, planes.source, film)
    manim_luma, manim = film_similarity(planes.path, planes.source, theirs)
    theirs.unlink()
    bare, full = (picture_similarity(*pair) for pair in frame_pairs(plan))
    return Quality(everything, luma, manim, manim_luma, bare, full)


def frame_pairs(plan: ScenePlan) -> Iterator[tuple[Pixels, NDArray[np.float64]]]:
    """The frame in the middle and its reference, without texts and with them."""
    width, height = plan.size
    profile = dataclasses.replace(plan.profile, short_side=FINER * plan.profile.short_side)
    finer = replace(plan, profile=profile, size=(FINER * width, FINER * height))
    with (
        closing(make_film(plan)) as film,
        closing(make_film(finer)) as reference,
    ):
        for texts in (False, True):
            yield drawn(film, texts), averaged(drawn(reference, texts))


def drawn(film: Film, texts: bool) -> Pixels:
    """The frame in the middle of a film."""
    picture = film.picture(film.plan.frames // 2)
    return film.draw(picture if texts else replace(picture, letters=()))


def averaged(picture: Pixels) -> NDArray[np.float64]:
    """The mean of each block of `FINER` by `FINER` pixels."""
    height, width = picture.shape[0] // FINER, picture.shape[1] // FINER
    blocks = picture[..., :3].reshape(height, FINER, width, FINER, 3)
    return np.asarray(blocks.mean(axis=(1, 3)))
