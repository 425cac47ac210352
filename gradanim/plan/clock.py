"""The frame clock: whole frames only, so that a film has exactly the frames its cue sheet says."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from gradanim.plan.arrivals import tempos
from gradanim.spec import Beat


class Span(Struct, frozen=True):
    """The frames of one beat.

    Attributes:
        index: place of the beat in its scene, from 0.
        verb: the beat's verb.
        start: first frame.
        frames: number of frames, motion and hold together.
        motion: number of frames in which something moves; the rest hold the last picture.
        say: the caption, or None.
        name: the cue's name, or None.
    """

    index: int
    verb: str
    start: int
    frames: int
    motion: int
    say: str | None
    name: str | None

    def progress(self, frame: int) -> float:
        """How far the beat's motion is at a frame of the film, from just above 0 to 1.

        The last frame of the motion is its end, so that no beat shows its start twice.
        """
        return min(1.0, (frame - self.start + 1) / self.motion)


def whole_frames(seconds: float, fps: Fraction) -> int:
    """The number of frames nearest to a length of time, at least one."""
    return max(1, round(Fraction(seconds).limit_denominator(1000) * fps))


def spans(beats: Sequence[Beat], fps: Fraction, kind: str) -> tuple[Span, ...]:
    """The frames of every beat, one after another without a gap; ``kind`` is that of the stage."""
    made: list[Span] = []
    start = 0
    for index, (beat, tempo) in enumerate(zip(beats, tempos(beats, kind), strict=True)):
        motion = whole_frames(tempo.motion, fps)
        frames = max(motion, whole_frames(tempo.motion + tempo.hold, fps))
        made.append(Span(index, beat.verb, start, frames, motion, beat.say, beat.name))
        start += frames
    return tuple(made)


def total_frames(clock: Sequence[Span]) -> int:
    """Length of the film in frames."""
    return clock[-1].start + clock[-1].frames if clock else 0


def span_at(clock: Sequence[Span], frame: int) -> Span:
    """The beat that a frame belongs to; frames past the end belong to the last beat."""
    for span in clock:
        if frame < span.start + span.frames:
            return span
    return clock[-1]
