"""Events as JSON, as lines and as bars; speed and the time that is left."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from rich.console import Console

from gradanim.batch import events as events_module
from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost, WorkerRefused
from gradanim.batch.events import (
    SCHEMA,
    BuildFinished,
    BuildStarted,
    Event,
    JobCancelled,
    JobFinished,
    JobProgressed,
    JobQueued,
    JobRetried,
    JobStarted,
    LockWaited,
    NurseryLost,
    NurseryStarted,
    finished,
)
from gradanim.batch.lines import JsonLines, Lines
from gradanim.batch.pace import Pace, spoken
from gradanim.batch.progress import Bars, listener
from gradanim.batch.work import Job, JobResult
from gradanim.problems import Problem

PROBLEM = Problem("film_no_specs", file="a\nb", exit_code=3)
J = ("a/1", "scene a, beats 1 to 3")
EVENTS = [
    BuildStarted(2, 40, 2, 1),
    LockWaited("/out", "process 3 on here"),
    NurseryStarted(7, 1.23456),
    JobQueued(*J, 30),
    JobQueued("b", "[b]", 10),
    JobStarted(*J, 8, 1, 30),
    JobStarted("b", "[b]", 9, 1, 10),
    JobProgressed(*J, 12, 30),
    JobRetried(*J, "killed", PROBLEM, 1, 1),
    NurseryLost(7, "last words"),
    JobFinished("b", "[b]", "done", 2.0, 100.0, 1, 10),
    JobStarted(*J, 10, 2, 30),
    JobFinished(*J, "failed", 2.0, float("nan"), 2, 30, (PROBLEM, PROBLEM)),
    JobCancelled("c", "scene c", True),
    JobCancelled("d", "scene d", False),
    BuildFinished({"rendered": 1, "skipped": 1}, 12.34, 10),
]


def console(**options) -> Console:
    return Console(file=io.StringIO(), highlight=False, soft_wrap=True, width=100, **options)


def test_every_event_is_one_line_of_json_with_its_schema():
    kinds = {
        name
        for name, kind in vars(events_module).items()
        if isinstance(kind, type)
        and issubclass(kind, msgspec.Struct)
        and name not in ("Event", "JobEvent", "Problem", "JobResult", "Struct")
    }
    assert {type(event).__name__ for event in EVENTS} == kinds
    for event in EVENTS:
        assert isinstance(event, Event)
        text = event.as_json()
        record = json.loads(text, parse_constant=pytest.fail)
        assert "\n" not in text and record["schema"] == SCHEMA == "gradanim-events/1"
        assert set(record) == {"schema", "event"} | set(event.__struct_fields__)
        assert record["at"] == pytest.approx(event.at, abs=0.001) and event.at > 1e9


def test_the_names_and_values_of_events():
    assert [json.loads(event.as_json())["event"] for event in EVENTS[:6]] == [
        "build_started",
        "lock_waited",
        "nursery_started",
        "job_queued",
        "job_queued",
        "job_started",
    ]
    record = json.loads(EVENTS[12].as_json())
    assert record["peak_mb"] is None and record["problems"][0] == {
        "code": "film_no_specs",
        "file": "a\nb",
        "line": None,
        "column": None,
        "field": None,
        "message": "this folder holds no spec (.yaml, .yml, .toml or .json)",
        "suggestion": None,
    }
    assert json.loads(EVENTS[15].as_json())["counts"] == {"rendered": 1, "skipped": 1}
    assert json.loads(EVENTS[2].as_json())["seconds"] == 1.235


def test_a_result_is_told_with_all_its_problems():
    job = Job("a", "m:f", {}, 30, "scene a")
    event = finished(JobResult(job, "failed", None, PROBLEM, 1.0, 2.0, 3, (PROBLEM,), "log"))
    assert (event.job, event.label, event.status, event.tries) == ("a", "scene a", "failed", 3)
    assert event.problems == (PROBLEM, PROBLEM)


def test_json_lines_are_written_at_once():
    class Stream(io.StringIO):
        flushed = 0

        def flush(self):
            self.flushed += 1

    stream = Stream()
    with JsonLines(stream) as listen:
        for event in EVENTS:
            listen(event)
    assert stream.getvalue() == "".join(event.as_json() + "\n" for event in EVENTS)
    assert stream.flushed == len(EVENTS)


def test_lines_for_people():
    screen = console()
    with Lines(screen) as listen:
        for event in EVENTS:
            listen(event)
    problem = "a\nb: this folder holds no spec (.yaml, .yml, .toml or .json)"
    assert screen.file.getvalue() == (
        "drawing 40 frames in 2 pieces, 2 at once\n"
        "waiting for another gradanim at work in /out: process 3 on here\n"
        "scene a, beats 1 to 3: rendering 30 frames\n"
        "[b]: rendering 10 frames\n"
        f"scene a, beats 1 to 3: {problem}; trying again\n"
        "the process that starts workers has ended; starting another one\n"
        "[b]: done, 10 frames in 2.0 s (5 a second)\n"
        f"scene a, beats 1 to 3: failed\n  {problem}\n  {problem}\n"
        "scene c: stopped\n"
        "stopped after 12.3 s: 1 rendered, 1 skipped\n"
    )


def test_bars_on_a_terminal_and_lines_for_mishaps():
    screen = console(force_terminal=True)
    now = [0.0]
    bars = Bars(screen, Pace(clock=lambda: now[0]))
    with bars:
        for event in EVENTS[:8]:
            bars(event)
        now[0] = 4.0
        bars(EVENTS[8])
        shown = bars.__rich__()
        probe = console()
        probe.print(shown)
    said = probe.file.getvalue()
    assert "series" in said and "0/40 frames 0:13 left" in said
    assert "  [b]" in said and "0/10" in said and "beats 1 to 3" not in said
    assert "trying again" in screen.file.getvalue()
    for event in EVENTS[9:]:
        bars(event)
    probe = console()
    probe.print(bars.__rich__())
    assert "40/40 frames" in probe.file.getvalue() and "[b]" not in probe.file.getvalue()


def test_the_workers_of_a_cluster_are_told():
    there = "tcp://10.0.0.2:34567"
    refusal = Problem("cluster_refused", {"worker": there, "what": "numpy 1.0 (here 2.0)"}, exit_code=3)
    plain = console()
    with Lines(plain) as listen:
        for event in (WorkerAccepted(there, 4), WorkerRefused(there, refusal), WorkerLost(there)):
            listen(event)
    said = plain.file.getvalue().splitlines()
    assert said == [
        f"the worker {there} joins, 4 at once",
        f"the worker {there} is not used, because it would draw with something else: numpy 1.0 (here 2.0)",
        f"the worker {there} has left; others make what it had",
    ]
    screen = console(force_terminal=True)
    bars = Bars(screen, Pace())

    def shown() -> str:
        probe = console()
        probe.print(bars.__rich__())
        return probe.file.getvalue()

    with bars:
        assert "series, " not in shown()
        bars(WorkerAccepted(there, 4))
        assert "series, 1 worker " in shown()
        for number in (3, 4):
            bars(WorkerAccepted(f"tcp://10.0.0.{number}:1", 1))
        bars(WorkerLost(there))
        assert "series, 2 workers " in shown()
        bars(WorkerRefused(there, refusal))
    # Bars have no room for every worker that comes, only for what is not as it should be.
    assert [line in screen.file.getvalue() for line in said] == [False, True, True]


def test_who_listens(capsys):
    assert isinstance(listener(as_json=True), JsonLines)
    assert isinstance(listener(console=console(force_terminal=True)), Bars)
    with listener() as plain:
        assert isinstance(plain, Lines)
        plain(EVENTS[0])
    assert capsys.readouterr() == ("", "drawing 40 frames in 2 pieces, 2 at once\n")


def test_the_time_left_comes_from_earlier_runs_first_and_from_this_one_then():
    now = [100.0]
    pace = Pace(20.0, clock=lambda: now[0])
    pace.total = 1000
    assert pace.left() == 50
    pace.begin("a")
    pace.begin("b")
    now[0] += 95
    for _ in range(2):
        pace.progress("a", 500)
        pace.progress("b", 300)
    # 800 frames in 95 s, and as many as 20 a second make in the 5 s that earlier runs count.
    assert pace.done == 800 and pace.left() == pytest.approx(200 * 100 / 900)


def test_what_is_lost_is_to_be_made_again_but_was_made_in_that_time():
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    pace.total = 100
    assert pace.left() is None
    pace.begin("a")
    pace.progress("a", 50)
    now[0] = 1.0
    assert pace.left() is None
    now[0] = 10.0
    pace.drop("a")
    assert pace.done == 0 and pace.left() == pytest.approx(20)
    pace.begin("a")
    pace.settle("a", 60, made=True)
    assert pace.done == 60 and pace.left() == pytest.approx(40 * 10 / 110)
    pace.settle("b", 40, made=False)
    assert pace.left() == 0


def test_times_are_short():
    assert [spoken(s) for s in (None, 0.4, 59.6, 61, 3661)] == [
        "",
        "0:00 left",
        "1:00 left",
        "1:01 left",
        "1:01:01 left",
    ]
