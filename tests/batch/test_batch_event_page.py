"""The page on events names every event and every key, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import gradanim
from gradanim.batch.cluster_events import WorkerAccepted, WorkerLost, WorkerRefused
from gradanim.batch.events import SCHEMA, Event, JobEvent
from gradanim.batch.scene_events import SceneFinished
from gradanim.problems import Problem

PAGE = Path(gradanim.__file__).parents[1] / "docs" / "events.md"


def every_kind(kind: type[Event]) -> set[type[Event]]:
    children = {child for child in kind.__subclasses__() if child.__module__.startswith("gradanim.")}
    return children.union(*map(every_kind, children))


def test_every_event_and_key_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    said = {name: set(re.findall(r"`(\w+)`", line)) for name, line in rows.items()}
    kinds = every_kind(Event) - {JobEvent}
    assert {SceneFinished, WorkerAccepted, WorkerLost, WorkerRefused} < kinds
    names = {re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in kinds}
    assert rows.keys() == {"schema", "event", "at", *names}
    for name, kind in names.items():
        assert set(kind.__struct_fields__) - {"at"} <= said[name], name
    assert f"`{SCHEMA}`" in page
    assert {"code", *Problem("film_no_specs", file="a").as_json()} <= set(re.findall(r"`(\w+)`", page))
