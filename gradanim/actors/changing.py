"""Options that a beat changes while their actor is on the stage: how far they are on the way from old to new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradanim.actors.easing import smooth
from gradanim.actors.state import Presence


def between(presence: Presence, read: Callable[[Any], float]) -> float:
    """A number that options stand for, on its way from that of the old ones while they change.

    Args:
        presence: of the actor.
        read: gives the number that options stand for; None are options that no author gave.
    """
    now = read(presence.options)
    if presence.changed >= 1.0:
        return now
    before = read(presence.before)
    return before + (now - before) * smooth(presence.changed)


def switched(presence: Presence, name: str) -> float:
    """How far a switch that is on by default is on, 0 to 1."""
    return between(presence, lambda options: 1.0 if options is None else float(getattr(options, name)))
