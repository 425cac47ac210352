"""Measures encoder settings on the clips of ``bench render`` and prints the table of docs/encoding.md."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.capture import Raw, captured, encode_alone
from benchmarks.clips import CLIPS, SECONDS, plan_of, spec_lasting
from benchmarks.faint import faint_lines_kept
from benchmarks.figures import columns
from benchmarks.inside import encode_inside
from benchmarks.similarity import YARDSTICK, film_similarity
from benchmarks.watch import middle
from gradanim.cli.options import profile_option
from gradanim.encode import MOVING_SETTINGS, PROFILE_SETTINGS, EncoderSettings

_BETWEEN = "cabac=1:subme=1"
_QUARTERS, _SMOOTH = ":partitions=p8x8", ":no-deblock=0"
_ALL = _BETWEEN + _QUARTERS + _SMOOTH
_HALVES = "cabac=1:subme=2:partitions=p8x8,i4x4:no-deblock=0"
_HEXAGON, _FINER = ":me=hex", ":ipratio=1.6"
_AHEAD = ":mbtree=1:rc-lookahead=10:aq-mode=1"
OTHERS = (
    *(EncoderSettings(qp=qp) for qp in (17, 19, 20)),
    *(EncoderSettings(qp=20, tools=_BETWEEN + more) for more in ("", _QUARTERS, _SMOOTH)),
    *(EncoderSettings(qp=qp, tools=_ALL) for qp in (20, 22)),
    EncoderSettings(qp=22, tools=_HALVES),
    *(EncoderSettings(qp=qp, tools=_HALVES + _HEXAGON) for qp in (20, 21, 22)),
    *(EncoderSettings(qp=23, tools=_HALVES + _HEXAGON + more) for more in ("", _FINER)),
    EncoderSettings(qp=None, crf=19, tools=_ALL + _AHEAD),
    EncoderSettings(qp=None, crf=21),
    EncoderSettings(preset="superfast", qp=20),
    *(EncoderSettings(preset="veryfast", qp=qp) for qp in (20, 22)),
    *(EncoderSettings(preset="veryfast", qp=None, crf=crf) for crf in (17, 18, 19, 20)),
)
WAYS = ("processor seconds", "ffmpeg alone", "inside of a worker", "one to the other")
HEAD = (
    "settings",
    "processor seconds",
    "MB",
    "SSIM luma",
    "SSIM all",
    "faint lines",
    "not below the yardstick",
)


@dataclass(frozen=True)
class Score:
    """What a clip became with some settings.

    Attributes:
        processor: seconds of ffmpeg's processor time.
        megabytes: size of the film, in 10^6 bytes.
        luma: SSIM of its luma to the raw frames.
        everything: SSIM of all planes.
        faint: share of their contrast that faint lines keep.
    """

    processor: float
    megabytes: float
    luma: float
    everything: float
    faint: float

    def holds(self, yardstick: Score) -> bool:
        """Whether it is at least as near to the raw frames, in the digits that ffmpeg tells."""
        return self.luma >= yardstick.luma and self.everything >= yardstick.everything


def candidates() -> Mapping[str, EncoderSettings]:
    """Settings by name: the yardstick, those of the profiles, and others."""
    by_name = {"medium, crf 23, 3 B-frames (yardstick)": YARDSTICK}
    users: dict[EncoderSettings, list[str]] = {}
    for profile, settings in PROFILE_SETTINGS.items():
        users.setdefault(settings, []).append(profile)
        if MOVING_SETTINGS[profile] != settings:
            users.setdefault(MOVING_SETTINGS[profile], []).append(f"{profile} where all moves")
    by_name |= {f"{', '.join(names)}: {described(settings)}": settings for settings, names in users.items()}
    others = [settings for settings in OTHERS if settings not in by_name.values()]
    return {**by_name, **{described(settings): settings for settings in others}}


def described(settings: EncoderSettings) -> str:
    """Settings in short."""
    tune = f", {settings.tune}" if settings.tune else ""
    between = f", {settings.b_frames} B-frames" if settings.b_frames else ""
    rate = f"crf {settings.crf}" if settings.qp is None else f"qp {settings.qp}"
    tools = f", {settings.tools.replace(':', ', ')}" if settings.tools else ""
    return f"{settings.preset}, {rate}{tools}{tune}{between}"


def score(planes: Raw, settings: EncoderSettings, repeat: int, folder: Path) -> Score:
    """Encodes a clip and compares the film with its raw frames."""
    film = folder / "film.mp4"
    cost = middle([encode_alone(planes, settings, film) for _ in range(repeat)])
    luma, everything = film_similarity(planes.path, planes.source, film)
    faint = faint_lines_kept(planes, film)
    return Score(cost.processor, film.stat().st_size / 1e6, luma, everything, faint)


def ways(name: str, planes: Raw, settings: EncoderSettings, repeat: int, folder: Path) -> tuple[str, ...]:
    """A row with what a clip takes by both ways to encode it."""
    film = folder / "film.mp4"
    piped = middle([encode_alone(planes, settings, film) for _ in range(repeat)]).processor
    inside = statistics.median(encode_inside(planes, settings, film) for _ in range(repeat))
    return name, f"{piped:.3f}", f"{inside:.3f}", f"{inside / piped:.2f}"


def rows(scores: Sequence[Mapping[str, Score]]) -> list[tuple[str, ...]]:
    """The rows of the table: a cell has every clip's number, in the order of the clips.

    Args:
        scores: for every clip the scores by name of the settings, the yardstick first.
    """
    yardstick, *_ = scores[0]
    made = []
    for name in scores[0]:
        each = [of_clip[name] for of_clip in scores]
        kept = sum(one.holds(of_clip[yardstick]) for one, of_clip in zip(each, scores, strict=True))
        cells = [
            " / ".join(f"{one.processor:.1f}" for one in each),
            " / ".join(f"{one.megabytes:.2f}" for one in each),
            " / ".join(f"{one.luma:.4f}" for one in each),
            " / ".join(f"{one.everything:.4f}" for one in each),
            " / ".join(f"{one.faint:.3f}" for one in each),
            f"{kept} of {len(each)}",
        ]
        made.append((name, *cells))
    return made


@click.command("encode")
@click.option(
    "--scene", "names", multiple=True, type=click.Choice(list(CLIPS)), help="Only this clip; repeatable."
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 60), default=SECONDS, show_default=True, help="Length of a clip."
)
@profile_option()
@click.option("--repeat", type=click.IntRange(1), default=1, show_default=True, help="Medians are told.")
@click.option(
    "--ways",
    "both",
    is_flag=True,
    help="The profile's settings alone, by ffmpeg alone and inside of a worker.",
)
def command(names: tuple[str, ...], seconds: float, profile: str, repeat: int, *, both: bool) -> None:
    """Encode the clips with many settings; a cell of the table has every clip's number."""
    scores: list[dict[str, Score]] = []
    compared: list[tuple[str, ...]] = []
    for name in names or CLIPS:
        with tempfile.TemporaryDirectory(prefix="gradanim-bench-") as made:
            folder = Path(made)
            plan = plan_of(spec_lasting(CLIPS[name], seconds, folder), profile)
            click.echo(f"{name}: {plan.frames} frames, {plan.size[0]} x {plan.size[1]}", err=True)
            with captured(plan, pictures=False) as frames:
                if both:
                    compared.append(ways(name, frames.planes, frames.settings, repeat, folder))
                    continue
                tried = candidates().items()
                scores.append({each: score(frames.planes, how, repeat, folder) for each, how in tried})
    click.echo("\n".join(columns([WAYS, *compared] if both else [HEAD, *rows(scores)])))
