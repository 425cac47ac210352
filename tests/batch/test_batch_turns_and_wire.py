"""Whose turn it is, and what goes over the wire: no process is needed for these."""

from __future__ import annotations

from pathlib import Path

from counted_jobs import job
from hypothesis import given
from hypothesis import strategies as st

from gradanim.batch.turns import Queue, Turn
from gradanim.batch.wire import GarbageError, Unpacker, packed
from gradanim.batch.work import Limits, problem_from, problem_record, seconds_by_weight
from gradanim.problems import Problem


def test_the_time_limit_may_depend_on_the_job():
    limits = Limits(1, seconds_by_weight(10, 0.5))
    assert limits.seconds(job(0, weight=8)) == 14 and Limits(1, 7).seconds(job(0)) == 7


@given(
    st.lists(st.sampled_from(["never", "once", "narrow"]), max_size=6), st.integers(1, 9), st.integers(1, 5)
)
def test_no_job_is_begun_more_often_than_allowed_and_the_last_time_alone(ends, width, tries):
    limits = Limits(width, 1, tries=tries)
    turn, begun = Turn(job(0), 1, width), 1
    for end in ends:
        following = turn.following(end, limits)
        if following is None:
            assert end == "never" or begun == tries or (end == "once" and turn.pardoned)
            break
        begun += 1
        assert following.number == begun <= tries
        if end == "narrow":
            assert following.width == (1 if begun == tries else max(1, turn.width // 2))
        turn = following


def test_what_is_tried_again_waits_for_room():
    queue = Queue(Limits(4, 1))
    queue.put_back(Turn(job(9, weight=100), 2, 2))
    queue.add([job(1, weight=1), job(2, weight=5)])
    assert queue.take([4, 4, 4]).job.id == "j2"
    assert queue.take([4, 4, 4, 4]) is None
    assert queue.take([4, 4]).job.id == "j1"
    # With two others running, the one that wants but one beside it waits, and then keeps others out.
    assert queue.take([4, 4]) is None
    assert queue.take([4]).job.id == "j9"
    queue.add([job(3)])
    assert queue.take([4, 2]) is None and queue.take([2]).job.id == "j3"


@given(
    st.lists(st.dictionaries(st.text(), st.integers() | st.text() | st.none()), max_size=5),
    st.lists(st.integers(1, 40), max_size=30),
)
def test_messages_come_whole_however_they_are_cut(messages, cuts):
    data, unpacker, found = b"".join(map(packed, messages)), Unpacker(), []
    for cut in cuts:
        found += unpacker.feed(data[:cut])
        data = data[cut:]
    assert found + list(unpacker.feed(data)) == messages


@given(st.binary(max_size=60), st.integers(0, 60))
def test_garbage_is_never_taken_for_a_message(rubbish, place):
    whole = packed({"kind": "done", "value": {"a": 1}})
    changed = whole[: min(place, len(whole) - 1)] + rubbish
    try:
        found = list(Unpacker().feed(changed))
    except GarbageError:
        return
    assert found == [] or changed.startswith(whole)


def test_a_problem_is_the_same_in_another_process():
    problem = Problem(
        "film_new_format", {"found": Path("a.png")}, file="f", line=3, suggestion="b", exit_code=3
    )
    assert str(problem_from(problem_record(problem))) == str(problem)
    assert problem_from(problem_record(problem)).exit_code == 3
