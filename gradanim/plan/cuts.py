"""Clips: the stretches of a film that are encoded, kept and rendered by themselves, the same whoever renders them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from msgspec import Struct

from gradanim.plan.clock import Span
from gradanim.plan.scene_plan import ScenePlan

# A beat longer than this is cut, so that one long beat spreads over processes too.
LONGEST_WHOLE = Fraction(6)
# About the length of its pieces, in seconds; each costs one more keyframe and one more start of the encoder.
PIECE = Fraction(4)


class Cut(Struct, frozen=True):
    """Where one clip lies in a film.

    Attributes:
        number: place among the clips of the scene, from 0.
        beat: index of the beat that it belongs to.
        part: place among the clips of its beat, from 0.
        parts: number of clips of its beat.
        first: its first frame, counted in the film.
        frames: its number of frames.
        moving: in so many of them something moves; the rest hold the last picture of its beat.
    """

    number: int
    beat: int
    part: int
    parts: int
    first: int
    frames: int
    moving: int

    @property
    def held(self) -> int:
        """The number of its frames that hold a picture."""
        return self.frames - self.moving

    @property
    def stop(self) -> int:
        """The frame after its last."""
        return self.first + self.frames

    @property
    def ends_beat(self) -> bool:
        """Whether its last frame is the last of its beat."""
        return self.part == self.parts - 1


def cuts(plan: ScenePlan) -> tuple[Cut, ...]:
    """The clips of a scene in order: a beat is one clip, a long one several of equal length.

    Where the cuts lie depends on the beat alone, never on how many processes there are: the encoder begins anew at
    every cut, and films must not differ by how they were made.
    """
    made: list[Cut] = []
    for span in plan.clock:
        ends = _ends(span, plan.fps)
        for part, (start, stop) in enumerate(zip((0, *ends[:-1]), ends, strict=True)):
            moving = max(0, min(stop, span.motion) - start)
            made.append(Cut(len(made), span.index, part, len(ends), span.start + start, stop - start, moving))
    return tuple(made)


def _ends(span: Span, fps: Fraction) -> Sequence[int]:
    """Where the clips of a beat end, in frames from its beginning; an even number of clips, for even shares."""
    seconds = span.frames / fps
    count = 1 if seconds <= LONGEST_WHOLE else 2 * ceil(seconds / (2 * PIECE))
    return [round(Fraction(span.frames * (part + 1), count)) for part in range(count)]
