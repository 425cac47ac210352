"""Sharing out the clips of a scene: runs of equal work for several processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from gradanim.plan.cuts import Cut


class Piece(Struct, frozen=True):
    """Clips that one process renders: their numbers in order, and how much work they are."""

    clips: tuple[int, ...]
    work: float


def split(cuts: Sequence[Cut], missing: Iterable[int], pieces: int, speed: float = 1.0) -> list[Piece]:
    """Cuts the missing clips of a scene into at most ``pieces`` runs, the longest of them as short as can be.

    Args:
        cuts: all clips of the scene.
        missing: numbers of those that are to be rendered.
        pieces: how many runs are wanted; there are never more than clips.
        speed: frames a second; the work of a piece is told in seconds then, else in frames.
    """
    wanted = sorted(set(missing))
    work = [cuts[number].frames / speed for number in wanted]
    if not wanted:
        return []
    low, high = max(work), sum(work)
    # The least bound on a run with which no more runs are needed than wanted, by halving.
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if len(_runs(work, middle)) <= pieces else (middle, high)
    runs = _runs(work, high)
    ends = list(accumulate(len(run) for run in runs))
    return [Piece(tuple(wanted[end - len(run) : end]), sum(run)) for run, end in zip(runs, ends, strict=True)]


def _runs(work: Sequence[float], bound: float) -> list[list[float]]:
    """Runs whose sums stay within a bound, each as long as it can be."""
    runs: list[list[float]] = [[]]
    total = 0.0
    for amount in work:
        if runs[-1] and total + amount > bound * (1 + 1e-12):
            runs.append([])
            total = 0.0
        runs[-1].append(amount)
        total += amount
    return runs
