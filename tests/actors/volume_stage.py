"""Stages and pictures of three variables without a renderer, for the tests of actors."""

from __future__ import annotations

from collections.abc import Callable

from gradanim.actors.context import Context, make_context
from gradanim.actors.measure import Measures
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.stage import Stage
from gradanim.actors.staging import make_stage
from gradanim.actors.state import Pose, SceneState
from gradanim.actors.texts import Texts
from gradanim.actors.volume import Volume
from gradanim.beats.played import rehearse
from gradanim.beats.timeline import Timeline
from gradanim.calculus import JetField
from gradanim.plan.profile import FORMATS, PROFILES
from gradanim.spec import SceneSpec

MakeScene = Callable[..., SceneSpec]


def head(f: str, side: float = 2.0, extra: str = "") -> str:
    box = ", ".join(f"{name}: [{-side}, {side}]" for name in "xyz")
    return f"title: T\nfield: {{f: {f}, {box}}}\nstage: volume\n{extra}"


def staged(scene: SceneSpec, shape: str = "16:9") -> tuple[Context, Timeline, Stage]:
    assert scene.field is not None
    field = JetField.parse(scene.field.f, scene.field.variables, dict(scene.params))
    context = make_context(scene, field)
    timeline, problems = rehearse(context)
    assert problems == []
    return context, timeline, make_stage(context, timeline.samples(9), (PROFILES["preview"], FORMATS[shape]))


def volume(scene: SceneSpec) -> Volume:
    made = staged(scene)[2].volume
    assert made is not None
    return made


def picture(scene: SceneSpec, beat: int = -1, u: float = 1.0) -> Picture:
    _, timeline, stage = staged(scene)
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[beat](u))


def measured(field: JetField, point: tuple[float, ...]) -> Measures:
    class Still:
        """A context of nothing but a field."""

        domain = ((-2.0, 2.0),) * 3

        def __init__(self) -> None:
            self.field = field

        def field_of(self, _: object) -> JetField:
            return field

    return Measures(SceneState(Pose(0, 0), point=point), Still())  # type: ignore[arg-type]
