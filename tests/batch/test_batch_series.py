"""A series through the engine: cold, warm, after an edit, with broken scenes; its film, its manifest, its report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from gradanim.batch.building import Building
from gradanim.batch.clips import Clips
from gradanim.batch.events import JobFinished, JobStarted
from gradanim.batch.outcome import Outcome
from gradanim.batch.run import exit_code, run
from gradanim.batch.scene_events import SceneFinished
from gradanim.batch.series import Built, summary
from gradanim.batch.settings import Settings
from gradanim.encode import verify_film
from gradanim.problems import ProblemError
from gradanim.publish import read_manifest, verify_manifest

DRAFT = ("draft", "16:9")
BOARD = """\
title: "{title}"
stage: board
beats:
  - write: {{text: "{title}", at: center}}
    seconds: 0.4
  - pause: 0.2
    say: Of {title}.
"""
ROLES = {"video", "srt", "vtt", "poster", "sheet", "cues"}


class Builds:
    """Builds a series again and again, and keeps what was told of the last time."""

    def __init__(self, path: Path, out: Path, cache: Path) -> None:
        self.path, self.out, self.cache = path, out, cache
        self.events: list[object] = []

    def __call__(self, **others: object) -> Built:
        self.events = []
        settings = Settings(self.out, self.cache, jobs=2, **others)
        return Building(self.path, settings, DRAFT).build(self.events.append)

    def standing(self) -> int | None:
        return Building(self.path, Settings(self.out, self.cache, jobs=2), DRAFT).standing()

    @property
    def drawn(self) -> list[str]:
        """What was drawn: the labels of the pieces."""
        return [e.label for e in self.events if isinstance(e, JobStarted) and e.weight]


@pytest.fixture
def series(tmp_path: Path, text_folder: Path) -> Path:
    for name, title in (("one", "The first"), ("two", "The second")):
        (tmp_path / f"{name}.yaml").write_text(BOARD.format(title=title), encoding="utf-8")
    path = tmp_path / "both.yaml"
    path.write_text("title: Both\nscenes: [one.yaml, two.yaml]\n", encoding="utf-8")
    return path


@pytest.fixture
def build(series: Path, out: Path, tmp_path: Path) -> Builds:
    return Builds(series, out, tmp_path / "cache")


def looks(folder: Path, but: tuple[str, ...] = ()) -> dict[str, tuple[bytes, int, int]]:
    """Content, inode and date of the files of a folder."""
    files = [path for path in folder.iterdir() if path.name not in but]
    return {p.name: (p.read_bytes(), p.stat().st_ino, p.stat().st_mtime_ns) for p in files}


def frames_of(path: Path) -> list[str]:
    with av.open(str(path)) as container:
        return [
            hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest() for frame in container.decode(video=0)
        ]


def test_a_series_cold_and_warm_and_edited(build, series, out, tmp_path):
    built = build()
    assert built.all_problems == [] and [r.outcome for r in built.results] == [Outcome.RENDERED] * 2
    assert exit_code(built.results) == 0 and summary(built.results) == "2 rendered" and built.whole
    _film_has_chapters(out)
    _manifest_is_true(out)
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["counts"] == {"rendered": 2} and report["frames_drawn"] == 18
    for scene in report["scenes"]:
        assert scene["clips"] == 2 and scene["clips_from_cache"] == 0
        assert scene["frames_per_second"] > 0 and scene["peak_mb"] > 50

    # Warm: nothing runs and no file is touched but the report, and that only once.
    before = looks(out, but=("report.json",))
    assert build.standing() == 2
    report = looks(out)["report.json"]
    assert json.loads(report[0])["counts"] == {"reused": 2}
    assert build.standing() == 2
    built = build()
    assert [r.outcome for r in built.results] == [Outcome.REUSED] * 2 and built.film is Outcome.REUSED
    assert not any(isinstance(event, JobStarted) for event in build.events)
    assert looks(out, but=("report.json",)) == before and looks(out)["report.json"] == report

    # The last beat of one scene is edited: its clip alone is made.
    text = (tmp_path / "one.yaml").read_text(encoding="utf-8")
    (tmp_path / "one.yaml").write_text(text.replace("pause: 0.2", "pause: 0.4"), encoding="utf-8")
    assert build.standing() is None
    kept = set(Clips(build.cache).every_key())
    built = build()
    assert [r.outcome for r in built.results] == [Outcome.RENDERED, Outcome.REUSED]
    effort = built.results[0].effort
    assert (effort.drawn, effort.clips, effort.found) == (6, 2, 1) and build.drawn == ["one"]
    assert len(set(Clips(build.cache).every_key()) - kept) == 1
    assert built.film is Outcome.RENDERED
    verify_film(out / "both.mp4", expected_frames=21)
    assert verify_manifest(out / "manifest.json") == []


def _film_has_chapters(out: Path) -> None:
    verify_film(out / "both.mp4", expected_frames=18)
    with av.open(str(out / "both.mp4")) as container:
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == ["The first", "The second"]
    assert [chapter["start"] * chapter["time_base"] * 15 for chapter in chapters] == [0, 9]
    said = (out / "both.srt").read_text(encoding="utf-8")
    assert "00:00:00,400 --> 00:00:00,600\nOf The first." in said
    assert "00:00:01,000 --> 00:00:01,200\nOf The second." in said


def _manifest_is_true(out: Path) -> None:
    assert verify_manifest(out / "manifest.json") == []
    manifest = read_manifest(out / "manifest.json")
    assert manifest.series == "both" and [scene.id for scene in manifest.scenes] == ["one", "two"]
    named = {entry.path for scene in manifest.scenes for entry in scene.files.values()}
    named |= {entry.path for entry in manifest.files.values()}
    assert named | {"manifest.json", "report.json"} == {path.name for path in out.iterdir()}
    for scene in manifest.scenes:
        assert set(scene.files) == ROLES
        assert (scene.profile, scene.format, scene.fps, scene.frames) == ("draft", "16:9", 15, 9)


def test_one_broken_spec_costs_only_its_scene(build, out, tmp_path):
    build()
    film = (out / "both.mp4").read_bytes()
    (tmp_path / "one.yaml").write_text("title: T\nstage: board\nbeats: [{wirte: hm}]\n", encoding="utf-8")
    built = build()
    assert [(r.plan.id, r.outcome) for r in built.results] == [("two", Outcome.REUSED)]
    (problem,) = built.all_problems
    assert problem.code == "spec_unknown_verb" and problem.exit_code == 2
    assert summary(built.results, len(built.broken)) == "1 reused, 1 failed" and not built.whole
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


def test_forced_everything_is_made_anew_to_the_same_bytes(build, out):
    build()
    before = {name: look[0] for name, look in looks(out, but=("report.json",)).items()}
    built = build(force=True)
    assert [r.outcome for r in built.results] == [Outcome.RENDERED] * 2
    assert sum(result.effort.drawn for result in built.results) == 18
    assert {name: look[0] for name, look in looks(out, but=("report.json",)).items()} == before


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


def test_single_scenes_are_made_and_reused(plan, out, tmp_path, text_folder):
    plans = [plan(), plan("title: T\nstage: board\nbeats: [{pause: 0.1}]\n", "b")]
    settings = Settings(out, tmp_path / "cache", captions="none", jobs=2)
    events: list[object] = []
    make: Callable[[], list[Outcome]] = lambda: [r.outcome for r in run(plans, settings, events.append)]  # noqa: E731
    assert make() == [Outcome.RENDERED] * 2
    frames = [e.weight for e in events if isinstance(e, JobFinished) and e.weight]
    assert sum(frames) == 26
    before = looks(out)
    events.clear()
    assert make() == [Outcome.REUSED] * 2 and looks(out) == before
    assert not any(isinstance(event, JobStarted) for event in events)
    assert not (out / "manifest.json").exists()


def test_a_scene_of_a_series_that_is_rendered_alone_keeps_the_manifest_true(build, out, plan, tmp_path):
    build()
    changed = plan(BOARD.format(title="The first").replace("0.4", "0.6"), "one")
    run([changed], Settings(out, tmp_path / "cache", jobs=1), lambda event: None)
    manifest = read_manifest(out / "manifest.json")
    assert [scene.id for scene in manifest.scenes] == ["one", "two"] and manifest.files == {}
    assert manifest.scenes[0].frames == 12 and verify_manifest(out / "manifest.json") == []
