"""gradanim still: one frame as a PNG, and where everything is in it."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradanim.cli.first_time import tell_of_compiling
from gradanim.cli.options import captions_option, format_option, profile_option

if TYPE_CHECKING:
    from gradanim.plan.scene_plan import ScenePlan
    from gradanim.render.ahead import Ahead


@click.command("still")
@click.argument("spec", type=click.Path(path_type=Path))
@click.option("--at", "seconds", type=float, help="Time in seconds.")
@click.option("--beat", help="Number (from 0) or name of a beat: its last frame.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="PNG to write.")
@click.option(
    "--geometry", type=click.Path(dir_okay=False, path_type=Path), help="JSON with the places of the actors."
)
@click.option(
    "--describe", is_flag=True, help="Say in words what the frame shows; stored with --geometry too."
)
@click.option("--variant", help="Which variant of the spec.")
@profile_option()
@format_option()
@captions_option()
def command(
    spec: Path,
    seconds: float | None,
    beat: str | None,
    out: Path | None,
    geometry: Path | None,
    describe: bool,
    variant: str | None,
    profile: str,
    shape: str,
    captions: str,
) -> None:
    """Draw one frame of SPEC, by default the last one."""
    from gradanim.render.ahead import letters_ahead

    _refuse_other_than_png(out)
    with letters_ahead() as ahead:
        plan, number = _frame(spec, variant, (profile, shape), (seconds, beat))
        target = out or Path(f"{plan.id}.png")
        tell_of_compiling()
        marks = _drawn(plan, number, (target, captions == "burn"), ahead)
    words = ""
    if describe:
        from gradanim.review.describe import describe_frame

        words = describe_frame(plan, number, captions == "burn")
        marks["description"] = words
    if geometry is not None:
        from gradanim.encode import publish_text

        text = json.dumps(_finite(marks), indent=2, ensure_ascii=False, allow_nan=False)
        publish_text(geometry, text + "\n")
    click.echo(f"{target} (frame {number} of {plan.frames})")
    if words:
        click.echo(words)


def _frame(
    spec: Path, variant: str | None, look: tuple[str, str], place: tuple[float | None, str | None]
) -> tuple[ScenePlan, int]:
    """The plan of a spec with a profile and a format, and the frame at a time or the end of a beat."""
    from gradanim.batch.one import load_one
    from gradanim.plan.scene_plan import plan_scene
    from gradanim.render.stills import frame_of

    plan = plan_scene(load_one(spec, variant), *look)
    return plan, frame_of(plan, *place)


def _drawn(plan: ScenePlan, number: int, way: tuple[Path, bool], ahead: Ahead) -> dict[str, Any]:
    """Writes the frame to a file, with or without its caption; the places of the actors."""
    from gradanim.render.stills import write_still

    return write_still(plan, number, *way, ahead)


def _refuse_other_than_png(out: Path | None) -> None:
    """A picture under the name of another format would be taken for a broken one."""
    from gradanim.problems import Problem, ProblemError

    if out is not None and out.suffix.lower() != ".png":
        raise ProblemError(Problem("film_still_format", {"found": str(out), "expected": str(_as_png(out))}))


def _as_png(out: Path) -> Path:
    """The name that a PNG would have; the digits behind a point, as in ``scene-46.5``, are not the name of a format."""
    plain = not out.suffix or out.suffix[1:].isdigit()
    return out.with_name(f"{out.name}.png") if plain else out.with_suffix(".png")


def _finite(value: Any) -> Any:
    """The same without -0.0, and null where a number is undefined, such as the pixel of a place behind the camera."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if not isinstance(value, float):
        return value
    return value + 0.0 if math.isfinite(value) else None
