"""The cache of clips: whole or a miss, whoever writes and whatever became of it on the disk."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

import gradanim
from gradanim.batch.clip_entry import About
from gradanim.batch.clips import Clips
from gradanim.batch.pruning import held, kept, prune, verify
from gradanim.problems import ProblemError

ABOUT = About(12, Fraction(15), (854, 480), 1.25, {"beat": "ab"})
FILES = {"clip.mp4": b"film" * 1000, "last.png": b"last" * 200, "tile.png": b"tile" * 100}


def key_of(text):
    return sha256(text.encode()).hexdigest()


KEY = key_of("one")


@pytest.fixture
def clips(tmp_path):
    return Clips(tmp_path / "cache")


def put(clips, key=KEY, files=FILES, about=ABOUT):
    with clips.draft(key) as draft:
        for name, data in files.items():
            (draft / name).write_bytes(data)
        return clips.keep(key, draft, about)


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def test_what_is_kept_is_found(clips):
    assert clips.find(KEY) is None and not clips.has(KEY)
    entry = put(clips)
    found = clips.find(KEY)
    assert found == entry and found.about == ABOUT and clips.has(KEY)
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


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def grow(path):
    path.write_bytes(path.read_bytes() + b"x")


def link(path):
    aside = path.parents[3] / f"aside-{path.name}"
    path.rename(aside)
    path.symlink_to(aside)


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def folder(path):
    path.unlink()
    path.mkdir()


DAMAGES = [truncate, empty, flip, grow, link, pipe, folder, Path.unlink]


@pytest.mark.parametrize("name", [*FILES, "entry.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_clip_is_a_miss_and_goes(clips, name, damage):
    place = put(clips).folder
    damage(place / name)
    assert clips.find(KEY) is None
    assert not os.path.lexists(place)
    assert put(clips) == clips.find(KEY)


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


def age(clips, key, seconds):
    then = time.time() - seconds
    os.utime(clips.place(key) / "entry.json", (then, then))


@pytest.fixture
def three(clips):
    """Clips used an hour, two and three hours ago."""
    keys = [key_of(text) for text in ("a", "b", "c")]
    for hours, key in enumerate(keys, start=1):
        put(clips, key)
        age(clips, key, 3600 * hours)
    return keys


def test_the_list_begins_with_what_was_not_used_for_the_longest_time(clips, three):
    listed = kept(clips)
    assert [item.key for item in listed] == three[::-1]
    assert all(item.bytes > sum(map(len, FILES.values())) for item in listed)
    assert clips.find(three[2]) is not None
    assert [item.key for item in kept(clips)] == [three[1], three[0], three[2]]


def test_prune_by_age_and_by_size(clips, three):
    size = kept(clips)[0].bytes
    assert prune(clips).removed == 0
    done = prune(clips, max_age=2.5 * 3600)
    assert (done.removed, done.left) == (1, 2) and clips.find(three[2], used=False) is None
    done = prune(clips, max_bytes=size + 10)
    assert (done.removed, done.left, done.freed) == (1, 1, size)
    assert clips.find(three[0]) is not None and prune(clips, max_bytes=0).left == 0
    assert everything(clips.cache) == []


def test_prune_leaves_what_a_running_build_holds(clips, three):
    with held(clips):
        assert clips.find(three[2]) is not None
        put(clips)
        done = prune(clips, max_bytes=0)
        assert (done.removed, done.left) == (2, 2)
        assert clips.find(three[2]) is not None and clips.find(KEY) is not None
    assert prune(clips, max_bytes=0).left == 0


def elsewhere(body):
    """Another process that runs some lines with the cache of its first argument."""
    lines = "import sys, time; from pathlib import Path; from gradanim.batch.clips import Clips\n"
    lines += "from gradanim.batch.pruning import held\nclips = Clips(Path(sys.argv[1]))\n"
    lines += f"with {body}:\n    print('!', flush=True)\n    time.sleep(60)\n"

    def start(clips):
        environment = {**os.environ, "PYTHONPATH": str(Path(gradanim.__file__).parents[1])}
        child = subprocess.Popen(
            [sys.executable, "-c", lines, clips.cache], stdout=subprocess.PIPE, env=environment
        )
        assert child.stdout.readline() == b"!\n"
        return child

    return start


def end(child):
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_build_that_was_killed_holds_nothing(clips, three):
    child = elsewhere("held(clips)")(clips)
    assert clips.find(three[0]) is not None
    assert prune(clips, max_bytes=0).left == 1
    end(child)
    for path in clips.root.glob(".build.*"):
        os.utime(path, (0, 0))
    assert prune(clips, max_bytes=0).left == 0
    assert everything(clips.cache) == []


def test_prune_sweeps_the_drafts_of_the_dead_alone(clips):
    with clips.draft(KEY) as mine:
        end(elsewhere("clips.draft('ab' * 32)")(clips))
        assert len(list(clips.root.glob("*/.*partial*"))) == 2
        prune(clips)
        assert list(clips.root.glob("*/.*partial*")) == [mine]


def test_verify_finds_and_removes_the_bad_without_making_the_good_younger(clips, three):
    flip(clips.place(three[1]) / "clip.mp4")
    before = [item.used for item in kept(clips) if item.key != three[1]]
    assert verify(clips) == (2, [three[1]])
    assert [item.used for item in kept(clips)] == before
    assert verify(clips) == (2, [])


def test_foreign_files_in_the_cache_are_left_alone(clips):
    put(clips)
    (clips.root / "ab").mkdir(exist_ok=True)
    (clips.root / "ab" / "mine.txt").write_text("mine")
    (clips.root / "README").write_text("mine")
    assert prune(clips, max_bytes=0).left == 0 and verify(clips) == (0, [])
    assert everything(clips.cache) == ["clips/README", "clips/ab/mine.txt"]


def test_holding_takes_a_lock_that_others_see(clips):
    with held(clips):
        (path,) = clips.root.glob(".build.*")
        with path.open() as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert not path.exists()
