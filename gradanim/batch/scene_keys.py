"""The key of a whole scene, found from its spec alone: the quick question whether there is anything to do."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from gradanim.encode.settings import MOVING_SETTINGS, PROFILE_SETTINGS
from gradanim.plan.scene_plan import ScenePlan
from gradanim.plan.sources import own_sources, packages
from gradanim.spec import canonical
from gradanim.store import key_of

SCENE_SCHEMA = "gradanim-scene/2"


def scene_key(plan: ScenePlan, mode: str) -> str:
    """What decides the files of a scene: found from the spec alone, nothing is computed.

    Args:
        plan: the scene.
        mode: what becomes of what is said: ``sidecar``, ``burn`` or ``none``.
    """
    return key_of(
        {
            "schema": SCENE_SCHEMA,
            "spec": canonical(plan.spec),
            "profile": profile_record(plan),
            "captions": mode,
            "code": _scene_code(),
            "packages": dict(packages()),
        }
    )


def profile_record(plan: ScenePlan) -> dict[str, Any]:
    """Size, rate and encoding of a film, as JSON."""
    return {
        "profile": [plan.profile.name, plan.profile.short_side, str(plan.fps)],
        "format": asdict(plan.format),
        "size": list(plan.size),
        # Which of them encodes a clip follows from what moves in it, which its own key decides.
        "encoder": [each[plan.profile.name].as_key() for each in (PROFILE_SETTINGS, MOVING_SETTINGS)],
    }


@lru_cache(maxsize=1)
def _scene_code() -> str:
    return own_sources().of_scene()
