"""Making one scene: frames into the film, stills for poster and sheet on the way, captions and cues after it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gradanim.batch.outcome import Outcome, SceneResult
from gradanim.encode import PROFILE_SETTINGS, FilmWriter, publish_png, publish_text, sheet
from gradanim.plan.scene_plan import Outputs, ScenePlan, outputs
from gradanim.problems import Problem, ProblemError
from gradanim.publish import BeatCue, CueSheet, captions, srt, vtt, write_cue_sheet
from gradanim.render.film import Film, make_film

Pixels = NDArray[np.uint8]
Advance = Callable[[int], None]
_log = logging.getLogger(__name__)

# The poster is the end of the beat that runs at this share of the film: the picture is full by then.
POSTER_AT = 0.6
TILE_WIDTH = 640


def make_scene(plan: ScenePlan, folder: Path, mode: str, advance: Advance) -> SceneResult:
    """Renders a scene and publishes its files; an earlier film stays where this one fails.

    Args:
        plan: the scene.
        folder: the output folder.
        mode: what becomes of what is said: ``sidecar`` files, ``burn`` into the picture, or ``none``.
        advance: told the number of frames drawn since it was last called.
    """
    started = time.monotonic()
    files = outputs(folder, plan.id)
    try:
        film = make_film(plan, burn=mode == "burn")
        with closing(film):
            stills = _write_film(film, files, advance)
        _publish_stills(film, files, stills)
        _publish_captions(film, files, mode)
    except Exception as error:  # noqa: BLE001 - one scene must never cost the others
        _log.debug("%s failed", plan.id, exc_info=True)
        return SceneResult(
            plan, Outcome.FAILED, files, None, time.monotonic() - started, _causes(error, plan)
        )
    return SceneResult(plan, Outcome.RENDERED, files, cue_sheet(film), time.monotonic() - started)


def _causes(error: Exception, plan: ScenePlan) -> tuple[Problem, ...]:
    """Why a scene failed, in words for a user."""
    if isinstance(error, ProblemError):
        return error.problems
    if isinstance(error, MemoryError):
        return (Problem("film_memory", {"scene": plan.id}, exit_code=1),)
    details = {"scene": plan.id, "cause": f"{type(error).__name__}: {error}"}
    return (Problem("film_crashed", details, exit_code=1),)


def _write_film(film: Film, files: Outputs, advance: Advance) -> dict[int, Pixels]:
    """Writes the film; returns the last frame of every beat by its number, in small, and the poster in full."""
    plan = film.plan
    lasts = {span.start + span.frames - 1 for span in plan.clock}
    poster = poster_frame(plan)
    stills: dict[int, Pixels] = {}
    number = 0
    settings = PROFILE_SETTINGS[plan.profile.name]

    def keep(first: int, repeat: int) -> bool:
        return not lasts.isdisjoint(range(first, first + repeat))

    with FilmWriter(
        files.video, plan.size, plan.fps, settings, pixel_format="yuv420p", expected_frames=plan.frames
    ) as writer:
        for shot in film.shots(keep=keep):
            if shot.pixels is not None:
                for last in lasts.intersection(range(number, number + shot.repeat)):
                    stills[last] = shot.pixels[..., :3].copy() if last == poster else _small(shot.pixels)
            writer.write(shot.planes, shot.repeat)
            number += shot.repeat
            advance(shot.repeat)
    return stills


def poster_frame(plan: ScenePlan) -> int:
    """The frame that stands for the whole film."""
    for span in plan.clock:
        if span.start + span.frames >= POSTER_AT * plan.frames:
            return span.start + span.frames - 1
    return plan.frames - 1


def _small(pixels: Pixels) -> Pixels:
    """A copy for the sheet; a whole film's beats in full size would fill the memory at 4K."""
    factor = max(1, pixels.shape[1] // (2 * TILE_WIDTH))
    height, width = pixels.shape[0] // factor * factor, pixels.shape[1] // factor * factor
    blocks = pixels[:height, :width, :3].reshape(height // factor, factor, width // factor, factor, 3)
    return np.asarray(blocks.mean(axis=(1, 3)).round().astype(np.uint8))


def _publish_stills(film: Film, files: Outputs, stills: dict[int, Pixels]) -> None:
    plan = film.plan
    poster = stills[poster_frame(plan)]
    publish_png(files.poster, poster)
    ordered = [_small(stills[n]) if n == poster_frame(plan) else stills[n] for n in sorted(stills)]
    labels = [f"{span.index} {span.verb} {float(span.start / plan.fps):.1f} s" for span in plan.clock]
    publish_png(files.sheet, sheet(ordered, labels=labels, tile_width=TILE_WIDTH))


def cue_sheet(film: Film) -> CueSheet:
    """The frames of every beat, with what is said there."""
    beats = tuple(
        BeatCue(span.index, span.verb, span.start, span.frames, text)
        for span, text in zip(film.plan.clock, film.captions, strict=True)
    )
    return CueSheet(film.plan.fps, film.plan.frames, beats)


def _publish_captions(film: Film, files: Outputs, mode: str) -> None:
    cues = cue_sheet(film)
    write_cue_sheet(files.cues, cues)
    said = captions(cues) if mode == "sidecar" else []
    publish_text(files.srt, srt(said))
    publish_text(files.vtt, vtt(said))
