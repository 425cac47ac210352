"""Clips that are damaged or go away, and encoders that fail, hang or lie, in whole builds."""

from __future__ import annotations

import shutil

import pytest
from fault_builds import HANG, drawn

from gradanim.batch.clips import Clips


def truncated(folder):
    film = folder / "clip.mp4"
    film.write_bytes(film.read_bytes()[:-100])


def emptied(folder):
    (folder / "clip.mp4").write_bytes(b"")


def flipped(folder):
    data = bytearray((folder / "last.png").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "last.png").write_bytes(data)


def file_linked(folder):
    """The very bytes, but by a link to where anybody may change them."""
    aside = folder.parents[3] / f"aside-{folder.name}.mp4"
    (folder / "clip.mp4").rename(aside)
    (folder / "clip.mp4").symlink_to(aside)


def folder_linked(folder):
    aside = folder.parents[3] / f"aside-{folder.name}"
    folder.rename(aside)
    folder.symlink_to(aside)


@pytest.mark.parametrize(
    "damages",
    [
        pytest.param((truncated, emptied, flipped), id="bytes", marks=pytest.mark.slow),
        pytest.param((file_linked, folder_linked, shutil.rmtree), id="places"),
    ],
)
def test_damaged_clips_are_made_again(shop, whole, damages):
    assert shop.build()[0] == 0
    clips = Clips(shop.cache)
    keys = sorted(clips.every_key())
    assert len(keys) == 4
    frames = 0
    for damage, key in zip(damages, keys, strict=False):
        frames += clips.find(key).about.frames
        damage(clips.place(key))
    shop.forget()
    code, events, said = shop.build()
    assert code == 0 and drawn(events) == frames, said
    shop.check_finished(whole)
    # What a link led to is nobody's business.
    assert all(aside.exists() for aside in shop.folder.glob("aside-*"))
    assert all(clips.find(key) is not None for key in keys)


def test_clips_that_go_between_check_and_use_are_made_again(shop, whole):
    shop.disturb("scene", f"rm -r {shop.cache}/clips/*/*\n")
    code, _, said = shop.build("--jobs", "1")
    assert code == 0, said
    shop.check_finished(whole)


LIES = {
    "nothing": "cat >/dev/null; exit 0\n",
    "cut": '"$real" "$@"; truncate -s 900 "$out"; exit 0\n',
    "other bytes": 'cat >/dev/null; head -c 50000 /dev/urandom >"$out"; exit 0\n',
}
# What becomes of a file that was written inside of the worker before it is read back.
LOSSES = {
    "nothing": '"$real" "$@"; rm "$out"\n',
    "cut": LIES["cut"],
    "other bytes": '"$real" "$@"; head -c 50000 /dev/urandom >"$out"\n',
}


@pytest.mark.parametrize(
    ("encoder", "step", "lie"),
    [
        pytest.param(encoder, step, lie, marks=[] if lie == "cut" else [pytest.mark.slow])
        for encoder, step in (("program", "clip"), ("library", "clip"), ("library", "scene"))
        for lie in LIES
    ],
)
def test_an_encoder_that_lies_or_a_disk_that_loses_costs_its_scene(shop, whole, encoder, step, lie):
    shop.disturb(step, (LIES if encoder == "program" else LOSSES)[lie])
    gone = lie == "nothing" and encoder == "library"
    failed(shop, whole, "there is no film at" if gone else "is damaged")


@pytest.mark.parametrize(
    ("encoder", "words"),
    [
        pytest.param("program", "ffmpeg stopped with exit code 9 while writing", marks=pytest.mark.slow),
        ("library", "after 0 frames: it is too warm"),
    ],
)
def test_an_encoder_that_fails_costs_its_scene(shop, whole, words):
    shop.disturb("clip", 'echo "it is too warm" >&2; exit 9\n')
    failed(shop, whole, words)


def failed(shop, whole, words):
    """One scene fails with these words, the other is made, and the same command makes the rest."""
    code, events, said = shop.build("--jobs", "1")
    assert code == 1 and words in said and "1 rendered, 1 failed" in said, said
    shop.check_nothing_half_made(whole)
    made = {name.partition(".")[0] for name in shop.published}
    assert made in ({"one", "manifest"}, {"two", "manifest"}) and shop.deserted()
    code, events, said = shop.build()
    assert code == 0 and drawn(events) <= 9, said
    shop.check_finished(whole)


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["program"])
def test_an_encoder_that_hangs_is_given_up(shop, whole):
    # Gives it the minute that it always has.
    shop.disturb("clip", HANG)
    code, events, said = shop.build()
    assert code == 0, said
    (retried,) = [event for event in events if event["event"] == "job_retried"]
    assert "ffmpeg made no progress on" in retried["problem"]["message"]
    shop.check_finished(whole)


@pytest.mark.slow
def test_the_cache_is_a_folder_of_somebody_else_s(shop, whole):
    """What stands in the cache by chance is neither touched nor used."""
    (shop.cache / "clips" / "ab").mkdir(parents=True)
    foreign = shop.cache / "clips" / "ab" / "notes.txt"
    foreign.write_text("mine")
    (shop.cache / "clips" / "ab" / ("ab" * 32)).symlink_to("/nowhere")
    code, _, said = shop.build()
    assert code == 0 and foreign.read_text() == "mine", said
    shop.check_finished(whole)
