"""What happens in a build on a cluster, besides what happens in every build."""

from __future__ import annotations

from dataclasses import dataclass

from gradanim.batch.events import Event
from gradanim.problems import Problem


@dataclass(frozen=True)
class WorkerAccepted(Event):
    """A worker of the cluster would draw what we would, and is given work.

    Attributes:
        worker: its address.
        threads: how many pieces it makes at once.
    """

    worker: str
    threads: int


@dataclass(frozen=True)
class WorkerRefused(Event):
    """A worker of the cluster would draw something else and is not used.

    Attributes:
        worker: its address.
        problem: why, in a sentence.
    """

    worker: str
    problem: Problem


@dataclass(frozen=True)
class WorkerLost(Event):
    """A worker that was used has left the cluster; what it made is made by others.

    Attributes:
        worker: its address.
    """

    worker: str
