"""The author's form of a beat as its verb with the fields of its record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from gradanim.problems import Problem, closest
from gradanim.spec.action import Action
from gradanim.spec.actors import ACTORS
from gradanim.spec.columns import fault, shown
from gradanim.spec.model import Model
from gradanim.spec.nodes import Node
from gradanim.spec.other_words import meant
from gradanim.spec.verbs import VERBS

# A verb whose colon has no space behind it.
_GLUED: Final = re.compile(r"(\w+):(\S.*)")
COMMON_KEYS: Final = ("say", "seconds", "pause", "name")
# Verbs that people reach for, and ours.
OTHER_VERBS: Final = {
    "draw": "show", "add": "show", "display": "show", "reveal": "ask", "remove": "hide", "fade": "hide",
    "move": "walk", "go": "walk", "text": "write", "wait": "pause", "rotate": "orbit", "turn": "dial",
    "assert": "claim", "check": "claim", "parallel": "together", "linearize": "approximate", "erase": "clear",
}  # fmt: skip


@dataclass(frozen=True)
class BeatForm:
    """A beat in its long form, as far as it could be read.

    Attributes:
        node: the beat as the author wrote it.
        verb: its verb, or None where it is not known.
        whole: the long form, or None where something of it could not be read.
        parts: what can still be checked: the whole, or the beats of a broken ``together`` that could be read.
        problems: what is wrong with its form.
    """

    node: Node
    verb: str | None = None
    whole: Node | None = None
    parts: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()


def expand_beat(node: Node, *, inside: bool = False) -> BeatForm:
    """The long form of one item of ``beats``; ``inside`` for a beat of ``together``."""
    if isinstance(node.value, str) and node.value in VERBS:
        node = node.holding({node.value: Node(None, node.mark, node.mark, (*node.path, node.value))})
    if isinstance(node.value, str) and node.value in ACTORS:
        return BeatForm(node, problems=(fault("spec_actor_as_verb", node, found=node.value),))
    if isinstance(node.value, str) and (glued := _GLUED.fullmatch(node.value)) and glued[1] in VERBS:
        return BeatForm(node, problems=(fault("spec_beat_space", node, verb=glued[1], rest=glued[2]),))
    if not node.is_mapping:
        return BeatForm(node, problems=(fault("spec_beat_form", node, found=shown(node)),))
    verb, problems = _verb(node)
    if verb is None:
        return BeatForm(node, problems=tuple(problems))
    common = {key: child for key, child in node.keys.items() if key in COMMON_KEYS and key != verb}
    if inside and "say" in common:
        problems.append(fault("spec_together_say", common.pop("say"), at_key=True))
    action, parts, more = _action(verb, node.keys[verb], inside=inside)
    if not any(problem.code in ("spec_indent", "spec_beside") for problem in problems):
        problems += more
    if action is None:
        return BeatForm(node, verb, None, parts, tuple(problems))
    written = node.keys[verb]
    verb_node = Node(verb, written.key_mark, written.key_mark, written.path)
    whole = node.holding({"verb": verb_node, "action": action, **common})
    return BeatForm(node, verb, whole, (whole,), tuple(problems))


def _verb(node: Node) -> tuple[str | None, list[Problem]]:
    """The one verb of a beat."""
    verbs = [key for key in node.keys if key in VERBS and key not in COMMON_KEYS]
    unknown = [key for key in node.keys if key not in VERBS and key not in COMMON_KEYS]
    if not verbs and "pause" in node.keys:
        # By itself `pause` is the verb; beside another verb it is the stillness after it.
        verbs = ["pause"] if not unknown else []
    if not verbs:
        return None, [_no_verb(node, unknown)]
    problems = [_stray_key(node.keys[key], key, node.keys[verbs[0]], VERBS[verbs[0]]) for key in unknown]
    if len(verbs) > 1:
        second = node.keys[verbs[1]]
        problems.append(fault("spec_two_verbs", second, at_key=True, first=verbs[0], second=verbs[1]))
    return verbs[0], problems


def _no_verb(node: Node, unknown: list[str]) -> Problem:
    if not unknown and "say" in node.keys:
        return fault("spec_only_words", node, found="say")
    if not unknown:
        return fault("spec_no_verb", node, expected=", ".join(VERBS))
    found = unknown[0]
    if found in ACTORS:
        return fault("spec_actor_as_verb", node.keys[found], at_key=True, found=found)
    near = OTHER_VERBS.get(found.casefold()) or closest(found, VERBS)
    return fault(
        "spec_unknown_verb",
        node.keys[found],
        at_key=True,
        suggestion=near,
        found=found,
        expected=", ".join(VERBS),
    )


def _key_of_bare(written: Node, action: type[Action]) -> str | None:
    """The key for which a short form of a verb stands; None for what is no short form."""
    if written.is_mapping or written.value is None:
        return None
    whole = action.expand(written)
    return next(iter(whole.keys)) if whole.is_mapping and len(whole.keys) == 1 else None


def _stray_key(node: Node, key: str, written: Node, action: type[Action]) -> Problem:
    """A key beside a verb, and what is written after that, that is neither a verb nor common to all beats."""
    fields = author_keys(action)
    if key in fields:
        bare = _key_of_bare(written, action)
        if bare is not None and bare != key:
            return fault("spec_beside", node, at_key=True, found=key, verb=action.verb, key=bare)
        return fault("spec_indent", node, at_key=True, found=key, verb=action.verb)
    actor = _actor_with(key, written)
    if actor is not None:
        return fault("spec_option_beside", node, at_key=True, found=key, actor=actor)
    near = meant(key, (*COMMON_KEYS, *VERBS))
    return fault(
        "spec_unknown_beat_key",
        node,
        at_key=True,
        suggestion=near,
        found=key,
        verb=action.verb,
        expected=", ".join(COMMON_KEYS),
    )


def _actor_with(key: str, written: Node) -> str | None:
    """The first of the actors written after a verb that has a key as its option; None where none has."""
    names = [item.value for item in written.items or (written,) if isinstance(item.value, str)]
    return next((name for name in names if name in ACTORS and key in author_keys(ACTORS[name])), None)


def author_keys(record: type[BaseModel]) -> tuple[str, ...]:
    """The keys that an author may write for a record."""
    names = [field.serialization_alias or name for name, field in record.model_fields.items()]
    return (*names, *(record.aliases if issubclass(record, Model) else ()))


Read = tuple[Node | None, tuple[Node, ...], list[Problem]]


def _action(verb: str, node: Node, *, inside: bool) -> Read:
    """What stands after the verb in its long form, or None with the parts that could be read."""
    if verb == "together" and inside:
        return None, (), [fault("spec_together_nested", node, at_key=True)]
    action = VERBS[verb].expand(node)
    verbs = verb == "together" and "beats" not in action.keys and any(key in VERBS for key in action.keys)
    if verbs or not action.is_mapping or (node.value is None and not VERBS[verb].bare):
        return (
            None,
            (),
            [_misformed(verb, node)],
        )
    return _children(action) if verb == "together" else (action, (), [])


def _misformed(verb: str, node: Node) -> Problem:
    # Nothing has no place of its own: an empty value stands wherever the next line begins.
    details = {"verb": verb, "found": shown(node), "example": VERBS[verb].example_for(node)}
    return fault("spec_action_form", node, at_key=node.value is None, **details)


def _children(action: Node) -> Read:
    """The beats of ``together`` in their long forms."""
    beats = action.keys.get("beats")
    if beats is None or not beats.is_list:
        return action, (), []
    forms = [expand_beat(item, inside=True) for item in beats.items]
    problems = [problem for form in forms for problem in form.problems]
    if all(form.whole for form in forms):
        wholes = tuple(form.whole for form in forms if form.whole)
        return action.holding({**action.keys, "beats": beats.holding(wholes)}), (), problems
    return None, tuple(part for form in forms for part in form.parts), problems
