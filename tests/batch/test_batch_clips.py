"""The cache of clips: whole or a miss, whoever writes and whatever became of it on the disk."""

from __future__ import annotations

import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from kept_clips import ABOUT, FILES, KEY, everything, flip, folder, key_of, put

from gradanim.batch.clips import Clips
from gradanim.problems import ProblemError


def test_what_is_kept_is_found(clips):
    assert clips.find(KEY) is None and not clips.has(KEY) and not clips.seems_good(KEY)
    entry = put(clips)
    found = clips.find(KEY)
    assert found == entry and found.about == ABOUT and clips.has(KEY) and clips.seems_good(KEY)
    assert found.film == clips.cache / "clips" / KEY[:2] / KEY / "clip.mp4"
    assert (found.film.read_bytes(), found.last.read_bytes(), found.tile.read_bytes()) == tuple(
        FILES.values()
    )
    assert everything(clips.cache) == sorted(
        f"clips/{KEY[:2]}/{KEY}/{name}" for name in (*FILES, "entry.json")
    )
    assert json.loads((found.folder / "entry.json").read_text())["frames"] == 12
    assert clips.find(key_of("two")) is None


def test_a_clip_in_the_middle_of_a_beat_has_no_pictures(clips):
    entry = put(clips, files={"clip.mp4": b"film"})
    assert clips.find(KEY) == entry and entry.last is None and entry.tile is None


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1])


def empty(path):
    path.write_bytes(b"")


def grow(path):
    path.write_bytes(path.read_bytes() + b"x")


def link(path):
    aside = path.parents[3] / f"aside-{path.name}"
    path.rename(aside)
    path.symlink_to(aside)


def pipe(path):
    path.unlink()
    os.mkfifo(path)


DAMAGES = [truncate, empty, flip, grow, link, pipe, folder, Path.unlink]


@pytest.mark.parametrize("name", [*FILES, "entry.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_clip_is_a_miss_and_goes(clips, name, damage):
    place = put(clips).folder
    damage(place / name)
    assert clips.find(KEY) is None
    assert not os.path.lexists(place)
    assert put(clips) == clips.find(KEY)


@pytest.mark.parametrize("name", [*FILES, "entry.json"])
@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage is not flip])
def test_an_estimate_sees_what_has_another_size_and_changes_nothing(clips, name, damage):
    place = put(clips).folder
    damage(place / name)
    assert not clips.seems_good(KEY) and not clips.good(KEY)
    assert os.path.lexists(place)


def link_folder(place):
    aside = place.parents[2] / "aside"
    place.rename(aside)
    place.symlink_to(aside)


def file_instead(place):
    shutil.rmtree(place)
    place.write_text("?")


def foreign(place):
    (place / "notes.txt").write_text("?")


def no_entry(place):
    shutil.rmtree(place)
    place.mkdir()


@pytest.mark.parametrize("damage", [link_folder, file_instead, foreign, no_entry])
def test_a_folder_that_is_not_a_clip_is_a_miss_and_goes(clips, damage):
    place = put(clips).folder
    damage(place)
    assert clips.find(KEY) is None
    assert not os.path.lexists(place)
    assert put(clips) == clips.find(KEY)


@pytest.mark.parametrize("damage", [link_folder, file_instead, foreign, no_entry])
def test_a_clip_takes_the_place_of_what_is_none(clips, damage):
    damage(put(clips).folder)
    assert put(clips) == clips.find(KEY)


def test_what_a_link_led_to_stays(clips):
    place = put(clips).folder
    link_folder(place)
    assert clips.find(KEY) is None
    assert (clips.cache / "aside" / "clip.mp4").read_bytes() == FILES["clip.mp4"]


def test_the_clip_of_another_key_is_a_miss(clips):
    place, other = put(clips).folder, clips.place(key_of("two"))
    other.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(place, other)
    assert clips.find(key_of("two")) is None and clips.find(KEY) is not None


@pytest.mark.parametrize(
    "record", ["", "[]", "{}", "null", '{"check": 1}', '{"check": "", "files": 3, "schema": "x", "key": "k"}']
)
def test_an_entry_that_says_nothing_is_a_miss(clips, record):
    place = put(clips).folder
    (place / "entry.json").write_text(record)
    assert clips.find(KEY) is None and not place.exists()


def test_a_change_of_what_an_entry_says_is_a_miss(clips):
    place = put(clips).folder
    record = json.loads((place / "entry.json").read_text())
    (place / "entry.json").write_text(json.dumps({**record, "frames": 13}))
    assert clips.find(KEY) is None


def test_many_writers_of_one_key_leave_one_good_clip(clips):
    barrier, failures = threading.Barrier(6), []

    def write():
        try:
            barrier.wait()
            for _ in range(5):
                assert put(clips).key == KEY
                assert clips.find(KEY) is not None
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [] and clips.find(KEY) is not None
    assert len(everything(clips.cache)) == 4


def test_a_draft_that_was_not_kept_leaves_nothing(clips):
    with pytest.raises(KeyboardInterrupt), clips.draft(KEY) as draft:
        (draft / "clip.mp4").write_bytes(b"half")
        raise KeyboardInterrupt
    assert everything(clips.cache) == [] and clips.find(KEY) is None


@pytest.mark.parametrize("files", [{}, {"last.png": b"x"}, {"clip.mp4": b"x", "other": b"y"}])
def test_what_is_no_clip_is_not_kept(clips, files):
    with pytest.raises(ValueError, match="not the files of a clip"):
        put(clips, files=files)
    assert clips.find(KEY) is None


def test_a_full_disk_and_a_locked_one_are_told(small_disk):
    full = Clips(small_disk)
    with pytest.raises(ProblemError) as caught, full.draft(KEY) as draft:
        (draft / "clip.mp4").write_bytes(bytes(1_000_000))
        free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
        (small_disk / "filler").write_bytes(bytes(free))
        full.keep(KEY, draft, ABOUT)
    assert str(caught.value).startswith("the disk is full") and caught.value.exit_code == 3
    assert everything(small_disk) == ["filler"]


def test_a_cache_that_cannot_be_written_is_told(locked_disk):
    with pytest.raises(ProblemError, match="Read-only file system") as caught, Clips(locked_disk).draft(KEY):
        pass
    assert caught.value.exit_code == 3
