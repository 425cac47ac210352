"""Which picture stands for a film: that at six tenths of it, or the next full one where that is nearly empty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from gradanim.batch.posters import detail, poster_beat


@dataclass(frozen=True)
class Span:
    index: int
    start: int
    frames: int


@dataclass(frozen=True)
class Plan:
    """A plan of five beats of ten frames: the third one ends at six tenths."""

    clock: tuple[Span, ...] = tuple(Span(k, 10 * k, 10) for k in range(5))
    frames: int = 50


def striped(share: float) -> np.ndarray:
    """A picture of 100 x 100 pixels; in a share of its columns one pixel differs from the next."""
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:, : round(100 * share) : 2] = 200
    return picture


@pytest.mark.parametrize(
    ("shares", "beat"),
    [
        ((0.2, 0.4, 0.5, 0.5, 0.5), 2),
        ((0.2, 0.8, 0.4, 0.6, 0.8), 2),
        ((0.2, 0.8, 0.1, 0.7, 0.8), 3),
        ((0.2, 0.8, 0.1, 0.3, 0.8), 4),
        ((0.2, 0.8, 0.1, 0.3, 0.3), 1),
        ((0.0, 0.0, 0.0, 0.0, 0.0), 2),
    ],
)
def test_a_poster_is_not_empty(shares: tuple[float, ...], beat: int) -> None:
    assert poster_beat(Plan(), [striped(share) for share in shares]) == beat  # type: ignore[arg-type]


def test_detail_is_the_share_of_edges() -> None:
    assert detail(striped(0.0)) == 0.0
    assert detail(striped(1.0)) == 1.0
    faint = striped(1.0) // 20
    assert detail(faint) == 0.0
