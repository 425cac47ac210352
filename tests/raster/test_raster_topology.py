"""Which triangles share an edge, against a search through all of them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from gradanim.raster import grid_corners
from gradanim.raster.topology import neighbors_of


def searched(corners):
    beside = defaultdict(list)
    for t, triangle in enumerate(corners.tolist()):
        for k in range(3):
            beside[frozenset((triangle[k], triangle[(k + 1) % 3]))].append((t, k))
    found = np.full(corners.shape, -1)
    for both in beside.values():
        if len(both) == 2:
            (t, k), (u, m) = both
            found[t, k], found[u, m] = u, t
    return found


@pytest.mark.parametrize("vertices", [5, 9, 40])
def test_neighbours_are_those_of_a_search_also_where_three_triangles_meet_in_an_edge(vertices):
    random = np.random.default_rng(vertices)
    corners = np.array([random.permutation(vertices)[:3] for _ in range(60)], np.int32)
    assert np.array_equal(neighbors_of(corners), searched(corners))


def test_of_no_triangles_there_are_no_neighbours():
    assert neighbors_of(np.zeros((0, 3), np.int32)).shape == (0, 3)


def test_a_negative_corner_is_refused():
    with pytest.raises(ValueError, match="negative"):
        neighbors_of(np.array([[0, 1, -1]], np.int32))


def test_a_grid_is_covered_once_whatever_its_diagonals():
    rising = np.random.default_rng(1).random((6, 4)) < 0.5
    corners = grid_corners(7, 5, rising)
    y, x = np.divmod(corners, 5)
    area = (x[:, 1] - x[:, 0]) * (y[:, 2] - y[:, 0]) - (x[:, 2] - x[:, 0]) * (y[:, 1] - y[:, 0])
    assert len(corners) == 48 and (area == 1).all()
    neighbours = neighbors_of(corners)
    # The border has 20 edges, and nothing is beyond them.
    assert (neighbours == -1).sum() == 20 and np.array_equal(neighbours, searched(corners))
    diagonal = np.abs(np.diff(corners[:, [0, 1, 2, 0]], axis=1))
    assert ((diagonal == 6).any(axis=1) == np.repeat(rising.ravel(), 2)).all()
