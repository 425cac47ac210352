"""A series with broken scenes or damaged clips: each costs itself and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import av
import pytest
from built_series import BOARD

from gradanim.batch.built import summary
from gradanim.batch.clips import Clips
from gradanim.batch.outcome import Outcome
from gradanim.batch.run import exit_code
from gradanim.batch.scene_events import SceneFinished
from gradanim.problems import ProblemError
from gradanim.publish import read_manifest, verify_manifest


def frames_of(path: Path) -> list[str]:
    with av.open(str(path)) as container:
        return [
            hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in container.decode(video=0)
        ]


def test_one_broken_spec_costs_only_its_scene(build, out, tmp_path):
    build()
    film = (out / "both.mp4").read_bytes()
    (tmp_path / "one.yaml").write_text("title: T\nstage: board\nbeats: [{wirte: hm}]\n", encoding="utf-8")
    built = build()
    assert [(r.plan.id, r.outcome) for r in built.results] == [("two", Outcome.REUSED)]
    (problem,) = built.all_problems
    assert problem.code == "spec_unknown_verb" and problem.exit_code == 2
    assert summary(built) == "1 reused, 1 failed" and not built.whole
    # A series film that lacks a scene is not made; the earlier whole one stands, and the manifest is silent on it.
    assert (out / "both.mp4").read_bytes() == film and built.film is Outcome.SKIPPED
    manifest = read_manifest(out / "manifest.json")
    assert [scene.id for scene in manifest.scenes] == ["two"] and manifest.files == {}
    assert verify_manifest(out / "manifest.json") == []
    assert build.standing() is None


BAD = {
    "yaml": "title: [\n",
    "claim": "title: T\nfield: {f: x + y, x: [-1, 1], y: [-1, 1]}\nstage: plane\nbeats:\n"
    "  - place: [0, 0]\n  - claim: f == 9\n",
    "nan": "title: T\nfield: {f: log(-1 - x^2), x: [-1, 1], y: [-1, 1]}\nstage: surface\n"
    "beats: [{show: surface}]\n",
    "climbing": "id: ../up\n" + BOARD.format(title="Up"),
    "twice": "id: good\n" + BOARD.format(title="Twice"),
    "shouted": "id: GOOD\n" + BOARD.format(title="Shouted"),
    "broken-link": None,
}


DIVERGING = """\
title: Far
field: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - place: [1, 1]
    seconds: 0.1
  - descend: {learning_rate: 1.5, steps: 3}
    seconds: 0.2
"""


def test_everything_that_can_be_wrong_costs_one_scene_each(build, series, out, tmp_path):
    (tmp_path / "good.yaml").write_text(BOARD.format(title="Good"), encoding="utf-8")
    (tmp_path / "far.yaml").write_text(DIVERGING, encoding="utf-8")
    for name, text in BAD.items():
        if text is not None:
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    names = ["good", *BAD, "far"]
    series.write_text(f"title: Both\nscenes: [{', '.join(f'{n}.yaml' for n in names)}]\n", encoding="utf-8")
    built = build()
    outcomes = {result.plan.id: result.outcome for result in built.results}
    assert outcomes == {
        "good": Outcome.RENDERED,
        "far": Outcome.RENDERED,
        "claim": Outcome.FAILED,
        "nan": Outcome.FAILED,
    }
    assert set(built.broken) == {
        f"{name}.yaml" for name in ("yaml", "climbing", "twice", "shouted", "broken-link")
    }
    assert exit_code(built.results, built.all_problems) == 2
    assert verify_manifest(out / "manifest.json") == []
    assert {path.stem for path in out.glob("*.mp4")} == {"good", "far"}
    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".mp4"} == set()
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["counts"] == {"rendered": 2, "failed": 7} and len(report["scenes"]) == 9
    told = [event for event in build.events if isinstance(event, SceneFinished)]
    assert len(told) == 9 and all(event.problems for event in told if event.outcome == "failed")


def test_the_first_failure_ends_the_build_on_demand(build, series, out, tmp_path):
    (tmp_path / "claim.yaml").write_text(BAD["claim"], encoding="utf-8")
    series.write_text("title: Both\nscenes: [claim.yaml, one.yaml, two.yaml]\n", encoding="utf-8")
    built = build(fail_fast=True)
    assert built.results[0].outcome is Outcome.FAILED
    assert Outcome.SKIPPED in [result.outcome for result in built.results[1:]]
    assert exit_code(built.results) == 2 and not (out / "both.mp4").exists()


def test_a_damaged_clip_is_made_again_and_the_film_is_the_same(build, out):
    build()
    film = frames_of(out / "both.mp4")
    clips = Clips(build.cache)
    key = sorted(clips.every_key())[0]
    data = bytearray((clips.place(key) / "clip.mp4").read_bytes())
    data[len(data) // 2] ^= 1
    (clips.place(key) / "clip.mp4").write_bytes(data)
    for name in ("one.mp4", "two.srt"):
        (out / name).write_bytes(b"")
    built = build()
    assert sum(result.effort.drawn for result in built.results) in (3, 6)
    assert frames_of(out / "both.mp4") == film and verify_manifest(out / "manifest.json") == []


def test_a_series_without_one_good_spec_touches_nothing(build, out, tmp_path):
    (out / "earlier").write_text("good")
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("title: T\n", encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        build()
    assert {problem.file for problem in caught.value.problems} == {
        str(tmp_path / n) for n in ("one.yaml", "two.yaml")
    }
    assert [path.name for path in out.iterdir()] == ["earlier"]
