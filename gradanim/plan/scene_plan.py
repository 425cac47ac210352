"""The plan of one scene: everything that decides its frames, and where its files go."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from msgspec import Struct

from gradanim.plan.clock import Span, spans, total_frames
from gradanim.plan.profile import FORMATS, PROFILES, Format, Profile
from gradanim.spec import SceneSpec


class ScenePlan(Struct, frozen=True, eq=False):
    """A scene resolved for one profile and format.

    Attributes:
        spec: the scene.
        profile: how fine.
        format: which shape.
        size: width and height of a frame in pixels.
        clock: the frames of every beat.
    """

    spec: SceneSpec
    profile: Profile
    format: Format
    size: tuple[int, int]
    clock: tuple[Span, ...]

    @property
    def id(self) -> str:
        """The scene's id, which names its files."""
        return self.spec.id

    @property
    def fps(self) -> Fraction:
        """Frames per second."""
        return self.profile.fps

    @property
    def frames(self) -> int:
        """Length of the film in frames."""
        return total_frames(self.clock)

    @property
    def seconds(self) -> float:
        """Length of the film."""
        return float(self.frames / self.fps)


class Outputs(Struct, frozen=True):
    """Where the files of one scene go."""

    video: Path
    srt: Path
    vtt: Path
    poster: Path
    sheet: Path
    cues: Path


def outputs(folder: Path, scene_id: str) -> Outputs:
    """The files of a scene in an output folder; ids are slugs, so they stay inside it."""
    return Outputs(
        video=folder / f"{scene_id}.mp4",
        srt=folder / f"{scene_id}.srt",
        vtt=folder / f"{scene_id}.vtt",
        poster=folder / f"{scene_id}.poster.png",
        sheet=folder / f"{scene_id}.sheet.png",
        cues=folder / f"{scene_id}.cues.json",
    )


def plan_scene(spec: SceneSpec, profile: str = "final", format: str = "16:9") -> ScenePlan:
    """Resolves a scene; nothing is drawn and no file is touched.

    Args:
        spec: the scene.
        profile: name of a profile.
        format: name of a format.
    """
    chosen, shape = PROFILES[profile], FORMATS[format]
    return ScenePlan(
        spec, chosen, shape, shape.pixels(chosen), spans(spec.beats, chosen.fps, spec.stage.kind)
    )
