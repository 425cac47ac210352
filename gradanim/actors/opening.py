"""Pictures have the whole room while nothing is beside them; a chart takes the room of pictures that have left."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.layout import Layout, Rect
from gradanim.actors.letters import Letter, whole
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState


def opened(stage: Stage, state: SceneState) -> Stage:
    """The stage with its pictures and its chart where they are in a state: on their way to and from their places."""
    layout = stage.layout
    kind = stage.context.spec.stage.kind
    if kind == "board":
        layout = _middle_of_board(layout, 1.0 - state.opened)
    elif state.opened < 1.0 or (state.charted < 1.0 and layout.panel is not None):
        layout = under_way(layout, state.opened, state.charted)
    if state.widened > 0.0:
        layout = widened(layout, state.widened)
    return stage if layout is stage.layout else replace(stage, layout=layout)


def under_way(layout: Layout, opened: float, charted: float) -> Layout:
    """The layout with pictures and texts on their way from the room that they have while they are alone.

    Args:
        layout: with everything in its place.
        opened: how far pictures have made way for what comes beside them, 0 to 1.
        charted: how far all has made way for a chart.
    """
    alone, bare, last = layout.alone, layout.bare, layout.places
    # Where there is never a chart everything stands as without one.
    charted = 0.0 if layout.panel is None else charted
    surface, plane = (
        between(between(getattr(alone, name), getattr(bare, name), opened), getattr(last, name), charted)
        for name in ("surface", "plane")
    )
    return replace(layout, surface=surface, plane=plane, side=between(bare.side, last.side, charted))


def between(one: Rect | None, other: Rect | None, share: float) -> Rect | None:
    """A rectangle a share of the way from one to another; the other one where there is no first."""
    if one is None or other is None or share >= 1.0:
        return other
    ends = zip(
        (one.x, one.y, one.width, one.height), (other.x, other.y, other.width, other.height), strict=True
    )
    return Rect(*(a + share * (b - a) for a, b in ends))


def _middle_of_board(layout: Layout, share: float) -> Layout:
    """The panel of a board on its way to the middle of the room that it has without texts; it keeps its size."""
    panel, side = layout.panel, layout.side
    if panel is None or side is None or share <= 0.0:
        return layout
    # Whole pixels at rest.
    if side.x >= panel.right:
        shift = max(0, round(layout.safe.x + layout.safe.width / 2 - panel.x - panel.width / 2))
        return replace(layout, panel=replace(panel, x=panel.x + share * shift))
    return replace(layout, panel=replace(panel, y=panel.y + share * round((side.bottom - panel.bottom) / 2)))


def widened(layout: Layout, share: float) -> Layout:
    """The layout with its chart on its way to all the room that it and the pictures have, unless texts stand there.

    Args:
        layout: with everything in its place.
        share: how far the chart has come.
    """
    chart = layout.panel
    rects = [rect for rect in (layout.surface, layout.plane, chart) if rect is not None]
    if chart is None or len(rects) < 2:
        return layout
    if layout.side is None:
        # A picture in a row with it may have been lower than the room is.
        rects += [rect for rect in (layout.alone.surface, layout.alone.plane) if rect is not None]
    left, top = min(it.x for it in rects), min(it.y for it in rects)
    right, bottom = max(it.right for it in rects), max(it.bottom for it in rects)
    side = layout.side
    if side is not None and side.x < right and side.right > left and side.y < bottom and side.bottom > top:
        return layout
    ends = zip((chart.x, chart.y, chart.right, chart.bottom), (left, top, right, bottom), strict=True)
    x, y, far, low = (a + share * (b - a) for a, b in ends)
    return replace(layout, panel=Rect(x, y, far - x, low - y))


def moved(letters: list[Letter], stage: Stage, state: SceneState, longest: float) -> list[Letter]:
    """The texts at the side, set where the stage has them, as they stand in a state.

    Args:
        letters: of these texts.
        stage: as it is laid out.
        state: what is there now.
        longest: the width of the longest line that waits for the chart, in design pixels; 0 without any. While its
            column stands in the middle of the room of texts and chart, the middle of that line stands there.
    """
    rest, now = stage.layout.side, opened(stage, state).layout.side
    if rest is None or now is None or now == rest:
        return letters
    # They glide between whole pixels.
    share = 1.0 - state.charted
    bare = stage.layout.bare.side
    if longest > 0.0 and bare is not None and bare.x > rest.x:
        now = replace(now, x=now.x + share * max(0.0, rest.width - longest) / 2)
    dx, dy = (
        share * whole(round((a - b) / share, 3) * stage.unit) for a, b in ((now.x, rest.x), (now.y, rest.y))
    )
    return [replace(letter, x=letter.x + dx, y=letter.y + dy) for letter in letters]
