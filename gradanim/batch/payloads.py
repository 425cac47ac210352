"""What the jobs of a scene are told, in JSON; whoever asks for a piece imports nothing of what draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gradanim.batch.beat_key import BeatKey
from gradanim.plan.scene_plan import ScenePlan


def scene_record(plan: ScenePlan) -> dict[str, Any]:
    """A plan as JSON from which `pieces.plan_of` makes it again on any machine, without a file."""
    spec = plan.spec.model_dump(mode="json", by_alias=True)
    return {"spec": spec, "profile": plan.profile.name, "format": plan.format.name}


def piece_payload(
    plan: ScenePlan, mode: str, keys: Sequence[BeatKey], numbers: Iterable[int], cache: Path
) -> dict[str, Any]:
    """What `pieces.render_piece` is told.

    Args:
        plan: the scene.
        mode: what becomes of what is said.
        keys: the keys of all beats of the scene.
        numbers: which of its clips to render, as `plan.cuts` numbers them.
        cache: the cache folder.
    """
    return {
        "scene": scene_record(plan),
        "mode": mode,
        "clips": sorted(numbers),
        "keys": [key.record() for key in keys],
        "cache": str(cache),
    }
