"""What earlier runs took, and what another one is then thought to take."""

from __future__ import annotations

import pytest

from gradanim.batch.building import Building
from gradanim.batch.events import BuildStarted, JobQueued, JobStarted
from gradanim.batch.prospect import Outlook, Prospect
from gradanim.batch.settings import Settings
from gradanim.batch.speeds import Rates, Speeds, Took
from gradanim.batch.stopwatch import Stopwatch
from gradanim.cli.plan import estimate
from gradanim.plan.scene_plan import plan_scene
from gradanim.spec import load_any

LOOK = ("draft", "16:9")
# 300 frames drawn by two workers in four seconds each; two seconds before, and one for each of three scenes.
RUN = Took(frames=300, drawing=8.0, workers=2, before=2.0, scenes=3, seconds=9.0)


def test_the_same_run_takes_as_long_again(tmp_path):
    speeds = Speeds(tmp_path)
    assert speeds.get(*LOOK) is None
    speeds.note(LOOK, RUN)
    rates = speeds.get(*LOOK)
    assert rates == Rates(speed=37.5, before=2.0, beside=1.0, workers=2)
    assert rates.seconds(300, 2, 3) == RUN.seconds
    assert speeds.get("final", "16:9") is None


def test_what_another_run_takes(tmp_path):
    speeds = Speeds(tmp_path)
    speeds.note(LOOK, RUN)
    rates = speeds.get(*LOOK)
    # Twice the frames of as many scenes; one scene with one worker; nothing to draw, but files to make.
    assert rates.seconds(600, 2, 3) == 13.0
    assert rates.seconds(75, 1, 1) == 5.0
    assert rates.seconds(0, 1, 2) == 4.0


def test_later_runs_count_as_much_as_all_earlier_ones(tmp_path):
    speeds = Speeds(tmp_path)
    speeds.note(LOOK, RUN)
    speeds.note(LOOK, Took(frames=300, drawing=4.0, workers=2, before=1.0, scenes=3, seconds=9.0))
    assert speeds.get(*LOOK) == Rates(speed=56.25, before=1.5, beside=1.5, workers=2)


def test_runs_with_other_numbers_of_workers_are_kept_apart(tmp_path):
    speeds = Speeds(tmp_path)
    speeds.note(LOOK, RUN)
    # Alone a worker has the processors to itself.
    speeds.note(LOOK, Took(frames=300, drawing=5.0, workers=1, before=2.0, scenes=3, seconds=10.0))
    assert [speeds.get(*LOOK, workers).speed for workers in (1, 2)] == [60.0, 37.5]
    # Of a number that there never was, the nearest; without a number, the latest.
    assert speeds.get(*LOOK, 8).workers == 2 and speeds.get(*LOOK).workers == 1
    speeds.note(LOOK, RUN)
    assert speeds.get(*LOOK).workers == 2 and speeds.get(*LOOK, 1).speed == 60.0


def test_a_run_that_drew_nothing_tells_nothing(tmp_path):
    speeds = Speeds(tmp_path)
    speeds.note(LOOK, Took(frames=0, drawing=0.0, workers=1, before=1.0, scenes=1, seconds=2.0))
    assert speeds.get(*LOOK) is None


def test_publishing_beside_drawing_is_never_less_than_nothing(tmp_path):
    speeds = Speeds(tmp_path)
    speeds.note(LOOK, Took(frames=100, drawing=9.0, workers=2, before=1.0, scenes=1, seconds=5.0))
    assert speeds.get(*LOOK).beside == 0.0


def test_waiting_for_others_is_not_timed():
    now = [10.0]
    watch = Stopwatch(lambda: now[0])
    now[0] = 11.0
    with watch.stopped():
        now[0] = 50.0
    watch.heed(BuildStarted(3, 90, 2))
    now[0] = 51.5
    watch.heed(JobQueued("a", "a", 9.0))
    watch.heed(JobStarted("look", "a", 1, 1, 0.0))
    now[0] = 52.0
    watch.heed(JobStarted("a", "a", 1, 1, 9.0))
    now[0] = 53.0
    watch.heed(JobStarted("b", "b", 1, 1, 9.0))
    assert watch.took([]) is None
    assert (watch._before, watch._workers) == (3.0, 2)


def test_more_workers_than_processors_are_not_thought_to_draw_more(plan, monkeypatch):
    monkeypatch.setattr("gradanim.batch.settings.cores", lambda: 2)
    scene = Prospect(plan(), False, (9000,))
    rates = Rates(speed=100.0, before=1.0, beside=1.0, workers=2.0)
    assert [estimate([scene], rates, jobs) for jobs in (1, 2, 1000)] == [92.0, 47.0, 47.0]
    # As many as there have been are believed in: they drew at the speed that is known.
    assert estimate([scene], Rates(100.0, 1.0, 1.0, workers=30.0), 1000) == 5.0


def test_an_estimate_is_near_what_the_same_build_took(build, series, out, tmp_path):
    # Kernels are compiled and letters drawn by now.
    build()
    build.cache = tmp_path / "another cache"
    built = build(force=True)
    settings = Settings(out, build.cache, jobs=2, force=True)
    plans = [plan_scene(scene, *LOOK) for scene in load_any(series).scenes]
    prospects = [Outlook(settings).of(plan, play=False) for plan in plans]
    rates = Speeds(build.cache).get(*LOOK)
    assert estimate(prospects, rates, 2) == pytest.approx(built.seconds, rel=0.3)
    # Most of it is not drawing.
    assert built.drawn / rates.speed / 2 < 0.7 * built.seconds
    assert Building(series, Settings(out, build.cache, jobs=2), LOOK).standing() == 2
    assert estimate([], rates, 2) == 0.0
