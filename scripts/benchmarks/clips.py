"""The clips of ``bench render``: specs, the plain manim scenes beside them, and the limits they are held to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from gradanim.plan.scene_plan import ScenePlan, plan_scene
from gradanim.spec import load_scenes

HERE = Path(__file__).parent
MANIM_SCENES = HERE / "manim_scenes.py"
SECONDS = 10.0


@dataclass(frozen=True)
class Clip:
    """One clip, made by both.

    Attributes:
        name: stem of its spec.
        manim: class of its plain manim scene.
        least_vs_manim: gradanim is at least this many times as fast as plain manim.
        most_vs_encode: it takes at most this many times as long as encoding its frames alone.
    """

    name: str
    manim: str
    least_vs_manim: float
    most_vs_encode: float

    @property
    def spec(self) -> Path:
        """The spec, which lasts `SECONDS`."""
        return HERE / "scenes" / f"{self.name}.yaml"


CLIPS: Mapping[str, Clip] = MappingProxyType(
    {
        clip.name: clip
        for clip in (
            Clip("turning", "Turning", 20.0, 1.3),
            Clip("still", "Still", 3.0, 1.3),
            Clip("morphing", "Morphing", 20.0, 1.5),
            Clip("contours", "Contours", 2.0, 1.3),
            Clip("descent", "Descent", 10.0, 1.3),
        )
    }
)


def plan_of(spec: Path, profile: str) -> ScenePlan:
    """The plan of a spec with one scene."""
    (scene,) = load_scenes(spec)
    return plan_scene(scene, profile)


def spec_lasting(clip: Clip, seconds: float, folder: Path) -> Path:
    """The spec of a clip, or one that does all the same in fewer seconds, written into ``folder``.

    The last beat is the clip's motion; those before it put everything on the stage, one frame each.
    """
    if seconds == SECONDS:
        return clip.spec
    data: dict[str, Any] = YAML(typ="safe").load(clip.spec)
    *before, motion = data["beats"]
    left = seconds - float(sum(Fraction(beat["seconds"]) for beat in before))
    for beat in (motion, *motion.get("together", ())):
        beat["seconds"] = left
    target = folder / f"{clip.name}.json"
    target.write_text(json.dumps(data), encoding="utf-8")
    return target
