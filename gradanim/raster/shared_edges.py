"""The kernel that finds which triangles share an edge."""

from __future__ import annotations

import numpy as np

from gradanim.raster.compiled import kernel
from gradanim.raster.layout import I4

_0, _1, _2, _3 = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3)
_NONE, _MANY = np.int32(-1), np.int32(-2)
# Rows of the working memory, by edges: the next one from the same vertex, the other end, and the edge it was found in.
_NEXT, _FAR, _AGAIN = 0, 1, 2


@kernel
def pair_edges(corners: I4, latest: I4, edges: I4, neighbors: I4) -> None:
    """Notes of every edge that two triangles share which one is beyond it.

    The edges that were seen are kept in lists, each at its lower vertex: these are as long as few triangles meet in a
    point, and to look for an edge takes a few steps. A landscape that changes its shape has other triangles in every
    picture.

    Args:
        corners: (t, 3) vertices.
        latest: (vertices,) all -1; written to.
        edges: (3, 3 t) written to.
        neighbors: (3 t,) all -1; the triangle beyond edge 3 t + k, which goes from corner k of triangle t to the next.
            It stays -1 where there is none or more than one.
    """
    for t in range(np.uint64(corners.shape[0])):
        for k in range(_3):
            start, end = corners[t, k], corners[t, _0 if k == _2 else k + _1]
            low, high = np.uint64(min(start, end)), max(start, end)
            edge = t * _3 + k
            found = latest[low]
            while found >= 0 and edges[_FAR, np.uint64(found)] != high:
                found = edges[_NEXT, np.uint64(found)]
            if found < 0:
                edges[_NEXT, edge], edges[_FAR, edge], edges[_AGAIN, edge] = latest[low], high, _NONE
                latest[low] = np.int32(edge)
                continue
            first = np.uint64(found)
            again = edges[_AGAIN, first]
            if again == _NONE:
                neighbors[edge], neighbors[first] = np.int32(first // _3), np.int32(t)
                edges[_AGAIN, first] = np.int32(edge)
            elif again != _MANY:
                neighbors[first] = neighbors[np.uint64(again)] = _NONE
                edges[_AGAIN, first] = _MANY
