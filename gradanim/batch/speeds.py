"""How fast frames were drawn in earlier runs, by profile and format."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from gradanim.store import Store, key_of

# A new run counts for at least this much beside all earlier ones.
_NEWS = 0.3


@dataclass(frozen=True)
class Speeds:
    """Frames a second that one worker draws.

    Attributes:
        cache: the cache folder.
    """

    cache: Path

    def get(self, profile: str, shape: str) -> float | None:
        """Frames a second, or None where nothing of this profile and format was made yet."""
        kept = self._store.get(key_of(["speed", profile, shape]))
        return None if kept is None else float(json.loads(kept))

    def note(self, profile: str, shape: str, frames: float, seconds: float) -> None:
        """Notes what workers have drawn in a run, in ``seconds`` of all of them together."""
        if frames <= 0 or seconds <= 0:
            return
        before = self.get(profile, shape)
        speed = frames / seconds
        if before is not None:
            speed = (1 - _NEWS) * before + _NEWS * speed
        self._store.put(key_of(["speed", profile, shape]), json.dumps(speed).encode())

    @property
    def _store(self) -> Store:
        return Store(self.cache / "speeds")
