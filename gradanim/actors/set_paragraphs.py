"""Paragraphs as they were set: one that looks as it did in an earlier picture is not set again."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from gradanim.actors.letters import Letter
from gradanim.actors.paragraph import Numbers, Setting, paragraph
from gradanim.actors.theme import Theme
from gradanim.actors.typeset import Word

# How many paragraphs are remembered; a picture has fewer than a quarter of them.
_KNOWN = 64
# The words by identity, their setting, the texts of their numbers, and whether lines are broken for the longest ones.
Key = tuple[int, Setting, tuple[str, ...], bool]


class SetParagraphs(Struct, frozen=True, eq=False):
    """Sets the paragraphs of one scene.

    Attributes:
        theme: its colours.
        widest: the longest texts of its numbers.
    """

    theme: Theme
    widest: Numbers
    _known: dict[Key, tuple[Sequence[Word], list[Letter], float]] = field(default_factory=dict)

    def letters(
        self, words: Sequence[Word], setting: Setting, numbers: Numbers, *, steady: bool = False
    ) -> tuple[list[Letter], float]:
        """What `paragraph` gives; with ``steady`` its lines are broken for the longest texts of numbers.

        Words are those of an earlier picture where they are the same object.
        """
        live = [
            numbers(piece.value or "", piece.format) for word in words for piece in word if not piece.markup
        ]
        key = (id(words), setting, tuple(live), steady)
        known = self._known.pop(key, None)
        if known is None:
            made = paragraph(words, setting, numbers, self.theme, self.widest if steady else None)
            # The words are kept with them: so long no others can have their identity.
            known = (words, *made)
            while len(self._known) >= _KNOWN:
                del self._known[next(iter(self._known))]
        self._known[key] = known
        return list(known[1]), known[2]
