"""The workers of a cluster: who is there, who was asked, and who may be given work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost, WorkerRefused
from gradanim.batch.cluster_identity import differences
from gradanim.batch.cluster_link import LOCAL
from gradanim.batch.events import Event
from gradanim.problems import Problem

_ENVIRONMENT = 3
# A piece is offered to so many workers; naming all of a thousand with every piece would cost the scheduler dear.
_OFFERED = 32
# Pieces for each thread of a worker: the next one lies ready where one ends.
_AHEAD = 2


class Roster:
    """The workers of a cluster.

    Args:
        expected: what a worker must say that it is.

    Attributes:
        accepted: how many pieces each may make at once, by address.
        refused: why others are not used, by address.
    """

    def __init__(self, expected: Mapping[str, str]) -> None:
        self.accepted: dict[str, int] = {}
        self.refused: dict[str, Problem] = {}
        self._expected = expected
        self._present: dict[str, int] = {}
        self._next = 0

    @property
    def room(self) -> int:
        """How many pieces may be with the workers at once, those that wait there among them."""
        return _AHEAD * self.width

    @property
    def width(self) -> int:
        """How many pieces are made at once."""
        return sum(self.accepted.values())

    @property
    def complete(self) -> bool:
        """Whether there are workers, all of them were asked, and all have answered."""
        return bool(self._present) and len(self.accepted) + len(self.refused) == len(self._present)

    @property
    def hopeless(self) -> bool:
        """Whether all workers have answered and none can be used."""
        return self.complete and not self.accepted

    def take(self, present: Mapping[str, int]) -> tuple[list[str], list[Event]]:
        """Takes who is there now; returns who is to be asked, and what has happened."""
        lost = [address for address in self.accepted if address not in present]
        for address in lost:
            del self.accepted[address]
        self.refused = {address: why for address, why in self.refused.items() if address in present}
        new = [address for address in present if address not in self._present]
        self._present = dict(present)
        return new, [WorkerLost(address) for address in lost]

    def hear(self, address: str, said: Any) -> Event | None:
        """Takes what a worker has said when it was asked who it is: its identity, or an error."""
        if address not in self._present:
            return None
        if isinstance(said, Mapping):
            what = differences({str(name): str(value) for name, value in said.items()}, self._expected)
        else:
            what = f"it cannot say what it would draw with ({said})"
        if not what:
            self.accepted[address] = self._present[address]
            return WorkerAccepted(address, self._present[address])
        problem = Problem("cluster_refused", {"worker": address, "what": what}, exit_code=_ENVIRONMENT)
        self.refused[address] = problem
        return WorkerRefused(address, problem)

    def offered(self) -> list[str]:
        """Those whom the next piece is offered to, in turn."""
        everybody = list(self.accepted)
        if len(everybody) <= _OFFERED:
            return everybody
        start = self._next % len(everybody)
        self._next = start + _OFFERED
        return (everybody + everybody)[start : start + _OFFERED]

    def nobody(self, address: str, seconds: float) -> list[Problem]:
        """That a cluster had no worker that could be used for so many seconds, and why others are not used."""
        details = {"address": address, "seconds": round(seconds)}
        code = "cluster_no_local_workers" if address == LOCAL else "cluster_no_workers"
        return [*self.refused.values(), Problem(code, details, exit_code=_ENVIRONMENT)]
