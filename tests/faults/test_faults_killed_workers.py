"""kill -9 of a worker at every moment of a build costs a try, and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest
from fault_builds import HANG, HANG_AT_THE_END, PAUSE, begun, drawn


def strike(build, event) -> None:
    os.kill(event["pid"], signal.SIGKILL)


def check(build, shop, whole, job) -> None:
    code, events, said = build.end()
    assert code == 0, said
    (retried,) = [event for event in events if event["event"] == "job_retried"]
    assert (retried["job"], retried["why"]) == (job, "killed")
    shop.check_finished(whole)


def test_at_its_start(shop, whole):
    # It cannot be done before it is struck.
    shop.disturb("clip", PAUSE)
    build = shop.start("--jobs", "1")
    *_, event = build.until(begun("one", drawing=True))
    strike(build, event)
    shop.let_go()
    check(build, shop, whole, event["job"])


@pytest.mark.parametrize("encoder", ["library", pytest.param("program", marks=pytest.mark.slow)])
@pytest.mark.parametrize("body", [HANG, HANG_AT_THE_END], ids=["mid-frame", "while the encoder ends"])
def test_while_a_clip_is_made(shop, whole, encoder, body):
    shop.disturb("clip", body)
    build = shop.start("--jobs", "1")
    *_, event = build.until(begun("one", drawing=True))
    shop.wait_for_mark(build)
    if body == HANG and encoder == "program":
        # Its first frame is drawn and told; the encoder takes none.
        build.until(lambda told: told["event"] == "job_progressed" and told["job"] == event["job"])
    strike(build, event)
    check(build, shop, whole, event["job"])


def test_between_rendering_and_publishing(shop, whole):
    shop.disturb("scene", PAUSE)
    build = shop.start("--jobs", "1")
    *_, event = build.until(begun("one"))
    strike(build, event)
    shop.let_go()
    check(build, shop, whole, event["job"])


@pytest.mark.parametrize(
    "body",
    [pytest.param(HANG, id="begun", marks=pytest.mark.slow), pytest.param(HANG_AT_THE_END, id="written")],
)
@pytest.mark.parametrize(("step", "label"), [("scene", "one"), ("series", "s")])
def test_while_joining(shop, whole, step, label, body):
    shop.disturb(step, body)
    build = shop.start("--jobs", "1")
    *_, event = build.until(begun(label))
    shop.wait_for_mark(build)
    shop.check_nothing_half_made(whole)
    strike(build, event)
    check(build, shop, whole, event["job"])


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.slow
# Its first frame is drawn and told, and the encoder takes none.
@pytest.mark.parametrize("encoder", ["program"])
def test_a_dask_worker_in_the_middle_of_a_piece(shop, whole):
    shop.disturb("clip", HANG)
    build = shop.start("--dask", "local", "--jobs", "1")
    events = build.until(lambda told: told["event"] == "job_progressed")
    shop.wait_for_mark(build)
    (pid,) = {e["pid"] for e in events if e["event"] == "job_started" and e["job"] == events[-1]["job"]}
    # The process of a piece comes from a warm one, and that from the worker.
    os.kill(parent(parent(pid)), signal.SIGKILL)
    code, events, said = build.end()
    assert code == 0, said
    retried = [event for event in events if event["event"] == "job_retried"]
    assert {event["why"] for event in retried} == {"killed"}
    assert all("was lost with the worker that made it" in event["problem"]["message"] for event in retried)
    assert any(event["event"] == "worker_lost" for event in events)
    # Two empty locks that Dask leaves where temporary files go, whoever uses it.
    shutil.rmtree(shop.temporary / "dask-scratch-space", ignore_errors=True)
    shop.check_finished(whole)


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["program"])
def test_the_encoder_itself(shop, whole):
    shop.disturb("clip", "kill -9 $$\n")
    code, events, said = shop.build()
    assert code == 0, said
    (retried,) = [event for event in events if event["event"] == "job_retried"]
    assert "ffmpeg was killed by SIGKILL" in retried["problem"]["message"] and drawn(events) == 18
    shop.check_finished(whole)
