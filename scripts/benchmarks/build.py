"""bench build: what the engine saves, as ratios of whole processes in one run."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from benchmarks.watch import Cost, run

SMALL = """\
title: Scene {number}
stage: board
beats:
"""
# Moves from its first frame to its last: nothing of it is drawn only once.
MOVING = """\
title: Scene {number}
field: {{f: "x^2/2 + y^2 + {number}*x/100", x: [-2, 2], y: [-2, 2]}}
stage: surface
beats:
  - show: [surface, axes]
    seconds: 1
"""
WALK = "  - walk: {{circle: {{center: [0, 0], radius: {radius}}}}}\n    seconds: {seconds}\n"
# How much longer the beats of a long scene are.
LONG = 3
MANIM = """\
from manim import *


class Plain(Scene):
    def construct(self):
        square = Square()
        for _ in range(4):
            self.play(Rotate(square, angle=PI / 2), run_time=1)
"""


@dataclass(frozen=True)
class Line:
    """One number of the table.

    Attributes:
        name: what was measured.
        value: the number.
        unit: its unit, empty for a ratio.
        goal: what it should be.
        reached: whether it is, or None where there is no goal.
    """

    name: str
    value: float
    unit: str = ""
    goal: str = ""
    reached: bool | None = None


@click.command("build")
@click.option("--repeat", type=click.IntRange(1), default=3, show_default=True, help="Rounds of short runs.")
@click.option(
    "--seconds", type=click.FloatRange(1), default=4.0, show_default=True, help="Length of a moving beat."
)
@click.option(
    "--specs", type=click.IntRange(1), default=1000, show_default=True, help="How many are planned at once."
)
@click.option("--no-manim", is_flag=True, help="Leave plain manim out.")
@click.option("--json", "as_json", is_flag=True, help="Print records instead of a table.")
def command(repeat: int, seconds: float, specs: int, no_manim: bool, as_json: bool) -> None:
    """Measure builds: nothing changed, the last beat edited, two jobs against one, a thousand specs planned."""
    with tempfile.TemporaryDirectory(prefix="gradanim-bench-") as made:
        bench = Bench(Path(made), repeat, seconds)
        lines = [*bench.unchanged(), *bench.edited(), *bench.parallel(), *bench.planned(specs)]
        if not no_manim:
            lines.append(bench.manim())
    click.echo(json.dumps([asdict(line) for line in lines], indent=2) if as_json else _table(lines))


class Bench:
    """Measures in one folder.

    Args:
        folder: for specs, caches and films.
        repeat: how often short runs are measured; the median is told.
        seconds: length of a moving beat.
    """

    def __init__(self, folder: Path, repeat: int, seconds: float) -> None:
        self._folder = folder
        self._repeat = repeat
        self._seconds = seconds
        # Compiles what was never compiled on this machine and draws the letters of titles.
        self._build(self._series("warm", [moving(0, 1, 0.5)]), jobs=1)

    def unchanged(self) -> list[Line]:
        """Nothing changed: 100 specs of 8 beats."""
        beats = "".join(f"  - pause: {0.1 + k / 20:.2f}\n" for k in range(8))
        series = self._series("unchanged", [SMALL.format(number=k) + beats for k in range(100)])
        self._build(series, jobs=2)
        # The report is written anew once.
        self._build(series, jobs=2)
        took = statistics.median(self._build(series, jobs=2).wall for _ in range(self._repeat))
        return [Line("nothing changed, 100 specs of 8 beats", took, "s", "<= 0.6", took <= 0.6)]

    def edited(self) -> list[Line]:
        """The last of twelve beats edited, against the whole scene; both are whole processes, in the final profile.

        The scene lasts about as long as those of a lesson do.
        """
        series = self._series("edited", [moving(0, 11, self._seconds)])
        whole = self._build(series, 1, "final").wall
        ratios = []
        for number in range(self._repeat):
            spec = series.parent / "0.yaml"
            text = spec.read_text(encoding="utf-8")
            head = text[: text.rindex("radius")]
            spec.write_text(
                f"{head}radius: {0.31 + number / 100}}}}}\n    seconds: {self._seconds}\n", encoding="utf-8"
            )
            ratios.append(self._build(series, 1, "final").wall / whole)
        share = statistics.median(ratios)
        return [
            Line("12 beats, one job", whole, "s"),
            Line("last of 12 beats edited, against all", share, "", "<= 0.25", share <= 0.25),
        ]

    def parallel(self) -> list[Line]:
        """Two jobs against one, on eight equal scenes and on one long scene.

        A job is a processor's work. The final profile is that of series which are left to themselves; in draft, where
        frames are drawn in two milliseconds, starting is a larger part of the whole.
        """
        eight = [moving(k, 2, self._seconds) for k in range(8)]
        long = [moving(0, 11, LONG * self._seconds)]
        lines = []
        for what, specs, least in (("8 equal scenes", eight, 1.6), ("one long scene", long, 1.5)):
            for profile, repeat in (("final", 1), ("draft", self._repeat)):
                gain = self._gain(specs, profile, repeat)
                name = f"2 jobs against 1, {what}, {profile}"
                lines.append(Line(name, gain, "x", f">= {least}", gain >= least))
        return lines

    def _gain(self, specs: list[str], profile: str, repeat: int) -> float:
        """How many times faster two jobs are, by the medians of runs that take turns."""
        walls: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(repeat):
            for jobs, took in walls.items():
                with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                    series = self._series(f"{Path(folder).name}/series", specs)
                    took.append(self._build(series, jobs, profile).wall)
        return statistics.median(walls[1]) / statistics.median(walls[2])

    def planned(self, specs: int) -> list[Line]:
        """Many specs planned."""
        beats = "".join(f"  - pause: {0.1 + k / 20:.2f}\n" for k in range(8))
        series = self._series("planned", [SMALL.format(number=k) + beats for k in range(specs)])
        cost = self._gradanim("plan", series, ["--profile", "draft"], watched=True)
        what = f"{specs} specs planned"
        return [
            Line(what, cost.wall, "s", "<= 10", cost.wall <= 10),
            Line(f"{what}, memory", cost.own_mb, "MB", "<= 500", cost.own_mb <= 500),
        ]

    def manim(self) -> Line:
        """Plain manim on one scene of which every animation is in its cache."""
        script = self._folder / "plain.py"
        script.write_text(MANIM, encoding="utf-8")
        media = str(self._folder / "manim")
        command = [sys.executable, "-P", "-m", "manim", "render", "-ql", "--media_dir", media]
        run([*command, str(script), "Plain"], self._folder)
        took = statistics.median(
            run([*command, str(script), "Plain"], self._folder).wall for _ in range(self._repeat)
        )
        return Line("plain manim, one scene fully cached", took, "s")

    def _series(self, name: str, specs: list[str]) -> Path:
        folder = self._folder / name
        folder.mkdir()
        for number, text in enumerate(specs):
            (folder / f"{number}.yaml").write_text(f"id: scene-{number}\n{text}", encoding="utf-8")
        names = ", ".join(f"{number}.yaml" for number in range(len(specs)))
        series = folder / "series.yaml"
        series.write_text(f"id: whole\ntitle: Whole\nscenes: [{names}]\n", encoding="utf-8")
        return series

    def _build(self, series: Path, jobs: int, profile: str = "draft") -> Cost:
        return self._gradanim("build", series, ["--jobs", str(jobs), "--profile", profile])

    def _gradanim(self, verb: str, series: Path, options: list[str], *, watched: bool = False) -> Cost:
        folder = series.parent
        places = ["--out", str(folder / "out"), "--cache", str(folder / "cache")]
        command = [sys.executable, "-P", "-m", "gradanim", verb, str(series), *places, *options]
        return run(command, self._folder, watched=watched)


def moving(number: int, walks: int, seconds: float) -> str:
    """A scene of one beat that shows and some that walk, the widest first: the stage must hold no more for the last."""
    beats = (WALK.format(radius=0.8 - k / 25, seconds=seconds) for k in range(walks))
    return MOVING.format(number=number) + "".join(beats)


def _table(lines: list[Line]) -> str:
    wide = max(len(line.name) for line in lines)
    return "\n".join(
        f"{line.name:{wide}}  {line.value:8.2f} {line.unit:2}  {line.goal:8}"
        f"{'' if line.reached is None else 'reached' if line.reached else 'MISSED'}".rstrip()
        for line in lines
    )
