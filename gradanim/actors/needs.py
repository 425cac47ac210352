"""What a scene will want to place, looked up in its spec before anything is laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from gradanim.actors.around import Around
from gradanim.actors.space import MOST_ELONGATED
from gradanim.spec import ActorUse, Beat, SceneSpec
from gradanim.spec.actors import ReadoutOptions
from gradanim.spec.availability import PANEL_ACTORS
from gradanim.spec.verbs import (
    AskAction,
    ClaimAction,
    ClearAction,
    DescendAction,
    RaceAction,
    ShowAction,
    TogetherAction,
    WriteAction,
    ZoomAction,
)

# Actors that may bring a note with them, such as the scale of the arrows.
NOTED = frozenset({"gradient", "negative_gradient", "partials"})


# What a panel shows as curves over a horizontal axis.
CURVES = frozenset({"loss_curve", "slope_curve", "data_plot"})
# What a panel shows as bars that are as long as it is high, however wide it is.
BARS = frozenset({"component_bars"})
# More bars than these are a strip with a window.
MOST_BARS = 60
# Lines of the legend of a race, where room is looked for.
LEGEND = 4
# Its em as a share of that of ticks; from line to line, and below the last one, in its em.
LEGEND_SIZE, LEADING, UNDER = 1.15, 1.5, 0.45
# A landscape of which nothing is known is so many times as wide as it is high.
USUAL = 1.2
# The height of a line of text with the gap after it, in em, and what a fraction takes besides.
LINE, FRACTION = 1.8, 0.75
_FRACTION = re.compile(r"∂\w+\s*/\s*∂\w|frac\(")


class Needs(Struct, frozen=True):
    """What a scene will want to place, known from its spec before anything is drawn.

    A panel with a ``graph``, or with a strip and its window, needs more room than a chart. ``bottom`` and ``lines``
    are the largest numbers of lines that stand together in the bottom slot and at the side; ``arrows``, ``descents``
    and a ``field`` of arrows bring notes. ``height`` is the greatest height of the texts at the side, in em, and
    ``depth`` that of a map in parts of its width, 1 at most; ``aspect`` is the width of a landscape in parts of its
    height, ``corner`` how far it reaches to the lower right, and pictures that are ``zoomed`` fill any room. A panel
    of ``curves``, or of ``bars``, shows nothing else, and ``runners`` are the most of a race whose legend stands above
    curves. ``map`` and ``chart`` are the room that numbers and names take around those, ``beside`` what a landscape
    needs of it at its left and right more than usual. A ``legend`` of so many runners stands over the texts.
    """

    stage: str
    side: bool
    panel: bool
    bottom: int
    arrows: bool
    descents: bool
    graph: bool = False
    lines: int = 0
    field: bool = False
    height: float = 0.0
    depth: float = 1.0
    curves: bool = False
    runners: int = 0
    zoomed: bool = False
    aspect: float = USUAL
    corner: tuple[float, ...] = ()
    map: Around = Around()
    chart: Around = Around()
    bars: bool = False
    beside: tuple[float, float] = (0.0, 0.0)
    legend: int = 0

    def least_height(self, em: float) -> float:
        """The height of the texts where they are as small as the numbers of axes, of which an em is so high."""
        if not self.legend:
            return em * self.height
        return em * (self.height - LEGEND * LINE + LEGEND_SIZE * (LEADING * self.legend + UNDER))


def needs(spec: SceneSpec) -> Needs:
    """Looks through the beats for texts at the side and for charts."""
    flat = list(flattened(spec.beats))
    side = arrows = descents = graph = field = False
    charts: set[str] = set()
    runners = 0
    for beat in flat:
        action = beat.action
        if isinstance(action, ShowAction):
            names = {use.name for use in action.actors}
            side = side or "readout" in names
            charts |= names & PANEL_ACTORS
            graph = graph or any(_is_large(use) for use in action.actors)
            arrows = arrows or bool(names & NOTED)
            field = field or "gradient_field" in names
        side = side or isinstance(action, AskAction)
        side = side or (isinstance(action, WriteAction) and action.at == "side")
        side = side or (isinstance(action, ClaimAction) and not action.hidden)
        descents = descents or isinstance(action, DescendAction | RaceAction)
        runners = max(runners, len(action.runs) if isinstance(action, RaceAction) else 0)
    # The legend of a race stands above the chart, or beside the picture.
    side = side or bool(runners and not charts)
    lines, height = _at_side(flat)
    if runners and not charts:
        lines, height = lines + LEGEND, height + LEGEND * LINE
    return Needs(
        spec.stage.kind,
        side,
        bool(charts),
        _at_bottom(flat),
        arrows,
        descents,
        graph,
        lines,
        field,
        height,
        _depth(spec),
        bool(charts) and charts <= CURVES,
        runners if charts else 0,
        any(isinstance(beat.action, ZoomAction) for beat in flat),
        bars=charts == BARS,
        legend=0 if charts else runners,
    )


def _depth(spec: SceneSpec) -> float:
    """The height of a map in parts of its width, 1 at most and where both axes are made as long."""
    domain = spec.field.domain if spec.field else ()
    if len(domain) != 2 or spec.stage.aspect == "fit":
        return 1.0
    (x0, x1), (y0, y1) = domain
    depth = (y1 - y0) / (x1 - x0)
    return min(depth, 1.0) if depth * MOST_ELONGATED >= 1.0 else 1.0


def _at_bottom(beats: Iterable[Beat]) -> int:
    """The most lines that stand in the bottom slot at one time; a ``clear`` takes them away."""
    written = most = 0
    for beat in beats:
        if isinstance(beat.action, ClearAction):
            written = 0
        elif isinstance(beat.action, WriteAction) and beat.action.at == "bottom":
            written += 1
        most = max(most, written)
    return most


def _at_side(beats: Iterable[Beat]) -> tuple[int, float]:
    """The most lines that stand at the side at one time, and their greatest height in em: the readout, and what is
    written, asked and claimed.
    """
    readout: tuple[float, ...] = ()
    written: tuple[float, ...] = ()
    lines, height = 0, 0.0
    for beat in beats:
        action = beat.action
        if isinstance(action, ClearAction):
            written = ()
        elif isinstance(action, ShowAction):
            shown = [
                _heights(use.options.lines)
                for use in action.actors
                if isinstance(use.options, ReadoutOptions)
            ]
            readout = max([readout, *shown], key=sum)
        elif isinstance(action, AskAction):
            written += _heights((action.question, action.answer))
        elif isinstance(action, WriteAction) and action.at == "side":
            written += _heights(action.text)
        elif isinstance(action, ClaimAction) and not action.hidden:
            written += (LINE,)
        lines, height = max(lines, len(readout) + len(written)), max(height, sum(readout) + sum(written))
    return lines, height


def _heights(texts: Iterable[str]) -> tuple[float, ...]:
    return tuple(LINE + FRACTION * bool(_FRACTION.search(text)) for text in texts)


def _is_large(use: ActorUse) -> bool:
    return use.name == "compute_graph" or (getattr(use.options, "count", None) or 0) > MOST_BARS


def flattened(beats: Iterable[Beat]) -> Iterable[Beat]:
    """All beats, those that play together one after another."""
    for beat in beats:
        if isinstance(beat.action, TogetherAction):
            yield from beat.action.beats
        else:
            yield beat
