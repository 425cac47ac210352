"""Cue sheets: which frames of a film belong to which beat, and what is said there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from msgspec import Struct

from gradanim.encode import publish_text
from gradanim.publish.records import Reader, record_text

_KIND = "cue sheet"


class BeatCue(Struct, frozen=True):
    """One beat in a film: frames ``start_frame`` up to but without ``start_frame + frames``.

    Attributes:
        index: position of the beat in the spec, from 0.
        verb: what the beat does.
        start_frame: its first frame, from 0.
        frames: how many frames it lasts; 0 for a beat that only changes something.
        say: the sentence spoken over it, or None.
    """

    index: int
    verb: str
    start_frame: int
    frames: int
    say: str | None = None


class CueSheet(Struct, frozen=True):
    """The cues of one film of ``frames`` frames at ``fps`` frames a second."""

    fps: Fraction
    frames: int
    beats: tuple[BeatCue, ...]


def cue_sheet_record(sheet: CueSheet) -> dict[str, Any]:
    """The JSON object of a cue sheet."""
    return {
        "fps": f"{sheet.fps.numerator}/{sheet.fps.denominator}",
        "frames": sheet.frames,
        "beats": [beat_record(beat) for beat in sheet.beats],
    }


def beat_record(beat: BeatCue) -> dict[str, Any]:
    """The JSON object of one beat."""
    return {
        "index": beat.index,
        "verb": beat.verb,
        "start_frame": beat.start_frame,
        "frames": beat.frames,
        "say": beat.say,
    }


def write_cue_sheet(path: Path, sheet: CueSheet) -> None:
    """Write a cue sheet as JSON, whole or not at all.

    Raises:
        ProblemError: the disk refused (exit code 3), or the sheet is not one that `read_cue_sheet` takes.
    """
    record = cue_sheet_record(sheet)
    _sheet(Reader(_KIND, path, record))
    publish_text(path, record_text(record))


def read_cue_sheet(path: Path) -> CueSheet:
    """Read a cue sheet and check every field of it.

    Raises:
        ProblemError: missing, not JSON, or wrong at a key that the message names.
    """
    return _sheet(Reader.load(_KIND, path))


def read_beats(reader: Reader, frames: int) -> tuple[BeatCue, ...]:
    """The beats below the key ``beats``, in order and inside ``frames`` frames."""
    beats = tuple(_beat(item) for item in reader.items("beats"))
    earlier: BeatCue | None = None
    for item, beat in zip(reader.items("beats"), beats, strict=True):
        if beat.start_frame + beat.frames > frames:
            raise item.wrong("frames", f"the beat ends after the film's {frames} frames")
        if earlier and (beat.index <= earlier.index or beat.start_frame < earlier.start_frame):
            raise item.wrong("start_frame", "the beats are not in order")
        earlier = beat
    return beats


def join_cue_sheets(sheets: Sequence[CueSheet]) -> CueSheet:
    """The cue sheet of the films of ``sheets`` one after another, beats numbered through.

    Raises:
        ValueError: no sheet, or different frame rates.
    """
    if len({sheet.fps for sheet in sheets}) != 1:
        raise ValueError("cue sheets can be joined only where there are some and they have one frame rate")
    beats: list[BeatCue] = []
    frames = 0
    for sheet in sheets:
        for beat in sheet.beats:
            beats.append(BeatCue(len(beats), beat.verb, frames + beat.start_frame, beat.frames, beat.say))
        frames += sheet.frames
    return CueSheet(sheets[0].fps, frames, tuple(beats))


def _sheet(reader: Reader) -> CueSheet:
    frames = reader.count("frames")
    return CueSheet(reader.ratio("fps"), frames, read_beats(reader, frames))


def _beat(reader: Reader) -> BeatCue:
    return BeatCue(
        index=reader.count("index"),
        verb=reader.text("verb"),
        start_frame=reader.count("start_frame"),
        frames=reader.count("frames"),
        say=reader.optional_text("say"),
    )
