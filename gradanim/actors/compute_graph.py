"""compute_graph: a formula or a network as boxes and arrows; values run forward, derivatives run back."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors import symbols
from gradanim.actors.easing import smooth
from gradanim.actors.graph_board import Board, fitted_board, is_named, path, turn
from gradanim.actors.graph_boxes import draw_box, word
from gradanim.actors.graph_labels import draw_local
from gradanim.actors.graph_parts import (
    Diagram,
    Link,
    formula_diagram,
    formula_of,
    network_diagram,
)
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.lettering import prose
from gradanim.actors.passes import Passes
from gradanim.actors.pens import Stroke, dot, line
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import mix
from gradanim.raster import Polygon

Array = NDArray[np.float64]

NOTHING = Passes()
# Half of the width of an arrow's head in design pixels. From the last box to the name of the output in design pixels
# where that stands behind it, and in em where it stands below it.
HALF_HEAD, BEHIND, BELOW = 7.0, 8.0, 0.4
# A dot has its size from this part of its way on, as 1 over it, and until as much is left.
GROWING = 8.0


def draw(scope: Scope, presence: Presence) -> None:
    """The arrows, the boxes over them, what travels along the arrows, and the counters below."""
    presence = _faded(presence)
    diagram = _diagram(scope, presence)
    if diagram is None:
        return
    lower = 3.1 * _counter_size(scope)
    board = fitted_board(scope, diagram, lower)
    passes = scope.state.passes or NOTHING
    for index in range(len(diagram.links)):
        _link(scope, board, index, (passes, presence))
    for index in range(len(diagram.boxes)):
        draw_box(scope, board, index, (passes, presence))
    _output(scope, board, presence.shown)
    _counters(scope, diagram, passes, presence.shown)
    scope.marks["compute_graph"] = {
        "values": [box.value for box in diagram.boxes],
        "adjoints": [box.adjoint for box in diagram.boxes],
        "boxes_px": [list(scope.pixel(board.at(place))) for place in diagram.layout.places],
        "passes": [diagram.passes.forward, diagram.passes.backward, diagram.passes.differences],
        "visible": presence.shown > 0,
    }


def _faded(presence: Presence) -> Presence:
    """Another graph fades in after the one before it has faded out."""
    if presence.before is None or presence.changed >= 1.0:
        return presence
    if presence.changed < 0.5:
        shown = presence.shown * smooth(1.0 - 2.0 * presence.changed)
        return replace(presence, options=presence.before, shown=shown)
    return replace(presence, shown=presence.shown * smooth(2.0 * presence.changed - 1.0))


def _diagram(scope: Scope, presence: Presence) -> Diagram | None:
    options, context = presence.options, scope.stage.context
    sizes = getattr(options, "network", None)
    if sizes is not None:
        seed = options.seed if options.seed is not None else context.spec.seed
        return network_diagram(tuple(sizes), seed)
    spec = context.spec.field
    if spec is None or scope.state.point is None:
        return None
    graph = formula_of(spec.f, spec.variables, scope.params)
    return formula_diagram(graph, scope.state.point, math_markup(symbols.function(spec)))


def _link(scope: Scope, board: Board, index: int, now: tuple[Passes, Presence]) -> None:
    passes, presence = now
    link, shown = board.diagram.links[index], presence.shown
    start, end = link.ends
    columns = board.diagram.columns
    points = path(board, link)
    there, _ = turn(board, columns[end], passes.forward, back=False)
    returned, _ = turn(board, columns[start], passes.backward, back=True)
    wide = 2.5 if link.weight is None else 1.5 + 3.5 * min(1.0, abs(link.weight[0]))
    line(scope, points, scope.colour("axis", 0.75 * shown), Stroke(width=wide, occlusion="top"))
    if 0.0 < there < 1.0:
        _travel(scope, points, there, "text", shown)
    if returned > 0.0:
        strength = 1.0 if link.weight is None else _strength(board.diagram, link)
        colour = scope.colour("gradient", shown * strength)
        line(scope, _last(points, returned), colour, Stroke(width=wide + 1.0, occlusion="top"))
    if link.weight is None:
        _head(scope, points, min(1.0, 6.0 * returned), shown)
    if returned > 0.0:
        if returned < 1.0:
            _travel(scope, points, 1.0 - returned, "gradient", shown)
        if link.local is not None and (presence.options is None or presence.options.local):
            draw_local(scope, board, index, shown * returned)


def _strength(diagram: Diagram, link: Link) -> float:
    """How visible a weight's derivative is, beside the largest one of the network."""
    slopes = [abs(other.weight[1]) for other in diagram.links if other.weight is not None]
    largest = max(slopes) or 1.0
    assert link.weight is not None
    return 0.12 + 0.88 * abs(link.weight[1]) / largest


