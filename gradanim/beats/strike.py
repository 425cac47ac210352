"""strike: an actor or a line of text is crossed out, and stays so until it leaves."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import Line, SceneState
from gradanim.beats.easing import smooth
from gradanim.beats.motion import Motion
from gradanim.problems import Problem, ProblemError
from gradanim.spec.templates import FormulaPart, TextPart
from gradanim.spec.verbs.strike import StrikeAction


def play(action: StrikeAction, start: SceneState, context: Context) -> Motion:
    """The strokes are drawn while the beat lasts; an actor that is absent is left out.

    Raises:
        ProblemError: ``film_strike_nothing`` where no line of text holds the words.
    """
    chosen = -1 if action.text is None else found(action.text, start.lines)
    names = [name for name in map(start.meant, action.actors) if name in start.actors]

    def at(u: float) -> SceneState:
        state = start
        for name in names:
            state = state.with_actor(name, struck=max(start.actors[name].struck, smooth(u)))
        if chosen < 0:
            return state
        lines = list(start.lines)
        lines[chosen] = replace(lines[chosen], struck=max(lines[chosen].struck, smooth(u)))
        return replace(state, lines=tuple(lines))

    return at


def found(words: str, lines: tuple[Line, ...]) -> int:
    """The place of the last line that holds the words; spaces and dollar signs do not count."""
    wanted = _plain(words)
    for index in reversed(range(len(lines))):
        if wanted in _plain(written(lines[index])):
            return index
    raise ProblemError(Problem("film_strike_nothing", {"found": words}))


def written(line: Line) -> str:
    """A line as its author wrote it, but for formats and dollar signs."""
    parts = []
    for part in line.template.parts:
        if isinstance(part, TextPart):
            parts.append(part.text)
        else:
            parts.append("{=" + part.name + "}" if isinstance(part, FormulaPart) else "{" + part.source + "}")
    return "".join(parts)


def _plain(text: str) -> str:
    return "".join(character for character in text if not character.isspace() and character != "$")
