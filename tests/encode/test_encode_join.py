"""Films joined without encoding them again."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from gradanim.encode import (
    MOVING_SETTINGS,
    PROFILE_SETTINGS,
    Chapter,
    EncoderSettings,
    FilmWriter,
    join_films,
    verify_film,
)
from gradanim.encode import join as join_module
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


@pytest.mark.parametrize("profile", sorted(PROFILE_SETTINGS))
def test_clips_in_which_all_moves_are_joined_with_those_that_rest(film, tmp_path, profile):
    kinds = (PROFILE_SETTINGS, MOVING_SETTINGS, MOVING_SETTINGS, PROFILE_SETTINGS)
    parts = [film(f"{k}.mp4", frames=20, settings=kind[profile]) for k, kind in enumerate(kinds)]
    join_films(parts, tmp_path / "all.mp4")
    joined, expected = decoded(tmp_path / "all.mp4"), [one for part in parts for _, one in decoded(part)]
    assert len(joined) == 80
    assert all(np.array_equal(a, b) for (_, a), b in zip(joined, expected, strict=True))


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1080, 1080), (3840, 2160)])
def test_both_kinds_of_clips_have_one_header_at_the_size_of_films(tmp_path, size):
    headers = []
    for by_profile in (PROFILE_SETTINGS, MOVING_SETTINGS):
        with FilmWriter(tmp_path / "a.mp4", size, Fraction(60), by_profile["final"]) as writer:
            writer.write(np.zeros((size[1], size[0], 4), np.uint8), repeat=3)
        headers.append(verify_film(tmp_path / "a.mp4").setup)
    assert headers[0] and headers[0] == headers[1]


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


def test_a_film_that_does_not_hold_what_was_written_is_refused(film, tmp_path, monkeypatch):
    part, out = film("a.mp4"), tmp_path / "o" / "s.mp4"
    out.parent.mkdir()
    copied = join_module.copy_pictures

    def lying(*arguments):
        written = copied(*arguments)
        data = bytearray(arguments[2].read_bytes())
        data[-100] ^= 1
        arguments[2].write_bytes(data)
        return written

    monkeypatch.setattr(join_module, "copy_pictures", lying)
    with pytest.raises(ProblemError) as caught:
        join_films([part, part], out)
    assert str(caught.value) == f"{out} is damaged: frame 58 is not the one that was written"
    # One part is left out.
    monkeypatch.setattr(join_module, "copy_pictures", lambda parts, *more: copied(parts[:1], *more))
    with pytest.raises(ProblemError) as caught:
        join_films([part, part], out)
    assert str(caught.value) == f"{out} holds 30 frames and should hold 60"
    assert list(out.parent.iterdir()) == []


def test_a_part_that_goes_away_or_claims_too_much(film, tmp_path):
    part = film("a.mp4")
    data, out = part.read_bytes(), tmp_path / "s.mp4"
    counted = data.index(b"stsz") + 4 + 8
    assert int.from_bytes(data[counted : counted + 4]) == 30
    with pytest.raises(ProblemError, match=r"no film at .*gone\.mp4"):
        join_films([part, tmp_path / "gone.mp4"], out)
    part.write_bytes(data[:counted] + (29).to_bytes(4) + data[counted + 4 :])
    with pytest.raises(ProblemError, match=r"a\.mp4 (is damaged|holds)"):
        join_films([part], out)


@pytest.mark.parametrize("room", [0, 40_000, 4_000])
def test_a_disk_that_is_full(film, small_disk, room):
    part = film("a.mp4", frames=300, settings=PROFILE_SETTINGS["draft"])
    assert part.stat().st_size > 30_000
    (small_disk / "filler").write_bytes(bytes(300 * 1024 - 3 * 4096 - room))
    with pytest.raises(ProblemError) as caught:
        join_films([part] * 3, small_disk / "s.mp4")
    assert str(caught.value).startswith(f"the disk is full: {small_disk / 's.mp4'} was not written")
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


def test_parts_that_are_shown_in_another_order_than_stored(film, tmp_path):
    parts = [film(f"{k}.mp4", frames=n, settings=EncoderSettings(b_frames=2)) for k, n in enumerate((7, 31))]
    join_films(parts, tmp_path / "s.mp4")
    joined = decoded(tmp_path / "s.mp4")
    assert [time for time, _ in joined] == [Fraction(k, 30) for k in range(38)]
    expected = [picture for part in parts for _, picture in decoded(part)]
    assert all(np.array_equal(a, b) for (_, a), b in zip(joined, expected, strict=True))


def test_nothing_to_join(tmp_path):
    with pytest.raises(ProblemError, match=r"there are no clips to join into .*s\.mp4"):
        join_films([], tmp_path / "s.mp4")


@pytest.mark.parametrize("starts", [[5, 5], [6, 2], [0, 30], [-1, 3]])
def test_chapters_out_of_order_are_a_mistake_of_the_caller(film, tmp_path, starts):
    with pytest.raises(ValueError, match="chapters must start in order"):
        join_films([film()], tmp_path / "s.mp4", chapters=[Chapter(start, "x") for start in starts])


@pytest.mark.parametrize("name", ["a\nb", "a'b", "-i", "%d", "a:b"])
def test_no_path_is_taken_for_anything_else(film, tmp_path, name):
    (tmp_path / name).mkdir()
    part = film(f"{name}/part.mp4")
    assert join_films([part, part], tmp_path / name / "all.mp4").frames == 60
