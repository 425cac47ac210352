"""A series: the series film with its chapters, the manifest, and what one broken scene costs."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest

from gradanim.batch.outcome import Outcome
from gradanim.batch.run import exit_code, run
from gradanim.batch.series import build, fingerprint, summary
from gradanim.encode import verify_film
from gradanim.problems import ProblemError
from gradanim.publish import read_manifest, verify_manifest
from gradanim.render.film import Film

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


@pytest.fixture
def series(tmp_path: Path, text_folder: Path) -> Path:
    for name, title in (("one", "The first"), ("two", "The second")):
        (tmp_path / f"{name}.yaml").write_text(BOARD.format(title=title), encoding="utf-8")
    path = tmp_path / "both.yaml"
    path.write_text("title: Both\nscenes: [one.yaml, two.yaml]\n", encoding="utf-8")
    return path


def test_the_series_film_has_every_frame_and_a_chapter_for_every_scene(series, out):
    results, problems = build(series, out, DRAFT, "sidecar")
    assert problems == [] and [r.outcome for r in results] == [Outcome.RENDERED] * 2
    assert exit_code(results) == 0 and summary(results) == "2 rendered"
    frames = [json.loads((out / f"{name}.cues.json").read_text())["frames"] for name in ("one", "two")]
    assert frames == [9, 9]
    verify_film(out / "both.mp4", expected_frames=sum(frames))
    with av.open(str(out / "both.mp4")) as container:
        chapters = container.chapters()
    assert [chapter["metadata"]["title"] for chapter in chapters] == ["The first", "The second"]
    assert [chapter["start"] * chapter["time_base"] * 15 for chapter in chapters] == [0, 9]
    said = (out / "both.srt").read_text(encoding="utf-8")
    assert "00:00:00,400 --> 00:00:00,600\nOf The first." in said
    assert "00:00:01,000 --> 00:00:01,200\nOf The second." in said


def test_the_manifest_names_every_file_as_it_is(series, out):
    build(series, out, DRAFT, "sidecar")
    assert verify_manifest(out / "manifest.json") == []
    manifest = read_manifest(out / "manifest.json")
    assert manifest.series == "both" and [scene.id for scene in manifest.scenes] == ["one", "two"]
    named = {entry.path for scene in manifest.scenes for entry in scene.files.values()}
    named |= {entry.path for entry in manifest.files.values()}
    assert named | {"manifest.json"} == {path.name for path in out.iterdir()}
    for scene in manifest.scenes:
        assert set(scene.files) == ROLES
        assert (scene.profile, scene.format, scene.fps, scene.frames) == ("draft", "16:9", 15, 9)
    (out / "two.srt").write_text("changed")
    assert [p.code for p in verify_manifest(out / "manifest.json")] == ["manifest_file_changed"]


def test_one_broken_spec_costs_only_its_scene(series, out, tmp_path):
    build(series, out, DRAFT, "sidecar")
    film = (out / "both.mp4").read_bytes()
    (tmp_path / "one.yaml").write_text("title: T\nstage: board\nbeats: [{wirte: hm}]\n", encoding="utf-8")
    results, problems = build(series, out, DRAFT, "sidecar")
    assert [(r.plan.id, r.outcome) for r in results] == [("two", Outcome.RENDERED)]
    (problem,) = problems
    assert problem.code == "spec_unknown_verb" and problem.exit_code == 2
    # A series film that lacks a scene is not made; the earlier whole one stands.
    assert (out / "both.mp4").read_bytes() == film
    assert [scene.id for scene in read_manifest(out / "manifest.json").scenes] == ["two"]
    assert verify_manifest(out / "manifest.json") == []


def test_a_scene_that_fails_while_it_is_rendered_costs_only_itself(series, out, monkeypatch):
    shots = Film.shots

    def failing(self, *args, **kwargs):
        if self.plan.id == "one":
            raise MemoryError
        return shots(self, *args, **kwargs)

    monkeypatch.setattr(Film, "shots", failing)
    results, problems = build(series, out, DRAFT, "sidecar")
    assert [r.outcome for r in results] == [Outcome.FAILED, Outcome.RENDERED] and problems == []
    assert exit_code(results) == 1 and summary(results) == "1 rendered, 1 failed"
    assert (out / "two.mp4").exists() and not (out / "one.mp4").exists() and not (out / "both.mp4").exists()
    assert [scene.id for scene in read_manifest(out / "manifest.json").scenes] == ["two"]


def test_a_series_without_one_good_spec_touches_nothing(series, out, tmp_path):
    build(series, out, DRAFT, "sidecar")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("title: T\n", encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        build(series, out, DRAFT, "sidecar")
    assert {problem.file for problem in caught.value.problems} == {
        str(tmp_path / n) for n in ("one.yaml", "two.yaml")
    }
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_the_progress_is_plain_lines_where_there_is_no_terminal(plan, out, text_folder, capsys):
    assert (
        exit_code(run([plan(), plan("title: T\nstage: board\nbeats: [{pause: 0.1}]\n", "b")], out, "none"))
        == 0
    )
    said = capsys.readouterr()
    assert said.out == ""
    first, second, third, fourth = said.err.splitlines()
    assert (first, third) == ("tiny: rendering 24 frames", "b: rendering 2 frames")
    assert second.startswith("tiny: rendered, 24 frames in ") and fourth.startswith(
        "b: rendered, 2 frames in "
    )
    assert "\x1b" not in said.err


def test_a_fingerprint_tells_all_that_decides_the_frames(plan, scene_text):
    known = {
        "first": fingerprint(plan(), False),
        "burned": fingerprint(plan(), True),
        "format": fingerprint(plan(shape="1:1"), False),
        "profile": fingerprint(plan(profile="preview"), False),
        "formula": fingerprint(plan(scene_text.replace("x^2/2", "x^2/3")), False),
        "say": fingerprint(plan(scene_text.replace("first beat", "very first beat")), False),
    }
    assert len(set(known.values())) == len(known)
    assert fingerprint(plan(), False) == known["first"]
    # Comments and spaces are not the scene.
    assert (
        fingerprint(plan("# A comment\n" + scene_text.replace("[1, 0.5]", "[ 1 , 0.5 ]")), False)
        == known["first"]
    )
