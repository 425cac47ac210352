"""How long earlier runs took, by profile and format, and so how long another one may take."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields
from pathlib import Path

from gradanim.store import Store, key_of

# A new run counts for so much beside all earlier ones.
_NEWS = 0.5


@dataclass(frozen=True)
class Took:
    """What a run took.

    Attributes:
        frames: how many frames were drawn.
        drawing: for how many seconds workers drew them, all of them together.
        workers: how many drew at once.
        before: seconds until the first of them began to draw.
        scenes: how many scenes were made.
        seconds: of the whole run.
    """

    frames: float
    drawing: float
    workers: int
    before: float
    scenes: int
    seconds: float


@dataclass(frozen=True)
class Rates:
    """What runs take.

    Attributes:
        speed: frames a second that one worker draws.
        before: seconds until the first frame.
        beside: seconds for each scene besides drawing: pieces that begin, files that are made of clips, workers that
            wait for others, and its share of the series film.
        workers: how many drew at once at that speed.
    """

    speed: float
    before: float
    beside: float
    workers: float

    def seconds(self, frames: float, workers: int, scenes: int) -> float:
        """How long a run takes that makes so many scenes and draws so many frames with so many workers at once."""
        return self.before + frames / self.speed / workers + self.beside * scenes


@dataclass(frozen=True)
class Speeds:
    """What earlier runs with one cache took, those with so many workers at once apart from others.

    Attributes:
        cache: the cache folder.
    """

    cache: Path

    def get(self, profile: str, shape: str, workers: int | None = None) -> Rates | None:
        """The rates of a profile and format, or None where nothing of it was drawn yet.

        Args:
            profile, shape: the names of both.
            workers: how many are to draw at once; where as many never did, the rates are those of the nearest
                number. None for those of the latest run.
        """
        kept = self._kept((profile, shape))
        if not kept:
            return None
        number = (
            next(reversed(kept)) if workers is None else min(kept, key=lambda known: abs(known - workers))
        )
        return kept[number]

    def note(self, look: tuple[str, str], took: Took) -> None:
        """Notes a run of a profile and format."""
        if took.frames <= 0 or took.drawing <= 0:
            return
        beside = took.seconds - took.before - took.drawing / took.workers
        rates = Rates(took.frames / took.drawing, took.before, max(0.0, beside) / took.scenes, took.workers)
        kept = self._kept(look)
        before = kept.pop(took.workers, None)
        if before is not None:
            rates = Rates(*(_mixed(astuple(before), astuple(rates))))
        # The latest comes last.
        told = [asdict(known) for known in (*kept.values(), rates)]
        self._store.put(self._key(look), json.dumps(told).encode())

    def _kept(self, look: tuple[str, str]) -> dict[int, Rates]:
        """The rates by the number of workers."""
        told = self._store.get(self._key(look))
        every = [] if told is None else [Rates(**rates) for rates in json.loads(told)]
        return {round(rates.workers): rates for rates in every}

    def _key(self, look: tuple[str, str]) -> str:
        return key_of(["rates by workers", [field.name for field in fields(Rates)], *look])

    @property
    def _store(self) -> Store:
        return Store(self.cache / "speeds")


def _mixed(before: Sequence[float], now: Sequence[float]) -> list[float]:
    return [(1 - _NEWS) * old + _NEWS * new for old, new in zip(before, now, strict=True)]
