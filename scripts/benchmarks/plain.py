"""The seconds that plain manim takes for a clip.

manim is started as its user starts it, with what it does by default. A clip of more than `LONG` seconds is not
rendered in full: the same motion is rendered in `LONG` and in `SHORT` seconds, each by a new process with nothing
cached, and what the further frames cost more is counted for all that are left:

    seconds(n) = long + (long - short) / (n_long - n_short) * (n - n_long)

So start-up is counted once for the whole clip, as it is for gradanim.
"""

from __future__ import annotations

import shutil
import sys
from fractions import Fraction
from pathlib import Path

from benchmarks.clips import MANIM_SCENES, Clip
from benchmarks.watch import run
from gradanim.plan.scene_plan import ScenePlan

LONG = Fraction(2)
SHORT = Fraction(1, 10)


def seconds_per_frame(clip: Clip, plan: ScenePlan, folder: Path) -> float:
    """Seconds that plain manim takes for each frame of a clip, start-up included."""
    clip_seconds = Fraction(plan.frames, 1) / plan.fps
    if clip_seconds <= LONG:
        return render(clip, clip_seconds, plan, folder) / plan.frames
    short, long = (render(clip, seconds, plan, folder) for seconds in (SHORT, LONG))
    further = (long - short) / float((LONG - SHORT) * plan.fps)
    return (long + further * (plan.frames - float(LONG * plan.fps))) / plan.frames


def render(clip: Clip, seconds: Fraction, plan: ScenePlan, folder: Path) -> float:
    """Seconds on the clock of plain manim rendering a clip that lasts ``seconds``."""
    media = folder / "manim"
    shutil.rmtree(media, ignore_errors=True)
    width, height = plan.size
    options = ["--resolution", f"{width},{height}", "--fps", str(float(plan.fps)), "--media_dir", str(media)]
    command = [sys.executable, "-P", "-m", "manim", "render", *options, str(MANIM_SCENES), clip.manim]
    return run(command, folder, CLIP_SECONDS=str(float(seconds))).wall
