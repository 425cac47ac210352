"""The chart of loss curves: ranges in which all of a run is seen, and of a race what lets the others be told."""

from __future__ import annotations

import math as maths
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.chart import Change, Chart
from gradanim.actors.lettering import math, prose
from gradanim.actors.ranges import drawable_range
from gradanim.actors.state import Progress, Run
from gradanim.spec.field import FieldSpec

Array = NDArray[np.float64]
# A runner of a race may grow by any power; beside others the chart shows this multiple of how far they fall.
MOST_GROWTH = 3.0
# A chart begins at zero where the least value is not more than this part of the greatest.
NEAR_ZERO = 0.6
# Powers of ten that a logarithmic chart shows at most.
MOST_POWERS = 16.0
# The extent of axes without numbers: any will do.
EMPTY = (1.0, 0.0, 1.0)


def loss_chart(
    spec: FieldSpec | None, runs: tuple[Progress, ...], log: bool, entered: float
) -> tuple[Chart, bool]:
    """The chart of some runs without a legend, and whether it has had numbers before the last of them.

    Args:
        spec: names the field.
        runs: the runs.
        log: whether its upright axis is logarithmic.
        entered: how far the last run is there.
    """
    names = (prose("step"), math(symbols.function(spec)))
    before, after = _change(runs)
    steps, low, high = _extent(_whole(after), log)
    change = None
    if before and entered < 1.0:
        # The axes glide from what was shown before to what the new run needs.
        old = _extent(_whole(before), log)
        change = Change(((0.0, old[0]), (0.0, steps)), (old[1:], (low, high)), entered)
        steps, low, high = (a + entered * (b - a) for a, b in zip(old, (steps, low, high), strict=True))
    chart = Chart((0.0, steps), (low, high), *names, x_whole=True, y_log=log, change=change)
    return chart, bool(before)


def _change(runs: tuple[Progress, ...]) -> tuple[tuple[Progress, ...], tuple[Progress, ...]]:
    """The runs that were there before the last ones began, and those that stay: none beside a race."""
    if not runs or not runs[-1].run.label:
        return runs[:-1], runs
    begins = max(index for index, progress in enumerate(runs) if progress.run.colour == "race_0")
    return runs[:begins], runs[begins:]


def _whole(runs: tuple[Progress, ...]) -> tuple[Run, ...]:
    """Runs as they will be when they are over, which is what ranges are taken from."""
    return tuple(progress.run for progress in runs)


@lru_cache(maxsize=16)
def _extent(runs: tuple[Run, ...], log: bool) -> tuple[float, float, float]:
    """The most steps, and the least and the greatest value, or their logarithms, that the axes show for some runs."""
    if not runs:
        return EMPTY
    steps = float(max(1, *(len(values) - 1 for values in _values(runs))))
    low, high = drawable_range(*(_powers(runs) if log else _range(runs)))
    pad = 0.06 * (high - low)
    return steps, low - pad, high + pad


def _values(runs: tuple[Run, ...]) -> list[Array]:
    """The values of all runs, and those that the last one asks for room for."""
    return [*(run.values for run in runs), *runs[-1].beside]


def _range(runs: tuple[Run, ...]) -> tuple[float, float]:
    """The least and the greatest value to show: all of the last run, and of a race what lets the others be told."""
    every = np.concatenate(_values(runs))
    low, high = (float(end(every[np.isfinite(every)])) for end in (np.min, np.max))
    if runs[-1].label or len(runs) > 1:
        starts = max(float(run.values[0]) for run in runs)
        span = starts - low if starts > low else max(1.0, abs(starts))
        last = runs[-1]
        whole = low if last.label else float(last.values[np.isfinite(last.values)].max())
        high = min(high, max(low + MOST_GROWTH * span, whole))
    # What never falls below zero is seen to be near it, or not.
    return (0.0 if 0.0 < low <= NEAR_ZERO * high else low), high


def _powers(runs: tuple[Run, ...]) -> tuple[float, float]:
    """The logarithms to base 10 of the least and the greatest positive value; what is not positive is off the chart."""
    every = np.concatenate(_values(runs))
    positive = every[np.isfinite(every) & (every > 0)]
    if not len(positive):
        return -1.0, 0.0
    low, high = maths.log10(positive.min()), maths.log10(positive.max())
    return max(low, high - MOST_POWERS), high
