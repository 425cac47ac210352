"""The language: what an author may write, loaded with the place of every word."""

from __future__ import annotations

from gradanim.spec.actor_options import ActorOptions
from gradanim.spec.actors import ACTORS, ActorUse
from gradanim.spec.beat import Beat
from gradanim.spec.canonical import canonical
from gradanim.spec.field import FieldSpec
from gradanim.spec.load import load_scenes
from gradanim.spec.load_series import Loaded, load_any, load_series
from gradanim.spec.nodes import Mark
from gradanim.spec.scene import SceneSpec, SourceMarks
from gradanim.spec.schema import json_schema
from gradanim.spec.series import SeriesSpec
from gradanim.spec.stage import STAGES, THEMES, CameraSpec, StageKind, StageSpec, ThemeName
from gradanim.spec.titles import plain_title
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
    "Loaded",
    "Mark",
    "SceneSpec",
    "SeriesSpec",
    "SourceMarks",
    "StageKind",
    "StageSpec",
    "ThemeName",
    "canonical",
    "json_schema",
    "load_any",
    "load_scenes",
    "load_series",
    "plain_title",
]
