"""Captions: what is said, cut into readable pieces and written as SRT and WebVTT."""

from __future__ import annotations

import html
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from gradanim.publish.cues import CueSheet

LINE_WIDTH = 42
LINES = 2


class Caption(Struct, frozen=True):
    """A text shown during the frames ``start_frame`` up to but without ``start_frame + frames``.

    Attributes:
        start_frame: first frame, from 0.
        frames: how many, at least 1.
        text: one line or several, separated by line ends.
        fps: frames per second of the film.
    """

    start_frame: int
    frames: int
    text: str
    fps: Fraction


def captions(sheet: CueSheet) -> list[Caption]:
    """The captions of a film, in order.

    A long sentence becomes several captions, each shown for its share of the text.
    """
    found: list[Caption] = []
    for beat in sheet.beats:
        if beat.say and beat.say.strip() and beat.frames > 0:
            found += _split(beat.say, beat.start_frame, beat.frames, sheet.fps)
    return found


def srt(cues: Sequence[Caption]) -> str:
    """Captions as SubRip text. Times are exact: the frame of a time is found by rounding up."""
    blocks = [
        f"{number}\n{_span(cue, ',')}\n{cue.text.replace('-->', '→')}\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def vtt(cues: Sequence[Caption]) -> str:
    """Captions as WebVTT text, with the characters that it reads as marks written as entities."""
    blocks = [f"{_span(cue, '.')}\n{html.escape(cue.text, quote=False)}\n" for cue in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def timecode(frame: int, fps: Fraction, mark: str) -> str:
    """The time at which ``frame`` appears, ``HH:MM:SS`` with ``mark`` and milliseconds.

    Rounded down: the caption is then on from exactly this frame, since the frame before was shown earlier by
    more than the millisecond that was cut off.
    """
    milliseconds = frame * 1000 * fps.denominator // fps.numerator
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{rest:03}"


def wrap(text: str) -> list[str]:
    """A text as pieces of at most `LINES` lines of `LINE_WIDTH` characters, cut where a reader pauses.

    A word longer than a line is broken; no other character is lost but white space.
    """
    words = [part for word in text.split() for part in _fitting(word)]
    return ["\n".join(_lines(words[a:b])) for a, b in pairwise(_cuts(words))]


def _split(text: str, start: int, frames: int, fps: Fraction) -> list[Caption]:
    pieces = wrap(text)
    if len(pieces) > frames:
        # More pieces than frames: nobody can read them, but nothing may be lost either.
        pieces = ["\n".join(pieces)]
    ends = _shares([len(piece) for piece in pieces], frames)
    return [
        Caption(start + a, b - a, piece, fps)
        for piece, (a, b) in zip(pieces, pairwise([0, *ends]), strict=True)
    ]


def _shares(weights: Sequence[int], frames: int) -> list[int]:
    """Ends of consecutive shares of ``frames``, proportional to ``weights``, each at least 1."""
    total, passed, ends = sum(weights), 0, list[int]()
    for k, weight in enumerate(weights):
        passed += weight
        least, most = (ends[-1] if ends else 0) + 1, frames - (len(weights) - 1 - k)
        ends.append(min(max(round(Fraction(frames * passed, total)), least), most))
    return ends


def _span(cue: Caption, mark: str) -> str:
    end = cue.start_frame + cue.frames
    return f"{timecode(cue.start_frame, cue.fps, mark)} --> {timecode(end, cue.fps, mark)}"


def _fitting(word: str) -> list[str]:
    return [word[k : k + LINE_WIDTH] for k in range(0, len(word), LINE_WIDTH)]


def _lines(words: Sequence[str]) -> list[str]:
    """One line where it fits, else the two most even ones; empty where even two are too wide."""
    whole = " ".join(words)
    if len(whole) <= LINE_WIDTH:
        return [whole]
    halves = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    fitting = [pair for pair in halves if max(map(len, pair)) <= LINE_WIDTH]
    first, second = min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1])), default=("", ""))
    return [first, second] if first else []


def _cuts(words: Sequence[str]) -> list[int]:
    """Where to cut a list of words into captions: as few as possible, then at pauses, then evenly.

    A shortest path over the cut positions; the cost of a piece is (1, how bad its end and its length are).
    """
    best: list[tuple[tuple[int, float], int]] = [((0, 0.0), 0)]
    for end in range(1, len(words) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            if not _lines(words[start:end]):
                break
            (pieces, badness), _ = best[start]
            cost = _badness(words[start:end], last=end == len(words))
            options.append(((pieces + 1, badness + cost), start))
        best.append(min(options))
    cuts = [len(words)]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    return cuts[::-1]


def _badness(words: Sequence[str], *, last: bool) -> float:
    filled = len(" ".join(words)) / (LINE_WIDTH * LINES)
    end = words[-1][-1]
    pause = 0.0 if last or end in ".!?…" else 0.3 if end in ",;:–—)" else 1.0
    return pause + (1 - filled) ** 2
