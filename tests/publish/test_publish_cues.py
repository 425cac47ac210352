"""Cue sheets, written and read back."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from gradanim.problems import ProblemError
from gradanim.publish import BeatCue, CueSheet, join_cue_sheets, read_cue_sheet, write_cue_sheet

SHEET = CueSheet(
    Fraction(30000, 1001),
    100,
    (
        BeatCue(0, "show", 0, 60, "The gradient ∇f."),
        BeatCue(1, "walk", 60, 0),
        BeatCue(3, "flip", 60, 40, ""),
    ),
)
RECORD = {
    "fps": "30000/1001",
    "frames": 100,
    "beats": [
        {"index": 0, "verb": "show", "start_frame": 0, "frames": 60, "say": "The gradient ∇f."},
        {"index": 1, "verb": "walk", "start_frame": 60, "frames": 0, "say": None},
        {"index": 3, "verb": "flip", "start_frame": 60, "frames": 40, "say": ""},
    ],
}


def test_the_file_holds_the_promised_object_and_comes_back(tmp_path):
    path = tmp_path / "hero.cues.json"
    write_cue_sheet(path, SHEET)
    assert json.loads(path.read_text("utf-8")) == RECORD
    assert "∇f" in path.read_text("utf-8")
    assert read_cue_sheet(path) == SHEET


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fps": "60"}, 'wrong at `fps`: a ratio like `60/1` is expected, not `"60"`'),
        ({"fps": "60/0"}, "wrong at `fps`: a ratio like `60/1` is expected"),
        ({"fps": 60}, "wrong at `fps`: a ratio like `60/1` is expected, not `60`"),
        ({"frames": -1}, "wrong at `frames`: a whole number from 0 is expected, not `-1`"),
        ({"frames": True}, "wrong at `frames`: a whole number from 0 is expected, not `true`"),
        ({"frames": 1.0}, "wrong at `frames`: a whole number from 0 is expected, not `1.0`"),
        ({"frames": 99}, "wrong at `beats[2].frames`: the beat ends after the film's 99 frames"),
        ({"beats": {}}, "wrong at `beats`: a list is expected, not `{}`"),
        ({"beats": [7]}, "wrong at `beats[0]`: an object is expected, not `7`"),
        ({"beats": [{"index": 0}]}, "wrong at `beats[0].verb`: it is missing"),
        (
            {"beats": [RECORD["beats"][1], RECORD["beats"][0]]},
            "wrong at `beats[1].start_frame`: the beats are not in order",
        ),
        (
            {"beats": [{**RECORD["beats"][0], "say": 3}]},
            "wrong at `beats[0].say`: a text or null is expected, not `3`",
        ),
        (
            {"beats": [{**RECORD["beats"][0], "verb": ""}]},
            'wrong at `beats[0].verb`: a text is expected, not `""`',
        ),
    ],
)
def test_a_wrong_field_is_named(tmp_path, change, said):
    path = tmp_path / "a.cues.json"
    path.write_text(json.dumps({**RECORD, **change}))
    with pytest.raises(ProblemError) as caught:
        read_cue_sheet(path)
    assert str(caught.value).startswith(f"the cue sheet {path} is {said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no cue sheet at {path}"),
        ("", "{path} is not a cue sheet: line 1: Expecting value"),
        ('{\n"fps" 3}', "{path} is not a cue sheet: line 2: Expecting ':' delimiter"),
        ("[]", "the cue sheet {path} is wrong at `the top`: an object is expected, not `[]`"),
        ("[" * 100_000, "{path} is not a cue sheet: not JSON"),
    ],
)
def test_what_is_no_cue_sheet(tmp_path, text, said):
    path = tmp_path / "a.cues.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ProblemError) as caught:
        read_cue_sheet(path)
    assert str(caught.value) == said.format(path=path)


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "a").write_bytes(b"\xff\xfe{")
    with pytest.raises(ProblemError, match="is not a cue sheet: not JSON"):
        read_cue_sheet(tmp_path / "a")


def test_a_sheet_that_could_not_be_read_is_not_written(tmp_path):
    with pytest.raises(ProblemError, match="the beat ends after the film's 5 frames"):
        write_cue_sheet(tmp_path / "a", CueSheet(Fraction(60), 5, SHEET.beats))
    assert list(tmp_path.iterdir()) == []


def test_sheets_one_after_another():
    joined = join_cue_sheets([SHEET, SHEET])
    assert (joined.fps, joined.frames) == (SHEET.fps, 200)
    assert [(b.index, b.start_frame) for b in joined.beats] == [
        (0, 0),
        (1, 60),
        (2, 60),
        (3, 100),
        (4, 160),
        (5, 160),
    ]
    assert [b.say for b in joined.beats] == [b.say for b in SHEET.beats] * 2
    with pytest.raises(ValueError, match="one frame rate"):
        join_cue_sheets([SHEET, CueSheet(Fraction(60), 0, ())])
    with pytest.raises(ValueError, match="one frame rate"):
        join_cue_sheets([])
