"""Looking after the cache: lists, limits, the rests of the dead, and what a running build holds."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kept_clips import FILES, KEY, everything, flip, key_of, put

import gradanim
from gradanim.batch.clips import Clips
from gradanim.batch.letters import letters, prune_letters
from gradanim.batch.pruning import held, kept, prune, verify
from gradanim.problems import ProblemError
from gradanim.store import Store
from gradanim.store import key_of as entry_key


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


def test_letters_are_counted_and_go_by_their_age_and_nothing_else_does(tmp_path):
    store = Store(tmp_path / "letters")
    keys = [entry_key(text) for text in ("old", "new")]
    for key in keys:
        store.put(key, b"drawn")
    (tmp_path / "letters" / "mine.txt").write_text("not ours")
    (tmp_path / "letters" / keys[0][:2] / "mine.txt").write_text("not ours")
    count, size = letters(tmp_path)
    assert count == 2 and size > 2 * len(b"drawn")
    then = time.time() - 3600
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name in (keys[0][2:], "mine.txt"):
            os.utime(path, (then, then))
    assert prune_letters(tmp_path, 7200) == (0, 0)
    assert prune_letters(tmp_path, 1800) == (1, size // 2)
    assert store.get(keys[0]) is None and store.get(keys[1]) == b"drawn"
    assert len(list(tmp_path.rglob("mine.txt"))) == 2
    assert letters(tmp_path / "nowhere") == (0, 0) and prune_letters(tmp_path / "nowhere", 0) == (0, 0)


def test_a_cache_that_cannot_be_written_says_so(locked_disk):
    with pytest.raises(ProblemError) as caught, held(Clips(locked_disk / "cache")):
        pytest.fail("it is held")
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        f"no right to write the cache {locked_disk / 'cache'} (Read-only file system); "
        "change the rights of the folder or choose another one with --cache"
    )
