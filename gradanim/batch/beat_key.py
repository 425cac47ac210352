"""The key of one beat: what decides its frames, as a checksum and as checksums of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

# Why a beat is rendered again, by the part of its key that differs, the likeliest cause first.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "packages": "versions of packages changed",
        "code": "gradanim's own code changed",
        "profile": "profile, format or encoder settings changed",
        "theme": "the theme changed",
        "scene": "the field, the title or another setting of the scene changed",
        "beat": "beat {beat} changed",
        "stage": "another beat changed what the stage must hold",
        "start": "the state before beat {beat} changed",
        "captions": "the caption in the picture of beat {beat} changed",
    }
)


@dataclass(frozen=True)
class BeatKey:
    """What decides the frames of one beat.

    Attributes:
        index: place of the beat in its scene.
        key: SHA-256 in hex of everything.
        parts: short checksums by what they are of, the names of `REASONS`.
    """

    index: int
    key: str
    parts: Mapping[str, str]

    def changes(self, before: BeatKey | None) -> tuple[str, ...]:
        """The names of the parts that differ from an earlier key, in the order of `REASONS`."""
        if before is None:
            return ()
        return tuple(name for name in REASONS if before.parts.get(name) != self.parts.get(name))

    def reasons(self, before: BeatKey | None) -> tuple[str, ...]:
        """Why the beat is another one than that of an earlier key, in words; nothing where it is the same."""
        return tuple(REASONS[name].format(beat=self.index) for name in self.changes(before))

    def record(self) -> dict[str, Any]:
        """The key as JSON."""
        return {"index": self.index, "key": self.key, "parts": dict(self.parts)}


def beat_key(record: Mapping[str, Any]) -> BeatKey:
    """The key of a record that `BeatKey.record` made.

    Raises:
        ValueError: it is not one.
    """
    index, key, parts = record.get("index"), record.get("key"), record.get("parts")
    if type(index) is not int or not isinstance(key, str) or not isinstance(parts, dict):
        raise ValueError("not the record of a key")
    return BeatKey(index, key, MappingProxyType({str(name): str(text) for name, text in parts.items()}))
