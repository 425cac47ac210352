"""What a build says of itself when it is over: ``report.json`` for machines, lines for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from gradanim.batch.built import Built
from gradanim.batch.outcome import Effort, Outcome, SceneResult
from gradanim.problems import Problem
from gradanim.publish.records import record_text

SCHEMA = "gradanim-report/1"


def report_text(built: Built, look: tuple[str, str]) -> str:
    """The report of a build; one that drew nothing is not timed in it, so that its report stays the same.

    Args:
        built: what it came to.
        look: names of profile and format.
    """
    record = {
        "schema": SCHEMA,
        "series": built.series,
        "profile": look[0],
        "format": look[1],
        "counts": built.counts,
        "film": built.film and built.film.value,
        "frames_drawn": built.drawn,
        "seconds": round(built.seconds, 2) if built.drawn else 0.0,
        "scenes": [
            *map(_scene, built.results),
            *(_broken(spec, problems) for spec, problems in built.broken.items()),
        ],
        "problems": [_problem(problem) for problem in built.problems],
    }
    return record_text(record)


def standing_text(built: Built, look: tuple[str, str]) -> str:
    """What the report would say of a build of the same series that leaves everything as it is."""
    results = [replace(result, outcome=Outcome.REUSED, effort=Effort()) for result in built.results]
    return report_text(Built(built.series, results, film=Outcome.REUSED), look)


def told(built: Built) -> list[str]:
    """The summary for people: a line for each scene that was worked at, and what became of the series film."""
    lines = []
    if any(result.effort.seconds for result in built.results):
        lines += table(built.results)
    if built.film is Outcome.SKIPPED:
        lines.append(
            f"{built.series}.mp4 was not made anew: scenes are missing; one that stood there stands as it did"
        )
    return lines


def table(results: Sequence[SceneResult]) -> list[str]:
    """What each scene took, in columns; scenes that stood as they were are left out."""
    worked = [result for result in results if result.effort.seconds]
    rows: list[tuple[str, ...]] = [
        ("scene", "outcome", "frames", "seconds", "a second", "from the cache", "peak MB")
    ]
    rows += [_row(result) for result in worked]
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  ".join(
            text.ljust(width) if k < 2 else text.rjust(width)
            for k, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _row(result: SceneResult) -> tuple[str, ...]:
    effort = result.effort
    rate = f"{effort.drawn / effort.seconds:.0f}" if effort.drawn else "-"
    found = f"{effort.found} of {effort.clips} clips" if effort.clips else "-"
    columns = (str(effort.drawn), f"{effort.seconds:.1f}", rate, found, f"{effort.peak_mb:.0f}")
    return (result.plan.id, result.outcome.value, *columns)


def _scene(result: SceneResult) -> dict[str, Any]:
    effort = result.effort
    return {
        "id": result.plan.id,
        "outcome": result.outcome.value,
        "frames": result.plan.frames,
        "frames_drawn": effort.drawn,
        "seconds": round(effort.seconds, 2),
        "frames_per_second": round(effort.drawn / effort.seconds, 1) if effort.drawn else None,
        "clips": effort.clips or None,
        "clips_from_cache": effort.found if effort.clips else None,
        "peak_mb": round(effort.peak_mb) if effort.peak_mb else None,
        "problems": [_problem(problem) for problem in result.problems],
    }


def _broken(spec: str, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "spec": spec,
        "outcome": Outcome.FAILED.value,
        "problems": [_problem(problem) for problem in problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, **problem.as_json()}
