"""Films are counted, and damaged ones are found out."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from gradanim.encode import verify_film
from gradanim.problems import ProblemError

DEPTHS = ["packets", "decode"]


def said(path, **options):
    with pytest.raises(ProblemError) as caught:
        verify_film(path, **options)
    (problem,) = caught.value.problems
    assert problem.exit_code == 1
    return str(problem)


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_whole_film_is_counted(film, depth):
    facts = verify_film(film(frames=37, fps=Fraction(60)), depth=depth, expected_frames=37)
    assert (facts.frames, facts.fps, facts.duration) == (37, 60, Fraction(37, 60))


@pytest.mark.parametrize("depth", DEPTHS)
def test_another_length_than_expected(film, depth):
    path = film(frames=10)
    assert said(path, depth=depth, expected_frames=11) == f"{path} holds 10 frames and should hold 11"


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("kept", [0, 48, 0.3, 0.6, 0.9, -1])
def test_a_truncated_film_is_damaged(film, depth, kept):
    path = film(frames=40)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept) if isinstance(kept, float) else kept])
    assert re.match(
        rf"{re.escape(str(path))} (is damaged: |holds \d+ frames and should hold 40)", said(path, depth=depth)
    )


def test_flipped_bits_in_the_pictures_are_found_by_decoding(film):
    path = film(frames=40)
    whole = path.read_bytes()
    start = whole.index(b"mdat") + 4
    found = 0
    places = range(start + 40, len(whole) - 8, 31)
    for place in places:
        data = bytearray(whole)
        data[place] ^= 0xFF
        data[place + 1] ^= 0xFF
        path.write_bytes(data)
        try:
            verify_film(path)
        except ProblemError:
            found += 1
    # Flipped bits give another valid picture as often as not: those are for checksums to find.
    assert len(places) > 100 and found >= 0.5 * len(places)


def test_what_is_no_film(tmp_path):
    path = tmp_path / "a.mp4"
    assert said(path) == f"there is no film at {path}"
    path.write_bytes(b"")
    assert said(path).startswith(f"{path} is damaged: ")
    path.write_text("# a text\n" * 50)
    assert said(path).startswith(f"{path} is damaged: ")
    folder = tmp_path / "b.mp4"
    folder.mkdir()
    assert said(folder) == f"there is no film at {folder}"
