"""The language: what an author may write, loaded with the place of every word."""

from gradanim.spec.actors import ACTORS, ActorOptions, ActorUse
from gradanim.spec.beat import Beat
from gradanim.spec.field import FieldSpec
from gradanim.spec.nodes import Mark
from gradanim.spec.scene import SceneSpec, SourceMarks
from gradanim.spec.stage import STAGES, THEMES, CameraSpec, StageKind, StageSpec, ThemeName
from gradanim.spec.verbs import VERBS, Action

__all__ = [
    "ACTORS",
    "STAGES",
    "THEMES",
    "VERBS",
    "Action",
    "ActorOptions",
    "ActorUse",
    "Beat",
    "CameraSpec",
    "FieldSpec",
    "Mark",
    "SceneSpec",
    "SourceMarks",
    "StageKind",
    "StageSpec",
    "ThemeName",
]
