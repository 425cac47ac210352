"""Assembling: the files of a scene from its clips in the cache; nothing is drawn and no picture is encoded again."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import astuple

from gradanim.batch.clip_entry import Entry
from gradanim.batch.clips import Clips
from gradanim.batch.keys import ClipKey
from gradanim.batch.posters import poster_beat
from gradanim.batch.tiles import TILE_WIDTH, read_picture
from gradanim.beats.rehearsal import Rehearsal
from gradanim.encode import file_set, join_films, publish_bytes, publish_text, sheet
from gradanim.encode.stills import quick_png_bytes
from gradanim.encode.verify import length_problem
from gradanim.plan.scene_plan import Outputs, ScenePlan, outputs
from gradanim.problems import ProblemError
from gradanim.publish import BeatCue, CueSheet, captions, srt, vtt, write_cue_sheet
from gradanim.render.formulas import Formulas

# What is said in each beat of a scene.
Said = Sequence[str | None]


class LostClipsError(Exception):
    """Clips that were in the cache are not any more, or are damaged now: they are to be rendered again.

    Attributes:
        numbers: which clips of the scene.
    """

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(f"clips {', '.join(map(str, numbers))}")
        self.numbers = tuple(numbers)


def assemble(
    plan: ScenePlan, mode: str, folder: Path, kept: tuple[Clips, Sequence[ClipKey]], said: Said
) -> CueSheet:
    """Publishes film, poster, sheet, captions and cues of a scene: all of them, or none and what stood there stays.

    Args:
        plan: the scene.
        mode: what becomes of what is said: ``sidecar`` files, ``burn`` into the picture, or ``none``.
        folder: the output folder.
        kept: the cache, and the clips of the scene in order.
        said: what is said in each beat.

    Returns:
        The cues of the film.

    Raises:
        LostClipsError: some clips are not in the cache, or are damaged, or went away meanwhile.
        ProblemError: the clips do not join, or the disk refused.
    """
    entries = _entries(*kept)
    cues = cue_sheet(plan, said)
    with file_set(folder, plan.id) as made:
        files = outputs(made.draft, plan.id)
        try:
            # Side by side: most of the time of both is spent outside of Python.
            with ThreadPoolExecutor(1) as beside:
                stills = beside.submit(_make_stills, plan, files, entries)
                _make_film(plan, files, entries)
            stills.result()
        except (ProblemError, OSError):
            # Told by what is in the cache now: where a clip has gone, that is why.
            _entries(*kept)
            raise
        _make_captions(files, cues, mode)
        # The film last: who sees a new one finds all that belongs to it.
        made.publish([path.name for path in astuple(files) if path != files.video] + [files.video.name])
    return cues


def missing(clips: Clips, keys: Sequence[ClipKey]) -> list[int]:
    """The numbers of the clips that are not in the cache in good state."""
    return [clip.cut.number for clip in keys if clips.find(clip.key) is None]


def said_in(plan: ScenePlan, rehearsal: Rehearsal) -> Said:
    """What is said in each beat of a scene, None where nothing is."""
    return list(rehearsal.captions(Formulas(plan.spec).text))


def cue_sheet(plan: ScenePlan, said: Said) -> CueSheet:
    """The frames of every beat, with what is said there."""
    beats = tuple(
        BeatCue(span.index, span.verb, span.start, span.frames, text)
        for span, text in zip(plan.clock, said, strict=True)
    )
    return CueSheet(plan.fps, plan.frames, beats)


def _entries(clips: Clips, keys: Sequence[ClipKey]) -> list[tuple[ClipKey, Entry]]:
    """The clips with every byte checked.

    Raises:
        LostClipsError: some are not there.
    """
    found = [(clip, clips.find(clip.key)) for clip in keys]
    lost = [clip.cut.number for clip, entry in found if entry is None or not _fits(clip, entry)]
    if lost:
        raise LostClipsError(lost)
    return [(clip, entry) for clip, entry in found if entry is not None]


def _fits(clip: ClipKey, entry: Entry) -> bool:
    complete = entry.last is not None and entry.tile is not None
    return entry.about.frames == clip.cut.frames and complete == clip.cut.ends_beat


def _make_film(plan: ScenePlan, files: Outputs, entries: Sequence[tuple[ClipKey, Entry]]) -> None:
    facts = join_films([entry.film for _, entry in entries], files.video)
    if facts.frames != plan.frames:
        raise ProblemError(length_problem(files.video, facts.frames, plan.frames))


def _make_stills(plan: ScenePlan, files: Outputs, entries: Sequence[tuple[ClipKey, Entry]]) -> None:
    ends = [entry for _, entry in entries if entry.last is not None and entry.tile is not None]
    tiles = [read_picture(entry.tile) for entry in ends if entry.tile is not None]
    poster = ends[poster_beat(plan, tiles)].last
    assert poster is not None
    publish_bytes(files.poster, poster.read_bytes())
    labels = [f"{span.index} {span.verb} {float(span.start / plan.fps):.1f} s" for span in plan.clock]
    # A fifth larger than it could be, in a quarter of the time: a build waits for it at the end of every scene.
    publish_bytes(files.sheet, quick_png_bytes(sheet(tiles, labels=labels, tile_width=TILE_WIDTH)))


def _make_captions(files: Outputs, cues: CueSheet, mode: str) -> None:
    write_cue_sheet(files.cues, cues)
    said = captions(cues) if mode == "sidecar" else []
    publish_text(files.srt, srt(said))
    publish_text(files.vtt, vtt(said))
