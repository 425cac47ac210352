"""What a user can get wrong is told in a sentence with its place, and ends with the right exit code."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cli_helpers import COMMAND, GOOD, environment

from gradanim.cli.main import COMMANDS

BAD = {
    "broken.yaml": ("title: [a\nbeats: '", "broken.yaml:1:8: the bracket that opens here is not closed"),
    "empty.yaml": ("", "empty.yaml:1:1: the file is empty"),
    "verb.yaml": (
        "title: T\nfield: {f: x, x: [-1, 1], y: [-1, 1]}\nbeats:\n  - shwo: axes\n",
        "verb.yaml:4:5: unknown verb `shwo` (did you mean `show`?); the verbs are ",
    ),
    "claim.yaml": (
        "title: T\nfield: {f: x*y, x: [-1, 1], y: [-1, 1]}\nbeats:\n  - place: [1, 0.5]\n  - claim: f == 3\n",
        "claim.yaml:5:5: the claim `f == 3` is false at x = 1, y = 0.5: the left side is 0.5, the right side 3",
    ),
    "nan.yaml": (
        "title: T\nfield: {f: log(-1 - x^2), x: [-1, 1], y: [-1, 1]}\nbeats: [{show: surface}]\n",
        "nan.yaml:2:12: `log(-1 - x^2)` has no finite value anywhere in the domain",
    ),
    "place.yaml": (
        "title: T\nfield: {f: log(x), x: [-1, 1], y: [-1, 1]}\nbeats:\n  - place: [-0.5, 0]\n",
        "place.yaml:4:5: `log(x)` has no value at x = -0.5, y = 0; place the point elsewhere",
    ),
    "outside.yaml": (
        "title: T\nfield: {f: x*y, x: [-1, 1], y: [-1, 1]}\nbeats:\n  - place: [5, 0.5]\n",
        "outside.yaml:4:13: x = 5 lies outside the domain [-1, 1]",
    ),
    "start.yaml": (
        "title: T\nfield: {f: x*y, x: [-1, 1], y: [-1, 1]}\nbeats:\n"
        "  - descend: {rule: gradient_descent, step_size: 0.1, steps: 3, start: [0, -7]}\n",
        "y = -7 lies outside the domain [-1, 1]",
    ),
    "climb.yaml": (
        "title: T\nid: ../evil\nfield: {f: x, x: [-1, 1], y: [-1, 1]}\nbeats: [{show: axes}]\n",
        "climb.yaml:2:5: `id` must be a slug of a-z, 0-9 and single `-` between them, not `../evil`",
    ),
    "case.yaml": (
        "title: T\nid: Hero\nfield: {f: x, x: [-1, 1], y: [-1, 1]}\nbeats: [{show: axes}]\n",
        "case.yaml:2:5: `id` must be a slug",
    ),
    "import.yaml": (
        "title: T\nfield: {f: \"__import__('os').system('touch hacked')\", x: [-1, 1], y: [-1, 1]}\n"
        "beats: [{show: axes}]\n",
        "import.yaml:2:24: `'` at column 24 has no place in a formula",
    ),
    "bomb.yaml": (
        "title: T\nfield: {f: 9^9^9^9*x, x: [-1, 1], y: [-1, 1]}\nbeats: [{show: axes}]\n",
        "bomb.yaml:2:14: the constant part at column 14 has no finite value",
    ),
    "deep.yaml": (
        f"title: T\nfield: {{f: {'(' * 3000}x{')' * 3000}, x: [-1, 1], y: [-1, 1]}}\nbeats: [{{show: axes}}]\n",
        "deep.yaml:2:12: ",
    ),
    "alias.yaml": ("a: &a [1, 1]\nb: [*a, *a]\n", "alias.yaml:2:5: the alias `*a` is not allowed"),
    "nested.yaml": (f"title: {'[' * 500}{']' * 500}\n", "nested.yaml:1:"),
    "latin.yaml": ("title: caf\xe9\n".encode("latin-1"), "latin.yaml:1: the file is not UTF-8 text"),
    "scene.txt": ("title: T\n", "scene.txt: a spec is a file that ends in .yaml, .yml, .json, .toml"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["check", "still"])
def test_a_broken_spec_is_told_at_its_place(run, folder, command, name):
    text, said = BAD[name]
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = sorted(folder.iterdir())
    answer = run(command, name)
    assert answer.code == 2
    told = answer.out if command == "check" else answer.err
    assert said in told
    assert "Traceback" not in answer.out + answer.err and "Internal error" not in answer.err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("name", ["verb.yaml", "claim.yaml", "nan.yaml"])
def test_render_leaves_nothing_of_a_broken_spec_but_the_report(run, folder, name):
    (folder / name).write_text(BAD[name][0], encoding="utf-8")
    answer = run("render", name, "--profile", "draft", "--out", "out")
    assert answer.code == 2 and BAD[name][1] in answer.err
    assert "Traceback" not in answer.err
    left = [path.name for path in (folder / "out").iterdir()] if (folder / "out").exists() else []
    assert left in ([], ["report.json"])


def test_a_broken_spec_costs_only_its_own_film(run, folder):
    (folder / "verb.yaml").write_text(BAD["verb.yaml"][0], encoding="utf-8")
    answer = run("render", "verb.yaml", "good.yaml", "--profile", "draft", "--out", "out")
    assert answer.code == 2 and BAD["verb.yaml"][1] in answer.err
    assert (folder / "out" / "good.mp4").is_file() and not (folder / "out" / "verb.mp4").exists()


def test_two_specs_that_would_be_one_file_are_refused(run, folder):
    for place in ("a", "b"):
        (folder / place).mkdir()
        (folder / place / "good.yaml").write_text((folder / "good.yaml").read_text(), encoding="utf-8")
    answer = run("render", "a/good.yaml", "b/good.yaml", "--out", "out")
    assert answer.code == 2 and not (folder / "out").exists()
    assert "would be the same file on a disk that ignores case" in answer.err


@pytest.mark.parametrize("command", ["render", "build", "still", "plan"])
def test_a_missing_file_and_a_folder_are_told(run, folder, command):
    answer = run(command, "godo.yaml")
    assert answer.code == 2 and answer.err == "godo.yaml: there is no such file; did you mean `good.yaml`?\n"
    answer = run(command, ".")
    assert answer.code == 2 and answer.err == ".: this is a folder, not a spec\n"


def test_build_wants_a_series_and_render_a_scene(run, folder):
    answer = run("build", "good.yaml")
    assert answer.code == 2 and answer.err == (
        "good.yaml: this is a single scene, not a series; render it with `gradanim render good.yaml`\n"
    )
    (folder / "series.yaml").write_text("title: S\nscenes: [good.yaml]\n")
    answer = run("render", "series.yaml")
    assert answer.code == 2 and answer.err == "series.yaml:2:1: this file is a series, not a scene\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["chek", "a.yaml"], "No such command 'chek'. Did you mean 'check'?"),
        (["render"], "Missing argument 'SPECS...'"),
        (["check"], "Missing argument 'PATHS...'"),
        (["inspect"], "Missing argument 'FORMULA'"),
        (
            ["render", "good.yaml", "--profile", "huge"],
            "'huge' is not one of 'draft', 'preview', 'final', '4k'",
        ),
        (["render", "good.yaml", "--format", "2:1"], "'2:1' is not one of '16:9', '1:1', '9:16', '4:3'"),
        (["render", "good.yaml", "--out", "good.yaml"], "Directory 'good.yaml' is a file"),
        (["still", "good.yaml", "--at", "soon"], "'soon' is not a valid float"),
        (["still", "good.yaml", "--at", "99"], "99 s is outside the film, which lasts "),
        (["still", "good.yaml", "--at", "nan"], "nan s is outside the film"),
        (["still", "good.yaml", "--at", "-1"], "-1 s is outside the film"),
        (["still", "good.yaml", "--at", "1", "--beat", "1"], "say either --at or --beat, not both"),
        (["still", "good.yaml", "--beat", "7"], "there is no beat `7`; beats go from 0 to 1, or say a name"),
        (["still", "good.yaml", "--variant", "big"], "`good.yaml` has no variant `big`"),
        (["schema", "extra"], "unexpected extra argument (extra)"),
        (["new", "good.yaml"], "`good.yaml` already exists; choose another name or pass --force"),
        (["new", "x.json"], "a new spec is written as YAML; end its name with .yaml, not .json"),
        (["new", "日本"], "`日本` makes no id; use a name with letters a-z or digits in it"),
        (["new", "x", "-f", "sinn(x)"], "did you mean `sin`?"),
        (["new", "x", "-f", "log(x - 9)"], "`log(x - 9)` has no finite value anywhere in the domain"),
        (["list"], "there is no folder `scenes` here; say where the specs are: `gradanim list PATH`"),
        (["list", "nowhere"], "nowhere: there is no such file or folder"),
    ],
)
def test_a_wrong_call_ends_with_2(run, folder, arguments, said):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    answer = run(*arguments)
    assert answer.code == 2 and said in answer.err and answer.out == ""
    assert "Traceback" not in answer.err and "Internal error" not in answer.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("where", ["before", "after"])
def test_debug_shows_the_traceback_and_keeps_the_exit_code(run, folder, where):
    (folder / "verb.yaml").write_text(BAD["verb.yaml"][0], encoding="utf-8")
    words = ["plan", "verb.yaml"]
    answer = run(*(["--debug", *words] if where == "before" else [*words, "--debug"]))
    assert answer.code == 2
    assert "Traceback (most recent call last)" in answer.err and "load_any" in answer.err
    assert answer.err.splitlines()[-1].startswith("verb.yaml:4:5: unknown verb `shwo`")


def test_debug_shows_why_a_scene_failed(run, folder):
    (folder / "claim.yaml").write_text(BAD["claim.yaml"][0], encoding="utf-8")
    answer = run("render", "claim.yaml", "--profile", "draft", "--out", "out", "--debug")
    assert answer.code == 2
    assert "claim: the claim `f == 3` is false" in answer.err


def test_what_nobody_foresaw_is_told_in_a_sentence(run, monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr("gradanim.beats.check.check_file", broken)
    answer = run("check", "good.yaml")
    assert answer.code == 1 and answer.out == ""
    assert answer.err == (
        "Internal error: KeyError: 'gone'\nRun again with --debug to see where it comes from.\n"
    )
    assert "Traceback" in run("check", "good.yaml", "--debug").err


def test_every_command_has_help(run):
    answer = run("--help")
    assert answer.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in answer.out
        inside = run(name, "--help")
        assert inside.code == 0 and inside.out.startswith(f"Usage: gradanim {name} ")


def test_a_reader_that_has_seen_enough_is_no_error(folder):
    # The pipe is closed before the first byte is written.
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "schema"], stdout=writer, stderr=subprocess.PIPE, env=environment(), check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments", [["plan", "{}/s.yaml"], ["render", "{}/s.yaml"], ["still", "{}/s.yaml"], ["list", "."]]
)
def test_a_working_folder_that_was_removed_is_told(tmp_path, arguments):
    gone = tmp_path / "gone"
    gone.mkdir()
    (tmp_path / "s.yaml").write_text(GOOD, encoding="utf-8")
    program = (
        "import os, sys; os.chdir(sys.argv[1]); os.rmdir(sys.argv[1]); del sys.argv[1]; sys.argv[0] = 'gradanim'; "
        "from gradanim.__main__ import run; run()"
    )
    command = [sys.executable, "-P", "-c", program, str(gone), *(text.format(tmp_path) for text in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines()[-1] == (
        "the folder that the command was started in is not there any more; start it in another one"
    )
    assert "Internal error" not in done.stderr
