"""Several series in one output folder: the manifest of the last one keeps what stands of the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from built_series import BOARD, Builds

from gradanim.batch.outcome import Outcome
from gradanim.batch.register import Register
from gradanim.publish import Manifest, read_manifest, verify_manifest


@pytest.fixture
def other(build: Builds, tmp_path: Path) -> Builds:
    """Builds another series into the same folder; it shares the scene `two`."""
    (tmp_path / "three.yaml").write_text(BOARD.format(title="The third"), encoding="utf-8")
    path = tmp_path / "other.yaml"
    path.write_text("title: Other\nscenes: [two.yaml, three.yaml]\n", encoding="utf-8")
    return Builds(path, build.out, build.cache)


def listed(manifest: Manifest) -> dict[str, tuple[list[str], bool]]:
    """The scenes of every series of a manifest by its name, and whether its film stands."""
    return {each.series: ([s.id for s in each.scenes], bool(each.files)) for each in manifest.all_series}


def test_a_second_series_keeps_the_lines_of_the_first(build, other, out):
    first = build()
    second = other()
    assert [r.outcome for r in second.results] == [Outcome.REUSED, Outcome.RENDERED]
    manifest = read_manifest(out / "manifest.json")
    assert listed(manifest) == {"other": (["two", "three"], True), "both": (["one", "two"], True)}
    assert verify_manifest(out / "manifest.json") == [] and first.whole
    # Damage in what only the first series has is still seen.
    (out / "one.srt").write_text("no captions", encoding="utf-8")
    assert [problem.code for problem in verify_manifest(out / "manifest.json")] == ["manifest_file_changed"]
    # Built again, each is found as it stands, and comes first.
    again = build()
    assert again.film is Outcome.REUSED
    assert list(listed(read_manifest(out / "manifest.json"))) == ["both", "other"]
    assert other().film is Outcome.REUSED and verify_manifest(out / "manifest.json") == []


def test_a_shared_scene_that_changes_takes_the_film_of_the_other_series_out(build, other, out, tmp_path):
    build()
    other()
    text = (tmp_path / "two.yaml").read_text(encoding="utf-8")
    (tmp_path / "two.yaml").write_text(text.replace("0.4", "0.6"), encoding="utf-8")
    other()
    manifest = read_manifest(out / "manifest.json")
    assert listed(manifest) == {"other": (["two", "three"], True), "both": (["one", "two"], False)}
    assert manifest.scenes[0] == manifest.others[0].scenes[1] and manifest.scenes[0].frames == 12
    assert verify_manifest(out / "manifest.json") == []
    assert build().film is Outcome.RENDERED
    assert all(film for _, film in listed(read_manifest(out / "manifest.json")).values())


def test_what_was_taken_out_of_the_folder_leaves_the_manifest(build, other, out):
    build()
    other()
    (out / "both.mp4").unlink()
    (out / "one.poster.png").unlink()
    other()
    assert listed(read_manifest(out / "manifest.json"))["both"] == (["two"], False)
    assert verify_manifest(out / "manifest.json") == []


def test_lines_taken_out_of_two_series_come_back_in_both(build, other, out):
    build()
    other()
    before = read_manifest(out / "manifest.json")
    register = Register(out, build.cache)
    register.withdraw("two")
    register.withdraw_film("other")
    between = read_manifest(out / "manifest.json")
    assert listed(between) == {"other": (["three"], False), "both": (["one"], False)}
    register.enter(before.scenes[0])
    register.settle()
    settled = read_manifest(out / "manifest.json")
    assert listed(settled) == {"other": (["two", "three"], False), "both": (["one", "two"], True)}


def test_a_manifest_without_others_has_the_shape_it_always_had(build, out):
    build()
    record = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert set(record) == {"schema", "series", "title", "files", "scenes"}


def test_a_film_called_like_a_scene_of_another_series_takes_that_scene_out(build, out, tmp_path):
    build()
    (tmp_path / "three.yaml").write_text(BOARD.format(title="The third"), encoding="utf-8")
    (tmp_path / "later").mkdir()
    path = tmp_path / "later" / "one.yaml"
    path.write_text("title: One\nscenes: [../three.yaml]\n", encoding="utf-8")
    namesake = Builds(path, build.out, build.cache)
    for _ in range(2):
        assert namesake().film is Outcome.RENDERED
        manifest = read_manifest(out / "manifest.json")
        assert listed(manifest) == {"one": (["three"], True), "both": (["two"], False)}
        assert verify_manifest(out / "manifest.json") == []
        assert build().film is Outcome.RENDERED
        assert listed(read_manifest(out / "manifest.json")) == {
            "both": (["one", "two"], True),
            "one": (["three"], False),
        }
        assert verify_manifest(out / "manifest.json") == []
