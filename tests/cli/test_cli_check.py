"""check and list: what is looked at, and what scripts read."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_helpers import call

REPOSITORY = Path(__file__).parents[2]
KEYS = ["file", "line", "column", "field", "message", "suggestion"]
HEAD = "title: T\nfield: {f: x*y, x: [-1, 1], y: [-1, 1]}\nbeats:\n"


def test_a_good_spec_is_fine(run):
    answer = run("check", "good.yaml")
    assert (answer.code, answer.out, answer.err) == (0, "1 spec checked, no problem found.\n", "")
    answer = run("check", "good.yaml", "--json")
    assert answer.code == 0 and json.loads(answer.out) == []


def test_all_problems_of_all_files_are_told_at_once(run, folder):
    (folder / "a.yaml").write_text(HEAD + "  - shwo: axes\n  - place: [7, 0]\n    sey: hm\n")
    (folder / "b.yaml").write_text(HEAD + "  - place: [1, 1]\n  - claim: f == 2\n  - claim: f == 3\n")
    answer = run("check", "a.yaml", "b.yaml", "good.yaml")
    assert answer.code == 2
    places = [line.split(": ")[0] for line in answer.out.splitlines()]
    assert places == ["a.yaml:4:5", "a.yaml:5:13", "a.yaml:6:5", "b.yaml:5:5", "b.yaml:6:5"]


def test_json_has_every_key_and_the_place(run, folder):
    (folder / "a.yaml").write_text(HEAD + "  - shwo: axes\n")
    (folder / "b.yaml").write_text(HEAD + "  - place: [1, 1]\n  - claim: f == 2\n")
    answer = run("check", "a.yaml", "b.yaml", "missing.yaml", "--json")
    assert answer.code == 2 and answer.err == ""
    found = json.loads(answer.out)
    assert [list(problem) for problem in found] == [KEYS] * 3
    by_file = {problem["file"]: problem for problem in found}
    assert by_file["a.yaml"] == {
        "file": "a.yaml",
        "line": 4,
        "column": 5,
        "field": "beats[0].shwo",
        "message": by_file["a.yaml"]["message"],
        "suggestion": "show",
    }
    assert by_file["b.yaml"]["field"] == "beats[1]" and by_file["b.yaml"]["suggestion"] is None
    assert by_file["missing.yaml"]["message"] == "there is no such file or folder"
    assert by_file["missing.yaml"]["line"] is None


def test_a_folder_is_looked_through_but_not_what_is_hidden_in_it(run, folder):
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "bad.yml").write_text("title: T\n")
    for hidden in (folder / ".venv" / "lib", folder / "deep" / ".cache"):
        hidden.mkdir(parents=True)
        (hidden / "bad.json").write_text("{")
    (folder / "deep" / "notes.md").write_text("# no spec")
    answer = run("check", ".")
    assert answer.code == 2
    assert {line.split(":")[0] for line in answer.out.splitlines()} == {"deep/er/bad.yml"}
    assert run("check", "deep/.cache").code == 2
    answer = run("check", "deep/notes.md")
    assert answer.code == 2 and "deep/notes.md: a spec is a file that ends in" in answer.out
    (folder / "empty").mkdir()
    answer = run("check", "empty")
    assert answer.code == 2
    assert answer.out == "empty: this folder holds no spec (.yaml, .yml, .toml or .json)\n"


def test_of_a_folder_only_specs_and_series_are_read(run, folder):
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (folder / "data.json").write_text("[1, 2]")
    (folder / "media").mkdir()
    (folder / "media" / "a.cues.json").write_text('{"fps": "60/1", "frames": 0, "beats": []}')
    (folder / "media" / "manifest.json").write_text(
        '{"schema": "x", "series": "s", "files": {}, "scenes": []}'
    )
    (folder / "s.yaml").write_text("title: S\nscenes: [good.yaml]\n")
    answer = run("check", ".")
    assert (answer.code, answer.out) == (0, "2 specs checked, no problem found.\n")
    assert {line.split()[0] for line in run("list", ".").out.splitlines()} == {"good.yaml", "s.yaml"}
    assert run("check", "media").out == "media: this folder holds no spec (.yaml, .yml, .toml or .json)\n"
    # What is named is read.
    answer = run("check", "media/a.cues.json")
    assert answer.code == 2 and "media/a.cues.json:1:" in answer.out


def test_a_series_is_checked_with_its_scenes(run, folder):
    (folder / "bad.yaml").write_text(HEAD + "  - place: [1, 1]\n  - claim: f == 2\n")
    (folder / "s.yaml").write_text("title: S\nscenes: [good.yaml, bad.yaml, gone.yaml]\n")
    answer = run("check", "s.yaml")
    assert answer.code == 2
    assert answer.out.splitlines() == [
        "s.yaml:2:31: `gone.yaml`: there is no such file",
        "bad.yaml:5:5: the claim `f == 2` is false at x = 1, y = 1: the left side is 1, the right side 2",
    ]


def test_list_tells_scenes_and_what_is_broken(run, folder):
    (folder / "bad.yaml").write_text("title: T\n")
    (folder / "s.yaml").write_text("title: S\nscenes: [good.yaml, bad.yaml]\n")
    answer = run("list", ".")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "bad.yaml  broken: bad.yaml:1:1: `beats` is missing in the spec",
        "good.yaml  good  A test",
        "s.yaml  good  A test",
        "s.yaml  broken: bad.yaml:1:1: `beats` is missing in the spec",
    ]
    answer = run("list", "good.yaml", "nowhere")
    assert answer.code == 2 and answer.err == "nowhere: there is no such file or folder\n"


def test_list_begins_with_the_folder_of_scenes(run, folder):
    (folder / "scenes").mkdir()
    (folder / "good.yaml").rename(folder / "scenes" / "good.yaml")
    assert run("list").out == "scenes/good.yaml  good  A test\n"


def test_every_spec_of_the_project_is_fine(run):
    answer = run("check", REPOSITORY / "scenes")
    assert (answer.code, answer.err) == (0, "")


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def processor_seconds(action: Callable[[], object]) -> float:
    """What the processes that an action starts use of the processor; others on the machine hardly change it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_check_takes_little_more_than_its_libraries():
    # As a ratio, since the tests share the machine: starting numpy and pydantic alone is a third of the longest check.
    spec = REPOSITORY / "scenes" / "contour-normal.yaml"
    libraries = [sys.executable, "-c", "import numpy, pydantic, click"]
    # numpy's threads, of which a check starts none, would be counted too.
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    call("check", spec)  # leaves the bytecode of what is imported
    pairs = [
        (
            processor_seconds(lambda: call("check", spec)),
            processor_seconds(lambda: subprocess.run(libraries, check=True, env=alone)),
        )
        for _ in range(5)
    ]
    assert min(check for check, _ in pairs) <= 4.0 * min(alone for _, alone in pairs)


@pytest.mark.slow
@pytest.mark.parametrize("spec", sorted((REPOSITORY / "scenes").glob("*.yaml")), ids=lambda spec: spec.stem)
def test_check_takes_no_more_than_seven_tenths_of_a_second_on_an_idle_machine(spec):
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("a machine that runs tests side by side is not idle: run this one with -n 0")
    assert min(seconds(lambda: call("check", spec)) for _ in range(7)) <= 0.7
