"""check --layout, the warnings of check, and still --describe, as they are called."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from cli_helpers import environment

KEYS = ["file", "line", "column", "field", "message", "suggestion"]
HEAD = "title: T\nfield: {f: x*y, x: [-1, 1], y: [-1, 1]}\nstage: plane\nbeats:\n"
LINE = "a line of a readout that is too long to be read, and longer than any line of a frame, and goes on and on and on"
LINES = [LINE] * 12
CROWDED = (
    f"{HEAD}  - show: [contours]\n    seconds: 1\n  - show: [readout: {json.dumps(LINES)}]\n    seconds: 1\n"
)
HURRIED = HEAD + "  - show: [contours]\n    seconds: 1\n    say: Nobody reads forty characters in a second.\n"


def test_a_clean_scene_passes(run):
    answer = run("check", "good.yaml", "--layout")
    assert (answer.code, answer.out, answer.err) == (0, "1 spec checked, no problem found.\n", "")


def test_a_crowded_scene_fails_with_every_key(run, folder):
    (folder / "crowded.yaml").write_text(CROWDED, encoding="utf-8")
    assert run("check", "crowded.yaml").code == 0, "the language has nothing against it"
    answer = run("check", "crowded.yaml", "--layout", "--format", "1:1", "--json")
    assert answer.code == 2 and answer.err == ""
    found = json.loads(answer.out)
    assert found and all(list(problem) == KEYS for problem in found)
    assert {(p["file"], p["line"], p["field"]) for p in found} == {("crowded.yaml", 7, "beats[1]")}
    assert all(" s in 1:1: the text `" in p["message"] for p in found)
    assert any(p["message"].endswith("leaves the frame (bottom)") for p in found)


def test_text_has_a_line_for_each_problem_and_format_can_be_repeated(run, folder):
    (folder / "crowded.yaml").write_text(CROWDED, encoding="utf-8")
    answer = run("check", "crowded.yaml", "--layout", "--format", "1:1", "--format", "9:16")
    lines = answer.out.splitlines()
    assert all(line.startswith("crowded.yaml:7:5: at ") for line in lines)
    assert {line.split(" s in ")[1].split(": the")[0] for line in lines} == {"1:1", "9:16"}


def test_what_is_wrong_otherwise_is_told_before_and_is_not_laid_out(run, folder):
    (folder / "crowded.yaml").write_text(CROWDED + "  - claim: f == 3\n", encoding="utf-8")
    answer = run("check", "crowded.yaml", "--layout")
    assert answer.code == 2 and " s in " not in answer.out


def test_a_caption_that_is_gone_too_soon_is_a_warning(run, folder):
    (folder / "hurried.yaml").write_text(HURRIED, encoding="utf-8")
    answer = run("check", "hurried.yaml")
    said = "warning: 1 s is too short to read what is said, 42 characters; leave `seconds` out or give it 3.1"
    assert answer.code == 0
    assert answer.out.splitlines() == [f"hurried.yaml:5:5: {said}", "1 spec checked, no problem found."]
    (found,) = json.loads(run("check", "hurried.yaml", "--json").out)
    assert list(found) == KEYS and found["message"] == said
    (folder / "calm.yaml").write_text(HURRIED.replace("seconds: 1", "seconds: 2.6"), encoding="utf-8")
    assert run("check", "calm.yaml").out == "1 spec checked, no problem found.\n"


def test_a_still_is_described(run, folder):
    answer = run("still", "good.yaml", "--profile", "draft", "--describe", "--geometry", "g.json")
    first, second = answer.out.splitlines()
    assert first == "good.png (frame 15 of 16)"
    assert second == (
        "A contour map of f(x, y) = x^2/2 + y^2 for x from −2 to 2 and y from −2 to 2. Also shown: axes. "
        "The point is at (1, 0.5), where f is 0.75. "
        "The gradient there is (1, 1): it points north-east, 45° from the x-axis, and its length is 1.41. "
        "Title: “A test”."
    )
    assert json.loads((folder / "g.json").read_text())["description"] == second
    run("still", "good.yaml", "--profile", "draft", "--geometry", "plain.json")
    assert "description" not in json.loads((folder / "plain.json").read_text())


@pytest.mark.usefixtures("folder")
def test_the_layout_check_never_imports_manim():
    code = (
        "import sys\nfrom gradanim.cli import main\nsys.argv = ['gradanim', 'check', 'good.yaml', '--layout']\n"
        "try:\n    main()\nexcept SystemExit as end:\n"
        "    print(end.code, 'manim' in sys.modules, 'numba' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.stdout.splitlines()[-1] == "0 False True", done.stderr
