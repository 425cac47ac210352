"""A series through the engine: cold, warm, after an edit; its film, its manifest, its report."""

from __future__ import annotations

import json
import os
from pathlib import Path

import av
from built_series import BOARD

from gradanim.batch.built import summary
from gradanim.batch.clips import Clips
from gradanim.batch.events import JobFinished, JobStarted
from gradanim.batch.outcome import Outcome
from gradanim.batch.run import exit_code
from gradanim.batch.settings import Settings
from gradanim.batch.singles import render
from gradanim.encode import verify_film
from gradanim.publish import read_manifest, verify_manifest

ROLES = {"video", "srt", "vtt", "poster", "sheet", "cues"}


def looks(folder: Path, but: tuple[str, ...] = ()) -> dict[str, tuple[bytes, int, int]]:
    """Content, inode and date of the files of a folder."""
    files = [path for path in folder.iterdir() if path.name not in but]
    return {p.name: (p.read_bytes(), p.stat().st_ino, p.stat().st_mtime_ns) for p in files}


def test_a_series_cold_and_warm_and_edited(build, series, out, tmp_path):
    built = build()
    assert built.all_problems == [] and [r.outcome for r in built.results] == [Outcome.RENDERED] * 2
    assert exit_code(built.results) == 0 and summary(built) == "2 rendered" and built.whole
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
    # A pipe that stands in the place of the report is not waited for.
    for again in (build.standing, build):
        (out / "report.json").unlink()
        os.mkfifo(out / "report.json")
        again()
        assert (out / "report.json").is_file() and (out / "report.json").read_bytes() == report[0]

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


def test_forced_everything_is_made_anew_to_the_same_bytes(build, out):
    build()
    before = {name: look[0] for name, look in looks(out, but=("report.json",)).items()}
    built = build(force=True)
    assert [r.outcome for r in built.results] == [Outcome.RENDERED] * 2
    assert sum(result.effort.drawn for result in built.results) == 18
    assert {name: look[0] for name, look in looks(out, but=("report.json",)).items()} == before


def test_single_scenes_are_made_and_reused(plan, out, tmp_path, text_folder):
    plans = [plan(), plan("title: T\nstage: board\nbeats: [{pause: 0.1}]\n", "b")]
    settings = Settings(out, tmp_path / "cache", captions="none", jobs=2)
    events: list[object] = []

    def make() -> list[Outcome]:
        return [result.outcome for result in render(plans, settings, events.append).results]

    assert make() == [Outcome.RENDERED] * 2
    report = json.loads((out / "report.json").read_text())
    assert (report["series"], report["film"], report["counts"]) == (None, None, {"rendered": 2})
    assert report["frames_drawn"] == 26 and report["seconds"] > 0
    for scene in report["scenes"]:
        assert scene["peak_mb"] > 0 and scene["frames_per_second"] > 0 and scene["clips_from_cache"] == 0
    frames = [e.weight for e in events if isinstance(e, JobFinished) and e.weight]
    assert sum(frames) == 26
    events.clear()
    assert make() == [Outcome.REUSED] * 2
    # The report has told of what was drawn; from now on it says the same each time.
    assert json.loads((out / "report.json").read_text())["counts"] == {"reused": 2}
    before = looks(out)
    assert make() == [Outcome.REUSED] * 2 and looks(out) == before
    assert not any(isinstance(event, JobStarted) for event in events)
    assert not (out / "manifest.json").exists()


def test_a_scene_of_a_series_that_is_rendered_alone_keeps_the_manifest_true(build, out, plan, tmp_path):
    build()
    changed = plan(BOARD.format(title="The first").replace("0.4", "0.6"), "one")
    render([changed], Settings(out, tmp_path / "cache", jobs=1), lambda event: None)
    manifest = read_manifest(out / "manifest.json")
    assert [scene.id for scene in manifest.scenes] == ["one", "two"] and manifest.files == {}
    assert manifest.scenes[0].frames == 12 and verify_manifest(out / "manifest.json") == []
