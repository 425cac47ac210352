"""How much of the contrast of faint lines, such as the mesh of a landscape, a film keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from benchmarks.capture import Raw

# So many frames are looked at, spread over the film; their surroundings are squares of so many pixels a side.
FRAMES, AROUND = 9, 15
# What stands out from its surroundings by less is noise of rounding, by more nobody would call it faint (of 255).
LEAST, MOST = 2.0, 9.0


def faint_lines_kept(raw: Raw, film: Path) -> float:
    """The share of their contrast that faint details of the raw luma have in the film: 1 where all is kept.

    The film's details are projected onto those of the raw frames, by least squares for each frame; the mean is told.

    Args:
        raw: the frames that were encoded, yuv420p.
        film: the film of them.
    """
    width, height = raw.source.size
    data = np.memmap(raw.path, np.uint8, "r").reshape(-1, height * 3 // 2, width)
    wanted = {int(number) for number in np.linspace(0, len(data) - 1, FRAMES)}
    shares = [_kept(data[number, :height], shown) for number, shown in _lumas(film, wanted)]
    return float(np.mean(shares))


def _kept(raw: NDArray[np.uint8], shown: NDArray[np.uint8]) -> float:
    details, found = _details(raw), _details(shown)
    size = np.abs(details)
    faint = (size > LEAST) & (size < MOST)
    return float((details[faint] * found[faint]).sum() / (details[faint] ** 2).sum())


def _details(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    exact = luma.astype(np.float32)
    return np.asarray(exact - uniform_filter(exact, AROUND))


def _lumas(film: Path, wanted: set[int]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                yield number, frame.to_ndarray(format="yuv420p")[: frame.height]
