"""What happens in a build on a cluster, besides what happens in every build."""

from __future__ import annotations

from gradanim.batch.events import Event
from gradanim.problems import Problem


class WorkerAccepted(Event, frozen=True):
    """A worker of the cluster would draw what we would, and is given work.

    Attributes:
        worker: its address.
        threads: how many pieces it makes at once.
    """

    worker: str
    threads: int


class WorkerRefused(Event, frozen=True):
    """A worker of the cluster would draw something else and is not used.

    Attributes:
        worker: its address.
        problem: why, in a sentence.
    """

    worker: str
    problem: Problem


class WorkerLost(Event, frozen=True):
    """A worker that was used has left the cluster; what it made is made by others.

    Attributes:
        worker: its address.
    """

    worker: str
