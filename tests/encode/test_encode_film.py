"""Films hold exactly the frames that were written."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from gradanim.encode import MOVING_SETTINGS, PROFILE_SETTINGS, FilmWriter, verify_film
from gradanim.problems import ProblemError

SIZE = (96, 64)
FINAL = PROFILE_SETTINGS["final"]


def decoded(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def writer_of(path, **options):
    return FilmWriter(path, SIZE, Fraction(30), FINAL, **options)


@pytest.mark.parametrize("profile", sorted(PROFILE_SETTINGS))
@pytest.mark.parametrize("by_profile", [PROFILE_SETTINGS, MOVING_SETTINGS], ids=["resting", "moving"])
@pytest.mark.parametrize("fps", [Fraction(15), Fraction(60), Fraction(30000, 1001)])
def test_a_film_decodes_to_exactly_the_frames_written(film, profile, by_profile, fps):
    path = film(frames=61, fps=fps, settings=by_profile[profile])
    facts = verify_film(path)
    assert (facts.frames, facts.fps, facts.duration) == (61, fps, 61 / fps)
    assert (facts.width, facts.height, facts.codec, facts.pixel_format) == (*SIZE, "h264", "yuv420p")
    assert len(decoded(path)) == 61
    assert verify_film(path, depth="packets") == facts


def test_frames_come_out_in_order_and_nearly_as_they_went_in(film, picture):
    shown = decoded(film(frames=25))
    for k in (0, 1, 12, 24):
        difference = np.abs(shown[k].astype(int) - picture(k)[..., :3])
        assert np.median(difference) <= 3
        left = (3 * k) % (SIZE[0] - 16)
        assert np.abs(shown[k][28, left + 8].astype(int) - (250, 200, 40)).max() < 25


def test_films_that_are_kept_are_encoded_closer_than_the_preset_would(film):
    assert FINAL.tools and not PROFILE_SETTINGS["draft"].tools
    kept = film("kept.mp4", frames=25)
    plain = film("plain.mp4", frames=25, settings=replace(FINAL, tools=""))
    assert kept.stat().st_size < 0.9 * plain.stat().st_size


def test_repeat_shows_a_frame_that_often(tmp_path, picture):
    with writer_of(tmp_path / "a.mp4", expected_frames=48) as writer:
        writer.write(picture(0), repeat=40)
        writer.write(picture(9), repeat=0)
        writer.write(picture(5), repeat=8)
    shown = decoded(tmp_path / "a.mp4")
    assert len(shown) == 48 == writer.facts.frames
    assert np.abs(shown[39].astype(int) - shown[1]).max() <= 4
    assert np.abs(shown[40].astype(int) - shown[39]).max() > 60


def test_the_caller_may_draw_into_a_written_frame_at_once(tmp_path, picture):
    canvas = np.empty((SIZE[1], SIZE[0], 4), np.uint8)
    with writer_of(tmp_path / "a.mp4") as writer:
        for k in range(40):
            canvas[:] = picture(k)
            writer.write(canvas)
            canvas[:] = 0
    assert all(frame.mean() > 40 for frame in decoded(tmp_path / "a.mp4"))


@pytest.mark.parametrize("handed_over", [False, True])
def test_every_pixel_format_gives_the_same_colours(tmp_path, handed_over):
    colour = np.array([200, 60, 30], np.uint8)
    # BT.709, limited range: Y = 16 + 219 Y', Cb = 128 + 224 (B' - Y') / 1.8556, Cr = 128 + 224 (R' - Y') / 1.5748.
    red, green, blue = colour / 255
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    planes = np.empty((SIZE[1] * 3 // 2, SIZE[0]), np.uint8)
    planes[: SIZE[1]] = round(16 + 219 * luma)
    planes[SIZE[1] : SIZE[1] * 5 // 4] = round(128 + 224 * (blue - luma) / 1.8556)
    planes[SIZE[1] * 5 // 4 :] = round(128 + 224 * (red - luma) / 1.5748)
    frames = {
        "rgb24": np.broadcast_to(colour, (SIZE[1], SIZE[0], 3)).copy(),
        "rgba": np.broadcast_to(np.append(colour, 255).astype(np.uint8), (SIZE[1], SIZE[0], 4)),
        "yuv420p": planes,
    }
    for pixel_format, frame in frames.items():
        path = tmp_path / f"{pixel_format}.mp4"
        with writer_of(path, pixel_format=pixel_format) as writer:
            writer.write(frame, repeat=3, handed_over=handed_over)
        with av.open(str(path)) as container:
            context = container.streams.video[0].codec_context
            assert (context.colorspace, context.color_range, context.color_primaries, context.color_trc) == (
                1,
                1,
                1,
                1,
            )
            first = next(container.decode(video=0)).to_ndarray(format="yuv420p")
        assert np.abs(first.astype(int) - planes).max() <= 2, pixel_format


def test_the_same_frames_give_the_same_bytes(film):
    assert film("a.mp4").read_bytes() == film("b.mp4").read_bytes()


def test_the_index_stands_before_the_pictures(film):
    data = film().read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_keyframe_comes_at_least_every_two_seconds(film):
    with av.open(str(film(frames=150, fps=Fraction(30)))) as container:
        keys = [
            k for k, packet in enumerate(p for p in container.demux(video=0) if p.size) if packet.is_keyframe
        ]
    assert keys[0] == 0 and max(np.diff([*keys, 150])) <= 60


def test_a_film_of_another_length_than_expected_is_refused(film, picture):
    path = film(frames=10)
    before = path.read_bytes()
    with pytest.raises(ProblemError) as caught, writer_of(path, expected_frames=12) as writer:
        writer.write(picture(0), repeat=11)
    assert str(caught.value) == f"{path} holds 11 frames and should hold 12"
    assert caught.value.exit_code == 1
    assert path.read_bytes() == before


def test_a_film_without_frames_is_refused(tmp_path):
    with (
        pytest.raises(ProblemError, match="is damaged: "),
        writer_of(tmp_path / "a.mp4"),
    ):
        pass
    assert names(tmp_path) == []


def test_missing_folders_are_made_and_odd_names_are_only_names(tmp_path, picture):
    path = tmp_path / "new folder" / "a:b %03d 'c' é.mp4"
    with writer_of(path) as writer:
        writer.write(picture(0), repeat=4)
    assert verify_film(path).frames == 4 and names(path.parent) == [path.name]


def test_two_writers_of_one_film_do_not_mix(tmp_path, picture):
    first, second = writer_of(tmp_path / "a.mp4"), writer_of(tmp_path / "a.mp4")
    first.open()
    second.open()
    first.write(picture(0), repeat=3)
    second.write(picture(1), repeat=7)
    assert first.finish().frames == 3
    assert second.finish().frames == 7
    assert verify_film(tmp_path / "a.mp4").frames == 7 and names(tmp_path) == ["a.mp4"]


def test_no_thread_and_no_process_stays(tmp_path, picture):
    before = threading.active_count()
    with writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=2)
    writer.abort()
    assert threading.active_count() == before
    assert verify_film(tmp_path / "a.mp4").frames == 2


def test_mistakes_of_the_caller_are_errors_of_the_caller(tmp_path, picture):
    with pytest.raises(ValueError, match="must be even"):
        FilmWriter(tmp_path / "a.mp4", (97, 64), Fraction(30), FINAL)
    with pytest.raises(ValueError, match="is not open"):
        writer_of(tmp_path / "a.mp4").write(picture(0))
    with pytest.raises(ValueError, match="a frame must be uint8"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0)[..., :3])
    with pytest.raises(ValueError, match="a frame must be uint8"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0).astype(np.float32))
    with pytest.raises(ValueError, match="shown -1 times"), writer_of(tmp_path / "a.mp4") as writer:
        writer.write(picture(0), repeat=-1)
    assert names(tmp_path) == []
