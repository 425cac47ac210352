"""A series of a hundred scenes with all that can be wrong in it; builds beside each other are in tests/cli."""

from __future__ import annotations

import json

import pytest
from fault_builds import BOARD, drawn

from gradanim.publish import read_manifest, verify_manifest

FLAT = "title: T\nfield: {{f: {f}, x: [-1, 1], y: [-1, 1]}}\nstage: plane\nbeats:\n"
BAD = {
    "yaml": "title: [\n",
    "claim": FLAT.format(f="x + y") + "  - place: [0, 0]\n  - claim: f == 9\n",
    "nan": FLAT.format(f="log(-1 - x^2)").replace("plane", "surface") + "  - show: surface\n",
    "climbing": "id: ../up\n" + BOARD.format(name="up"),
    "twice": "id: good0\n" + BOARD.format(name="twice"),
    "shouted": "id: GOOD1\n" + BOARD.format(name="shouted"),
}
FAR = FLAT.format(f="x^2 + y^2") + (
    "  - place: [1, 1]\n    seconds: 0.1\n  - descend: {learning_rate: 1.5, steps: 3}\n    seconds: 0.2\n"
)


@pytest.mark.slow
def test_a_hundred_scenes_with_everything_that_can_be_wrong(shop):
    good = [f"good{number}" for number in range(93)]
    for name in good:
        shop.write(name, BOARD.format(name="same"))
    for name, text in {**BAD, "far": FAR}.items():
        shop.write(name, text)
    every = [*good, *BAD, "far"]
    assert len(every) == 100
    shop.write("s", f"title: S\nscenes: [{', '.join(f'{name}.yaml' for name in every)}]\n")
    code, events, said = shop.build()
    assert code == 2 and said.count("s.yaml:2:") == 1, said
    outcomes = {event["scene"]: event["outcome"] for event in events if event["event"] == "scene_finished"}
    # What was drawn for one scene is there for the next that shows the same.
    assert sum(outcome in ("rendered", "reused") for outcome in outcomes.values()) == 94
    assert {name for name, outcome in outcomes.items() if outcome == "failed"} == {
        "claim",
        "nan",
        *(f"{name}.yaml" for name in BAD if name not in ("claim", "nan")),
    }
    assert [scene.id for scene in read_manifest(shop.out / "manifest.json").scenes] == [*good, "far"]
    assert verify_manifest(shop.out / "manifest.json") == [] and not (shop.out / "s.mp4").exists()
    report = json.loads((shop.out / "report.json").read_text())
    assert len(report["scenes"]) == 100 and report["counts"]["failed"] == 6
    # Nothing was written beside the folders.
    found = {path.name for path in shop.folder.iterdir() if path.suffix != ".yaml"}
    assert found == {"bin", "tmp", "out", "cache"} and not list(shop.folder.parent.glob("*.mp4"))
    assert shop.rubbish == [] and shop.deserted()
    # Mended, the same command makes the six and the film.
    for name in BAD:
        shop.write(name, BOARD.format(name="same"))
    code, events, said = shop.build()
    assert code == 0 and drawn(events) == 0, said
    assert (shop.out / "s.mp4").exists() and verify_manifest(shop.out / "manifest.json") == []
