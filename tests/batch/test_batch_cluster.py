"""The same pieces on a real Dask cluster of this machine: what is lost, doubled, damaged, refused or interrupted."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradanim.batch import cluster_link, cluster_run
from gradanim.batch.clips import Clips
from gradanim.batch.cluster import run_jobs_on_dask
from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost, WorkerRefused
from gradanim.batch.cluster_identity import differences, identity
from gradanim.batch.cluster_parcel import DamagedError, pack, unpack
from gradanim.batch.cluster_roster import Roster
from gradanim.batch.events import JobFinished, JobProgressed, JobQueued, JobRetried, JobStarted
from gradanim.batch.keys import beat_keys
from gradanim.batch.pieces import piece_payload, render_piece
from gradanim.batch.work import Job, Limits
from gradanim.batch.workers import run_jobs
from gradanim.beats.rehearsal import rehearsed
from gradanim.problems import ProblemError

HERE = Path(__file__).parent
# Dask's own farewells on other threads; what it forgets to close is not ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TWO = Limits(2, 60)


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def processes(word: str) -> dict[int, str]:
    """The command lines that name a word, by process."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            line = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            state = (place / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if word in line and state not in "ZX" and int(place.name) != os.getpid():
            found[int(place.name)] = line
    return found


def gone(pids, seconds=15.0) -> bool:
    deadline = time.monotonic() + seconds
    while any(Path(f"/proc/{pid}/stat").exists() and not dead(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.fixture
def environment(own_cache):
    """For processes: our modules, also those of the tests."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)])}


@pytest.fixture
def dask(environment, tmp_path):
    """A scheduler; returns its address and a function that starts workers, each of one process."""
    started = []

    def start(*arguments, **extra):
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        with (tmp_path / "dask.log").open("ab") as log:
            process = subprocess.Popen(
                command, env={**environment, **extra}, cwd=tmp_path, stdout=log, stderr=log
            )
        started.append(process)
        return process

    file = tmp_path / "scheduler.json"
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    deadline = time.monotonic() + 30
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]

    def worker(name, **extra):
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--name", name, "--memory-limit", "0"]
        if extra:
            options += ["--preload", str(HERE / "doctored_worker.py")]
        return start("worker", address, "--host", "127.0.0.1", *options, **extra)

    yield address, worker
    for process in reversed(started):
        process.kill()
        process.wait()


@pytest.fixture
def piece(plan, tmp_path):
    """A job that renders clips of the small scene."""

    def made(number, clips, cache=None):
        planned = plan()
        keys = beat_keys(planned, rehearsed(planned, False))
        payload = piece_payload(planned, "sidecar", keys, clips, cache or tmp_path / "nowhere")
        return Job(f"p{number}", "gradanim.batch.pieces:render_piece", payload, 90, f"tiny {number}")

    return made


def nap(number, **payload):
    return Job(f"n{number}", "fake_tasks:nap", payload, payload.get("frames", 1), f"nap {number}")


def contents(cache: Path) -> dict[str, bytes]:
    """The films and pictures of a cache."""
    files = (path for path in cache.rglob("*") if path.suffix in (".mp4", ".png"))
    return {str(path.relative_to(cache)): path.read_bytes() for path in files}


def test_a_cluster_makes_what_one_machine_makes(piece, tmp_path, environment, monkeypatch, text_folder):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    events = []
    there, here = tmp_path / "there", tmp_path / "here"
    jobs = [piece(0, [0, 1]), piece(1, [2]), piece(2, [2])]
    results = run_jobs_on_dask(jobs, TWO, events.append, "local", there)
    assert [(result.status, result.tries, result.problem) for result in results] == [("done", 1, None)] * 3
    assert [result.job for result in results] == jobs
    # The second and the third are one piece delivered twice.
    assert results[1].value["clips"][0]["key"] == results[2].value["clips"][0]["key"]
    run_jobs([piece(0, [0, 1, 2], here)], TWO, lambda event: None)
    assert contents(there) == contents(here) and len(contents(there)) == 9
    assert not (tmp_path / "nowhere").exists()
    assert [path for path in there.rglob("*") if "partial" in path.name] == []
    assert len(of(events, JobQueued)) == len(of(events, JobStarted)) == len(of(events, JobFinished)) == 3
    assert len(of(events, WorkerAccepted)) == 2 and of(events, WorkerRefused) == []
    assert 0 < results[0].seconds < 60 and results[0].peak_mb > 50
    for result in results:
        for clip in result.value["clips"]:
            assert Clips(there).find(clip["key"]).about.frames == clip["frames"]
    assert gone(processes("gradanim-dask-"))


@pytest.mark.slow
def test_a_killed_worker_costs_its_piece_a_try_and_a_damaged_answer_another(
    dask, piece, tmp_path, text_folder
):
    address, worker = dask
    mark = tmp_path / "mark"
    first = worker("first", DOCTORED="bytes", DOCTORED_MARK=str(mark))
    events, struck = [], []

    def heed(event):
        events.append(event)
        if isinstance(event, JobRetried) and not struck:
            assert mark.exists() and "damaged" in event.problem.message
        if isinstance(event, JobProgressed) and event.label == "nap 7" and not struck:
            # The worker is the parent of the process from which all pieces are forked.
            struck.append(event)
            worker("second")
            first.send_signal(signal.SIGKILL)

    jobs = [piece(0, [0]), nap(7, frames=12, seconds=0.2)]
    results = run_jobs_on_dask(jobs, TWO, heed, address, tmp_path / "cache")
    assert struck and [result.status for result in results] == ["done", "done"]
    retried = {event.label: event for event in of(events, JobRetried)}
    assert retried["tiny 0"].why == "crashed" and results[0].tries == 2
    assert retried["nap 7"].why == "killed" and results[1].tries == 2
    assert re.fullmatch(
        r"`nap 7` was lost with the worker that made it, tcp://127\.0\.0\.1:\d+ \(once\); look at that machine, and "
        r"run the same command again",
        retried["nap 7"].problem.message,
    )
    assert re.fullmatch(
        r"what tcp://127\.0\.0\.1:\d+ has sent for `tiny 0` is damaged \(clip\.mp4 has changed\); run the same "
        r"command again, without that worker where it goes on",
        retried["tiny 0"].problem.message,
    )
    assert len(of(events, WorkerLost)) == 1 and len(of(events, WorkerAccepted)) == 2
    (clip,) = results[0].value["clips"]
    assert Clips(tmp_path / "cache").find(clip["key"]) is not None
    # What the killed worker had started has ended too.
    assert gone([event.pid for event in of(events, JobStarted)])


def test_a_worker_with_other_code_is_refused_by_name(dask, tmp_path, monkeypatch):
    address, worker = dask
    monkeypatch.setattr(cluster_run, "PATIENCE", 6.0)
    worker("other", DOCTORED="code")
    events = []
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, events.append, address, tmp_path)
    (refusal,) = of(events, WorkerRefused)
    mine = identity()
    code = mine["gradanim's own files"]
    first, second = caught.value.problems
    assert caught.value.exit_code == 3
    assert (
        first.message
        == refusal.problem.message
        == (
            f"the worker {refusal.worker} is not used, because it would draw with something else: gradanim's own files "
            f"0123456789ab (here {code}), numpy 1.0 (here {mine['numpy']})"
        )
    )
    assert second.message == (
        f"the cluster at {address} had no worker that could be used for 6 s; start some with "
        f"`dask worker {address} --nthreads 1 --nworkers 4`, from an environment like this one"
    )
    # A good one that comes later is asked too, and gets all the work.
    events.clear()
    worker("good")
    (result,) = run_jobs_on_dask([nap(0)], TWO, events.append, address, tmp_path)
    assert result.status == "done"
    assert len(of(events, WorkerRefused)) == len(of(events, WorkerAccepted)) == 1


@pytest.mark.slow
def test_what_fails_on_a_cluster_fails_as_it_does_here(dask, tmp_path):
    address, worker = dask
    worker("only")
    count = [tmp_path / f"count{n}" for n in range(4)]
    tasks = [
        ("find_fault", {"how": "raised"}),
        ("fail", {"how": "exception"}),
        ("die", {"when": "start"}),
        ("hang", {"times": 9}),
    ]
    jobs = [
        Job(f"j{n}", f"fake_tasks:{task}", {**payload, "count": str(count[n])}, 1, task)
        for n, (task, payload) in enumerate(tasks)
    ]
    limits = Limits(2, lambda job: 1.0 if job.label == "hang" else 30.0, grace=0.2)
    far = run_jobs_on_dask(jobs, limits, lambda event: None, address, tmp_path)
    there = [len(path.read_text()) for path in count]
    for path in count:
        path.unlink()
    near = run_jobs(jobs, limits, lambda event: None)
    assert [r.status for r in far] == [r.status for r in near] == ["failed", "crashed", "done", "timeout"]
    assert [[p.message for p in r.problems] for r in far][:3] == [
        [p.message for p in r.problems] for r in near
    ][:3]
    assert there == [len(path.read_text()) for path in count] == [1, 1, 2, 2]
    assert [r.tries for r in far] == there and "before the fall" in far[1].log


@pytest.mark.slow
def test_ctrl_c_leaves_no_process_behind(environment, tmp_path):
    before = set(processes("python"))
    with subprocess.Popen(
        [sys.executable, str(HERE / "drive_cluster.py"), str(tmp_path / "cache")],
        env={**environment, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        for line in process.stdout:
            if json.loads(line)["event"] == "job_progressed":
                break
        mine = set(processes("python")) - before
        # As a terminal does: to all processes in the foreground.
        os.killpg(process.pid, signal.SIGINT)
        told = [json.loads(line) for line in process.stdout]
        said = process.stderr.read()
        assert process.wait(30) == 130, said
    assert len(mine) >= 5 and gone(own(mine, tmp_path))
    assert [record["event"] for record in told if record["event"] == "job_finished"] == []
    assert len([record for record in told if record["event"] == "job_cancelled"]) == 4
    assert said == ""
    assert list(tmp_path.glob("gradanim-*")) == []


def own(pids, folder):
    """Of some processes those whose temporary files would be in a folder."""
    found = []
    for pid in pids:
        try:
            if str(folder).encode() in Path(f"/proc/{pid}/environ").read_bytes():
                found.append(pid)
        except OSError:
            continue
    return found


def test_without_dask_or_a_scheduler_it_is_said_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(cluster_link, "_CONNECT", 0.5)
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, lambda event: None, "tcp://127.0.0.1:9", tmp_path)
    assert caught.value.exit_code == 3
    assert caught.value.problems[0].message.startswith("there is no Dask cluster at tcp://127.0.0.1:9 (")
    assert caught.value.problems[0].message.endswith(
        "); start one with `dask scheduler` and give its address, such as tcp://host:8786, or `local`"
    )
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ProblemError) as caught:
        run_jobs_on_dask([nap(0)], TWO, lambda event: None, "local", tmp_path)
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        "--dask needs the package distributed; install it with `pip install gradanim[cluster]`"
    )


def test_without_jobs_no_cluster_is_joined(tmp_path):
    assert run_jobs_on_dask([], TWO, pytest.fail, "tcp://127.0.0.1:9", tmp_path) == []


def test_the_asking_process_imports_dask_only_when_it_is_used():
    code = "import sys, gradanim.batch.cluster; print({'distributed', 'manim', 'numba', 'sympy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_differences_are_told_by_name():
    assert differences(identity(), identity()) == ""
    assert differences({"a": "1", "c": "3"}, {"a": "1", "b": "2"}) == "b none (here 2), c 3 (here none)"


@pytest.fixture
def parcel(piece, tmp_path, text_folder):
    """A piece that was rendered elsewhere: its payload, what was answered, and the files."""
    payload = piece(0, [1], tmp_path / "far").payload
    value = render_piece(payload, lambda frames: None)
    return payload, value, pack(Clips(tmp_path / "far"), [clip["key"] for clip in value["clips"]])


def test_a_parcel_is_believed_only_when_every_byte_is_right(parcel, tmp_path):
    payload, value, sent = parcel
    ((key, files),) = sent.items()
    near = Clips(tmp_path / "near")
    wrong = [
        {},
        {key: {**files, "clip.mp4": files["clip.mp4"][:-1]}},
        {key: {**files, "last.png": files["last.png"] + b"x"}},
        {key: {name: data for name, data in files.items() if name != "tile.png"}},
        {key: {**files, "../evil": b"x"}},
        {key: {**files, "entry.json": files["entry.json"].replace(b'"frames": 6', b'"frames": 7')}},
        {key: {**files, "entry.json": b"[]"}},
    ]
    for parcel_sent in wrong:
        with pytest.raises(DamagedError):
            unpack(near, payload, value, parcel_sent)
    for other in ({**value, "clips": []}, {}, {"clips": [{**value["clips"][0], "frames": 5}]}):
        with pytest.raises(DamagedError):
            unpack(near, payload, other, sent)
    with pytest.raises(DamagedError):
        unpack(near, payload, {"clips": [{**value["clips"][0], "key": "../x"}]}, {"../x": files})
    assert [path for path in tmp_path.rglob("near/**/*") if path.is_file()] == []
    assert not list(tmp_path.rglob("evil"))
    for _ in range(2):
        unpack(near, payload, value, sent)
        assert near.find(key).about.frames == 6


def test_pieces_are_offered_to_some_of_many_workers_in_turn():
    roster = Roster({})
    new, _ = roster.take({f"w{n}": 1 for n in range(100)})
    assert len(new) == 100 and roster.room == 0 and roster.offered() == [] and not roster.complete
    for name in new:
        assert isinstance(roster.hear(name, {}), WorkerAccepted)
    assert roster.complete and (roster.width, roster.room) == (100, 200)
    offers = [roster.offered() for _ in range(25)]
    assert {len(set(offer)) for offer in offers} == {32}
    counts = {name: sum(name in offer for offer in offers) for name in new}
    assert set(counts.values()) == {8}
    assert roster.hear("unknown", {}) is None
    left, events = roster.take({"w1": 1, "w200": 2})
    assert left == ["w200"] and len(events) == 99 and list(roster.accepted) == ["w1"]
