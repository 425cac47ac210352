"""The strokes that all actors share: lines, arrows and dots of one look, in design pixels."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.changing import switched
from gradanim.actors.lettering import math as math_markup
from gradanim.actors.outgoing import faded, named_at, outgoing
from gradanim.actors.stage import Label, Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGBA
from gradanim.raster import Arrow, Disc, Polyline

Array = NDArray[np.float64]
Occlusion = Literal["depth", "ghost", "top"]

# Hidden parts of what must stay readable keep this share of their opacity.
GHOST = 0.55
# An arrow is what is looked at: under a landscape its colour must still be its own.
GHOST_ARROW = 0.72
# Names of arrows have their full size in views whose shorter side has so many design pixels, and never less than this
# share of it; arrows and the points they begin at likewise.
LARGE_VIEW, SMALLEST_NAME, SMALLEST_ARROW = 620.0, 0.74, 0.62

# Length and width of an arrow's head in widths of its shaft.
HEAD_LONG, HEAD_WIDE = 3.4, 3.2
# The width of a gradient's shaft in design pixels; names beside a shaft are turned so many degrees from its direction.
USUAL_WIDTH, ASIDE = 9.0, 90.0
# How much wider a line is at the height of a highlight, in parts of its width.
SWELLING = 0.75
# Design pixels towards the eye from one arrow to the next that lies on it: they have one plane.
LIES_ON = 2.0


class Stroke(Struct, frozen=True):
    """How a line looks: width and dashes in design pixels, of what is hidden the share of opacity and the dashes."""

    width: float = 4.0
    dash: tuple[float, float] | None = None
    occlusion: Occlusion = "ghost"
    bias: float = 1.0
    ghost: float = GHOST
    ghost_dash: tuple[float, float] | None = None


def swelled(stroke: Stroke, presence: Presence) -> Stroke:
    """A stroke, wider while its actor is highlighted."""
    if presence.emphasis == 0.0:
        return stroke
    return replace(stroke, width=stroke.width * (1.0 + SWELLING * presence.emphasis))


def _occlusion(scope: Scope, wanted: Occlusion) -> Occlusion:
    """Where everything lies in one plane nothing hides anything: later strokes are on top."""
    return wanted if scope.solid else "top"


def line(scope: Scope, points: Array, colour: RGBA, stroke: Stroke) -> None:
    """A line through world points ``(k, 3)``."""
    scope.items.append(
        Polyline(
            points=points,
            width=scope.px(stroke.width),
            color=colour,
            dash=_dashes(scope, stroke.dash),
            occlusion=_occlusion(scope, stroke.occlusion),
            ghost_opacity=stroke.ghost,
            ghost_dash=_dashes(scope, stroke.ghost_dash),
            bias=scope.px(stroke.bias),
        )
    )


def _dashes(scope: Scope, design: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if design is None else (scope.px(design[0]), scope.px(design[1]))


def arrow(
    scope: Scope, tail: Array, tip: Array, colour: RGBA, width: float = USUAL_WIDTH, border: float = 0.0
) -> None:
    """An arrow between world points whose head lies in the input plane; one that leaves the view fades on its way out.

    With a ``border``, in design pixels, it lies on other arrows and stands off them in the colour of the ground.
    """
    width *= arrow_size(scope)
    found = outgoing(scope, tail, tip, width * HEAD_LONG)
    if found is not None:
        points, colours = faded(scope, (tail, tip), found, colour)
        line(scope, points, colour, Stroke(width, ghost=GHOST_ARROW))
        scope.items[-1] = replace(scope.items[-1], colors=colours)
        colour = (*colour[:3], colour[3] * (1.0 - found.strength))
    if colour[3] == 0.0:
        return
    if border == 0.0:
        scope.items.append(_flat_arrow(scope, (tail, tip), (width, width * HEAD_LONG), colour))
        return
    # The same triangle as the head, each side moved out: its tip is so much further, its base no more than a side is.
    beyond = border / math.sin(math.atan2(HEAD_WIDE / 2, HEAD_LONG))
    along = tip - tail
    length = float(np.linalg.norm(along))
    far = scope.px(beyond) / scope.camera.scale(scope.stage.viewport(scope.rect))
    outer = tail, tip + along * (far / length if length > 0.0 else 0.0)
    sizes = width + 2.0 * border, width * HEAD_LONG + beyond + border
    ground = scope.colour("background", colour[3])
    scope.items.append(_flat_arrow(scope, outer, sizes, ground, LIES_ON))
    scope.items.append(_flat_arrow(scope, (tail, tip), (width, width * HEAD_LONG), colour, 2.0 * LIES_ON))


def steady_arrow(scope: Scope, tail: Array, tip: Array, colour: RGBA, width: float) -> None:
    """The same arrow whatever the camera sees of it, for what is drawn once and kept."""
    width *= arrow_size(scope)
    scope.items.append(_flat_arrow(scope, (tail, tip), (width, width * HEAD_LONG), colour))


def _flat_arrow(
    scope: Scope, ends: tuple[Array, Array], sizes: tuple[float, float], colour: RGBA, over: float = 0.0
) -> Arrow:
    """An arrow of a width and a length of its head, nearer to the eye by design pixels than others in its plane."""
    return Arrow(
        tail=ends[0],
        tip=ends[1],
        width=scope.px(sizes[0]),
        head_length=scope.px(sizes[1]),
        head_width=scope.px(sizes[1] * HEAD_WIDE / HEAD_LONG),
        color=colour,
        head="flat",
        normal=(0.0, 0.0, 1.0),
        occlusion=_occlusion(scope, "ghost"),
        ghost_opacity=GHOST_ARROW,
        bias=1.0 + scope.px(over),
    )


def dot(
    scope: Scope,
    at: Array,
    colour: RGBA,
    radius: float = 11.0,
    border: float = 3.0,
    occlusion: Occlusion = "ghost",
) -> None:
    """A dot at a world point, with a border in the colour of the ground so that it stands off."""
    scope.items.append(
        Disc(
            center=at,
            radius=scope.px(radius),
            color=colour,
            border=scope.px(border),
            border_color=scope.colour("background", colour[3]),
            occlusion=_occlusion(scope, occlusion),
            ghost_opacity=GHOST,
            bias=scope.px(radius),
        )
    )


def arrow_size(scope: Scope) -> float:
    """How large arrows and dots are in a view: in a small one a dot and a head would be longer than an arrow."""
    return min(1.0, max(SMALLEST_ARROW, _share(scope)))


def _share(scope: Scope) -> float:
    return min(scope.rect.width, scope.rect.height) / LARGE_VIEW


def name_tag(
    scope: Scope, symbol: str, ends: tuple[Array, Array], look: tuple[str, float], turn: float = 0.0
) -> None:
    """The name of an arrow beside its tip.

    Args:
        scope: the view.
        symbol: Typst mathematics.
        ends: tail and tip, world points.
        look: role of the colour, and opacity.
        turn: degrees on the screen, counter-clockwise, from the arrow's direction to where its name stands.
    """
    tip, seen, on_shaft = named_at(scope, ends, USUAL_WIDTH * HEAD_LONG * arrow_size(scope))
    turn = ASIDE if on_shaft else turn
    tail_px, tip_px = scope.pixel(ends[0]), scope.pixel(tip)
    along = np.subtract(tip_px, tail_px)
    length = float(np.hypot(*along))
    away = along / length if length > 1.0 else np.array([0.6, -0.8])
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    # y goes down on the screen, so a counter-clockwise turn has the opposite sign there.
    away = np.array([c * away[0] + s * away[1], -s * away[0] + c * away[1]])
    gap = scope.px(14.0)
    at = (tip_px[0] + gap * float(away[0]), tip_px[1] + gap * float(away[1]))
    way = float(away[0]), float(away[1])
    scope.labels.append(
        Label(math_markup(symbol), at, way, look[0], name_size(scope), look[1] * seen, stem=gap)
    )


def is_named(presence: Presence) -> float:
    """How far an arrow carries its name, 0 to 1: an author can do without, and names come and go little by little."""
    return switched(presence, "label")


def name_size(scope: Scope) -> float:
    """Em of the names of arrows in design pixels: in a small view they would crowd, and are smaller."""
    sizes = scope.stage.layout.sizes
    return max(sizes.least, sizes.label * min(1.0, max(SMALLEST_NAME, _share(scope))))


def readable(scope: Scope, tail: Array, tip: Array) -> float:
    """How far the name of an arrow is shown: that of one which has shrunk to nothing would name nothing.

    The way from nothing to all is short, for a name at half of its strength is hard to read.
    """
    length = float(np.hypot(*np.subtract(scope.pixel(tip), scope.pixel(tail))))
    if not math.isfinite(length):
        # Its tip is behind the eye.
        return 1.0
    return float(np.clip((length - scope.px(12.0)) / scope.px(4.0), 0.0, 1.0))


def arrow_mark(scope: Scope, tail: Array, tip: Array, flat: tuple[Any, Any]) -> dict[str, Any]:
    """Where an arrow is: three domain coordinates (in the input plane the height is 0) and pixels.

    Args:
        scope: the view.
        tail: world point.
        tip: world point.
        flat: tail and tip in domain coordinates.
    """
    tail_domain, tip_domain = ([*map(float, point), 0.0][:3] for point in flat)
    viewport = scope.stage.viewport(scope.rect)
    (tail_px, tip_px), _ = scope.camera.project(np.stack([tail, tip]), viewport)
    inside = all(
        math.isfinite(u) and viewport.x <= u <= viewport.x + viewport.width
        and viewport.y <= v <= viewport.y + viewport.height
        for u, v in (tail_px, tip_px)
    )  # fmt: skip
    return {
        "tail": tail_domain,
        "tip": tip_domain,
        "tail_px": [float(c) for c in tail_px],
        "tip_px": [float(c) for c in tip_px],
        "visible": inside and bool(np.any(tail != tip)),
        "size": arrow_size(scope),
    }