def _head(scope: Scope, points: Array, answered: float, shown: float) -> None:
    """A small triangle at the end of an arrow, in the colour that its line has there."""
    # Its line is straight there.
    tip, base = points[-1], points[-2]
    along = (tip - base) / np.linalg.norm(tip - base)
    side = HALF_HEAD * np.array([-along[1], along[0], 0.0])
    corners = np.array([tip, base + side, base - side])
    theme = scope.stage.theme.colours
    colour = mix(theme["axis"], theme["gradient"], answered)
    scope.items.append(Polygon(points=corners, color=(*colour, shown)))


def _travel(scope: Scope, points: Array, share: float, role: str, shown: float) -> None:
    """A dot on its way along an arrow; it grows out of the one box and shrinks into the other."""
    size = min(1.0, GROWING * share, GROWING * (1.0 - share))
    dot(scope, _along(points, share), scope.colour(role, shown), 11.0 * size)


def _along(points: Array, share: float) -> Array:
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    return np.array([np.interp(share * lengths[-1], lengths, points[:, axis]) for axis in range(3)])


def _last(points: Array, share: float) -> Array:
    """The last share of a line's points, with its first one interpolated."""
    count = max(1, round(share * (len(points) - 1)))
    return np.concatenate([_along(points, 1.0 - share)[None], points[-count:]])


def _output(scope: Scope, board: Board, shown: float) -> None:
    """The name of the field behind the last box."""
    diagram = board.diagram
    if not is_named(diagram):
        return
    out = board.box[1] if board.upright else board.box[0]
    gap = BELOW * board.text[0] if board.upright else BEHIND
    u, v = scope.pixel(board.at(diagram.layout.places[-1]) + (out + gap) * board.forward)
    away = (0.0, 1.0) if board.upright else (1.0, 0.0)
    markup = f"{prose('= ')}{diagram.output}"
    scope.labels.append(Label(markup, (u, v), away, "text", board.text[0], shown, movable=False))


def _counter_size(scope: Scope) -> float:
    return min(scope.stage.layout.sizes.label, scope.rect.width / 21)


def _counters(scope: Scope, diagram: Diagram, passes: Passes, shown: float) -> None:
    """What backpropagation has taken so far, and what finite differences would take."""
    counted, size = diagram.passes, _counter_size(scope)
    forward = counted.forward if passes.forward >= 1.0 else 0
    backward = counted.backward if passes.backward >= 1.0 else 0
    text = f"forward passes: {forward}   backward passes: {backward}"
    _row(scope, 1, prose(text), ("text", size, shown * min(1.0, 20 * passes.forward)))
    if diagram.note:
        at = np.array([scope.rect.width / 2, scope.rect.height - 24.0, 0.0])
        note = min(scope.stage.layout.sizes.tick, scope.rect.width / 19)
        word(scope, (at, 0.0), prose(diagram.note), ("muted", note, shown))
    done = round(passes.compared * counted.differences)
    # What it says is as wide from the first to the last: only the number runs.
    said = f"{prose('finite differences, ')}{math_markup('n + 1')}{prose(f' evaluations: {done}')}"
    _row(scope, 0, said, ("muted", size, shown * min(1.0, 20 * passes.compared)))


def _row(scope: Scope, row: int, markup: str, look: tuple[str, float, float]) -> None:
    role, size, opacity = look
    if opacity > 0.0:
        at = np.array([scope.rect.width / 2, (0.5 + 1.35 * row) * size + 0.4 * size, 0.0])
        word(scope, (at, 0.0), markup, (role, size, opacity))
