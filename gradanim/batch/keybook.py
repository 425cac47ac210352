"""The keys of scenes from earlier runs: they save rehearsing again, and tell what has changed since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from gradanim.batch.beat_key import BeatKey, beat_key
from gradanim.plan.scene_plan import ScenePlan
from gradanim.store import Store, key_of


class KeyBook(Struct, frozen=True):
    """Keys of beats on disk.

    Attributes:
        cache: the cache folder.
    """

    cache: Path

    def known(self, scene: str) -> tuple[BeatKey, ...] | None:
        """The keys of the beats of the scene with this `scene_key`, which decides them, or None."""
        return self._read("scene", scene)

    def last(self, plan: ScenePlan, mode: str) -> tuple[BeatKey, ...] | None:
        """The keys with which a scene of this id, profile, format and mode was made the last time, or None."""
        return self._read("last", *_look(plan, mode))

    def remember(self, scene: str, keys: Sequence[BeatKey]) -> None:
        """Notes the keys that a `scene_key` decides."""
        self._write(keys, "scene", scene)

    def made(self, plan: ScenePlan, mode: str, keys: Sequence[BeatKey]) -> None:
        """Notes the keys with which a scene has been made."""
        self._write(keys, "last", *_look(plan, mode))

    def _read(self, *name: str) -> tuple[BeatKey, ...] | None:
        kept = self._store.get(key_of(name))
        return None if kept is None else tuple(map(beat_key, json.loads(kept)))

    def _write(self, keys: Sequence[BeatKey], *name: str) -> None:
        self._store.put(key_of(name), json.dumps([key.record() for key in keys]).encode())

    @property
    def _store(self) -> Store:
        return Store(self.cache / "keys")


def _look(plan: ScenePlan, mode: str) -> tuple[str, ...]:
    return plan.id, plan.profile.name, plan.format.name, mode
