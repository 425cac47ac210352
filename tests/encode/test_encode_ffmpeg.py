"""Which ffmpeg is taken, and what is said where there is none."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from fractions import Fraction

import pytest

from gradanim.encode import MOVING_SETTINGS, PROFILE_SETTINGS, EncoderSettings, find_ffmpeg
from gradanim.encode import ffmpeg as ffmpeg_module
from gradanim.encode.settings import time_base_denominator
from gradanim.problems import ProblemError


@pytest.fixture(autouse=True)
def fresh_search():
    find_ffmpeg.cache_clear()
    yield
    find_ffmpeg.cache_clear()


def on_path(monkeypatch, tmp_path, encoders, status=0):
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir(exist_ok=True)
    listing = "".join(f" V....D {name}  text\n" for name in encoders)
    program.write_text(
        "#!/bin/sh\necho 'ffmpeg version 4.2-poor Copyright' >&2\n"
        f"cat <<'END'\nEncoders:\n V..... = Video\n ------\n{listing}END\nexit {status}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


def test_the_one_in_the_wheel_is_found_and_can_encode():
    found = find_ffmpeg()
    assert found.path.is_file() and "libx264" in found.encoders and "=" not in found.encoders
    assert found.version[0].isalnum()
    found.require("libx264")
    assert find_ffmpeg() is found


def test_path_comes_first_where_it_can_encode(monkeypatch, tmp_path):
    program = on_path(monkeypatch, tmp_path, ["libx264", "mpeg4"])
    found = find_ffmpeg()
    assert found.path == program and found.version == "4.2-poor"
    assert found.encoders == {"libx264", "mpeg4"}


@pytest.mark.parametrize(("encoders", "status"), [(["mpeg4"], 0), (["libx264"], 1)])
def test_one_on_path_that_cannot_encode_gives_way_to_the_wheel(monkeypatch, tmp_path, encoders, status):
    program = on_path(monkeypatch, tmp_path, encoders, status)
    assert find_ffmpeg().path != program and "libx264" in find_ffmpeg().encoders


def test_a_poor_one_alone_is_told_by_what_it_lacks(monkeypatch, tmp_path):
    program = on_path(monkeypatch, tmp_path, ["mpeg4"])
    monkeypatch.setattr(ffmpeg_module, "_from_wheel", lambda: None)
    with pytest.raises(ProblemError) as caught:
        find_ffmpeg().require("libx264")
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        f"the ffmpeg at {program} (version 4.2-poor) has no encoder `libx264`; install a full ffmpeg, "
        "or run `pip install imageio-ffmpeg`, which carries one"
    )


def test_none_at_all_is_an_environment_problem(monkeypatch, tmp_path):
    on_path(monkeypatch, tmp_path, [], status=1)
    monkeypatch.setattr(ffmpeg_module, "_from_wheel", lambda: None)
    with pytest.raises(ProblemError) as caught:
        find_ffmpeg()
    assert caught.value.exit_code == 3
    assert str(caught.value) == (
        "no ffmpeg that can run was found (on PATH: does not run; in the imageio-ffmpeg package: none); install "
        "ffmpeg with this machine's package manager, or run `pip install imageio-ffmpeg`, which carries one"
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EMFILE, "too many files are open at once"),
        (errno.ENOMEM, "there is not enough memory"),
        (errno.EAGAIN, "the system lets no more threads or processes begin"),
    ],
)
def test_where_no_program_can_be_started_none_is_blamed(monkeypatch, number, said):
    def refused(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(subprocess, "run", refused)
    with pytest.raises(ProblemError, match=said) as caught:
        find_ffmpeg()
    assert caught.value.exit_code == 3 and "install" not in str(caught.value)


def test_a_program_that_the_environment_names_and_that_is_none_is_told_by_that_name(monkeypatch, tmp_path):
    on_path(monkeypatch, tmp_path, [], status=1)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "none"))
    with pytest.raises(ProblemError, match="named by IMAGEIO_FFMPEG_EXE: does not run"):
        find_ffmpeg()


def test_importing_encode_is_cheap():
    code = "import gradanim.encode, gradanim.publish, sys; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"av", "ffmpeg", "imageio_ffmpeg", "PIL", "manim", "numba", "sympy", "scipy"}
    assert not heavy & set(run.stdout.split())


def test_settings_are_plain_keys_that_differ_when_they_differ():
    keys = [settings.as_key() for each in (PROFILE_SETTINGS, MOVING_SETTINGS) for settings in each.values()]
    assert set(PROFILE_SETTINGS) == set(MOVING_SETTINGS) == {"draft", "preview", "final", "4k"}
    assert all(isinstance(value, str | int | bool | None) for key in keys for value in key.values())
    assert EncoderSettings(qp=19).as_key() == EncoderSettings().as_key() != EncoderSettings(qp=22).as_key()
    assert EncoderSettings(tools="cabac=1").as_key() != EncoderSettings().as_key()


def test_clips_of_one_film_are_made_by_one_encoder_whatever_moves_in_them():
    for profile, settings in PROFILE_SETTINGS.items():
        moving = MOVING_SETTINGS[profile]
        for same in ("codec", "b_frames", "keyframe_seconds", "pixel_format", "colour", "threads"):
            assert getattr(moving, same) == getattr(settings, same)
        # What is looked at once is made fast, whatever moves.
        assert (moving == settings) == (profile in {"draft", "preview"})


@pytest.mark.parametrize("fps", [Fraction(15), Fraction(60), Fraction(24000, 1001), Fraction(25, 2)])
def test_a_frame_is_a_whole_number_of_ticks(fps):
    ticks = time_base_denominator(fps)
    assert (ticks / fps).denominator == 1 and ticks >= 10000


@pytest.mark.parametrize("both", [{"qp": 20, "crf": 20}, {"qp": None, "crf": None}])
def test_either_a_quantiser_or_a_rate_factor_rules(both):
    with pytest.raises(ValueError, match="qp or crf"):
        EncoderSettings(**both)


@pytest.mark.parametrize("named", [False, True])
def test_one_that_is_named_from_here_is_the_same_from_everywhere(monkeypatch, tmp_path, named):
    """Workers start it from another folder."""
    program = on_path(monkeypatch, tmp_path, ["libx264"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "nowhere" if named else "bin")
    # The script that stands for it needs its shell's programs.
    program.write_text(program.read_text(encoding="utf-8").replace("cat ", "/bin/cat "), encoding="utf-8")
    if named:
        monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "bin/ffmpeg")
    assert find_ffmpeg().path == program
