"""Ctrl-C twice, and workers that answer nobody: nobody waits for them, and nothing half-made stays."""

from __future__ import annotations

import os
import signal
import time

import pytest
from fault_builds import HANG, PAUSE, begun


def interrupt(build) -> None:
    os.kill(build.pid, signal.SIGINT)


def test_a_second_ctrl_c_waits_for_nobody(shop, whole):
    shop.disturb("clip", HANG)
    build = shop.start("--jobs", "1", patient=True)
    *_, event = build.until(begun("one", drawing=True))
    shop.wait_for_mark(build)
    # A stopped worker heeds no request to end; that it should be killed is what the second Ctrl-C says.
    os.kill(event["pid"], signal.SIGSTOP)
    interrupt(build)
    build.until(lambda told: told["event"] == "job_cancelled" and told["label"] == "two")
    time.sleep(0.3)
    assert build.poll() is None
    interrupt(build)
    # Before the time is over that a worker has to tidy up: for that this would not wait.
    code, _, said = build.end()
    assert code == 130
    assert "Interrupted." in said and "Traceback" not in said
    assert shop.deserted() and shop.published == {}
    code, _, said = shop.build()
    assert code == 0, said
    shop.check_finished(whole)


def test_a_worker_that_hangs_is_stopped_at_its_limit_and_tried_once_more(shop, whole):
    # It cannot be done before it is stopped; and all others have long enough, also where they are held up.
    shop.disturb("clip", PAUSE)
    build = shop.start("--time-limit", "10", "--jobs", "1")
    *_, event = build.until(begun("one", drawing=True))
    os.kill(event["pid"], signal.SIGSTOP)
    shop.let_go()
    code, events, said = build.end()
    assert code == 0, said
    (retried,) = [event for event in events if event["event"] == "job_retried"]
    assert (retried["label"], retried["why"]) == ("one", "timeout")
    assert "took longer than 10 s and was stopped" in retried["problem"]["message"]
    shop.check_finished(whole)


@pytest.mark.slow
@pytest.mark.parametrize(("step", "label"), [("clip", "one"), ("scene", "one"), ("series", "s")])
def test_what_hangs_inside_of_a_worker_is_given_up_and_tried_once_more(shop, whole, step, label):
    shop.disturb(step, HANG)
    code, events, said = shop.build("--time-limit", "10", "--jobs", "1")
    assert code == 0, said
    (retried,) = [event for event in events if event["event"] == "job_retried"]
    assert (retried["label"], retried["why"]) == (label, "timeout")
    shop.check_finished(whole)


@pytest.mark.slow
def test_workers_over_their_memory_cost_their_scenes(shop, whole):
    # Large frames: workers that are done in an instant are not looked at.
    code, _, said = shop.build("--memory", "20", "--profile", "final")
    assert code == 1 and "more than the 20 MB it may, and was stopped" in said
    assert "2 failed" in said and shop.deserted()
    assert [name for name in shop.published if name != "manifest.json"] == []
    shop.check_nothing_half_made(whole)
    code, _, said = shop.build()
    assert code == 0, said
    shop.check_finished(whole)
