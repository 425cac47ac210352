"""The frame clock gives whole frames, without gaps, as long as what is said needs to be read."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gradanim.plan.clock import span_at, spans, total_frames, whole_frames
from gradanim.plan.pacing import CHARACTERS_PER_SECOND, pace, reading_time
from gradanim.plan.profile import FORMATS, PROFILES
from gradanim.spec import Beat

FPS = Fraction(30)


def beat(verb: str, action: object, **common: object) -> Beat:
    return Beat.model_validate({"verb": verb, "action": action, **common})


def walk(**common: object) -> Beat:
    return beat("walk", {"circle": {"center": [0, 0], "radius": 1}}, **common)


def test_a_tenth_of_a_second_over_four_is_not_cut_short() -> None:
    # manim truncates 4.1 s at 30 fps to 122 frames.
    assert whole_frames(4.1, FPS) == 123


@settings(deadline=None, max_examples=100)
@given(st.lists(st.floats(0.01, 20), min_size=1, max_size=12), st.sampled_from([15, 24, 30, 60]))
def test_spans_follow_each_other_without_gaps(lengths: list[float], fps: int) -> None:
    clock = spans([walk(seconds=length) for length in lengths], Fraction(fps), "plane")
    assert clock[0].start == 0
    for one, other in pairwise(clock):
        assert other.start == one.start + one.frames
    assert total_frames(clock) == sum(span.frames for span in clock)
    for frame in range(0, total_frames(clock), 7):
        span = span_at(clock, frame)
        assert span.start <= frame < span.start + span.frames


def test_the_last_frame_of_a_motion_is_its_end() -> None:
    (span,) = spans([walk(seconds=2, pause=1)], FPS, "plane")
    assert (span.frames, span.motion) == (90, 60)
    assert span.progress(0) > 0
    assert span.progress(59) == 1.0
    assert span.progress(89) == 1.0


def test_a_caption_can_be_read() -> None:
    say = "x" * 170
    assert reading_time(say) >= 170 / CHARACTERS_PER_SECOND
    for made in (walk(say=say), beat("flip", {"actor": "gradient"}, say=say)):
        tempo = pace(made)
        assert tempo.motion + tempo.hold >= reading_time(say) - 1e-9


def test_a_walk_is_slowed_down_and_a_flip_waits() -> None:
    say = "x" * 300
    assert pace(walk(say=say)).motion > 10
    assert pace(beat("flip", {"actor": "gradient"}, say=say)).motion < 3


def test_what_the_author_says_is_done() -> None:
    tempo = pace(walk(seconds=1.5, say="x" * 300))
    assert (tempo.motion, tempo.hold) == (1.5, 0.0)


def test_a_claim_that_shows_and_says_nothing_takes_no_time() -> None:
    hidden = {"that": "f == 0", "hidden": True}
    assert pace(beat("claim", hidden)).motion + pace(beat("claim", hidden)).hold < 0.2
    assert pace(beat("claim", hidden, pause=1)).hold == 1.0
    assert pace(beat("claim", hidden, seconds=2)).motion == 2.0
    # What is drawn or said needs its time.
    for seen in (beat("claim", {"that": "f == 0"}), beat("claim", hidden, say="x" * 17)):
        assert pace(seen).motion + pace(seen).hold > 1.0


def test_every_frame_has_even_sides_and_its_shape() -> None:
    for shape in FORMATS.values():
        for profile in PROFILES.values():
            width, height = shape.pixels(profile)
            assert width % 2 == height % 2 == 0
            assert min(width, height) == profile.short_side
            assert abs(width / height - shape.width / shape.height) < 0.01
