"""render and build as a user calls them: files, exit codes, what is said, bars on a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from cli_helpers import COMMAND, environment

from gradanim.encode import find_ffmpeg, verify_film
from gradanim.encode.ffmpeg import NAMED
from gradanim.publish import verify_manifest

BOARD = "title: Words\nstage: board\nbeats:\n  - write: {text: Hello, at: center}\n    seconds: 0.4\n"
SUFFIXES = ["cues.json", "mp4", "poster.png", "sheet.png", "srt", "vtt"]


@pytest.fixture
def series(folder):
    (folder / "words.yaml").write_text(BOARD)
    (folder / "s.yaml").write_text("title: S\nscenes: [words.yaml, good.yaml]\n")
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_series_is_built(run, series):
    answer = run("build", "s.yaml", "--profile", "draft", "--format", "1:1", "--out", "out")
    assert (answer.code, answer.out) == (0, "")
    assert re.fullmatch(r"2 rendered in out, [0-9]+\.[0-9] s", answer.err.splitlines()[-1])
    scenes = {f"{name}.{suffix}" for name in ("words", "good") for suffix in SUFFIXES}
    assert names(series / "out") == scenes | {"s.mp4", "s.srt", "s.vtt", "manifest.json", "report.json"}
    assert verify_manifest(series / "out" / "manifest.json") == []
    frames = sum(
        json.loads((series / "out" / f"{n}.cues.json").read_text())["frames"] for n in ("words", "good")
    )
    facts = verify_film(series / "out" / "s.mp4", expected_frames=frames)
    assert (facts.width, facts.height) == (480, 480)


def test_a_broken_spec_costs_its_scene_and_the_exit_code(run, series):
    (series / "words.yaml").write_text(BOARD.replace("write", "wirte"))
    answer = run("build", "s.yaml", "--profile", "draft", "--out", "out")
    assert answer.code == 2
    assert "words.yaml:4:5: unknown verb `wirte`" in answer.err
    assert answer.err.splitlines()[-1].startswith("1 rendered, 1 failed in out, ")
    assert "s.mp4 was not made anew: scenes are missing" in answer.err
    made = {f"good.{suffix}" for suffix in SUFFIXES}
    assert names(series / "out") == made | {"manifest.json", "report.json"}


def test_a_false_claim_costs_its_scene_and_the_exit_code(run, series):
    good = series / "good.yaml"
    good.write_text(good.read_text() + "  - claim: norm > 9\n")
    answer = run("build", "s.yaml", "--profile", "draft", "--out", "out")
    assert answer.code == 2
    # Told when it is found and once more at the end, where nobody misses it.
    assert answer.err.count("good.yaml:10:5: the claim `norm > 9` is false at x = 1, y = 0.5") == 2
    assert answer.err.splitlines()[-1].startswith("1 rendered, 1 failed in out, ")
    made = {f"words.{suffix}" for suffix in SUFFIXES}
    assert names(series / "out") == made | {"manifest.json", "report.json"}


def test_every_variant_is_rendered_or_the_one_that_is_named(run, folder):
    (folder / "v.yaml").write_text(BOARD + "variants: {a: {title: A}, b: {title: B}}\n")
    assert run("render", "v.yaml", "--profile", "draft", "--out", "all").code == 0
    assert {n for n in names(folder / "all") if n.endswith("mp4")} == {"v-a.mp4", "v-b.mp4"}
    assert run("render", "v.yaml", "--variant", "b", "--profile", "draft", "--out", "one").code == 0
    assert names(folder / "one") == {f"v-b.{suffix}" for suffix in SUFFIXES} | {"report.json"}


def test_media_is_where_things_go(run, folder):
    (folder / "words.yaml").write_text(BOARD)
    assert run("render", "words.yaml", "--profile", "draft").code == 0
    assert names(folder / "media") == {f"words.{suffix}" for suffix in SUFFIXES} | {"report.json"}


def test_render_tells_as_build_does(run, series):
    (series / "bad.yaml").write_text(BOARD.replace("write", "wirte"))
    words = ("--profile", "draft", "--cache", "cache", "--out")
    built = run("build", "s.yaml", *words, "out")
    rendered = run("render", "words.yaml", "good.yaml", "bad.yaml", *words, "one")
    assert rendered.code == 2
    # A broken spec is told before anything is drawn, and again at the end.
    told = [n for n, line in enumerate(rendered.err.splitlines()) if "unknown verb `wirte`" in line]
    assert len(told) == 2 and told[0] == 1 and rendered.err.splitlines()[0] == "bad.yaml: failed"
    heads = [[line for line in answer.err.splitlines() if "peak MB" in line] for answer in (built, rendered)]
    assert len(heads[0]) == len(heads[1]) == 1 and heads[0][0].split() == heads[1][0].split()
    assert rendered.err.splitlines()[-1].startswith("2 reused, 1 failed in one, ")
    ours, theirs = (json.loads((series / name / "report.json").read_text()) for name in ("one", "out"))
    assert ours.keys() == theirs.keys() and ours["series"] is None and ours["film"] is None
    assert [scene.get("id") for scene in ours["scenes"]] == ["words", "good", None]
    assert ours["scenes"][2]["problems"][0]["code"] == "spec_unknown_verb"
    assert ours["scenes"][0].keys() == theirs["scenes"][0].keys()
    assert all(scene["clips_from_cache"] == scene["clips"] > 0 for scene in ours["scenes"][:2])


def test_a_folder_that_cannot_be_made_is_an_environment_problem(run, series):
    for command, spec in (("render", "words.yaml"), ("build", "s.yaml")):
        answer = run(command, spec, "--profile", "draft", "--out", "good.yaml/out")
        assert answer.code == 3
        assert answer.err == "good.yaml/out could not be written: good.yaml is not a folder\n"
    answer = run("still", "words.yaml", "--profile", "draft", "--out", "good.yaml/w.png")
    assert answer.code == 3 and "Traceback" not in answer.err


def test_a_missing_encoder_is_an_environment_problem(run, series, monkeypatch, tmp_path):
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'ffmpeg version 4.2' >&2\necho ' V....D mpeg4  text'\n")
    program.chmod(0o755)
    monkeypatch.setenv(NAMED, str(program))
    find_ffmpeg.cache_clear()
    try:
        for command, spec in (("render", "words.yaml"), ("build", "s.yaml")):
            answer = run(command, spec, "--profile", "draft", "--out", "out")
            assert answer.code == 3 and not (series / "out").exists()
            assert f"the ffmpeg at {program} (version 4.2) has no encoder `libx264`" in answer.err
            assert len(answer.err.splitlines()) == 1
    finally:
        find_ffmpeg.cache_clear()


def test_a_terminal_gets_bars(folder):
    (folder / "words.yaml").write_text(BOARD.replace("0.4", "3"))
    ours, theirs = _terminal()
    with subprocess.Popen(
        [*COMMAND, "render", "words.yaml", "--profile", "draft", "--out", "out"],
        stderr=theirs,
        env=environment(TERM="xterm", COLUMNS="100"),
    ) as run:
        os.close(theirs)
        said = b""
        # A pseudo-terminal ends with an error when its other side has been closed.
        while chunk := _read(ours):
            said += chunk
    os.close(ours)
    assert run.returncode == 0 and b"\x1b[" in said
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())
    assert "━ 45/45 frames" in text and "words: rendered, 45 frames" in text
    assert "rendering 45 frames" not in text


def _terminal() -> tuple[int, int]:
    """Both sides of a pseudo-terminal; a machine without any cannot tell what a terminal gets."""
    try:
        ours, theirs = pty.openpty()
        os.ttyname(theirs)
        os.write(theirs, b"?")
        os.read(ours, 1)
    except OSError as error:
        pytest.skip(f"there is no pseudo-terminal here: {error}")
    return ours, theirs


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:
        return b""


@pytest.mark.parametrize("deaf", ["events", "words", "full"])
def test_a_build_that_nobody_hears_goes_on_and_tells_the_truth(series, deaf):
    (series / "bad.yaml").write_text(BOARD.replace("write", "wirte"))
    (series / "s.yaml").write_text("title: S\nscenes: [words.yaml, bad.yaml]\n")
    words = [*COMMAND, "build", "s.yaml", "--profile", "draft", "--out", "out", "--cache", "cache"]
    if deaf == "full" and not Path("/dev/full").exists():
        pytest.skip("there is no device that is always full")
    reading, writing = os.pipe()
    os.close(reading)
    full = os.open("/dev/full", os.O_WRONLY) if deaf == "full" else writing
    quiet = subprocess.DEVNULL
    done = subprocess.run(
        words if deaf == "words" else [*words, "--json"],
        stdout=quiet if deaf == "words" else full,
        stderr=writing if deaf == "words" else subprocess.PIPE,
        env=environment(),
        check=False,
    )
    os.close(writing)
    # The broken spec is what it ends with, not the pipe.
    assert done.returncode == 2 and (series / "out" / "words.mp4").exists()
    if deaf != "words":
        said = done.stderr.decode()
        assert ("cannot be written any more: No space left" in said) == (deaf == "full")
        assert said.splitlines()[-1].startswith("1 rendered, 1 failed in out, ")
