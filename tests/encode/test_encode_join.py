"""Films joined without encoding them again."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradanim.encode import PROFILE_SETTINGS, Chapter, EncoderSettings, FilmWriter, join_films, verify_film
from gradanim.encode import join as join_module
from gradanim.encode.ffmpeg import FFmpeg
from gradanim.encode.join import chapter_text
from gradanim.problems import ProblemError


def decoded(path):
    with av.open(str(path)) as container:
        return [
            (frame.pts * frame.time_base, frame.to_ndarray(format="yuv420p"))
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("fps", [Fraction(60), Fraction(15), Fraction(30000, 1001)])
def test_the_joined_film_has_every_picture_of_its_parts_at_its_time(film, tmp_path, fps):
    parts = [film(f"{k}.mp4", frames=n, fps=fps) for k, n in enumerate((7, 1, 131, 30))]
    facts = join_films(parts, tmp_path / "all.mp4")
    assert facts == verify_film(tmp_path / "all.mp4", expected_frames=169)
    expected = [picture for part in parts for _, picture in decoded(part)]
    joined = decoded(tmp_path / "all.mp4")
    assert [time for time, _ in joined] == [k / fps for k in range(169)]
    assert all(np.array_equal(a, b) for (_, a), b in zip(joined, expected, strict=True))


def test_chapters_and_title_can_be_read_back(film, tmp_path):
    titles = [r"a=b;c#d\e 'f' \"g\" [CHAPTER]", "∇f ⟂ level curves", "two\nlines", "-->"]
    parts = [film(f"part '{k}'.mp4", frames=10 + k) for k in range(4)]
    starts = [0, 10, 21, 33]
    join_films(
        parts,
        tmp_path / "s.mp4",
        chapters=[Chapter(start, title) for start, title in zip(starts, titles, strict=True)],
        title="The gradient; vector = 1",
    )
    with av.open(str(tmp_path / "s.mp4")) as container:
        chapters = container.chapters()
        assert container.metadata["title"] == "The gradient; vector = 1"
    assert [c["metadata"]["title"] for c in chapters] == [" ".join(t.split()) for t in titles]
    assert [c["start"] * c["time_base"] * 30 for c in chapters] == starts
    assert [c["end"] * c["time_base"] * 30 for c in chapters] == [10, 21, 33, 46]


def test_parts_that_differ_are_all_named(film, tmp_path):
    first, slower, other = film("a.mp4"), film("b.mp4", fps=Fraction(15)), tmp_path / "c.mp4"
    with FilmWriter(other, (64, 64), Fraction(30), PROFILE_SETTINGS["final"]) as writer:
        writer.write(np.zeros((64, 64, 4), np.uint8), repeat=3)
    with pytest.raises(ProblemError) as caught:
        join_films([first, slower, other], tmp_path / "s.mp4")
    assert [str(problem) for problem in caught.value.problems] == [
        f"{slower} cannot follow {first} in one film: its frame rate is 15, not 30; "
        "render both with the same profile and format",
        f"{other} cannot follow {first} in one film: its width is 64, not 96; "
        "render both with the same profile and format",
    ]
    assert not (tmp_path / "s.mp4").exists()


def test_parts_of_other_encoder_settings_are_refused(film, tmp_path):
    parts = [film("a.mp4"), film("b.mp4", settings=EncoderSettings(preset="medium"))]
    with pytest.raises(ProblemError, match="its encoder set-up is another one, not the same"):
        join_films(parts, tmp_path / "s.mp4")


def test_a_damaged_part_stops_the_join_and_the_earlier_film_stays(film, tmp_path):
    parts = [film("a.mp4"), film("b.mp4")]
    join_films(parts, tmp_path / "s.mp4")
    before = (tmp_path / "s.mp4").read_bytes()
    parts[1].write_bytes(parts[1].read_bytes()[:-200])
    with pytest.raises(ProblemError, match=r"b\.mp4 (is damaged|holds)"):
        join_films(parts, tmp_path / "s.mp4")
    assert (tmp_path / "s.mp4").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp4", "b.mp4", "s.mp4"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "echo bad news >&2; exit 3",
            "stopped with exit code 3 while writing {out}, after 0 frames: bad news",
        ),
        ("exit 228", "the disk is full: {out} was not written"),
        ("exec sleep 60", "made no progress on {out} for 0.3 seconds"),
        ("kill -9 $$", "was killed by SIGKILL while writing {out}"),
        ('for out; do :; done; cp "{part}" "${{out#file:}}"', "{out} holds 30 frames and should hold 60"),
    ],
)
def test_an_encoder_that_fails_while_joining(film, tmp_path, monkeypatch, program, body, said):
    part, out = film("a.mp4"), tmp_path / "o" / "s.mp4"
    fake = FFmpeg(program(body.format(part=part)), "9", frozenset())
    monkeypatch.setattr(join_module, "find_ffmpeg", lambda: fake)
    if "sleep" in body:
        # The others need theirs: they may be held up before they begin.
        monkeypatch.setattr(join_module, "_PATIENCE_SECONDS", 0.3)
    with pytest.raises(ProblemError) as caught:
        join_films([part, part], out)
    assert said.format(out=out) in str(caught.value)
    assert list(out.parent.iterdir()) == []


def test_nothing_to_join(tmp_path):
    with pytest.raises(ProblemError, match=r"there are no clips to join into .*s\.mp4"):
        join_films([], tmp_path / "s.mp4")


@pytest.mark.parametrize("starts", [[5, 5], [6, 2], [0, 30], [-1, 3]])
def test_chapters_out_of_order_are_a_mistake_of_the_caller(starts):
    with pytest.raises(ValueError, match="chapters must start in order"):
        chapter_text([Chapter(start, "x") for start in starts], 30, Fraction(30))


@given(st.text(max_size=60))
def test_no_title_can_break_out_of_its_line(title):
    text = chapter_text([Chapter(0, title)], 10, Fraction(30))
    lines = text.split("\n")
    assert lines[:5] == [";FFMETADATA1", "[CHAPTER]", "TIMEBASE=1/30", "START=0", "END=10"]
    assert len(lines) == 7 and lines[5].startswith("title=") and lines[6] == ""


def test_a_line_break_in_a_path_is_told(film, tmp_path):
    (tmp_path / "a\nb").mkdir()
    part = film("a\nb/part.mp4")
    with pytest.raises(ProblemError, match="line break in its path") as caught:
        join_films([part], tmp_path / "all.mp4")
    assert caught.value.exit_code == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a\nb"]
