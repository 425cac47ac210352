"""bench render: the same clips by gradanim, by plain manim, and by the encoder alone, in one run."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import click

from benchmarks import plain
from benchmarks.capture import Capture, captured, encode_alone
from benchmarks.clips import CLIPS, SECONDS, Clip, plan_of, spec_lasting
from benchmarks.figures import Figures, table
from benchmarks.quality import judge
from benchmarks.watch import Cost, middle, run
from gradanim.cli.options import profile_option
from gradanim.plan.scene_plan import ScenePlan, outputs


@click.command("render")
@click.option(
    "--scene", "names", multiple=True, type=click.Choice(list(CLIPS)), help="Only this clip; repeatable."
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 60), default=SECONDS, show_default=True, help="Length of a clip."
)
@profile_option()
@click.option("--no-manim", is_flag=True, help="Leave plain manim out, which takes most of the time.")
@click.option(
    "--repeat", type=click.IntRange(1), default=1, show_default=True, help="Rounds; medians are told."
)
@click.option(
    "--quality", is_flag=True, help="Also compare films with their frames, and frames with finer ones."
)
@click.option("--json", "as_json", is_flag=True, help="Print records instead of a table.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Keep gradanim's films here.")
def command(
    names: tuple[str, ...],
    seconds: float,
    profile: str,
    no_manim: bool,
    repeat: int,
    quality: bool,
    as_json: bool,
    out: Path | None,
) -> None:
    """Render clips by gradanim and by plain manim, and encode their frames alone; every figure is a ratio.

    Every clip is rendered once before anything is timed: that compiles what is not compiled yet, and keeps the frames.
    """
    figures = []
    for name in names or CLIPS:
        with tempfile.TemporaryDirectory(prefix="gradanim-bench-") as made:
            folder = Path(made)
            spec = spec_lasting(CLIPS[name], seconds, folder)
            bench = Bench(CLIPS[name], spec, plan_of(spec, profile), folder)
            figures.append(bench.measure(repeat, not no_manim, quality))
            if out is not None:
                out.mkdir(parents=True, exist_ok=True)
                shutil.copy2(bench.film, out)
    click.echo(json.dumps([each.record() for each in figures], indent=2) if as_json else table(figures))


@dataclass(frozen=True)
class Rounds:
    """What was measured, round by round.

    Attributes:
        ours: gradanim's whole process.
        alone: ffmpeg alone with the raw pictures.
        planes: ffmpeg alone with the ready planes.
        manim: seconds of plain manim for a frame.
    """

    ours: list[Cost] = field(default_factory=list)
    alone: list[Cost] = field(default_factory=list)
    planes: list[Cost] = field(default_factory=list)
    manim: list[float] = field(default_factory=list)


class Bench:
    """The measurements of one clip.

    Args:
        clip: which.
        spec: its spec, in the wanted length.
        plan: the spec's plan.
        folder: for whatever is written.
    """

    def __init__(self, clip: Clip, spec: Path, plan: ScenePlan, folder: Path) -> None:
        self.clip, self.plan, self.folder = clip, plan, folder
        self.made = folder / "made"
        self.film = outputs(self.made / "out", plan.id).video
        self.render = [sys.executable, "-P", "-m", "gradanim", "render", str(spec.resolve())]
        self.render += ["--profile", plan.profile.name, "--out", str(self.made / "out")]
        # A cache of its own, so that no earlier build has made this film already; letters stay where they are kept.
        self.render += ["--cache", str(self.made / "cache")]

    def measure(self, repeat: int, with_manim: bool, with_quality: bool) -> Figures:
        """All figures; rounds follow one another, so that what disturbs the machine disturbs all of them."""
        self._say("drawing it once to compile and to keep the frames")
        with captured(self.plan) as frames:
            rounds = Rounds()
            for number in range(1, repeat + 1):
                self._say(f"round {number} of {repeat}")
                self._round(rounds, frames, with_manim)
            if with_quality:
                self._say("comparing pictures")
            quality = judge(self.plan, frames.planes, self.film) if with_quality else None
        return Figures(
            clip=self.clip,
            profile=self.plan.profile.name,
            frames=self.plan.frames,
            ours=middle(rounds.ours),
            alone=middle(rounds.alone),
            planes=middle(rounds.planes),
            manim_s_per_frame=statistics.median(rounds.manim) if rounds.manim else None,
            quality=quality,
        )

    def _round(self, rounds: Rounds, frames: Capture, with_manim: bool) -> None:
        self._compile()
        settings, out = frames.settings, self.folder / "alone.mp4"
        # Once for the memory and once for the time: to look at memory takes time. The memory first: whatever runs
        # first after gigabytes were captured takes longer.
        memory = self._whole(watched=True)
        rounds.ours.append(self._whole(watched=False).with_memory_of(memory))
        rounds.alone.append(encode_alone(frames.pictures, settings, out))
        rounds.planes.append(encode_alone(frames.planes, settings, out))
        seconds = [costs[-1].wall for costs in (rounds.ours, rounds.alone, rounds.planes)]
        self._say("{:.2f} s, its frames encoded alone {:.2f} s, its planes {:.2f} s".format(*seconds))
        if with_manim:
            rounds.manim.append(plain.seconds_per_frame(self.clip, self.plan, self.folder))
            self._say(f"plain manim {rounds.manim[-1]:.4f} s per frame")

    def _whole(self, *, watched: bool) -> Cost:
        # Nothing of an earlier run may spare this one any work.
        shutil.rmtree(self.made, ignore_errors=True)
        return run(self.render, self.folder, watched=watched)

    def _compile(self) -> None:
        """Nothing to do, unless the renderer was changed since the last round."""
        program = "from gradanim.raster import warm_up; warm_up()"
        run([sys.executable, "-P", "-c", program], self.folder)

    def _say(self, what: str) -> None:
        click.echo(f"{self.clip.name}: {what}", err=True)
