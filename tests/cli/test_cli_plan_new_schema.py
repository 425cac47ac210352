"""plan, new, schema and doctor."""

from __future__ import annotations

import json
import shlex
import time
from pathlib import Path

import jsonschema
import pytest
from cli_helpers import call
from ruamel.yaml import YAML

from gradanim.batch.speeds import Speeds, Took
from gradanim.encode import find_ffmpeg
from gradanim.encode.ffmpeg import NAMED

SCENES = Path(__file__).parents[2] / "scenes"


def test_plan_tells_scenes_beats_and_frames(run):
    answer = run("plan", "good.yaml", "--profile", "draft", "--cache", "empty")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "good: A test\n  2 beats, 16 frames, 1.1 s at 854×480\n  show, place\n"
        "  16 frames would be drawn: all beats\n1 scene, 16 frames, 1 s\n"
        "to do: 1 scene, 16 frames; how long that takes nobody knows before the first build with this profile\n"
    )


@pytest.mark.parametrize(
    ("workers", "seconds", "judged"),
    [((1, 2), 65, ""), ((1,), 35, ", judged by builds with 1 at once"), ((2,), 65, "")],
)
def test_plan_judges_by_builds_with_as_many_workers(run, folder, monkeypatch, workers, seconds, judged):
    monkeypatch.setattr("gradanim.batch.settings.cores", lambda: 2)
    text = (folder / "good.yaml").read_text()
    (folder / "good.yaml").write_text(
        text.replace("[1, 0.5]\n    seconds: 0.5", "[1, 0.5]\n    seconds: 199.5")
    )
    for at_once in workers:
        # Two of them draw 25 frames a second each, one alone 50; five seconds are not drawing.
        drawing = 3000 * at_once / 50
        took = Took(3000, drawing, at_once, before=4.0, scenes=1, seconds=5.0 + drawing / at_once)
        Speeds(folder / "cache").note(("draft", "16:9"), took)
    said = run("plan", "good.yaml", "--profile", "draft", "--cache", "cache", "--jobs", "2").out
    assert said.endswith(f", about {seconds} s with 2 workers{judged}\n")


