"""Drawing clips: frames into the encoder, the encoded clip and the last picture of a beat into the cache."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradanim.batch.beat_key import BeatKey
from gradanim.batch.cache_writing import cache_writing
from gradanim.batch.clip_entry import FILM, LAST, TILE, About, Entry
from gradanim.batch.clips import Clips
from gradanim.batch.keys import ClipKey
from gradanim.batch.tiles import opaque, tile
from gradanim.encode import MOVING_SETTINGS, PROFILE_SETTINGS, EncoderSettings, FilmWriter
from gradanim.encode.stills import quick_png_bytes
from gradanim.encode.verify import speaking_of
from gradanim.plan.cuts import Cut
from gradanim.render.film import Film

Pixels = NDArray[np.uint8]
Report = Callable[[int], None]


def render_clips(
    film: Film, clips: Clips, wanted: Sequence[ClipKey], keys: Sequence[BeatKey], report: Report
) -> list[dict[str, Any]]:
    """Draws clips of a film into the cache, in order; while one is drawn the one before it is finished.

    Raises:
        ProblemError: a picture cannot be drawn, the encoder failed, or the disk refused.
    """
    done: list[dict[str, Any]] = []
    waiting: Future[Entry] | None = None
    # Left in reverse: the finisher ends its work before what is left of the clips is taken away.
    with ExitStack() as stack, ThreadPoolExecutor(max_workers=1, thread_name_prefix="finish") as finisher:
        for clip in wanted:
            found = clips.find(clip.key)
            if found is None:
                take = stack.enter_context(_Take(film, clips, clip, keys[clip.cut.beat].parts))
                take.draw(report)
                if waiting is not None:
                    waiting.result()
                waiting = finisher.submit(take.finish)
                done.append({**_told(clip, 0.0), "reused": False, "take": take})
            else:
                report(clip.cut.frames)
                done.append({**_told(clip, found.about.seconds), "reused": True})
        if waiting is not None:
            waiting.result()
    return [_settled(item) for item in done]


def clip_settings(film: Film, cut: Cut) -> EncoderSettings:
    """What the encoder is told for a clip of a film: it follows from the profile, and from what moves in the clip."""
    all_moves = film.timeline.all_moves(film.plan.clock, cut.first, cut.stop)
    return (MOVING_SETTINGS if all_moves else PROFILE_SETTINGS)[film.plan.profile.name]


def _told(clip: ClipKey, seconds: float) -> dict[str, Any]:
    return {"number": clip.cut.number, "key": clip.key, "frames": clip.cut.frames, "seconds": seconds}


def _settled(item: dict[str, Any]) -> dict[str, Any]:
    take = item.pop("take", None)
    return item if take is None else {**item, "seconds": take.seconds}


class _Take:
    """One clip on its way into the cache; leaving the block before it is finished leaves nothing behind."""

    def __init__(self, film: Film, clips: Clips, clip: ClipKey, made_by: Mapping[str, str]) -> None:
        self._film, self._clips, self._clip, self._made_by = film, clips, clip, made_by
        self._stack = ExitStack()
        self._last: Pixels | None = None
        self.seconds = 0.0

    def __enter__(self) -> _Take:
        plan, cut = self._film.plan, self._clip.cut
        with ExitStack() as stack:
            self._draft = stack.enter_context(self._clips.draft(self._clip.key))
            self._writer = FilmWriter(
                self._draft / FILM,
                plan.size,
                plan.fps,
                clip_settings(self._film, cut),
                pixel_format="yuv420p",
                expected_frames=cut.frames,
            )
            stack.callback(self._writer.abort)
            with self._in_cache():
                self._writer.open(own_thread=self._film.threads != 1)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def draw(self, report: Report) -> None:
        """Draws its frames into the encoder."""
        started, cut = time.monotonic(), self._clip.cut

        def keep(first: int, repeat: int) -> bool:
            return cut.ends_beat and first + repeat == cut.stop

        for shot in self._film.shots(cut.first, cut.stop, keep):
            if shot.pixels is not None:
                self._last = shot.pixels
            with self._in_cache():
                self._writer.write(shot.planes, shot.repeat, handed_over=True)
            report(shot.repeat)
        self.seconds = time.monotonic() - started

    def finish(self) -> Entry:
        """Ends the film and puts the clip into the cache."""
        with self._in_cache():
            self._writer.finish()
        if self._last is not None:
            picture = opaque(self._last)
            with self._in_cache():
                (self._draft / LAST).write_bytes(quick_png_bytes(picture))
                (self._draft / TILE).write_bytes(quick_png_bytes(tile(picture)))
            self._last = None
        plan = self._film.plan
        about = About(self._clip.cut.frames, plan.fps, plan.size, self.seconds, self._made_by)
        return self._clips.keep(self._clip.key, self._draft, about)

    @contextmanager
    def _in_cache(self) -> Iterator[None]:
        """What fails is told of the clip as it would be called, or of the cache."""
        cache, place = self._clips.cache, self._clips.place(self._clip.key)
        with cache_writing(cache, self._draft), speaking_of(place / FILM):
            yield
