"""Where a worker of a cluster keeps the clips that it makes, until the one who asked for them has them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gradanim.batch.clips import Clips
from gradanim.batch.pruning import held, kept, prune

# What nobody has fetched: at most so many bytes, at most this part of the room that the disk would have without it,
# and no longer than so many seconds.
_MOST = 1 << 30
_PART = 0.25
_LONGEST = 86_400.0


class Shelf:
    """The clips of one worker, by key.

    A build that is killed never fetches what it has asked for; the next one that asks for the same finds it here. What
    a build has fetched goes when it ends.

    Args:
        folder: made with the first piece.

    Attributes:
        clips: what is there.
    """

    def __init__(self, folder: Path) -> None:
        self.clips = Clips(folder)
        self._lock = threading.Lock()
        self._handed: dict[str, set[str]] = {}

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While a piece is made: what it finds or makes here stays; before that, what is too much or too old goes.

        Raises:
            ProblemError: the folder cannot be written (exit code 3).
        """
        with held(self.clips):
            prune(self.clips, self._room(), _LONGEST)
            yield

    def of(self, payload: Mapping[str, Any]) -> list[str]:
        """The keys of the good clips that belong to the scene of a piece."""
        made_by = [of_beat["parts"] for of_beat in payload["keys"]]
        entries = [self.clips.find(key, used=False) for key in self.clips.every_key()]
        return [entry.key for entry in entries if entry is not None and entry.about.made_by in made_by]

    def hand_out(self, run: str, keys: Iterable[str]) -> None:
        """Notes that a run is being sent these clips, whoever had asked for them before."""
        with self._lock:
            sent = set(keys)
            others = {other: theirs - sent for other, theirs in self._handed.items() if other != run}
            mine = self._handed.get(run, set()) | sent
            self._handed = {**{other: theirs for other, theirs in others.items() if theirs}, run: mine}

    def clear(self, run: str) -> None:
        """Takes away what a run was sent, which is over and has it."""
        with self._lock:
            keys = self._handed.pop(run, set())
        for key in keys:
            self.clips.discard(key)

    def _room(self) -> int:
        """How many bytes may lie here."""
        own = sum(item.bytes for item in kept(self.clips))
        return min(_MOST, int(_PART * (shutil.disk_usage(self.clips.cache).free + own)))
