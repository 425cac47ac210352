"""What workers do besides rendering pieces: look what is missing, assemble a scene, join a series."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from gradanim.batch.assemble import LostClipsError, assemble, missing, said_in
from gradanim.batch.beat_key import beat_key
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.pieces import plan_of
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.scene_plan import outputs
from gradanim.publish import (
    Manifest,
    SceneEntry,
    file_entry,
    publish_series_film,
    scene_line,
    scene_record,
)
from gradanim.spec import plain_title

Report = Callable[[int], None]


def look(payload: dict[str, Any], _report: Report) -> dict[str, Any]:
    """Finds the keys of a scene and which of its clips are missing.

    Args:
        payload: ``scene``, ``mode``, ``cache``, ``keys`` (or None where nobody knows them), and ``force`` for clips
            that are made anew although they are there.

    Returns:
        ``keys``, ``missing`` (numbers of clips), ``clips``, how many there are, and ``said``, what is said in each
        beat, or None where that was not found out on the way.

    Raises:
        ProblemError: the field or a beat cannot be played, or a claim is false.
    """
    plan, known = plan_of(payload["scene"]), payload["keys"]
    rehearsal = rehearsed(plan, payload["mode"] == "burn") if known is None else None
    keys = tuple(map(beat_key, known or ())) if rehearsal is None else beat_keys(plan, rehearsal)
    clips, wanted = Clips(Path(payload["cache"])), clip_keys(plan, keys)
    if payload["force"]:
        for clip in wanted:
            clips.discard(clip.key)
    return {
        "keys": [key.record() for key in keys],
        "missing": missing(clips, wanted),
        "clips": len(wanted),
        "said": None if rehearsal is None else said_in(plan, rehearsal),
    }


def publish(payload: dict[str, Any], _report: Report) -> dict[str, Any]:
    """Assembles a scene from its clips and publishes its files.

    Args:
        payload: ``scene``, ``mode``, ``cache``, ``keys``, ``out``, ``fingerprint``, the scene's key, and ``said``, as
            `look` has told it.

    Returns:
        ``line``, the scene's line of the manifest; or ``lost``, the numbers of clips that are not there any more.

    Raises:
        ProblemError: the clips do not join, or the disk refused.
    """
    plan, mode, out = plan_of(payload["scene"]), payload["mode"], Path(payload["out"])
    wanted = clip_keys(plan, tuple(map(beat_key, payload["keys"])))
    said = payload["said"]
    if said is None:
        said = said_in(plan, rehearsed(plan, mode == "burn"))
    try:
        cues = assemble(plan, mode, out, (Clips(Path(payload["cache"])), wanted), said)
    except LostClipsError as error:
        return {"lost": list(error.numbers)}
    entry = SceneEntry(
        id=plan.id,
        title=plain_title(plan.spec),
        fingerprint=payload["fingerprint"],
        profile=plan.profile.name,
        format=plan.format.name,
        fps=plan.fps,
        frames=plan.frames,
        files={role: file_entry(out, path) for role, path in asdict(outputs(out, plan.id)).items()},
        beats=cues.beats,
    )
    return {"line": scene_record(entry)}


def join(payload: dict[str, Any], _report: Report) -> dict[str, Any]:
    """Joins the films of a series.

    Args:
        payload: ``out``, ``series`` (its id), ``title`` (its own) and ``scenes``, the lines of its scenes.

    Returns:
        ``files``: by role path, bytes and sha256 of each file of the series.

    Raises:
        ProblemError: a film is missing or damaged, two films cannot be joined, or the disk refused.
    """
    out = Path(payload["out"])
    scenes = tuple(scene_line(record, out) for record in payload["scenes"])
    made = publish_series_film(out, Manifest(payload["series"], scenes, title=payload["title"]))
    return {"files": {role: asdict(entry) for role, entry in made.files.items()}}
