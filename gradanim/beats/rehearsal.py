"""A scene played in the head and staged: all that its pictures are made of, before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors.columns import number_course
from gradanim.actors.context import Context, make_context
from gradanim.actors.drawn_values import by_params
from gradanim.actors.measure import Measures
from gradanim.actors.samples import Params
from gradanim.actors.scale_note import tellings
from gradanim.actors.sign_rooms import sign_slots
from gradanim.actors.stage import Stage
from gradanim.actors.staging import make_stage
from gradanim.beats.captions import caption_text
from gradanim.beats.played import rehearse
from gradanim.beats.timeline import LOOKS, Timeline
from gradanim.calculus import JetField
from gradanim.plan.scene_plan import ScenePlan
from gradanim.problems import ProblemError


class Rehearsal(Struct, frozen=True, eq=False):
    """A scene ready to be drawn, or to be told from another one.

    Films and the keys of their clips are made of the same rehearsal, so that equal keys mean equal frames.

    Attributes:
        context: spec and field.
        timeline: the motion of every beat.
        stage: what does not move.
        shapes: the parameter values that the scene takes on and its stage was made for.
        burn: whether captions are drawn into the picture.
    """

    context: Context
    timeline: Timeline
    stage: Stage
    shapes: tuple[Params, ...]
    burn: bool = False

    def captions(self, formulas: Callable[[str], str]) -> tuple[str | None, ...]:
        """What is said in every beat, with its numbers.

        Args:
            formulas: gives the plain text of a symbolic formula by its name.
        """
        return tuple(
            None if beat.say is None else caption_text(beat.say, Measures(state, self.context), formulas)
            for beat, state in zip(self.context.spec.beats, self.timeline.starts[1:], strict=True)
        )


def rehearsed(plan: ScenePlan, burn: bool = False) -> Rehearsal:
    """Plays a scene in the head and makes its stage.

    Args:
        plan: the scene.
        burn: whether captions are drawn into the picture.

    Raises:
        ProblemError: the field or a beat cannot be played, or a claim is false.
    """
    spec = plan.spec
    field = None
    if spec.field is not None:
        field = JetField.parse(spec.field.f, spec.field.variables, dict(spec.params))
    context = make_context(spec, field)
    timeline, problems = rehearse(context)
    if problems:
        raise ProblemError(problems)
    states = timeline.samples(LOOKS)
    stage = make_stage(context, states, (plan.profile, plan.format), burn)
    times = [(float(span.motion / plan.fps), float(span.frames / plan.fps)) for span in plan.clock]
    courses = timeline.courses(LOOKS)
    texts = [number_course(context, course) for course in courses]

    def look(index: int, share: float) -> dict[tuple[str, str | None], str | None]:
        found = number_course(context, [timeline.motions[index](share)])
        return {key: text for key, (text,) in found.items()}

    stage = replace(stage, signs=sign_slots(texts, times, look), tellings=tellings(stage, courses, times))
    shapes = tuple(tuple(sorted(state.params.items())) for state in by_params(states))
    return Rehearsal(context, timeline, stage, shapes, burn)
