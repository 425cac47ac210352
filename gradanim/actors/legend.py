"""legend: which colour is which runner of a race, above the loss curves or beside the picture."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from gradanim.actors.layout import Rect
from gradanim.actors.lettering import prose
from gradanim.actors.letters import Letter, whole
from gradanim.actors.needs import LEADING, LEGEND_SIZE, UNDER
from gradanim.actors.paragraph import Numbers, Setting, line_width, paragraph
from gradanim.actors.stage import Stage
from gradanim.actors.state import Progress, SceneState
from gradanim.actors.typeset import Piece, Style, Word, words
from gradanim.spec.templates import parse_template

# Between two entries, in em.
BETWEEN = 1.1
# What is said of a runner that failed.
FAILED = {"diverged": "diverged", "left_domain": "left the domain"}


class Entry(Struct, frozen=True):
    """One runner in a legend.

    Attributes:
        words: a dot in the runner's colour, and its name.
        verdict: what is added once it has failed; room for it is kept from the beginning.
        progress: the run.
        x: its left end in em.
        row: its line.
    """

    words: tuple[Word, ...]
    verdict: tuple[Word, ...]
    progress: Progress
    x: float
    row: int


class Setter(Struct, frozen=True):
    """What the names of runners are set with.

    Attributes:
        names: variables and parameters, for setting mathematics.
        formulas: gives the symbolic formulas.
        numbers: gives the numbers.
    """

    names: frozenset[str]
    formulas: Callable[[str], str]
    numbers: Numbers


def is_wanted(state: SceneState) -> bool:
    """Whether a race is on the stage."""
    return state.shown("trajectory") > 0.0 and any(progress.run.label for progress in state.runs)


def region(stage: Stage) -> Rect | None:
    """Where a legend stands: at the top of the panel, or of the column of texts; None where there is neither."""
    return stage.layout.panel or stage.layout.side


def height(stage: Stage, state: SceneState, setter: Setter) -> float:
    """Height of the legend in design pixels; 0 without a race."""
    rect = region(stage)
    if rect is None or not is_wanted(state):
        return 0.0
    size = _size(stage, state, setter, rect.width)
    made = entries(state, rect.width / size, setter)
    return size * (LEADING * (1 + max(entry.row for entry in made)) + UNDER)


def _size(stage: Stage, state: SceneState, setter: Setter, room: float) -> float:
    """The size of its type in design pixels: smaller where one entry is longer than a line of ``room``."""
    size = LEGEND_SIZE * stage.layout.sizes.tick
    longest = max((_length(progress, setter) for progress in state.runs if progress.run.label), default=0.0)
    return min(size, room / longest) if longest > 0.0 else size


def _length(progress: Progress, setter: Setter) -> float:
    """How long an entry is with all that may come to stand in it, in em."""
    return line_width((*_named(progress, setter), *_verdict(progress)), setter.numbers)


def _named(progress: Progress, setter: Setter) -> tuple[Word, ...]:
    named = words(parse_template(progress.run.label), Style(setter.names, setter.formulas))
    return ((Piece(prose("●"), progress.run.colour),), *named)


def entries(state: SceneState, room: float, setter: Setter) -> list[Entry]:
    """The runners one after another, as many in a line of ``room`` em as fit."""
    made: list[Entry] = []
    x, row = 0.0, 0
    for progress in state.runs:
        if not progress.run.label:
            continue
        length = _length(progress, setter)
        if x > 0.0 and x + length > room:
            x, row = 0.0, row + 1
        made.append(Entry(_named(progress, setter), _verdict(progress), progress, x, row))
        x += length + BETWEEN
    return made


def _verdict(progress: Progress) -> tuple[Word, ...]:
    said = FAILED.get(progress.run.stop_reason)
    return () if said is None else ((Piece(prose("✗"), "wrong"),), (Piece(prose(said), "wrong"),))


def letters(stage: Stage, state: SceneState, setter: Setter) -> list[Letter]:
    """The legend of a race, in pixels of the frame."""
    rect = region(stage)
    if rect is None or not is_wanted(state):
        return []
    size = _size(stage, state, setter, rect.width)
    unit = stage.unit
    made: list[Letter] = []
    for entry in entries(state, rect.width / size, setter):
        said = (*entry.words, *entry.verdict) if entry.progress.failed else entry.words
        x, y = rect.x + entry.x * size, rect.y + entry.row * LEADING * size
        opacity = state.shown("trajectory") * entry.progress.opacity
        # Longer than any line: an entry is never broken.
        setting = Setting(whole(x * unit), whole(y * unit), 1e6, size * unit, opacity=opacity, role="legend")
        made += paragraph(said, setting, setter.numbers, stage.theme)[0]
    return made