def test_plan_as_json(run):
    answer = run(
        "plan", "good.yaml", "--profile", "preview", "--format", "9:16", "--json", "--cache", "empty"
    )
    assert json.loads(answer.out) == {
        "profile": "preview",
        "format": "9:16",
        "frames_to_draw": 30,
        "seconds": None,
        "scenes": [
            {
                "id": "good",
                "variant": None,
                "title": "A test",
                "frames": 30,
                "fps": "30/1",
                "size": [720, 1280],
                "fresh": False,
                "frames_to_draw": 30,
                "beats": [
                    {"index": 0, "verb": "show", "start_frame": 0, "frames": 15, "draws": 15},
                    {"index": 1, "verb": "place", "start_frame": 15, "frames": 15, "draws": 15},
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("profile", "shape", "size"),
    [
        ("draft", "16:9", [854, 480]),
        ("preview", "16:9", [1280, 720]),
        ("final", "16:9", [1920, 1080]),
        ("4k", "16:9", [3840, 2160]),
        ("draft", "1:1", [480, 480]),
        ("final", "1:1", [1080, 1080]),
        ("draft", "9:16", [480, 854]),
        ("final", "9:16", [1080, 1920]),
        ("draft", "4:3", [640, 480]),
        ("4k", "4:3", [2880, 2160]),
    ],
)
def test_sizes_and_frame_rates(run, profile, shape, size):
    scene = json.loads(run("plan", "good.yaml", "--profile", profile, "--format", shape, "--json").out)[
        "scenes"
    ][0]
    assert scene["size"] == size
    assert scene["fps"] == {"draft": "15/1", "preview": "30/1", "final": "60/1", "4k": "60/1"}[profile]


def test_the_plan_of_a_series_tells_what_is_broken(run, folder):
    (folder / "bad.yaml").write_text("title: T\nstage: board\n")
    (folder / "s.yaml").write_text("title: S\nscenes: [good.yaml, bad.yaml]\n")
    answer = run("plan", "s.yaml", "--profile", "draft", "--json")
    assert answer.code == 2 and answer.err == "bad.yaml:1:1: `beats` is missing in the spec\n"
    assert [scene["id"] for scene in json.loads(answer.out)["scenes"]] == ["good"]


def test_the_series_of_the_project_lasts_as_long_as_it_should(run):
    answer = run("plan", SCENES / "series" / "the-gradient-vector.yaml", "--json")
    scenes = json.loads(answer.out)["scenes"]
    assert answer.code == 0
    assert {scene["id"] for scene in scenes} >= {
        "hero",
        "partials-to-vector",
        "contour-normal",
        "direction-dial",
        "worked-linear-prediction",
        "learning-rate-small",
        "learning-rate-good",
        "learning-rate-large",
    }
    for scene in scenes:
        assert 20 <= scene["frames"] / 60 <= 60, scene["id"]
        assert sum(beat["frames"] for beat in scene["beats"]) == scene["frames"]


@pytest.mark.parametrize("stage", ["surface", "plane", "split"])
@pytest.mark.parametrize("formula", ["x^2 + y^2/2 + sin(2x)/2", "1/x", "|x|", "3", "-x y"])
def test_new_writes_a_spec_that_check_accepts(run, folder, stage, formula):
    answer = run("new", "first-try.yaml", "--stage", stage, f"--function={formula}")
    assert (answer.code, answer.err) == (0, "")
    checked = run("check", "first-try.yaml", "--json")
    kink = "`|x|` is not differentiable everywhere: it has a kink, for example at x = 0, y = 0"
    warned = [kink] if formula == "|x|" else []
    assert checked.code == 0
    assert [each["message"] for each in json.loads(checked.out)] == [f"warning: {each}" for each in warned]
    spec = YAML(typ="safe").load((folder / "first-try.yaml").read_text(encoding="utf-8"))
    assert spec["title"] == "First try" and spec["field"]["f"] == formula and spec["stage"] == stage


@pytest.mark.parametrize("formula", ["ln(x^2+y^2-1)", "sqrt(x^2+y^2-1)", "ln(x)", "1/(x y)", "sqrt(1-x^2)"])
def test_new_walks_around_holes_from_where_the_point_is(run, folder, formula):
    assert run("new", "hole.yaml", "-f", formula).code == 0
    assert json.loads(run("check", "hole.yaml", "--json").out) == []
    beats = YAML(typ="safe").load((folder / "hole.yaml").read_text(encoding="utf-8"))["beats"]
    circle, (x, y) = beats[3]["walk"]["circle"], beats[1]["place"]
    assert (x, y) == pytest.approx((circle["center"][0] + circle["radius"], circle["center"][1]))


@pytest.mark.parametrize("formula", ["ln(sin(40x) sin(40y))", "ln(sin(40x)^2 - 0.5)"])
def test_new_leaves_the_walk_out_where_none_leads_around(run, folder, formula):
    assert run("new", "holes.yaml", "-f", formula).code == 0
    beats = YAML(typ="safe").load((folder / "holes.yaml").read_text(encoding="utf-8"))["beats"]
    assert [next(iter(beat)) for beat in beats] == ["show", "place", "show", "flip"]


@pytest.mark.parametrize(
    ("formula", "x", "y"),
    [
        ("x ln(y)", [-2, 2], [0, 4]),
        ("ln(x - 1.5)", [1, 5], [-2, 2]),
        ("sqrt(1 - x^2 - y^2)", [-1, 1], [-1, 1]),
        ("ln(x^2 + y^2 - 1)", [-2, 2], [-2, 2]),
        ("ln(-x y)", [0, 4], [-4, 0]),
    ],
)
def test_new_takes_a_domain_in_which_the_formula_has_values(run, folder, formula, x, y):
    assert run("new", "there.yaml", "-f", formula).code == 0
    assert json.loads(run("check", "there.yaml", "--json").out) == []
    spec = YAML(typ="safe").load((folder / "there.yaml").read_text(encoding="utf-8"))
    assert (spec["field"]["x"], spec["field"]["y"]) == (x, y)
    circle, place = spec["beats"][3]["walk"]["circle"], spec["beats"][1]["place"]
    assert x[0] <= circle["center"][0] - circle["radius"] and circle["center"][0] + circle["radius"] <= x[1]
    assert place == [circle["center"][0] + circle["radius"], circle["center"][1]]


def test_new_names_no_file_that_is_not_there(run, folder):
    assert run("new", "first").code == 0
    first = (folder / "first.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# Your editor can complete and check specs: `gradanim schema --help` says how."


@pytest.mark.parametrize("name", ["a{b}", "cost $5$", 'say "hi"', "a\\b", "UPPER.v2"])
def test_new_takes_any_name_as_text(run, folder, name):
    assert run("new", name).code == 0
    assert run("check", f"{name}.yaml").code == 0


def test_new_tells_commands_that_a_shell_takes(run, folder):
    said = run("new", "My Film's.yaml").out
    commands = [shlex.split(part) for part in said.split("`")[1::2]]
    assert [words[:3] for words in commands] == [
        ["gradanim", "still", "My Film's.yaml"],
        ["gradanim", "render", "My Film's.yaml"],
    ]


def test_new_replaces_a_file_only_by_force(run, folder):
    before = (folder / "good.yaml").read_bytes()
    for name in ("good", "good.yaml"):
        assert run("new", name).code == 2
        assert (folder / "good.yaml").read_bytes() == before
    assert run("new", "good.yaml", "--force").code == 0
    assert (folder / "good.yaml").read_bytes() != before


def test_new_where_nothing_can_be_written(run):
    answer = run("new", "good.yaml/x.yaml")
    assert (
        answer.code == 3
        and answer.err == "good.yaml/x.yaml could not be written: good.yaml is not a folder\n"
    )


def test_schema_is_valid_and_takes_the_specs_of_the_project(run):
    schema = json.loads(run("schema").out)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for path in sorted(SCENES.rglob("*.yaml")):
        validator(schema).validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    with pytest.raises(jsonschema.ValidationError):
        validator(schema).validate({"title": "T", "beats": [{"shwo": "axes"}]})


@pytest.mark.slow  # seconds mean something on an idle machine only
def test_schema_is_printed_quickly(folder):
    took = []
    for _ in range(5):
        started = time.perf_counter()
        assert call("schema").code == 0
        took.append(time.perf_counter() - started)
        if took[-1] <= 0.7:
            return
    pytest.fail(f"schema took {min(took):.2f} s")


def test_doctor_tries_every_part(run):
    answer = run("doctor")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[-1] == "Everything is there." and all(line.startswith("ok    ") for line in lines[1:-1])
    for part in (
        "manim 0.22",
        "fonts: Typst",
        "ffmpeg: libx264 in PyAV, libavcodec ",
        "renderer: ",
        "text: manim draws",
        "scratch folder",
        "cache: ",
    ):
        assert any(line.startswith(f"ok    {part}") for line in lines), part


def test_doctor_tells_what_is_missing(run, monkeypatch, tmp_path):
    poor = tmp_path / "ffmpeg"
    poor.write_text("#!/bin/sh\necho 'ffmpeg version 4.2' >&2\necho ' V....D mpeg4  text'\n")
    poor.chmod(0o755)
    monkeypatch.setenv(NAMED, str(poor))
    find_ffmpeg.cache_clear()
    monkeypatch.setattr("gradanim.cli.doctor.PACKAGES", ("numpy", "nonesuch"))
    answer = run("doctor")
    find_ffmpeg.cache_clear()
    assert answer.code == 3
    assert "FAIL  nonesuch is not installed\n" in answer.out
    assert "FAIL  ffmpeg: the ffmpeg at" in answer.out and "has no encoder `libx264`" in answer.out
    assert "ok    numpy " in answer.out and "Everything is there" not in answer.out
    assert answer.err == "Something is missing; `./scripts/gradanim` sets everything up again.\n"
