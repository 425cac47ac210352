"""Captions as SubRip and WebVTT."""

from __future__ import annotations

import html
import re
from fractions import Fraction
from math import ceil

import pytest
import srt as srt_reader
from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.publish import BeatCue, Caption, CueSheet, captions, srt, vtt
from gradanim.publish.captions import timecode, wrap

RATES = st.sampled_from(
    [Fraction(15), Fraction(30), Fraction(60), Fraction(30000, 1001), Fraction(24000, 1001)]
)
SENTENCES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300)


def frame_of(code, fps):
    """The first frame at or after a time: what a player that steps through the film shows the caption on."""
    hours, minutes, seconds, milliseconds = map(
        int, re.fullmatch(r"(\d\d+):(\d\d):(\d\d)[.,](\d{3})", code).groups()
    )
    return ceil(Fraction(((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds, 1000) * fps)


def sheet_of(*beats, fps=Fraction(60)):
    cues, start = [], 0
    for k, (frames, say) in enumerate(beats):
        cues.append(BeatCue(k, "show", start, frames, say))
        start += frames
    return CueSheet(fps, start, tuple(cues))


@pytest.mark.parametrize(
    ("frame", "fps", "code"),
    [
        (0, Fraction(60), "00:00:00,000"),
        (1, Fraction(60), "00:00:00,016"),
        (61, Fraction(15), "00:00:04,066"),
        (60 * 3661 + 30, Fraction(60), "01:01:01,500"),
        (30000, Fraction(30000, 1001), "00:16:41,000"),
    ],
)
def test_timecodes_by_hand(frame, fps, code):
    assert timecode(frame, fps, ",") == code


@given(st.integers(0, 10**7), RATES)
def test_a_timecode_leads_back_to_its_frame(frame, fps):
    assert frame_of(timecode(frame, fps, "."), fps) == frame


def test_srt_by_hand():
    cues = captions(sheet_of((90, "One step uphill."), (30, None), (60, "a --> b & <i>c</i>")))
    assert srt(cues) == (
        "1\n00:00:00,000 --> 00:00:01,500\nOne step uphill.\n\n"
        "2\n00:00:02,000 --> 00:00:03,000\na → b & <i>c</i>\n"
    )


def test_vtt_by_hand():
    cues = captions(sheet_of((90, "One step uphill."), (60, "a --> b & <i>c</i>")))
    assert vtt(cues) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nOne step uphill.\n\n"
        "00:00:01.500 --> 00:00:02.500\na --&gt; b &amp; &lt;i&gt;c&lt;/i&gt;\n"
    )


def test_no_captions_at_all():
    assert captions(sheet_of((30, None), (30, "  "), (0, "too short"))) == []
    assert srt([]) == "" and vtt([]) == "WEBVTT\n"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 400), SENTENCES), max_size=5), RATES)
def test_captions_cover_their_beats_without_gap_or_overlap(beats, fps):
    sheet = sheet_of(*beats, fps=fps)
    cues = captions(sheet)
    assert all(cue.frames >= 1 for cue in cues)
    for beat in sheet.beats:
        end = beat.start_frame + beat.frames
        own = [cue for cue in cues if beat.start_frame <= cue.start_frame < end]
        assert bool(own) == bool(beat.say.strip())
        if own:
            starts = [cue.start_frame for cue in own]
            ends = [cue.start_frame + cue.frames for cue in own]
            assert [beat.start_frame, *ends] == [*starts, end]
            assert "".join("".join(cue.text for cue in own).split()) == "".join(beat.say.split())


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 400), SENTENCES), max_size=5), RATES)
def test_other_readers_find_the_same_texts_and_frames(beats, fps):
    cues = captions(sheet_of(*beats, fps=fps))
    spans = [(cue.start_frame, cue.start_frame + cue.frames) for cue in cues]

    subtitles = list(srt_reader.parse(srt(cues)))
    assert [s.content for s in subtitles] == [cue.text.replace("-->", "→") for cue in cues]
    assert [s.index for s in subtitles] == list(range(1, len(cues) + 1))
    found = [(Fraction(s.start.total_seconds()), Fraction(s.end.total_seconds())) for s in subtitles]
    assert [tuple(ceil(round(t * 1000) * fps / 1000) for t in pair) for pair in found] == spans

    blocks = vtt(cues).removesuffix("\n").split("\n\n")
    assert blocks[0] == "WEBVTT" if cues else vtt(cues) == "WEBVTT\n"
    for cue, span, block in zip(cues, spans, blocks[1:], strict=True):
        times, *lines = block.split("\n")
        assert tuple(frame_of(code, fps) for code in times.split(" --> ")) == span
        assert html.unescape("\n".join(lines)) == cue.text
        assert all("-->" not in line and "<" not in line for line in lines)


@settings(deadline=None, max_examples=100)
@given(SENTENCES)
def test_pieces_are_readable_and_nothing_is_lost(text):
    pieces = wrap(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    for piece in pieces:
        lines = piece.split("\n")
        assert len(lines) <= 2 and all(0 < len(line) <= 42 for line in lines)


def test_cuts_stand_where_a_reader_pauses():
    text = "The gradient points uphill. Its length is the slope there, and it is zero at a summit, where all is flat."
    assert wrap(text) == [
        "The gradient points uphill.",
        "Its length is the slope there, and it\nis zero at a summit, where all is flat.",
    ]


def test_a_long_sentence_takes_time_by_its_length():
    say = (
        "A short start. " + "Then comes a much longer part that goes on over the hills and dales, unhurried."
    )
    first, second = captions(sheet_of((100, say)))
    assert first.text == "A short start." and second.text.startswith("Then")
    share = 100 * len(first.text) / (len(first.text) + len(second.text))
    assert abs(first.frames - share) <= 1 and second.start_frame == first.frames


def test_more_text_than_frames_is_kept_in_one_caption():
    (only,) = captions(sheet_of((1, "word " * 100)))
    assert only == Caption(0, 1, only.text, Fraction(60)) and only.text.split() == ["word"] * 100
