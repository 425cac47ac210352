"""Pictures stand in the middle while nothing is beside them; a chart takes the room of pictures that have left."""

from __future__ import annotations

from dataclasses import replace

from gradanim.actors.layout import Layout, Rect
from gradanim.actors.letters import Letter
from gradanim.actors.readout import readout_lines
from gradanim.actors.stage import Stage
from gradanim.actors.state import SceneState
from gradanim.spec.availability import PANEL_ACTORS

Way = tuple[float, float]


def has_company(state: SceneState, kind: str) -> bool:
    """Whether anything is on the stage that stands beside or below the pictures; ``kind`` is that of the stage."""
    race = any(progress.run.label for progress in state.runs)
    texts = bool(readout_lines(state)) or race or any(line.slot == "side" for line in state.lines)
    return texts or has_chart(state, kind)


def has_chart(state: SceneState, kind: str) -> bool:
    """Whether a chart is on the stage beside or below the pictures; ``kind`` is that of the stage."""
    # The panel is the picture of a board.
    return kind != "board" and any(state.shown(name) > 0.0 for name in PANEL_ACTORS)


def has_pictures(state: SceneState) -> bool:
    """Whether anything is on the stage that is drawn in a picture."""
    return any(state.shown(name) > 0.0 for name in state.actors if name not in (*PANEL_ACTORS, "readout"))


def opened(stage: Stage, state: SceneState) -> Stage:
    """The stage with its pictures and its chart where they are in a state: on their way to and from their places."""
    layout = stage.layout
    kind = stage.context.spec.stage.kind
    waits = state.charted < 1.0 and layout.panel is not None and kind != "board"
    if state.opened < 1.0 or waits:
        layout = alone(layout, kind, 1.0 - state.opened, 1.0 - state.charted)
    if state.widened > 0.0:
        layout = widened(layout, state.widened)
    return stage if layout is stage.layout else replace(stage, layout=layout)


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
    left, top = min(it.x for it in rects), min(it.y for it in rects)
    right, bottom = max(it.right for it in rects), max(it.bottom for it in rects)
    side = layout.side
    if side is not None and side.x < right and side.right > left and side.y < bottom and side.bottom > top:
        return layout
    ends = zip((chart.x, chart.y, chart.right, chart.bottom), (left, top, right, bottom), strict=True)
    x, y, far, low = (a + share * (b - a) for a, b in ends)
    return replace(layout, panel=Rect(x, y, far - x, low - y))


def moved(letters: list[Letter], stage: Stage, state: SceneState) -> list[Letter]:
    """The texts at the side, set where the stage has them, as they stand in a state."""
    rest, now = stage.layout.side, opened(stage, state).layout.side
    if rest is None or now is None or now == rest:
        return letters
    dx, dy = (now.x - rest.x) * stage.unit, (now.y - rest.y) * stage.unit
    return [replace(letter, x=letter.x + dx, y=letter.y + dy) for letter in letters]


def alone(layout: Layout, kind: str, share: float = 1.0, bare: float = 1.0) -> Layout:
    """The layout with pictures moved towards the middle of the room that they have while they are alone.

    They keep their sizes. Without a chart the texts stand in the middle of the room that both have.

    Args:
        layout: with everything in its place.
        kind: of the stage.
        share: how far pictures are moved that nothing is beside: 0 not at all, 1 to the middle.
        bare: the same where texts are beside them, and no chart.
    """
    names = ("panel",) if kind == "board" else ("surface", "plane")
    pictures = {name: rect for name in names if (rect := getattr(layout, name)) is not None}
    if not pictures:
        return layout
    panel = None if kind == "board" else layout.panel
    whole = _ways(layout, pictures, [rect for rect in (layout.side, panel) if rect is not None])
    texts, under = _without_chart(layout, pictures, panel)
    made = {}
    for name, rect in pictures.items():
        (x, y), (dx, dy) = whole[name], under.get(name, (0.0, 0.0))
        made[name] = _shifted(_shifted(rect, (x - dx, y - dy), share), (dx, dy), bare)
    return replace(
        layout,
        surface=made.get("surface", layout.surface),
        plane=made.get("plane", layout.plane),
        panel=made.get("panel", layout.panel),
        side=layout.side and _shifted(layout.side, texts, bare),
    )


def _ways(layout: Layout, pictures: dict[str, Rect], others: list[Rect]) -> dict[str, Way]:
    """How far the pictures are from the middle of the room that they have without some others."""
    moved = {name: (0.0, 0.0) for name in pictures}
    right, bottom = max(it.right for it in pictures.values()), max(it.bottom for it in pictures.values())
    if any(other.x >= right for other in others):
        middle = (min(it.x for it in pictures.values()) + right) / 2
        dx = max(0.0, layout.safe.x + layout.safe.width / 2 - middle)
        moved = {name: (dx, y) for name, (_, y) in moved.items()}
    below = [other.bottom for other in others if other.y >= bottom]
    if below:
        moved = {name: (x, (max(below) - bottom) / 2) for name, (x, _) in moved.items()}
    for other in others:
        if other.x < right and other.y < bottom and "plane" in pictures:
            # It shares a column or a row with the map alone.
            moved["plane"] = _added(moved["plane"], _beside(pictures["plane"], other))
    return moved


def _without_chart(
    layout: Layout, pictures: dict[str, Rect], panel: Rect | None
) -> tuple[Way, dict[str, Way]]:
    """How far texts, and pictures, are from the middle of the room that they have without a chart."""
    side, stay = layout.side, (0.0, 0.0)
    if panel is None:
        return stay, {}
    right, bottom = max(it.right for it in pictures.values()), max(it.bottom for it in pictures.values())
    if side is None or (panel.x < right and panel.y < bottom):
        return stay, _ways(layout, pictures, [panel])
    if side.x >= right:
        # Texts over the chart in a column of their own.
        return (0.0, max(0.0, (panel.bottom - side.y - layout.texts) / 2)), {}
    if panel.x >= side.right:
        return ((panel.right - side.right) / 2, 0.0), {}
    down = (0.0, (panel.bottom - side.bottom) / 2)
    return down, dict.fromkeys(pictures, down)


def _beside(picture: Rect, other: Rect) -> Way:
    """From a picture's place to the middle of the room of both, where one stands below or beside the other."""
    if other.y >= picture.bottom:
        return 0.0, (other.bottom - picture.bottom) / 2
    return (other.right - picture.right) / 2 if other.x >= picture.right else 0.0, 0.0


def _added(one: Way, other: Way) -> Way:
    return one[0] + other[0], one[1] + other[1]


def _shifted(rect: Rect, by: Way, share: float) -> Rect:
    # Whole pixels at rest.
    return Rect(rect.x + share * round(by[0]), rect.y + share * round(by[1]), rect.width, rect.height)
