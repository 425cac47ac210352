"""The parts of a cluster run that need no cluster: who may work, what is believed, what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from cluster_pieces import FAREWELLS, TWO

from gradanim.batch import cluster_shelf
from gradanim.batch.clips import Clips
from gradanim.batch.cluster import run_jobs_on_dask
from gradanim.batch.cluster_events import WorkerAccepted
from gradanim.batch.cluster_identity import differences, identity
from gradanim.batch.cluster_parcel import DamagedError, pack, salvage, unpack
from gradanim.batch.cluster_roster import Roster
from gradanim.batch.cluster_shelf import Shelf
from gradanim.batch.pieces import render_piece

pytestmark = FAREWELLS


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


def test_of_a_piece_that_was_not_done_what_is_whole_is_kept(parcel, tmp_path):
    payload, _, sent = parcel
    ((key, files),) = sent.items()
    near = Clips(tmp_path / "near")
    other = {**payload, "keys": payload["keys"][:1]}
    for asked, files_sent in (
        (payload, {key: {**files, "clip.mp4": files["clip.mp4"][:-1]}}),
        (payload, {"../x": files}),
        (other, sent),
    ):
        salvage(near, asked, files_sent)
        assert [path for path in tmp_path.rglob("near/**/*") if path.is_file()] == []
    salvage(near, payload, {"0" * 64: {}, **sent})
    assert near.find(key).about.frames == 6 and list(near.every_key()) == [key]


def test_what_is_there_already_need_not_be_sent(parcel, tmp_path):
    payload, value, sent = parcel
    far = Clips(tmp_path / "far")
    unpack(far, payload, value, {})
    ((key, _),) = sent.items()
    film = far.place(key) / "clip.mp4"
    film.write_bytes(film.read_bytes()[:-1])
    with pytest.raises(DamagedError, match="clip 1 is missing"):
        unpack(far, payload, value, {})
    with pytest.raises(DamagedError, match="clip 1 is missing"):
        unpack(far, payload, {"clips": [{**value["clips"][0], "key": "../x"}]}, {})


def test_a_shelf_keeps_what_was_not_fetched_and_no_more_than_there_is_room_for(parcel, tmp_path, monkeypatch):
    payload, _, sent = parcel
    ((key, _),) = sent.items()
    shelf = Shelf(tmp_path / "far")
    assert shelf.of(payload) == [key] and shelf.of({**payload, "keys": payload["keys"][:1]}) == []
    # The one that was killed never ends; who asks after it, does.
    shelf.hand_out("killed", [key])
    shelf.hand_out("next", [key])
    shelf.clear("killed")
    with shelf.in_use():
        assert shelf.of(payload) == [key]
        shelf.clear("next")
        assert shelf.of(payload) == []
    unpack(shelf.clips, payload, parcel[1], sent)
    os.utime(shelf.clips.place(key) / "entry.json", (0, time.time() - 3600))
    monkeypatch.setattr(cluster_shelf, "_MOST", 1000)
    with shelf.in_use():
        assert shelf.of(payload) == []


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


def test_where_no_worker_can_be_used_it_is_said_what_to_do():
    for address, said in (
        (
            "tcp://far:1",
            "the cluster at tcp://far:1 had no worker that could be used for 30 s; start some with",
        ),
        (
            "local",
            "none of the workers that --dask local has started on this machine can be used; run the same",
        ),
    ):
        (problem,) = Roster({}).nobody(address, 30.0)
        assert problem.exit_code == 3 and problem.message.startswith(said)
