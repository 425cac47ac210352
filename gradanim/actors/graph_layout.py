"""Where the nodes of a layered graph stand: columns from left to right, few crossings, short edges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

Edge = tuple[int, int]
Place = tuple[float, float]

# How often columns are put in order, each time by the neighbours on one side.
SWEEPS = 8
# A long edge needs this share of a node's room where it passes a column.
PASSING = 0.55


class Layered(Struct, frozen=True):
    """A graph laid out; the unit across is a column, the unit upwards the room of a node.

    Attributes:
        places: column and height of each node; the heights are balanced about 0.
        routes: for every edge the places that it passes, those of its ends included.
        columns: how many columns there are.
        rows: the height of the whole, with the room of the outermost nodes.
    """

    places: tuple[Place, ...]
    routes: Mapping[Edge, tuple[Place, ...]]
    columns: int
    rows: float


def layered(columns: Sequence[int], edges: Sequence[Edge]) -> Layered:
    """Lays out a graph whose edges lead to later columns.

    Edges over several columns pass each of them at a place of their own, so that they run around nodes, not over
    them. Columns are put in order by the average height of the neighbours; then every node moves to that height as
    far as its own neighbours in the column let it.

    Args:
        columns: the column of each node.
        edges: pairs of indices of nodes.
    """
    chains, column_of = _chains(columns, edges)
    members: list[list[int]] = [[] for _ in range(max(columns) + 1)]
    for item, column in enumerate(column_of):
        members[column].append(item)
    links = [pair for chain in chains.values() for pair in pairwise(chain)]
    room = [1.0 if item < len(columns) else PASSING for item in range(len(column_of))]
    heights = _ordered(members, links, room)
    for sweep in range(SWEEPS):
        heights = _settled(members, links, room, heights, forward=sweep % 2 == 0)
    top = max(h + room[i] / 2 for i, h in enumerate(heights))
    low = min(h - room[i] / 2 for i, h in enumerate(heights))
    middle = (top + low) / 2
    places = tuple((float(c), h - middle) for c, h in zip(column_of, heights, strict=True))
    routes = {edge: tuple(places[item] for item in chain) for edge, chain in chains.items()}
    return Layered(places[: len(columns)], routes, len(members), top - low)


def _chains(columns: Sequence[int], edges: Sequence[Edge]) -> tuple[dict[Edge, list[int]], list[int]]:
    """For every edge its ends with a passing place in every column between, and the column of everything."""
    column_of = list(columns)
    chains: dict[Edge, list[int]] = {}
    for start, end in dict.fromkeys(edges):
        chain = [start]
        for column in range(columns[start] + 1, columns[end]):
            chain.append(len(column_of))
            column_of.append(column)
        chains[start, end] = [*chain, end]
    return chains, column_of


def _ordered(members: list[list[int]], links: Sequence[Edge], room: Sequence[float]) -> list[float]:
    """Heights after each column was put in order again and again, the first node uppermost."""
    heights = [0.0] * len(room)
    for column in members:
        _stack(column, room, heights)
    best, fewest = list(heights), _crossings(members, links, heights)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for column in members if forward else reversed(members):
            wanted = {item: _average(item, links, heights, forward) for item in column}
            column.sort(key=lambda item: -wanted[item])
            _stack(column, room, heights)
        crossings = _crossings(members, links, heights)
        if crossings < fewest:
            best, fewest = list(heights), crossings
    for column in members:
        column.sort(key=lambda item: -best[item])
    return best


def _stack(column: Sequence[int], room: Sequence[float], heights: list[float]) -> None:
    """One under the other, balanced about 0."""
    at = sum(room[item] for item in column) / 2
    for item in column:
        heights[item] = at - room[item] / 2
        at -= room[item]


def _average(item: int, links: Sequence[Edge], heights: Sequence[float], forward: bool) -> float:
    """The average height of the neighbours in the column before (``forward``) or behind; its own without any."""
    near = [a if forward else b for a, b in links if (b if forward else a) == item]
    return sum(heights[i] for i in near) / len(near) if near else heights[item]


def _crossings(members: list[list[int]], links: Sequence[Edge], heights: Sequence[float]) -> int:
    column_of = {item: c for c, column in enumerate(members) for item in column}
    count = 0
    for k, (a, b) in enumerate(links):
        for c, d in links[:k]:
            if column_of[a] == column_of[c] and (heights[a] - heights[c]) * (heights[b] - heights[d]) < 0:
                count += 1
    return count


def _settled(
    members: list[list[int]],
    links: Sequence[Edge],
    room: Sequence[float],
    heights: list[float],
    *,
    forward: bool,
) -> list[float]:
    """Heights nearer to those of the neighbours, in the same order and with the same room."""
    moved = list(heights)
    for column in members if forward else reversed(members):
        wanted = [_average(item, links, moved, forward) for item in column]
        for item, height in zip(column, spread(wanted, [room[item] for item in column]), strict=True):
            moved[item] = height
    return moved


def spread(wanted: Sequence[float], room: Sequence[float]) -> list[float]:
    """The heights nearest to those wanted (least squares) at which things, from above downwards, do not overlap.

    Taking the room above each away leaves the problem of the nearest falling sequence, which is solved by pooling
    neighbours that are out of order.
    """
    offsets, total = [], 0.0
    for before, here in zip([0.0, *room], room, strict=False):
        total += (before + here) / 2
        offsets.append(total)
    pools: list[tuple[float, int]] = []
    for height, offset in zip(wanted, offsets, strict=True):
        mean, size = height + offset, 1
        while pools and pools[-1][0] < mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    level = [mean for mean, size in pools for _ in range(size)]
    return [mean - offset for mean, offset in zip(level, offsets, strict=True)]
