"""The key of one beat: what decides its frames, as a checksum and as checksums of its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

# Why a beat is rendered again, by the part of its key that differs, the likeliest cause first.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "packages": "versions of packages changed",
        "code": "gradanim's own code changed",
        "profile": "profile, format or encoder settings changed",
        "theme": "the theme changed",
        "scene": "{settings} of the scene changed",
        "beat": "beat {beat} changed",
        "stage": "another beat changed what the stage must hold",
        "start": "the state before beat {beat} changed",
        "captions": "the caption in the picture of beat {beat} changed",
    }
)
# Where the settings of a scene changed, these follow from them.
_FOLLOWING = frozenset({"stage", "start"})


class BeatKey(Struct, frozen=True):
    """What decides the frames of one beat.

    Attributes:
        index: place of the beat in its scene.
        key: SHA-256 in hex of everything.
        parts: short checksums by what they are of, the names of `REASONS`.
        settings: short checksums of the part ``scene``, by the name that a setting has in a spec. They tell which
            of them changed and decide nothing.
        played: a short checksum of which verbs and actors the part ``code`` is of; it decides nothing either.
    """

    index: int
    key: str
    parts: Mapping[str, str]
    settings: Mapping[str, str] = field(default_factory=dict)
    played: str = ""

    def changes(self, before: BeatKey | None) -> tuple[str, ...]:
        """The names of the parts that differ from an earlier key, in the order of `REASONS`."""
        if before is None:
            return ()
        return tuple(name for name in REASONS if before.parts.get(name) != self.parts.get(name))

    def reasons(self, before: BeatKey | None) -> tuple[str, ...]:
        """Why the beat is another one than that of an earlier key, in words; nothing where it is the same."""
        if before is None:
            return ()
        words = {"beat": str(self.index), "settings": _named(self._changed_settings(before))}
        return tuple(REASONS[name].format_map(words) for name in self._causes(before))

    def record(self) -> dict[str, Any]:
        """The key as JSON."""
        return {
            "index": self.index,
            "key": self.key,
            "parts": dict(self.parts),
            "settings": dict(self.settings),
            "played": self.played,
        }

    def _causes(self, before: BeatKey) -> list[str]:
        """The parts that changed by themselves, and not because another one did; all where nobody can know."""
        changes = self.changes(before)
        following = set(_FOLLOWING) if "scene" in changes else set()
        if self.played and before.played and self.played != before.played:
            # Other actors, or another verb, have other code; whether theirs has changed nobody can know.
            following.add("code")
        return [name for name in changes if name not in following] or list(changes)

    def _changed_settings(self, before: BeatKey) -> list[str]:
        """The names of the settings that were added, changed or left out, in alphabetical order.

        Nothing where one of the keys does not know its settings.
        """
        if not self.settings or not before.settings:
            return []
        names = {*self.settings, *before.settings}
        return sorted(name for name in names if self.settings.get(name) != before.settings.get(name))


def beat_key(record: Mapping[str, Any]) -> BeatKey:
    """The key of a record that `BeatKey.record` made.

    Raises:
        ValueError: it is not one.
    """
    index, key, parts = record.get("index"), record.get("key"), record.get("parts")
    settings = record.get("settings", {})
    if type(index) is not int or not isinstance(key, str):
        raise ValueError("not the record of a key")
    return BeatKey(index, key, _texts(parts), _texts(settings), str(record.get("played", "")))


def _texts(record: Any) -> Mapping[str, str]:
    if not isinstance(record, dict):
        raise ValueError("not the record of a key")
    return MappingProxyType({str(name): str(text) for name, text in record.items()})


def _named(settings: Sequence[str]) -> str:
    """Settings as they stand in a sentence, with their names in a spec."""
    if not settings:
        return "a setting"
    *rest, last = (f"`{name}`" for name in settings)
    return f"{', '.join(rest)} and {last}" if rest else last
