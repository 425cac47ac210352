"""What is on the stage together: pictures, and what stands beside them."""

from __future__ import annotations

from gradanim.actors.readout import readout_lines
from gradanim.actors.state import SceneState
from gradanim.spec.availability import PANEL_ACTORS


def has_company(state: SceneState, kind: str) -> bool:
    """Whether anything is on the stage that stands beside or below the pictures; ``kind`` is that of the stage."""
    texts = (
        bool(readout_lines(state)) or has_legend(state) or any(line.slot == "side" for line in state.lines)
    )
    return texts or has_chart(state, kind)


def has_legend(state: SceneState) -> bool:
    """Whether a race is on the stage, whose legend stands above the chart, or beside the pictures."""
    return any(progress.run.label for progress in state.runs)


def has_chart(state: SceneState, kind: str) -> bool:
    """Whether a chart is on the stage beside or below the pictures; ``kind`` is that of the stage."""
    # The panel is the picture of a board.
    return kind != "board" and any(state.shown(name) > 0.0 for name in PANEL_ACTORS)


def has_pictures(state: SceneState) -> bool:
    """Whether anything is on the stage that is drawn in a picture."""
    return any(state.shown(name) > 0.0 for name in state.actors if name not in (*PANEL_ACTORS, "readout"))
