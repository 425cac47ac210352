"""What the encoder is told, per profile; docs/encoding.md has the measurements behind the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class EncoderSettings:
    """Everything that decides the bytes of a film beside its frames.

    Attributes:
        codec: ffmpeg's name of the encoder.
        preset: x264 preset (how much work per frame).
        qp: constant quantiser of predicted frames (1 best, 51 worst); None where ``crf`` rules. Every frame is
            then encoded by itself and the frames before it, whatever the rate was until then.
        crf: constant rate factor (1 best, 51 worst): what moves is stored the coarser, what stays and is built upon the
            finer; None where ``qp`` rules.
        tune: x264 tune, or None.
        tools: x264's own parameters that the preset sets otherwise, as ``name=value:name=value``, or "".
        b_frames: frames predicted from both sides; 0 keeps decoding order and showing order the same.
        keyframe_seconds: longest way from one keyframe to the next.
        pixel_format: how the film stores its pixels.
        colour: the standard of primaries, transfer and matrix, written into the file.
        threads: fixed, since x264's result depends on it.
        fast_start: the index stands before the pictures, so that a browser can start at once.
    """

    codec: str = "libx264"
    preset: str = "ultrafast"
    qp: int | None = 19
    crf: int | None = None
    tune: str | None = None
    tools: str = ""
    b_frames: int = 0
    keyframe_seconds: int = 2
    pixel_format: str = "yuv420p"
    colour: str = "bt709"
    threads: int = 1
    fast_start: bool = True

    def __post_init__(self) -> None:
        if (self.qp is None) == (self.crf is None):
            raise ValueError("either qp or crf rules")

    def keyframe_interval(self, fps: Fraction) -> int:
        """The longest run of frames that starts with a keyframe, at ``fps`` frames a second."""
        return max(1, ceil(self.keyframe_seconds * fps))

    def as_key(self) -> dict[str, Any]:
        """A plain dictionary, equal for equal settings, for fingerprints."""
        return asdict(self)


# What makes films of moving pictures less than half as large, for half more of x264's time: arithmetic coding, motion
# looked for between pixels and in six directions, blocks in quarters, and their edges smoothed.
_CLOSER = "cabac=1:subme=2:partitions=p8x8,i4x4:no-deblock=0:me=hex"

# Clips of both kinds are joined into one film, whose header is that of the first: with these it is the same for both.
_ONE_HEADER = "stitchable=1"
_PLAIN_HEADER = f"8x8dct=0:weightp=0:{_ONE_HEADER}"

# Clips in which something moves on a stage that stands still.
PROFILE_SETTINGS: Mapping[str, EncoderSettings] = MappingProxyType(
    {
        # Of small frames a larger part is edges.
        "draft": EncoderSettings(qp=17),
        "preview": EncoderSettings(qp=17),
        "final": EncoderSettings(qp=21, tools=f"{_CLOSER}:{_ONE_HEADER}"),
        "4k": EncoderSettings(qp=21, tools=f"{_CLOSER}:{_ONE_HEADER}"),
    }
)

# Frames that x264 looks ahead stay in memory, 20 MB for each of two workers: seven instead of ten.
_SOUGHT = EncoderSettings(preset="veryfast", qp=None, crf=17, tools=f"{_PLAIN_HEADER}:rc-lookahead=7")
# Clips in which all moves, since the camera or a parameter does: there it pays to look for where everything went.
MOVING_SETTINGS: Mapping[str, EncoderSettings] = MappingProxyType(
    {**PROFILE_SETTINGS, "final": _SOUGHT, "4k": _SOUGHT}
)


def time_base_denominator(fps: Fraction) -> int:
    """Ticks per second of a film's clock: a frame is a whole number of ticks, and 1/10000 s can be told."""
    return fps.numerator * ceil(Fraction(10000, fps.numerator))
