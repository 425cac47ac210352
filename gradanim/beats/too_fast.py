"""A field that changes faster than its picture can show: between two samples it is far from what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.context import FINE, Context
from gradanim.beats.places import at_field
from gradanim.calculus.quantiles import quantile
from gradanim.problems import Problem

Array = NDArray[np.float64]

# Stages on which the field is drawn on a grid.
DRAWN = frozenset({"surface", "plane", "split"})
# So many places are looked at; they follow no grid, which might keep step with a wave. Their steps are those of the
# two-dimensional sequence that spreads most evenly (Roberts 2018).
PLACES = 1024
_PLASTIC = 1.32471795724474602596
# A picture is noise where it is off by more than this part of the range of nearly all values at more than this part of
# all places. A pole, a cliff or a kink is a narrow place, however steep it is there.
OFF, MANY, NEARLY_ALL = 0.25, 0.1, (0.02, 0.98)


def too_fast(context: Context) -> Iterator[Problem]:
    """The warning about a field that no grid of the picture's fineness can follow."""
    spec = context.spec.field
    if spec is None or context.field is None or len(context.domain) != 2:
        return
    if context.spec.stage.kind not in DRAWN:
        return
    share = noisy_share(context.field.value, context.domain)
    if share > MANY:
        told = {"field": spec.f, "count": f"{FINE}", "share": f"{100.0 * share:.0f} %"}
        yield at_field(Problem("film_field_fast", told, exit_code=0), context)


def noisy_share(value: Callable[[Array], Array], domain: tuple[tuple[float, float], ...]) -> float:
    """The share of a rectangle in which a picture of a field is far off between two of its samples, 0 to 1.

    Between samples a picture goes straight: what is compared is the field half way between two neighbours, along
    either side, and the mean of these.

    Args:
        value: the field at points (..., 2).
        domain: low and high of both variables.
    """
    low, high = np.array(domain).T
    counted = np.arange(1, PLACES + 1)[:, None] / np.array([_PLASTIC, _PLASTIC**2])
    sides = high - low
    step = sides.max() / (FINE - 1)
    # A step from the border, so that the neighbours are inside.
    points = low + 0.5 * step + counted % 1.0 * (sides - step)
    aside = 0.5 * step * np.array([(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)])
    with np.errstate(all="ignore"):
        middle, right, left, above, below = value(points + aside[:, None])
        known = middle[np.isfinite(middle)]
        if not known.size:
            return 0.0
        least, most = (float(end) for end in quantile(known, NEARLY_ALL))
        off = np.fmax(np.abs(middle - 0.5 * (right + left)), np.abs(middle - 0.5 * (above + below)))
        return float(np.mean(off > OFF * (most - least))) if most > least else 0.0
