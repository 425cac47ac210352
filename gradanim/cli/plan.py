"""gradanim plan: what a build would make, without making it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradanim.cli.engine_options import cache_option, folder_of
from gradanim.cli.mistakes import told
from gradanim.cli.options import captions_option, format_option, out_option, profile_option

if TYPE_CHECKING:
    from gradanim.batch.prospect import Prospect
    from gradanim.batch.speeds import Rates

# More scenes than this that have changed are not played to find out which of their beats have: that takes seconds.
MOST_PLAYED = 25


@click.command("plan")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print an object for machines.")
@out_option()
@profile_option()
@format_option()
@captions_option()
@cache_option()
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processors to use, a worker on each (default: all)."
)
@click.option("--force", is_flag=True, help="Plan a build with --force.")
def command(path: Path, as_json: bool, profile: str, shape: str, **options: Any) -> None:
    """Print the scenes and beats of PATH (a series or a spec), what is fresh, what would run, and how long."""
    from gradanim.batch.prospect import Outlook
    from gradanim.batch.settings import Settings, cores
    from gradanim.batch.speeds import Speeds
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.spec import load_any

    cache = folder_of(options["cache"])
    jobs = options["jobs"] or cores()
    settings = Settings(options["out"], cache, options["captions"], jobs, options["force"])
    loaded = load_any(path)
    prospects = _prospects(Outlook(settings), [plan_scene(scene, profile, shape) for scene in loaded.scenes])
    speeds = Speeds(cache)
    rates = speeds.get(profile, shape)
    workers = None if rates is None else at_once(prospects, rates, jobs)
    rates = speeds.get(profile, shape, workers)
    seconds = estimate(prospects, rates, jobs)
    if as_json:
        record: dict[str, object] = {"profile": profile, "format": shape}
        record |= {"frames_to_draw": sum(item.frames for item in prospects), "seconds": seconds}
        record["scenes"] = [_record(item) for item in prospects]
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        ahead = _ahead(prospects, seconds, jobs) + _judged(seconds, workers, rates)
        click.echo("\n".join([*_lines(prospects), ahead]))
    for problem in loaded.problems:
        click.echo(told(problem), err=True)
    sys.exit(max((problem.exit_code for problem in loaded.problems), default=0))


def _prospects(outlook: Any, plans: Sequence[Any]) -> list[Prospect]:
    """What would become of the scenes; one that cannot be played would fail, and all of it is told as work."""
    from gradanim.batch.prospect import Prospect
    from gradanim.problems import ProblemError

    made: list[Prospect] = []
    played = 0
    for plan in plans:
        try:
            made.append(outlook.of(plan, play=played < MOST_PLAYED))
        except ProblemError:
            made.append(Prospect(plan, False, None))
        played += not made[-1].fresh
    return made


def estimate(prospects: Sequence[Prospect], rates: Rates | None, jobs: int) -> float | None:
    """Seconds that a build takes, or None where nobody knows how fast it is.

    Args:
        prospects: what is to be made.
        rates: what earlier builds took, or None.
        jobs: workers at once.
    """
    stale = [item for item in prospects if not item.fresh]
    if not stale:
        return 0.0
    if rates is None:
        return None
    frames = sum(item.frames for item in stale)
    return round(rates.seconds(frames, at_once(prospects, rates, jobs), len(stale)), 1)


def at_once(prospects: Sequence[Prospect], rates: Rates, jobs: int) -> int:
    """How many workers draw at once, as `estimate`."""
    from gradanim.batch.settings import cores
    from gradanim.batch.sharing import piece_counts

    frames = [item.frames for item in prospects if not item.fresh and item.frames]
    pieces = sum(piece_counts(frames, jobs, rates.speed)) if frames else 1
    # More workers than processors draw no more, unless that many drew at the known speed.
    return min(jobs, pieces, max(cores(), round(rates.workers)))


def _record(item: Prospect) -> dict[str, object]:
    from gradanim.spec import plain_title

    plan = item.plan
    draws = item.draws or [None if not item.fresh else 0] * len(plan.clock)
    beats = [
        {"index": s.index, "verb": s.verb, "start_frame": s.start, "frames": s.frames, "draws": drawn}
        for s, drawn in zip(plan.clock, draws, strict=True)
    ]
    return {
        "id": plan.id,
        "variant": plan.spec.variant,
        "title": plain_title(plan.spec),
        "frames": plan.frames,
        "fps": f"{plan.fps.numerator}/{plan.fps.denominator}",
        "size": list(plan.size),
        "fresh": item.fresh,
        "frames_to_draw": item.frames,
        "beats": beats,
    }


def _lines(prospects: Sequence[Prospect]) -> list[str]:
    from gradanim.spec import plain_title

    lines = []
    for item in prospects:
        plan = item.plan
        size = f"{plan.size[0]}×{plan.size[1]}"
        lines += [
            f"{plan.id}: {plain_title(plan.spec)}",
            f"  {len(plan.clock)} beats, {plan.frames} frames, {plan.seconds:.1f} s at {size}",
            f"  {', '.join(span.verb for span in plan.clock)}",
            f"  {_work(item)}",
        ]
    frames = sum(item.plan.frames for item in prospects)
    seconds = sum(item.plan.seconds for item in prospects)
    return [*lines, f"{_scenes(len(prospects))}, {frames} frames, {seconds:.0f} s"]


def _work(item: Prospect) -> str:
    if item.fresh:
        return "fresh"
    if item.draws is None:
        return f"changed: up to {item.frames} frames would be drawn"
    if not item.frames:
        return "nothing would be drawn, its files would be made from the cache"
    beats = [str(index) for index, frames in enumerate(item.draws) if frames]
    which = (
        "all beats" if len(beats) == len(item.draws) else f"beat{'s' * (len(beats) > 1)} {', '.join(beats)}"
    )
    return f"{item.frames} frames would be drawn: {which}"


def _ahead(prospects: Sequence[Prospect], seconds: float | None, jobs: int) -> str:
    frames = sum(item.frames for item in prospects)
    stale = sum(not item.fresh for item in prospects)
    if not stale:
        return "nothing to do"
    said = f"to do: {_scenes(stale)}, {frames} frames"
    if seconds is None:
        return f"{said}; how long that takes nobody knows before the first build with this profile"
    return f"{said}, about {max(1, round(seconds))} s with {jobs} worker{'s' * (jobs > 1)}"


def _judged(seconds: float | None, workers: int | None, rates: Rates | None) -> str:
    """By which builds that was judged, where they had other numbers of workers, which are not as quick each."""
    known = None if rates is None else round(rates.workers)
    return f", judged by builds with {known} at once" if seconds and known not in (None, workers) else ""


def _scenes(count: int) -> str:
    return f"{count} scene{'s' * (count != 1)}"
