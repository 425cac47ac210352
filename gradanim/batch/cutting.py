"""Sharing out the clips of a scene among several processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from gradanim.plan.cuts import Cut

# A frame that holds the last picture takes about this part of the time of one in which something moves: x264's alone.
_STILL = 0.2
# The last picture of a beat is kept: that takes as long as so many frames.
_ENDING = 6.0
# Clips whose effort differs by less than the longest one's part of this count as equal.
_STEPS = 8


class Piece(Struct, frozen=True):
    """Clips that one process renders: their numbers in order, and how many frames they have."""

    clips: tuple[int, ...]
    work: float


def split(cuts: Sequence[Cut], missing: Iterable[int], pieces: int) -> list[Piece]:
    """Shares the missing clips of a scene out evenly, among at most ``pieces`` processes.

    Clips go from the longest to the shortest to whoever has least so far; the most that one gets is at worst about 4/3
    of the best (Graham: Bounds on multiprocessing timing anomalies, SIAM Journal on Applied Mathematics 17, 1969). Who
    had the last one is asked first: of clips of equal length the outer ones go to one and the inner ones to another,
    and frames which take longer and longer, as those of a landscape that is bent ever more, cost both the same.

    Args:
        cuts: all clips of the scene.
        missing: numbers of those that are to be rendered.
        pieces: how many processes there are; there are never more pieces than clips.
    """
    wanted = sorted(set(missing))
    effort = {number: _effort(cuts[number]) for number in wanted}
    step = max(effort.values(), default=0.0) / _STEPS
    shares: list[list[int]] = [[] for _ in range(min(pieces, len(wanted)))]
    loads, turns = [0.0] * len(shares), [-k for k in range(len(shares))]
    longest_first = sorted(wanted, key=lambda number: (-round(effort[number] / step), number))
    for turn, number in enumerate(longest_first, start=1):
        who = min(range(len(shares)), key=lambda k: (bool(shares[k]), round(loads[k] / step), -turns[k]))
        shares[who].append(number)
        loads[who] += effort[number]
        turns[who] = turn
    return [
        Piece(tuple(sorted(share)), sum(cuts[k].frames for k in share)) for share in sorted(shares, key=min)
    ]


def _effort(cut: Cut) -> float:
    """About how long a clip takes, in frames in which something moves."""
    return cut.moving + _STILL * cut.held + _ENDING * cut.ends_beat
