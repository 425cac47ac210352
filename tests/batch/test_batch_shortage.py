"""Too little of something: nothing good is lost, nobody hangs or is left behind, and it is told as what it is."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import resource
import socket
import threading
from pathlib import Path

import pytest
from kept_clips import KEY, everything, put
from seen_processes import of

from gradanim.batch import attempt as attempt_module
from gradanim.batch import nursery_link
from gradanim.batch.clips import Clips
from gradanim.batch.events import JobRetried
from gradanim.batch.keys import beat_keys
from gradanim.batch.payloads import piece_payload
from gradanim.batch.pieces import render_piece
from gradanim.batch.wire import Line
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan.cuts import cuts
from gradanim.problems import ProblemError

TOO_MANY = OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@contextlib.contextmanager
def room_for(more: int):
    """So many files more may be opened in this process."""
    first = os.dup(0)
    os.close(first)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (first + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("more", [0, 1])
def test_a_clip_that_cannot_be_opened_is_not_therefore_damaged(clips, more):
    put(clips)
    before = everything(clips.cache)
    with room_for(more), pytest.raises(ProblemError) as caught:
        clips.find(KEY)
    assert caught.value.problems[0].code == "files_short"
    assert everything(clips.cache) == before and clips.find(KEY) is not None


def test_open_files_that_do_not_all_arrive_are_refused_and_closed():
    mine, theirs = map(Line, socket.socketpair())
    with Path(os.devnull).open("rb") as file:
        mine.send_with({"kind": "start"}, [file.fileno(), file.fileno()])
        with room_for(1):
            assert theirs.receive() == [{"kind": "start"}]
        free = os.dup(0)
        os.close(free)
        with pytest.raises(OSError, match="Too many open files"):
            theirs.take_handles(2)
        after = os.dup(0)
        os.close(after)
        assert after < free
        # The next ones belong to the next message.
        mine.send_with({"kind": "start"}, [file.fileno(), file.fileno()])
        assert theirs.receive()
        handles = theirs.take_handles(2)
    for handle in handles:
        os.close(handle)
    mine.close()
    theirs.close()


def test_a_worker_that_cannot_be_asked_for_is_asked_for_again_with_fewer_beside_it(monkeypatch):
    channels, refusals, events = attempt_module.channels, [1, 2], []

    def refused():
        if refusals:
            refusals.pop()
            raise TOO_MANY
        return channels()

    monkeypatch.setattr(attempt_module, "channels", refused)
    job = Job("a", "fake_tasks:trivial", {}, 1, "a")
    (result,) = run_jobs([job], Limits(4, 30), events.append)
    assert (result.status, result.tries) == ("done", 3)
    retries = of(events, JobRetried)
    assert [(event.problem.code, event.workers) for event in retries] == [
        ("files_short", 2),
        ("files_short", 1),
    ]


def test_without_room_for_a_warm_process_that_is_said(monkeypatch):
    def refused():
        raise TOO_MANY

    monkeypatch.setattr(nursery_link, "channels", refused)
    with pytest.raises(ProblemError) as caught:
        run_jobs([Job("a", "fake_tasks:trivial", {}, 1, "a")], Limits(1, 30), lambda event: None)
    assert [problem.code for problem in caught.value.problems] == ["files_short"]


def test_a_warm_process_that_ends_for_want_of_memory_is_told_by_its_last_words(monkeypatch, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "raise SystemExit('ImportError: failed to map segment from x.so')"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ProblemError) as caught:
        run_jobs([Job("a", "fake_tasks:trivial", {}, 1, "a")], Limits(1, 30), lambda event: None)
    assert [problem.code for problem in caught.value.problems] == ["memory_short"]


class Starved:
    """Lets so many threads start, and no more."""

    def __init__(self, threads: int, patch: pytest.MonkeyPatch) -> None:
        self.left, self.refused, self._start = threads, 0, threading.Thread.start
        patch.setattr(threading.Thread, "start", lambda thread: self.begin(thread))

    def begin(self, thread: threading.Thread) -> None:
        if self.left <= 0:
            self.refused += 1
            raise RuntimeError("can't start new thread")
        self.left -= 1
        self._start(thread)


def family() -> set[str | threading.Thread]:
    """Our children and threads; those of other tests may end at any time."""
    told: set[str | threading.Thread] = set(threading.enumerate())
    for thread in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(OSError):
            told.update((thread / "children").read_text().split())
    return told


def test_whichever_thread_of_a_piece_cannot_start_it_ends_and_leaves_nothing(plan, tmp_path):
    planned = plan()
    keys = beat_keys(planned, rehearsed(planned, False))
    payload = piece_payload(planned, "sidecar", keys, range(len(cuts(planned))), tmp_path / "cache")
    payload = json.loads(json.dumps({**payload, "threads": 2}))
    before, number = family(), 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            starved = Starved(number, patch)
            try:
                render_piece(payload, lambda frames: None)
            except (RuntimeError, ProblemError) as error:
                assert "can't start new thread" in str(error)
            if not starved.refused:
                break
        assert family() <= before, number
        assert not list((tmp_path / "cache").rglob(".*.partial-*"))
        # Clips that were whole by then are whole; they are made again, so that every thread is looked at.
        clips = Clips(tmp_path / "cache")
        for key in list(clips.every_key()):
            assert clips.good(key)
            clips.discard(key)
        number += 1
    assert number >= 4
