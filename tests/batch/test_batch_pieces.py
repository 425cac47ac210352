"""Pieces: what one process is told, what it answers, and how the work is shared out."""

from __future__ import annotations

import json
from contextlib import closing
from fractions import Fraction

import numpy as np
import pytest

from gradanim.batch import pieces as pieces_module
from gradanim.batch.clips import Clips
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.payloads import piece_payload, scene_record
from gradanim.batch.pieces import plan_of, render_piece
from gradanim.batch.work import problem_from
from gradanim.beats.rehearsal import rehearsed
from gradanim.encode import verify_film
from gradanim.plan.cuts import cuts
from gradanim.render.film import make_film
from gradanim.render.stream import BUFFERS, Easel
from gradanim.spec import load_any

RICH = """\
title: Everything with numbers
field: {f: a*x^2/2 + y^2, x: [-2, 2], y: ["-pi/2", 2]}
params: {a: 1/3}
stage: {kind: plane}
beats:
  - place: ["1/7", 0.3]
    seconds: 0.2
  - show: [contours, {gradient: {scale: 0.1}}]
    seconds: 0.2
  - walk: {circle: {center: [0, "1/3"], radius: 0.7, turns: 0.5}}
    seconds: 0.2
  - walk: {line: {from: [1, 1], to: [0.1, 0.3]}}
    seconds: 0.2
  - vary: {a: 0.7}
    seconds: 0.2
  - together:
      - dial: {from: 0, to: 90}
      - write: "$f = {f:.3f}$"
"""


@pytest.fixture
def payload(plan, tmp_path):
    """A payload as it comes from another process: through JSON."""

    def made(numbers=None, mode="sidecar", **look):
        planned = plan(**look)
        keys = beat_keys(planned, rehearsed(planned, mode == "burn"))
        wanted = range(len(cuts(planned))) if numbers is None else numbers
        return json.loads(json.dumps(piece_payload(planned, mode, keys, wanted, tmp_path / "cache")))

    return made


def test_a_scene_survives_json(plan):
    for text in (RICH, None):
        planned = plan(text) if text else plan()
        again = plan_of(json.loads(json.dumps(scene_record(planned))))
        assert again.spec == planned.spec and again.clock == planned.clock and again.size == planned.size
        assert [k.key for k in beat_keys(again, rehearsed(again))] == [
            k.key for k in beat_keys(planned, rehearsed(planned))
        ]


def test_every_scene_of_the_repository_survives_json(plan, request):
    for path in sorted((request.config.rootpath / "scenes").glob("*.yaml")):
        for scene in load_any(path).scenes:
            planned = plan()
            record = {**scene_record(planned), "spec": scene.model_dump(mode="json", by_alias=True)}
            assert plan_of(json.loads(json.dumps(record))).spec == scene


def test_a_piece_puts_its_clips_into_the_cache(payload, plan, tmp_path, text_folder):
    drawn = []
    answer = render_piece(payload([0, 2]), drawn.append)
    assert json.loads(json.dumps(answer)) == answer
    assert sum(drawn) == answer["frames"] == 18 and len(drawn) > 2
    assert answer["seconds"] > 0 and answer["peak_mb"] > 50
    assert [(c["number"], c["frames"], c["reused"]) for c in answer["clips"]] == [
        (0, 9, False),
        (2, 9, False),
    ]
    clips = Clips(tmp_path / "cache")
    wanted = clip_keys(plan(), beat_keys(plan(), rehearsed(plan())))
    found = [clips.find(clip.key) for clip in wanted]
    assert found[1] is None
    for clip, entry in ((wanted[0], found[0]), (wanted[2], found[2])):
        facts = verify_film(entry.film, expected_frames=clip.cut.frames)
        assert (facts.width, facts.height, facts.fps) == (854, 480, Fraction(15))
        assert entry.about.frames == clip.cut.frames and entry.about.fps == 15
        assert entry.last is not None and entry.tile is not None and entry.about.made_by["code"]
    again = render_piece(payload(), drawn.append)
    assert [c["reused"] for c in again["clips"]] == [True, False, True] and again["frames"] == 6


def test_what_is_wrong_with_a_spec_comes_back_as_data(payload, plan, tmp_path):
    told = payload()
    told["scene"]["spec"]["beats"].append({"verb": "claim", "action": {"that": "f == 9"}})
    answer = render_piece(told, lambda frames: None)
    problems = [problem_from(record) for record in answer["problems"]]
    assert [problem.code for problem in problems] == ["film_claim_false"]
    assert "the claim `f == 9` is false" in problems[0].message
    assert list(Clips(tmp_path / "cache").every_key()) == []


def test_other_code_or_packages_are_refused_by_name(payload, monkeypatch, tmp_path):
    told = payload([1])
    key = told["keys"][1]
    told["keys"][1] = {
        **key,
        "key": "0" * 64,
        "parts": {**key["parts"], "packages": "other", "code": "other"},
    }
    assert render_piece(told, pytest.fail) == {"refused": {"1": ["packages", "code"]}}
    assert list(Clips(tmp_path / "cache").every_key()) == []


def test_a_crash_goes_through_and_leaves_nothing(payload, monkeypatch, tmp_path):
    whole, drawn = Easel.draw, []

    def draw(self, picture, repeat, keep):
        drawn.append(picture)
        if len(drawn) > 10:
            raise ZeroDivisionError("by zero")
        return whole(self, picture, repeat, keep)

    monkeypatch.setattr(Easel, "draw", draw)
    with pytest.raises(ZeroDivisionError):
        render_piece(payload(), lambda frames: None)
    # The first clip was whole before; of the second nothing is left.
    cache = tmp_path / "cache"
    assert len(list(Clips(cache).every_key())) == 1
    assert [path for path in cache.rglob("*") if ".partial-" in path.name] == []


def test_a_piece_rehearses_once(payload, monkeypatch):
    told, calls = payload([]), []

    def counted(*args):
        calls.append(args)
        return rehearsed(*args)

    monkeypatch.setattr(pieces_module, "rehearsed", counted)
    monkeypatch.setattr("gradanim.render.film.rehearsed", pytest.fail)
    assert render_piece(told, pytest.fail)["clips"] == [] and len(calls) == 1


def test_a_frame_is_not_drawn_over_before_it_was_taken(plan, text_folder):
    """The encoder takes a frame while the next is drawn and one waits: each has memory of its own from the first."""
    with closing(make_film(plan())) as film:
        taken = [(shot.planes, shot.planes.copy()) for shot in film.shots(0, BUFFERS)]
    assert len({planes.ctypes.data for planes, _ in taken}) == BUFFERS
    assert all(np.array_equal(planes, copy) for planes, copy in taken)
