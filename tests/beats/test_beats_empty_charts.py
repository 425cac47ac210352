"""What draws a descent is told where nothing descends while it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from beats_told import told

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\nbeats:\n"
DESCEND = "descend: {rule: gradient_descent, step_size: 0.1, steps: 3}"


@pytest.mark.parametrize("actor", ["loss_curve", "trajectory"])
@pytest.mark.parametrize(
    ("before", "after"),
    [((), ("place: [1, 1]",)), (("place: [1, 1]",), ("hide: {actor}", DESCEND))],
)
def test_a_chart_that_stays_empty_is_told_where_it_comes(
    tmp_path: Path, actor: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    beats = (
        *before,
        f"show: {actor}",
        *(beat.format(actor=actor) if "hide" in beat else beat for beat in after),
    )
    assert told(tmp_path, HEAD, *beats) == [
        f"{5 + len(before)}:5: warning: `{actor}` has nothing to draw: no `descend` or `race` is played while it is "
        "shown"
    ]


def test_one_that_waits_for_a_descent_or_follows_one_is_not(tmp_path: Path) -> None:
    assert told(tmp_path, HEAD, "place: [1, 1]", "show: loss_curve", "pause: 1", DESCEND) == []
    assert told(tmp_path, HEAD, "place: [1, 1]", DESCEND, "show: loss_curve") == []
    race = "race: {start: [1, 1], steps: 3, runs: [{step_size: 0.1}, {step_size: 0.3}]}"
    assert told(tmp_path, HEAD, "place: [1, 1]", "show: loss_curve", race) == []
