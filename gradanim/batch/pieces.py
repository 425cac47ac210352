"""Pieces: clips of one scene that one process renders into the cache, told and answered in JSON."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from gradanim.batch.beat_key import BeatKey, beat_key
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.takes import Report, render_clips
from gradanim.batch.work import problem_record
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.scene_plan import ScenePlan, plan_scene
from gradanim.problems import ProblemError
from gradanim.render.film import make_film
from gradanim.spec import SceneSpec


def plan_of(record: Mapping[str, Any]) -> ScenePlan:
    """The plan of a record that `payloads.scene_record` made.

    Raises:
        ValueError: it is not one (pydantic's ValidationError among them).
    """
    spec = record["spec"]
    field = spec.get("field")
    context = {"params": spec["params"], "variables": tuple(field["variables"]) if field else ()}
    scene = SceneSpec.model_validate(spec, context=context)
    return plan_scene(scene, record["profile"], record["format"])


def render_piece(payload: dict[str, Any], report: Report) -> dict[str, Any]:
    """Renders clips into the cache; what is there already in good state is left alone.

    Args:
        payload: what `payloads.piece_payload` made; with ``threads``, so many draw a frame, else one for each
            processor. With one, the same thread thinks frames out, draws and encodes them.
        report: told the number of frames drawn since it was last called.

    Returns:
        ``frames``, ``seconds``, ``peak_mb`` (the most memory of this process so far) and ``clips``: for each its
        number, key, frames, seconds and whether it was ``reused``. Where the spec is at fault: ``problems``. Where
        this process would draw other frames than the one that asked: ``refused``, by beat the names of the parts of
        its key that differ, such as ``code`` or ``packages``; nothing is drawn then.
    """
    started = time.monotonic()
    plan, mode = plan_of(payload["scene"]), payload["mode"]
    clips = Clips(Path(payload["cache"]))
    try:
        rehearsal = rehearsed(plan, mode == "burn")
        keys = beat_keys(plan, rehearsal)
        refused = _differences(keys, [beat_key(record) for record in payload["keys"]])
        if refused:
            return {"refused": refused}
        numbers = set(payload["clips"])
        wanted = [clip for clip in clip_keys(plan, keys) if clip.cut.number in numbers]
        with closing(make_film(plan, mode == "burn", rehearsal, payload.get("threads"))) as film:
            done = render_clips(film, clips, wanted, keys, report)
    except ProblemError as error:
        return {"problems": [problem_record(problem) for problem in error.problems]}
    return {
        "frames": sum(item["frames"] for item in done if not item["reused"]),
        "seconds": time.monotonic() - started,
        "peak_mb": peak_mb(),
        "clips": done,
    }


def _differences(own: Sequence[BeatKey], asked: Sequence[BeatKey]) -> dict[str, list[str]]:
    """By number of a beat, the parts of its key that are others here than where the piece was asked for."""
    if len(own) != len(asked):
        return {"0": ["code"]}
    return {
        str(mine.index): list(mine.changes(other)) or ["code"]
        for mine, other in zip(own, asked, strict=True)
        if mine.key != other.key
    }


def peak_mb() -> float:
    """The most resident memory that this process has used so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
