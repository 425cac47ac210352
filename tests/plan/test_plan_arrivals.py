"""Beats in which pictures make way for what comes beside them have the time for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradanim.plan.arrivals import MAKES_WAY, making_way, tempos
from gradanim.plan.pacing import BREATH, pace
from gradanim.spec import Beat, load_scenes

PICTURE, TEXT, BOTTOM = "show: axes", "write: one", "write: {text: one, at: bottom}"
CHART, READOUT, GRAPH = "show: loss_curve", "show: {readout: one}", "show: compute_graph"
HIDDEN, PLACE, RACE = (
    "claim: {that: 1 < 2, hidden: true}",
    "place: [1, 1]",
    "race: {start: [1, 1], runs: [{step_size: 0.1}, {step_size: 0.2}]}",
)


@pytest.fixture
def beats(tmp_path: Path):
    def made(*parts: str, kind: str = "plane", also: str = "") -> tuple[Beat, ...]:
        path = tmp_path / "scene.yaml"
        lines = "".join(f"  - {part}\n{also}" for part in parts)
        head = f"title: T\nfield: {{f: x*y, x: [-2, 2], y: [-2, 2]}}\nstage: {kind}\nbeats:\n"
        path.write_text(head + lines, encoding="utf-8")
        (scene,) = load_scenes(path)
        return scene.beats

    return made


@pytest.mark.parametrize(
    ("parts", "kind", "expected"),
    [
        ((PICTURE, TEXT, TEXT, CHART, CHART), "plane", {1, 3}),
        ((PICTURE, CHART, TEXT), "split", {1}),
        ((TEXT, PICTURE, READOUT), "plane", set()),
        ((PICTURE, BOTTOM, HIDDEN, RACE), "surface", {3}),
        ((PICTURE, f"together: [{{{TEXT}}}, {{{CHART}}}]", TEXT, CHART), "plane", {1}),
        ((PLACE, GRAPH, READOUT), "board", {2}),
        ((PLACE, BOTTOM, GRAPH), "board", set()),
    ],
)
def test_they_are_those_with_the_first_text_and_the_first_chart(beats, parts, kind, expected) -> None:
    assert making_way(beats(*parts, kind=kind), kind) == expected


def test_they_take_their_time_from_the_hold(beats) -> None:
    said = beats(PICTURE, TEXT, also=f"    say: {'x' * 170}\n")
    long, usual = tempos(said, "plane")[1], pace(said[1])
    assert long.motion == MAKES_WAY > usual.motion
    assert long.motion + long.hold == pytest.approx(usual.motion + usual.hold)
    for also, expected in (
        ("", (MAKES_WAY, BREATH)),
        ("    pause: 3\n", (MAKES_WAY, 3.0)),
        ("    seconds: 1\n", (1.0, 0.0)),
    ):
        tempo = tempos(beats(PICTURE, TEXT, also=also), "plane")[1]
        assert (tempo.motion, tempo.hold) == expected
