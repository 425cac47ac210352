"""The label of the point: an author's text beside the ball, with its numbers, clear of arrows and other names."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gradanim.actors.readout import between_texts
from gradanim.actors.stage import Label, Scope

# Where it stands if nothing is in the way, on the screen, and how far from the middle of the ball in design pixels.
AWAY = (0.8, -0.6)
GAP = 24.0


def point_label(scope: Scope, set_line: Callable[[str], str]) -> Iterator[Label]:
    """The label of the point in a view; none where the author gives none, or the point is not drawn.

    Args:
        scope: the view after the point was drawn.
        set_line: gives the markup of a text with the numbers of the state.
    """
    presence, mark = scope.state.actors.get("point"), scope.marks.get("point")
    if presence is None or presence.options is None or mark is None:
        return
    text, strength = presence.options.label, 1.0
    if presence.changed < 1.0:
        # A point that was only placed had no options.
        text, strength = between_texts(getattr(presence.before, "label", None), text, presence.changed)
    if text is None:
        return
    u, v = mark.get("surface_px", mark["px"])
    size = scope.stage.layout.sizes.label
    strength *= presence.shown
    yield Label(set_line(text), (u, v), AWAY, "text", size, strength, gap=scope.px(GAP), name="point")
