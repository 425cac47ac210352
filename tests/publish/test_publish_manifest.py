"""The manifest, and what it finds wrong with files."""

from __future__ import annotations

import hashlib
import json
import os
from fractions import Fraction

import av
import numpy as np
import pytest
from msgspec.structs import replace

from gradanim.encode import PROFILE_SETTINGS, FilmWriter, verify_film
from gradanim.problems import ProblemError
from gradanim.publish import (
    BeatCue,
    FileEntry,
    Manifest,
    SceneEntry,
    file_entry,
    publish_series_film,
    read_manifest,
    verify_manifest,
    write_manifest,
)


@pytest.fixture
def series(tmp_path):
    """A manifest of two scenes with real films, and its path."""
    scenes = []
    for name, frames in (("hero", 20), ("dial", 31)):
        video = tmp_path / f"{name}.mp4"
        with FilmWriter(video, (64, 48), Fraction(30), PROFILE_SETTINGS["draft"]) as writer:
            writer.write(np.full((48, 64, 4), 7 * frames % 256, np.uint8), repeat=frames)
        scenes.append(
            SceneEntry(
                id=name,
                title=f"The {name}; part = 1",
                fingerprint="f" * 8,
                profile="draft",
                format="16:9",
                fps=Fraction(30),
                frames=frames,
                files={"video": file_entry(tmp_path, video)},
                beats=(BeatCue(0, "show", 0, frames, f"This is the {name}."),),
            )
        )
    manifest = Manifest("course", tuple(scenes))
    write_manifest(tmp_path / "manifest.json", manifest)
    return tmp_path / "manifest.json", manifest


def test_a_manifest_comes_back_and_its_bytes_are_canonical(series):
    path, manifest = series
    assert read_manifest(path) == manifest
    record = json.loads(path.read_text())
    assert record["schema"] == "gradanim-manifest/1" and record["series"] == "course"
    data = (path.parent / "hero.mp4").read_bytes()
    assert record["scenes"][0]["files"]["video"] == {
        "path": "hero.mp4",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    assert set(record["scenes"][0]) == {
        *("id", "title", "fingerprint", "profile", "format", "fps", "frames", "files", "beats")
    }
    before = path.read_bytes()
    write_manifest(path, read_manifest(path))
    assert path.read_bytes() == before


def test_files_that_are_as_they_were_are_fine(series):
    assert verify_manifest(series[0]) == []


def test_every_file_that_differs_is_named(series):
    path, _ = series
    hero, dial = path.with_name("hero.mp4"), path.with_name("dial.mp4")
    data = bytearray(hero.read_bytes())
    data[-1] ^= 1
    hero.write_bytes(data)
    dial.write_bytes(dial.read_bytes()[:-1])
    first, second = verify_manifest(path)
    assert str(first).startswith(f"{hero} is not the file that the manifest names (checksum ")
    assert str(first).endswith("); build the series again") and first.exit_code == 1
    size = dial.stat().st_size
    assert str(second) == (
        f"{dial} is not the file that the manifest names (bytes {size}, not {size + 1}); build the series again"
    )
    hero.unlink()
    dial.unlink()
    dial.mkdir()
    assert (
        str(verify_manifest(path)[0]) == f"{hero} is in the manifest but not on disk; build the series again"
    )
    assert len(verify_manifest(path)) == 2


def test_a_manifest_that_is_missing_or_damaged_is_a_problem_too(series):
    path, _ = series
    path.write_bytes(path.read_bytes()[:100])
    (problem,) = verify_manifest(path)
    assert problem.code == "record_unreadable"
    path.unlink()
    (problem,) = verify_manifest(path)
    assert str(problem) == f"there is no manifest at {path}"


@pytest.mark.parametrize("bad", ["../x.mp4", "/etc/passwd", "a/../../x", "a\\b", ".", "a\0b"])
def test_a_path_that_leaves_the_folder_is_refused(series, bad):
    path, manifest = series
    entry = replace(manifest.scenes[0].files["video"], path=bad)
    with pytest.raises(
        ProblemError, match=r"wrong at `files.video.path`: it must be below the manifest's own folder"
    ):
        write_manifest(path, replace(manifest, files={"video": entry}))
    assert read_manifest(path) == manifest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "gradanim-manifest/0"}, "wrong at `schema`: `gradanim-manifest/1` is expected, not"),
        ({"series": None}, "wrong at `series`: a text is expected, not `null`"),
        ({"scenes": [{"id": "a"}]}, "wrong at `scenes[0].frames`: it is missing"),
        (
            {"files": {"video": {"path": "a", "bytes": 1, "sha256": "F" * 64}}},
            "`files.video.sha256`: 64 hex digits",
        ),
    ],
)
def test_a_wrong_field_is_named(series, change, said):
    path, _ = series
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(ProblemError) as caught:
        read_manifest(path)
    assert said in str(caught.value)


def test_entries_use_slashes_below_the_folder(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_bytes(b"abc")
    entry = file_entry(tmp_path, tmp_path / "a" / "b.txt")
    assert entry == FileEntry("a/b.txt", 3, hashlib.sha256(b"abc").hexdigest())


def test_the_series_film_has_a_chapter_and_captions_per_scene(series):
    path, manifest = series
    found = publish_series_film(path.parent, manifest)
    assert verify_film(path.with_name("course.mp4")).frames == 51
    with av.open(str(path.with_name("course.mp4"))) as container:
        chapters = container.chapters()
        assert container.metadata["title"] == "course"
    assert [(c["metadata"]["title"], c["start"] * c["time_base"]) for c in chapters] == [
        ("The hero; part = 1", 0),
        ("The dial; part = 1", Fraction(20, 30)),
    ]
    assert set(found.files) == {"video", "srt", "vtt"} and found.scenes == manifest.scenes
    assert path.with_name("course.srt").read_text() == (
        "1\n00:00:00,000 --> 00:00:00,666\nThis is the hero.\n\n2\n00:00:00,666 --> 00:00:01,700\nThis is the dial.\n"
    )
    write_manifest(path, found)
    assert verify_manifest(path) == []


def test_the_series_is_silent_where_a_scene_has_no_captions_of_its_own(series):
    path, manifest = series
    first, second = manifest.scenes
    empty = FileEntry("hero.srt", 0, hashlib.sha256(b"").hexdigest())
    burned = replace(manifest, scenes=(replace(first, files={**first.files, "srt": empty}), second))
    publish_series_film(path.parent, burned)
    assert path.with_name("course.srt").read_text() == "1\n00:00:00,666 --> 00:00:01,700\nThis is the dial.\n"


def test_a_scene_called_like_the_series_is_refused_before_anything_is_overwritten(series):
    path, manifest = series
    before = path.with_name("hero.mp4").read_bytes()
    with pytest.raises(ProblemError, match="the names `Hero`, `hero` would be the same file"):
        publish_series_film(path.parent, replace(manifest, series="Hero"))
    assert path.with_name("hero.mp4").read_bytes() == before
    with pytest.raises(ProblemError, match="cannot name a file"):
        publish_series_film(path.parent, replace(manifest, series="../up"))


def test_a_pipe_in_place_of_a_manifest_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "manifest.json")
    with pytest.raises(ProblemError, match="is not a manifest: it is not a regular file"):
        read_manifest(tmp_path / "manifest.json")
