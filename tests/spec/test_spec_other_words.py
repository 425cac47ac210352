"""Keys that other languages have lead to ours."""

from __future__ import annotations

import pytest
from spec_helpers import problems, with_beats

from gradanim.spec.other_words import OTHER_KEYS, meant


@pytest.mark.parametrize(
    ("found", "allowed", "expected"),
    [
        ("duration", ("say", "seconds"), "seconds"),
        ("Duration", ("say", "seconds"), "seconds"),
        ("rate", ("step_size", "steps"), "step_size"),
        ("length", ("scale", "label"), "scale"),
        ("length", ("lenght", "label"), "lenght"),
        ("second", ("say", "seconds"), "seconds"),
        ("quux", ("say", "seconds"), None),
    ],
)
def test_a_word_of_the_same_meaning_comes_before_one_that_looks_alike(found, allowed, expected):
    assert meant(found, allowed) == expected


def test_ours_are_no_words_of_others():
    ours = {word for words in OTHER_KEYS.values() for word in words}
    assert not {"seconds", "say", "pause", "scale", "color_by", "domain"} & set(OTHER_KEYS)
    assert {"seconds", "say", "step_size"} <= ours


@pytest.mark.parametrize(
    ("beat", "said"),
    [
        ("orbit: 20\n    duration: 3", "did you mean `seconds`?"),
        ("descend: {rate: 0.1}", "did you mean `step_size`?"),
        ("descend: {step: 0.1}", "did you mean `step_size`?"),
        ("descend: {step: 12, step_size: 0.1}", "did you mean `steps`?"),
        ("race: [{step: 1}, {step_size: 1}]", "did you mean `step_size`?"),
        ("show: {gradient: {length: 2}}", "did you mean `scale`?"),
    ],
)
def test_it_is_told(tmp_path, beat, said):
    (told, *_) = problems(tmp_path, with_beats("place: [0, 0]", beat))
    assert said in str(told)
