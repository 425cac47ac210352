"""One beat: one verb with what every beat may carry."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SerializeAsAny, ValidationInfo, WrapValidator
from pydantic_core import PydanticCustomError

from gradanim.spec.action import Action
from gradanim.spec.model import Model
from gradanim.spec.numbers import bounded

LONGEST_BEAT = 600


def _verb_name(value: Any) -> str:
    # Imported here: `together` is a verb and holds beats.
    from gradanim.spec.verbs import VERBS

    if isinstance(value, str) and value in VERBS:
        return value
    raise PydanticCustomError("spec_unknown_verb", "{found}", {"found": str(value)})


def _action_of_the_verb(value: Any, _: Any, info: ValidationInfo) -> Action:
    from gradanim.spec.verbs import VERBS

    verb = info.data.get("verb")
    if verb is None:  # The verb itself was refused; one problem is enough.
        return Action()
    return VERBS[verb].model_validate(value, context=info.context)


Seconds = Annotated[float, *bounded(gt=0, le=LONGEST_BEAT)]
Pause = Annotated[float, *bounded(ge=0, le=LONGEST_BEAT)]


class Beat(Model):
    """One idea: one slide clip, one caption, one cache entry."""

    verb: Annotated[str, BeforeValidator(_verb_name)] = Field(description="What happens.")
    action: SerializeAsAny[Annotated[Action, WrapValidator(_action_of_the_verb)]] = Field(
        description="The fields of the verb."
    )
    say: str | None = Field(
        default=None,
        max_length=1000,
        description="The caption while it happens, in the caption files (in the picture with "
        "`--captions burn`); `{quantity}` is computed.",
    )
    seconds: Seconds | None = Field(
        default=None, description="How long it takes; chosen from the caption if absent."
    )
    pause: Pause | None = Field(default=None, description="Seconds of stillness after it.")
    name: str | None = Field(
        default=None,
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=60,
        description="The name of its cue, a slug.",
    )
