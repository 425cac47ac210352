"""Lines of text enter by being written and leave by fading; write, ask, claim and clear share this."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from gradanim.actors.state import Line, SceneState
from gradanim.beats.easing import cruise, part, smooth
from gradanim.beats.motion import Motion

# Share of the time in which lines make way for new ones.
MAKING_WAY = 0.4
# From here on lines that leave cannot be seen any more, and the others take their room.
FADED = 0.6


def writing(start: SceneState, lines: Sequence[Line], until: float = 1.0) -> Motion:
    """Lines are written one after another, finished at progress ``until``.

    Those that are there already make way for all of them first.
    """
    share = until / max(1, len(lines))
    taken = {line.slot for line in start.lines}

    def at(u: float) -> SceneState:
        new = [
            replace(
                line,
                written=cruise(part(u, i * share, (i + 1) * share)),
                arrived=smooth(u / MAKING_WAY) if line.slot in taken else 1.0,
            )
            for i, line in enumerate(lines)
        ]
        return replace(start, lines=(*start.lines, *new))

    return at


def fading(start: SceneState, leaving: Sequence[bool]) -> Motion:
    """The lines marked as leaving fade out and are gone at the end."""
    end = replace(
        start, lines=tuple(line for line, gone in zip(start.lines, leaving, strict=True) if not gone)
    )

    def at(u: float) -> SceneState:
        if u >= 1.0:
            return end
        faded = [
            replace(
                line, opacity=line.opacity * (1.0 - smooth(u / FADED)), room=1.0 - smooth(part(u, FADED, 1.0))
            )
            if gone
            else line
            for line, gone in zip(start.lines, leaving, strict=True)
        ]
        return replace(start, lines=tuple(faded))

    return at
