"""Checks the texts and claims of a scene: their braces, and that every quantity exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gradanim.problems import Problem, ProblemError, closest
from gradanim.spec.braces import without_braces
from gradanim.spec.called import called
from gradanim.spec.check_order import Progress, progress
from gradanim.spec.columns import fault, placed
from gradanim.spec.known import Known, Part
from gradanim.spec.nodes import Node
from gradanim.spec.quantities import (
    CALLS,
    OF_A_DESCENT,
    OF_A_LEVEL,
    OF_A_STEP,
    check_format,
    used_by,
    used_by_claim,
)
from gradanim.spec.templates import FORMULAS, FormulaPart, ValuePart, read_template

# The long-form places of texts in a beat's action, by verb.
TEXT_FIELDS = {"write": (("text",),), "ask": (("question",), ("answer",))}
ACTOR_TEXTS = {"readout": "lines", "point": "label"}


def check_text(known: Known, root: Node) -> Iterator[Problem]:
    """Problems with the texts; ``root`` is the long form of the scene."""
    reader = _Reader(known)
    title = root.keys.get("title")
    if title is not None:
        yield from reader.template(title, None)
    yield from _names(known)
    for step, now in zip(known.steps, progress(known), strict=True):
        for part in step.parts:
            for node in texts_of(part):
                yield from reader.template(node, now)
            for node in labels_of(part):
                yield from reader.template(node, None)
            if part.beat.verb == "claim":
                yield from reader.claim(part.action.find(("that",)), now)


def _names(known: Known) -> Iterator[Problem]:
    """Problems with the names of cues."""
    seen: dict[str, Node] = {}
    for part in known.parts:
        name = part.beat.name
        if name is not None and name in seen:
            yield fault("spec_cue_twice", part.node.keys["name"], found=name, line=seen[name].mark.line)
        elif name is not None:
            seen[name] = part.node.keys["name"]


def texts_of(part: Part) -> Iterator[Node]:
    """Every text of a beat that is a template."""
    if "say" in part.node.keys:
        yield part.node.keys["say"]
    for path in TEXT_FIELDS.get(part.beat.verb, ()):
        yield from _lines(part.action.find(path))
    if part.beat.verb == "show":
        for use in part.action.find(("actors",)).items:
            key = ACTOR_TEXTS.get(str(use.keys["name"].value), "")
            options = use.keys["options"].keys
            if key in options:
                yield from _lines(options[key])


def labels_of(part: Part) -> Iterator[Node]:
    """The names of runners, which stand still as a title does."""
    if part.beat.verb == "race":
        for run in part.action.find(("runs",)).items:
            if "label" in run.keys:
                yield run.keys["label"]


def _lines(node: Node) -> Iterator[Node]:
    yield from node.items if node.is_list else (node,)


def _inside(error: ProblemError, part: ValuePart, node: Node) -> Iterator[Problem]:
    """The problems of a quantity, whose columns count from its beginning, at their places in the file."""
    for problem in error.problems:
        yield placed(problem.at(column=part.column + (problem.column or 1) - 1), node)


def _of_claim(error: ProblemError, claim: str) -> Iterator[Problem]:
    """What is wrong with a claim that could not be read, in the words of claims."""
    signs = called(claim)
    if signs is not None:
        yield signs
        return
    for problem in error.problems:
        comma = problem.code == "formula_comma"
        yield replace(problem, code="spec_claim_comma") if comma else problem


@dataclass(frozen=True)
class _Reader:
    """Reads texts with the quantities of one scene."""

    known: Known

    @property
    def _field_unknown(self) -> bool:
        """Whether there is a field that could not be read, so that nobody knows what can be named."""
        return self.known.field_written and self.known.field is None

    def template(self, node: Node, now: Progress | None) -> Iterator[Problem]:
        """Problems with a text; without ``now`` it may name parameters only, as a title does."""
        if not isinstance(node.value, str):
            return
        template, problems = read_template(node.value)
        yield from (placed(problem, node) for problem in problems)
        for formula in template.formulas:
            yield from self._formula(formula, node)
        for value in () if self._field_unknown else template.values:
            yield from self._value(value, node, now)

    def claim(self, node: Node, now: Progress) -> Iterator[Problem]:
        """Problems with a claim."""
        if self._field_unknown:
            return
        if "{" in str(node.value):
            yield placed(without_braces(str(node.value)), node)
            return
        try:
            used = used_by_claim(str(node.value), self.known)
        except ProblemError as error:
            yield from (placed(problem, node) for problem in _of_claim(error, str(node.value)))
            return
        yield from self._needs(used, node, 1, now)

    def _value(self, part: ValuePart, node: Node, now: Progress | None) -> Iterator[Problem]:
        try:
            if part.format is not None:
                check_format(part.format)
        except ProblemError as error:
            yield from _inside(error, part, node)
        try:
            used = used_by(part.source, self.known)
        except ProblemError as error:
            signs = called(part.source)
            yield from _inside(ProblemError(signs) if signs is not None else error, part, node)
            return
        yield from self._needs(used, node, part.column, now)

    def _needs(
        self, used: frozenset[str], node: Node, column: int, now: Progress | None
    ) -> Iterator[Problem]:
        """The first problem with what the quantities hang on: the field, the point, a step, a descent."""
        wanting = (
            ("spec_quantity_needs_field", used if not self.known.field_written else frozenset()),
            ("spec_title_moves", used if now is None else frozenset()),
            ("spec_quantity_needs_descent", used & OF_A_DESCENT if now and not now.run else frozenset()),
            ("spec_quantity_needs_step", used & OF_A_STEP if now and not now.step else frozenset()),
            (
                "spec_quantity_needs_point",
                used - CALLS - OF_A_DESCENT - (OF_A_LEVEL if now and now.level else frozenset())
                if now and not now.point
                else frozenset(),
            ),
        )
        for code, names in wanting:
            if names:
                found = min(names).removesuffix("()")
                yield placed(Problem(code, {"found": found}, column=column), node)
                return

    def _formula(self, part: FormulaPart, node: Node) -> Iterator[Problem]:
        known = tuple(f"f_{variable}" for variable in self.known.variables)
        if not self.known.field_written:
            details = {"found": part.name}
            yield placed(Problem("spec_formula_needs_field", details, column=part.column), node)
        elif self.known.field and part.name not in (*FORMULAS, *known):
            details = {"found": part.name, "expected": ", ".join((*FORMULAS, *known))}
            near = closest(part.name, known)
            yield placed(Problem("spec_formula_unknown", details, column=part.column, suggestion=near), node)
