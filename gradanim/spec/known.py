"""What the checks of a scene know while they go through its beats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gradanim.problems import Problem
from gradanim.spec.beat import Beat
from gradanim.spec.beat_forms import BeatForm
from gradanim.spec.columns import fault
from gradanim.spec.field import FieldSpec
from gradanim.spec.nodes import Node
from gradanim.spec.verbs import TogetherAction


@dataclass(frozen=True)
class Part:
    """One beat that could be read: a beat of the scene, or of a ``together``.

    Attributes:
        beat: the record.
        node: its long form, with places.
    """

    beat: Beat
    node: Node

    @property
    def action(self) -> Node:
        """The long form of what stands after the verb."""
        return self.node.keys["action"]

    def fault(self, code: str, *, stage: str = "", expected: str = "") -> Problem:
        """A problem of the beat, at its verb."""
        return fault(code, self.node.keys["verb"], verb=self.beat.verb, stage=stage, expected=expected)


@dataclass(frozen=True)
class Step:
    """One beat of the scene, in its order.

    Attributes:
        form: what the author wrote.
        parts: the beats in it that could be read, those of a ``together`` one by one.
        complete: whether all of it could be read.
    """

    form: BeatForm
    parts: tuple[Part, ...]
    complete: bool


@dataclass(frozen=True)
class Known:
    """What a scene says besides its beats.

    Attributes:
        field: the field, or None where there is none or its variables could not be read. Where something else in
            it could not be read, that is left open: a formula is empty then, an interval without ends.
        field_written: whether the author wrote a field.
        stage: the kind of the stage, or None where it could not be read.
        params: the parameters with their values.
        steps: the beats.
    """

    field: FieldSpec | None
    field_written: bool
    stage: str | None
    params: Mapping[str, float]
    steps: tuple[Step, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the field; none where it is not known."""
        return self.field.variables if self.field else ()

    @property
    def parts(self) -> Iterator[Part]:
        """Every beat that could be read."""
        for step in self.steps:
            yield from step.parts


def parts_of(beat: Beat, node: Node) -> tuple[Part, ...]:
    """The beat, or the beats of a ``together``, which comes first itself."""
    whole = Part(beat, node)
    if not isinstance(beat.action, TogetherAction):
        return (whole,)
    items = node.find(("action", "beats")).items
    return (whole, *(Part(child, item) for child, item in zip(beat.action.beats, items, strict=True)))
