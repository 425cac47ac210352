"""Making one scene in this process: what the cache of clips does not have is drawn, then the scene is assembled."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from gradanim.batch.assemble import LostClipsError, assemble, poster_frame
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.outcome import Effort, Outcome, SceneResult
from gradanim.batch.takes import render_clips
from gradanim.beats.rehearsal import rehearsed
from gradanim.encode.files import is_abandoned, partial_path, writing
from gradanim.encode.verify import speaking_of
from gradanim.plan.scene_plan import ScenePlan, outputs
from gradanim.problems import Problem, ProblemError
from gradanim.render.film import make_film

__all__ = ["Advance", "make_scene", "poster_frame"]

Advance = Callable[[int], None]
_log = logging.getLogger(__name__)

# Clips that vanish between being kept and being joined are rendered again, but not for ever.
TRIES = 3


def make_scene(
    plan: ScenePlan, folder: Path, mode: str, advance: Advance, cache: Path | None = None
) -> SceneResult:
    """Renders a scene and publishes its files; an earlier film stays where this one fails.

    Args:
        plan: the scene.
        folder: the output folder.
        mode: what becomes of what is said: ``sidecar`` files, ``burn`` into the picture, or ``none``.
        advance: told the number of frames drawn, or found in the cache, since it was last called.
        cache: the cache folder; without one the clips are made in the output folder and do not stay.
    """
    started = time.monotonic()
    files = outputs(folder, plan.id)
    try:
        with _clips(files.video, cache) as clips:
            outcome = _made(plan, folder, mode, advance, clips)
    except Exception as error:  # noqa: BLE001 - one scene must never cost the others
        _log.debug("%s failed", plan.id, exc_info=True)
        effort = Effort(seconds=time.monotonic() - started)
        return SceneResult(plan, Outcome.FAILED, None, effort, causes(error, plan))
    return SceneResult(plan, outcome, None, Effort(seconds=time.monotonic() - started))


def causes(error: Exception, plan: ScenePlan) -> tuple[Problem, ...]:
    """Why a scene failed, in words for a user."""
    if isinstance(error, ProblemError):
        return error.problems
    if isinstance(error, MemoryError):
        return (Problem("film_memory", {"scene": plan.id}, exit_code=1),)
    details = {"scene": plan.id, "cause": f"{type(error).__name__}: {error}"}
    return (Problem("film_crashed", details, exit_code=1),)


def _made(plan: ScenePlan, folder: Path, mode: str, advance: Advance, clips: Clips) -> Outcome:
    rehearsal = rehearsed(plan, mode == "burn")
    keys = beat_keys(plan, rehearsal)
    wanted = clip_keys(plan, keys)
    lost: Sequence[int] = range(len(wanted))
    outcome = Outcome.REUSED
    for attempt in range(TRIES):
        with closing(make_film(plan, mode == "burn", rehearsal)) as film:
            done = render_clips(film, clips, [wanted[number] for number in lost], keys, advance)
        if not all(item["reused"] for item in done):
            outcome = Outcome.RENDERED
        try:
            assemble(plan, mode, folder, (clips, wanted), rehearsal)
            return outcome
        except LostClipsError as error:
            if attempt == TRIES - 1:
                raise
            lost = error.numbers
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _clips(video: Path, cache: Path | None) -> Iterator[Clips]:
    """The cache, or without one a folder beside the film that goes away."""
    if cache is not None:
        yield Clips(cache)
        return
    own = partial_path(video.with_suffix(".clips"))
    with writing(video):
        video.parent.mkdir(parents=True, exist_ok=True)
        _sweep(video)
        own.mkdir()
    try:
        # The user knows the film, not the folder that is about to go.
        with speaking_of_inside(own, video):
            yield Clips(own)
    finally:
        shutil.rmtree(own, ignore_errors=True)


@contextmanager
def speaking_of_inside(folder: Path, path: Path) -> Iterator[None]:
    """Problems with files in ``folder`` name ``path``."""
    try:
        yield
    except ProblemError as error:
        inside = any(folder in Path(str(p.details.get("path", ""))).parents for p in error.problems)
        if not inside:
            raise
        with speaking_of(path):
            raise


def _sweep(video: Path) -> None:
    """Removes the clips that killed processes left beside a film."""
    for entry in list(os.scandir(video.parent)):
        if entry.name.startswith(f".{video.stem}.clips.partial-") and is_abandoned(entry):
            shutil.rmtree(entry.path, ignore_errors=True)
