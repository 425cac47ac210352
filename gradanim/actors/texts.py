"""The texts of a scene: title, readout, written lines, notes and burned-in captions, each in its slot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors import legend
from gradanim.actors.breaking import Stretch
from gradanim.actors.columns import Columns, in_columns
from gradanim.actors.layout import Rect
from gradanim.actors.lettering import math, prose
from gradanim.actors.letters import Letter, whole
from gradanim.actors.middle import middle_size, middle_sizes
from gradanim.actors.numbers import number_writer
from gradanim.actors.opening import moved
from gradanim.actors.paragraph import Numbers, Setting, stretches
from gradanim.actors.set_paragraphs import SetParagraphs
from gradanim.actors.side import GAP, Side
from gradanim.actors.sign_rooms import most_rooms
from gradanim.actors.stage import Stage
from gradanim.actors.state import Line, SceneState
from gradanim.actors.strikethrough import struck_through
from gradanim.actors.terms import Terms
from gradanim.actors.typeset import Piece, Style, Word, words
from gradanim.spec.templates import Template, TextPart, parse_template

# Shares of the usual size that are tried where a caption has not enough room.
SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.7)
# The title is gone in this part of the time of what is written in its place, which begins then; as 1 over it.
MAKING_WAY = 4.0
# A note has all of its room from this part of its opacity on, as 1 over it.
READABLE = 2.0
# A tick stays with what it is about.
TICK = Piece(prose("✓"), "level_curve", cost=20.0)

# How many texts of a scene are remembered as words.
_KNOWN = 512

# What a viewer must be told, and how far it is there, 0 to 1.
Note = tuple[str, float]


def plain(text: str) -> Template:
    """A text that is finished: braces and dollar signs in it mean nothing any more."""
    return Template((TextPart(text),))


class Texts(Struct, frozen=True, eq=False, dict=True):
    """Sets the texts of one scene.

    Attributes:
        stage: the scene's stage.
        formulas: gives symbolic formulas as Typst mathematics.
    """

    stage: Stage
    formulas: Callable[[str], str]

    def letters(self, state: SceneState, notes: Sequence[Note], caption: str | None) -> list[Letter]:
        """All texts of a state; ``caption`` is None unless captions are burned in."""
        rooms = {(source, spec): kept for source, spec, kept in state.rooms}
        numbers = in_columns(number_writer(self.stage.measures(state)), self._columns, rooms)
        made = self._title(state, numbers)
        made += legend.letters(self.stage, state, self._setter(numbers))
        side = self._side.letters(state, numbers)
        made += side if self._side.leaves(state) else moved(side, self.stage, state, self._side.longest)
        made += self._centre(state, numbers)
        made += self._bottom(state, notes, numbers)
        if caption:
            made += self._caption(caption, numbers)
        return made

    def label(self, text: str, state: SceneState) -> str:
        """The markup of a text that is a label: one line in one colour, with the numbers of a state."""
        numbers = number_writer(self.stage.measures(state))
        made = [
            (math("thick") if word[0].begins else prose(" "))
            + "".join(piece.markup or prose(numbers(piece.value or "", piece.format)) for piece in word)
            for word in self._words(parse_template(text))
        ]
        return "".join(made).removeprefix(prose(" "))

    def _quantity_names(self) -> frozenset[str]:
        return self.stage.context.names

    def _setter(self, numbers: Numbers) -> legend.Setter:
        return legend.Setter(self._quantity_names(), self.formulas, numbers)

    def _words(self, template: Template, colour: str = "text", *, ticked: bool = False) -> tuple[Word, ...]:
        return self._known_words(template, colour, ticked)

    @cached_property
    def _known_words(self) -> Callable[[Template, str, bool], tuple[Word, ...]]:
        """The words of a template in a colour, which are the same in every frame."""

        def found(template: Template, colour: str, ticked: bool) -> tuple[Word, ...]:
            made = words(template, replace(self._style, colour=colour))
            return (*made, (TICK,)) if ticked else made

        return lru_cache(maxsize=_KNOWN)(found)

    @cached_property
    def _paragraphs(self) -> SetParagraphs:
        return SetParagraphs(self.stage.theme, self._widest)

    @cached_property
    def _columns(self) -> Columns:
        return {(source, spec): column for source, spec, column in self.stage.columns}

    @cached_property
    def _widest(self) -> Numbers:
        """The longest text of every number in the scene's texts; lines broken for them keep their words."""
        known = {(source, spec): text for source, spec, text in self.stage.widest}
        most = most_rooms(self.stage.signs)
        return in_columns(lambda source, spec: known.get((source, spec), "0"), self._columns, most)

    @cached_property
    def _style(self) -> Style:
        names = self._quantity_names()
        return Style(names, self.formulas, terms=Terms.of(self.stage.context.spec.field, names))

    def _setting(self, rect: Rect, size: float, align: str = "left", role: str = "text") -> Setting:
        unit = self.stage.unit
        # Rounded up as their lines are too, texts would come nearer to what is below them.
        corner = whole(rect.x * unit), whole(rect.y * unit - 0.5)
        return Setting(*corner, rect.width * unit, size * unit, align, role=role)

    def _title(self, state: SceneState, numbers: Numbers) -> list[Letter]:
        """The scene's title, or what is written in its place: the latest line goes over all before it."""
        layout = self.stage.layout
        setting = self._setting(layout.title, layout.sizes.title, role="title")
        title = self._words(parse_template(self.stage.context.spec.title), "muted")
        letters = self._paragraphs.letters(title, setting, numbers)[0]
        for line in state.lines:
            if line.slot == "title":
                left = max(0.0, 1.0 - line.opacity * min(1.0, MAKING_WAY * line.written))
                letters = [replace(letter, opacity=letter.opacity * left) for letter in letters]
                # Written over a title that is still there, neither could be read.
                written = max(0.0, (MAKING_WAY * line.written - 1.0) / (MAKING_WAY - 1.0))
                letters += self._line(replace(line, written=written), setting, setting.y, numbers)[0]
        return letters

    @cached_property
    def _side(self) -> Side:
        return Side(self.stage, self._setter, self._set_words, self._line, self._widest)

    def _set_words(self, line: Line) -> tuple[Word, ...]:
        # Also questions and answers: a colour is what stands for one thing, such as an arrow.
        return self._words(line.template, "text", ticked=line.role == "claim")

    def _line(self, line: Line, setting: Setting, y: float, numbers: Numbers) -> tuple[list[Letter], float]:
        at = Setting(
            setting.x, y, setting.width, setting.size, setting.align, line.opacity, line.written, line.role
        )
        letters, bottom = self._paragraphs.letters(self._set_words(line), at, numbers, steady=True)
        struck = struck_through(letters, line.struck, self.stage.theme)
        return letters + struck, y + line.room * (bottom - y)

    @cached_property
    def _middle(self) -> Mapping[Template, float]:
        """The size of every text in the middle of the frame, in design pixels."""

        def between(text: Template) -> list[Stretch]:
            return stretches(self._words(text), self._widest)

        return middle_sizes(self.stage.context.spec.beats, self.stage.layout, between)

    def _centre(self, state: SceneState, numbers: Numbers) -> list[Letter]:
        lines = [line for line in state.lines if line.slot == "center"]
        if not lines:
            return []
        layout = self.stage.layout
        region = Rect(
            layout.safe.x, layout.title.bottom, layout.safe.width, layout.caption.y - layout.title.bottom
        )
        size = self._middle.get(lines[0].template, middle_size(layout))
        setting = self._setting(region, size, "center")
        letters: list[Letter] = []
        y = taken = 0.0
        for line in lines:
            made, end = self._line(replace(line, room=1.0), setting, y, numbers)
            letters += made
            # Half of all is whole too.
            step = 2.0 * line.room * whole((end - y) / 2 + GAP * setting.size)
            taken += line.arrived * step
            y += step
        top = setting.y + max(0.0, whole(region.height * self.stage.unit / 2) - taken / 2)
        return [replace(letter, y=letter.y + top) for letter in letters]

    def _bottom(self, state: SceneState, notes: Sequence[Note], numbers: Numbers) -> list[Letter]:
        """What is written at the bottom, and below it the notes, small and muted.

        A note fades where it stands, above the border of the safe area; what is over it makes room before the note can
        be read, and closes up after.
        """
        layout = self.stage.layout
        small = self._setting(layout.bottom, layout.sizes.tick, role="note")
        set_notes = []
        for text, opacity in notes:
            under = Setting(small.x, 0.0, small.width, small.size, opacity=opacity, role="note")
            made, height = self._paragraphs.letters(self._words(plain(text), "muted"), under, numbers)
            set_notes.append((made, height, height * min(1.0, READABLE * opacity)))
        y = whole(layout.bottom.bottom * self.stage.unit)
        letters: list[Letter] = []
        for made, height, room in reversed(set_notes):
            letters += [replace(letter, y=letter.y + y - height) for letter in made]
            y -= room
        return [*self._lines_at_bottom(state, y, numbers), *letters]

    def _lines_at_bottom(self, state: SceneState, end: float, numbers: Numbers) -> list[Letter]:
        """The lines of the bottom slot, from its top, or higher where they would not end before ``end`` (pixels)."""
        setting = self._setting(self.stage.layout.bottom, self.stage.layout.sizes.text)
        letters: list[Letter] = []
        y = taken = 0.0
        for line in (line for line in state.lines if line.slot == "bottom"):
            made, lower = self._line(line, setting, y, numbers)
            letters += made
            taken += line.arrived * (lower - y)
            y = lower
        top = min(setting.y, end - taken)
        return [replace(letter, y=letter.y + top) for letter in letters]

    def _caption(self, caption: str, numbers: Numbers) -> list[Letter]:
        """The caption, smaller where it has more lines than its slot has room for."""
        layout = self.stage.layout
        end = layout.caption.bottom * self.stage.unit
        for shrink in SHRINKS:
            size = max(layout.sizes.least, shrink * layout.sizes.caption)
            setting = self._setting(layout.caption, size, "center", "caption")
            letters, y = self._paragraphs.letters(self._words(plain(caption)), setting, numbers)
            if y <= end:
                break
        return letters
