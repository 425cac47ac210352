"""Keys: what in a spec changes them, and what does not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from keyed_scene import changed
from scene_texts import KEYED as SCENE

from gradanim.batch.beat_key import REASONS, beat_key
from gradanim.batch.keys import beat_keys, clip_keys
from gradanim.batch.scene_keys import scene_key
from gradanim.beats.rehearsal import rehearsed
from gradanim.render.film import make_film


def test_the_last_beat_edited_keeps_all_others(keys):
    before, after = keys(), keys(SCENE.replace("zoom: 2", "zoom: 3"))
    assert changed(before, after) == [5]
    assert after[5].reasons(before[5]) == ("beat 5 changed",)


def test_an_edited_beat_changes_itself_and_those_that_begin_elsewhere(keys):
    before, after = keys(), keys(SCENE.replace("[1, 0.5]", "[1, 0.75]"))
    assert changed(before, after) == [1, 2]
    assert after[1].reasons(before[1]) == ("beat 1 changed",)
    assert after[2].reasons(before[2]) == ("the state before beat 2 changed",)


def test_a_longer_beat_is_another_one_and_those_after_it_are_not(keys):
    text = SCENE.replace("[-1, 0.5]\n    seconds: 0.4", "[-1, 0.5]\n    seconds: 0.8")
    assert changed(keys(), keys(text)) == [2]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: A test\n", "title: A test\ntheme: light\n", "the theme changed"),
        ("title: A test", "title: Another", "`title` of the scene changed"),
        ("y^2,", "y^2 + 0,", "`field` of the scene changed"),
        ("title: A test\n", "title: Another\nseed: 5\n", "`seed` and `title` of the scene changed"),
    ],
)
def test_what_all_beats_share_changes_all(keys, old, new, reason):
    before, after = keys(), keys(SCENE.replace(old, new))
    assert changed(before, after) == [0, 1, 2, 3, 4, 5]
    assert all(reason in mine.reasons(other) for mine, other in zip(after, before, strict=True))


@pytest.mark.parametrize("look", [{"profile": "preview"}, {"shape": "1:1"}])
def test_profile_and_format_change_all(keys, look):
    before, after = keys(), keys(**look)
    assert changed(before, after) == [0, 1, 2, 3, 4, 5]
    assert "profile, format or encoder settings changed" in after[0].reasons(before[0])


def test_a_far_gradient_that_changes_the_scale_of_the_arrows_changes_all(keys):
    before, after = keys(), keys(SCENE.replace("[-1, 0.5]", "[-2, 2]"))
    assert "another beat changed what the stage must hold" in after[0].reasons(before[0])


def test_comments_order_of_keys_ids_and_cue_names_change_nothing(keys, plan):
    text = SCENE.replace("title: A test\n", "").replace("    seconds: 0.6\n    say: The first beat.\n", "")
    text = text.replace(
        "  - show: [contours, axes]\n",
        "  - say: The first beat.  # said\n    show: [contours, axes]\n    seconds: 0.60\n    name: first\n",
    )
    text = "# A comment.\nid: called-otherwise\n" + text.replace("plane\n", "{kind: plane}\ntitle: A test\n")
    assert changed(keys(), keys(text)) == []
    commented = plan("# A comment.\n" + SCENE.replace("seconds: 0.6\n", "seconds: 0.60  # slow\n"))
    assert scene_key(commented, "sidecar") == scene_key(plan(SCENE), "sidecar")
    assert scene_key(plan(SCENE), "burn") != scene_key(plan(SCENE), "sidecar")


def test_what_is_said_counts_only_where_it_is_burned_in(keys):
    said = SCENE.replace("There the value is {f:.2f}.", "There the value is {f:.3f}.")
    assert changed(keys(), keys(said)) == []
    before, after = keys(burn=True), keys(said, burn=True)
    assert changed(before, after) == [3]
    assert after[3].reasons(before[3]) == ("the caption in the picture of beat 3 changed",)
    assert changed(keys(), keys(burn=True)) == [0, 1, 2, 3, 4, 5]


def test_a_key_survives_json_and_knows_no_reason_without_an_earlier_one(keys):
    for key in keys():
        assert beat_key(key.record()) == key and key.reasons(None) == key.reasons(key) == ()
        assert set(key.parts) == set(REASONS)
    with pytest.raises(ValueError, match="not the record of a key"):
        beat_key({"index": "0", "key": "a", "parts": {}})


def test_a_long_beat_is_cut_into_clips_with_keys_of_their_own(plan):
    planned = plan(SCENE.replace("seconds: 0.6", "seconds: 7"))
    clips = clip_keys(planned, beat_keys(planned, rehearsed(planned)))
    assert [(c.cut.beat, c.cut.part, c.cut.parts) for c in clips[:3]] == [(0, 0, 2), (0, 1, 2), (1, 0, 1)]
    assert [c.cut.number for c in clips] == list(range(7)) and len({c.key for c in clips}) == 7
    assert sum(c.cut.frames for c in clips) == planned.frames
    assert all(a.cut.stop == b.cut.first for a, b in pairwise(clips))


def test_what_a_stage_remembers_of_its_pictures_is_in_no_key(plan):
    planned = plan(SCENE)
    rehearsal = rehearsed(planned)
    before = beat_keys(planned, rehearsal)
    make_film(planned, rehearsal=rehearsal).picture(5)
    assert rehearsal.stage._kept
    assert changed(before, beat_keys(planned, rehearsal)) == []


def test_keys_that_do_not_know_their_settings_tell_that_one_changed(keys):
    before, after = keys(), keys(SCENE.replace("title: A test", "title: Another"))
    older = [
        beat_key({name: value for name, value in key.record().items() if name != "settings"})
        for key in before
    ]
    assert after[0].reasons(older[0]) == ("a setting of the scene changed",)


def test_what_follows_from_a_setting_of_the_scene_is_no_reason_of_its_own(keys):
    before = keys()
    moved = keys(SCENE.replace("y^2,", "3*y^2,"))
    turned = keys(SCENE.replace("stage: plane", "stage: plane\ncamera: {zoom: 1.5}"))
    assert {"stage"} < set(moved[0].changes(before[0])) and {"start"} < set(turned[0].changes(before[0]))
    for mine, other in zip(moved, before, strict=True):
        assert mine.reasons(other) == ("`field` of the scene changed",)
    for mine, other in zip(turned, before, strict=True):
        assert mine.reasons(other) == ("`camera` of the scene changed",)


def test_a_beat_that_others_play_in_is_not_told_as_a_change_of_code(keys):
    before, after = keys(), keys(SCENE.replace("hide: [direction, rosette]\n    seconds: 0.4", "pause: 0.4"))
    assert "code" in after[4].changes(before[4]) and "code" in after[5].changes(before[5])
    assert after[4].reasons(before[4]) == ("beat 4 changed",)
    assert after[5].reasons(before[5]) == ("the state before beat 5 changed",)
