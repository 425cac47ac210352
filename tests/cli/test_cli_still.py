"""still: one frame as a PNG, and where everything is in it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

SPEC = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
params: {a: 1}
beats:
  - show: [contours, axes]
    seconds: 1
  - place: [a, 0.5]
    name: there
    seconds: 1
    say: The value here is {f:.2f}.
  - show: gradient
    seconds: 1
"""


@pytest.fixture(autouse=True)
def one(folder):
    (folder / "one.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "two.yaml").write_text(
        SPEC + "variants:\n  near: {params: {a: 0.5}}\n  far: {params: {a: 1.5}}\n", encoding="utf-8"
    )


def pixels(path):
    with Image.open(path) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize("name", ["a.jpg", "a.gif", "a", "deep/b.PNG.jpeg", "deep/a-46.5"])
def test_a_still_is_a_png_under_no_other_name(run, folder, name):
    before = sorted(folder.iterdir())
    answer = run("still", "one.yaml", "--profile", "draft", "--out", name)
    better = {"deep/b.PNG.jpeg": "deep/b.PNG.png", "deep/a-46.5": "deep/a-46.5.png"}.get(name, "a.png")
    assert answer.code == 2 and answer.out == ""
    assert answer.err == f"a still is written as a PNG; call it `{better}`, not `{name}`\n"
    assert sorted(folder.iterdir()) == before
    assert run("still", "one.yaml", "--profile", "draft", "--out", "b.PNG").code == 0


def test_the_last_frame_is_drawn_under_the_name_of_the_scene(run, folder):
    answer = run("still", "one.yaml", "--profile", "draft")
    assert (answer.code, answer.out, answer.err) == (0, "one.png (frame 44 of 45)\n", "")
    assert pixels(folder / "one.png").shape == (480, 854, 4)
    assert sorted(p.name for p in folder.iterdir()) == ["good.yaml", "one.png", "one.yaml", "two.yaml"]


@pytest.mark.parametrize(
    ("arguments", "frame"),
    [
        (["--at", "0"], 0),
        (["--at", "1.05"], 15),
        (["--at", "3"], 44),
        (["--beat", "0"], 14),
        (["--beat", "1"], 29),
        (["--beat", "there"], 29),
    ],
)
def test_a_time_or_a_beat_names_a_frame(run, folder, arguments, frame):
    answer = run(
        "still", "one.yaml", "--profile", "draft", "--format", "1:1", "--out", "deep/er/s.png", *arguments
    )
    assert answer.out == f"deep/er/s.png (frame {frame} of 45)\n"
    assert pixels(folder / "deep" / "er" / "s.png").shape == (480, 480, 4)


def test_one_variant_is_chosen(run, folder):
    answer = run("still", "two.yaml")
    assert answer.code == 2
    assert answer.err == "`two.yaml` makes 2 scenes; say which with --variant (near, far)\n"
    answer = run("still", "two.yaml", "--variant", "fra")
    assert answer.code == 2
    assert answer.err == "`two.yaml` has no variant `fra` (did you mean `far`?), only near, far\n"
    for name, x in (("near", 0.5), ("far", 1.5)):
        answer = run("still", "two.yaml", "--variant", name, "--profile", "draft", "--geometry", "g.json")
        assert answer.out == f"two-{name}.png (frame 44 of 45)\n"
        assert json.loads((folder / "g.json").read_text())["point"]["at"] == [x, 0.5]


def test_geometry_tells_where_the_actors_are(run, folder):
    run("still", "one.yaml", "--profile", "draft", "--beat", "0", "--geometry", "0.json")
    run("still", "one.yaml", "--profile", "draft", "--geometry", "deep/1.json")
    before, after = (json.loads((folder / name).read_text()) for name in ("0.json", "deep/1.json"))
    assert "gradient" not in before and "point" not in before
    gradient = after["gradient"]
    assert set(gradient) >= {"tail", "tip", "tail_px", "tip_px", "visible"}
    assert gradient["tail"] == [1.0, 0.5, 0.0] and gradient["visible"] is True
    assert len(gradient["tip"]) == 3 and len(gradient["tail_px"]) == len(gradient["tip_px"]) == 2
    np.testing.assert_allclose(after["point"]["px"], gradient["tail_px"])
    assert all(0 <= u < 854 and 0 <= v < 480 for u, v in (gradient["tail_px"], gradient["tip_px"]))


def test_geometry_is_json_where_the_gradient_is_undefined(run, folder):
    (folder / "kink.yaml").write_text(
        "title: T\nfield: {f: '|x| + y', x: [-1, 1], y: [-1, 1]}\nstage: surface\n"
        "beats:\n  - show: [surface]\n  - place: [0, 0]\n  - show: [{readout: ['{gradient}', '{norm}']}]\n"
    )
    answer = run("still", "kink.yaml", "--profile", "draft", "--geometry", "g.json")
    assert answer.code == 0

    def refuse(word):
        raise AssertionError(f"{word} is not JSON")

    found = json.loads((folder / "g.json").read_text(), parse_constant=refuse)
    assert found["point"]["at"] == [0.0, 0.0] and not found.get("gradient", {}).get("visible")


def test_captions_are_burned_in_on_demand(run, folder):
    for mode in ("burn", "sidecar", "none"):
        run(
            "still",
            "one.yaml",
            "--profile",
            "draft",
            "--beat",
            "1",
            "--captions",
            mode,
            "--out",
            f"{mode}.png",
        )
    burned, sidecar, none = (pixels(folder / f"{m}.png") for m in ("burn", "sidecar", "none"))
    assert np.array_equal(sidecar, none)
    bright = (burned[..., :3].min(axis=2) > 180).nonzero()[0]
    assert not np.array_equal(burned, sidecar) and (bright > 0.85 * 480).sum() > 100
    # Captions stand in the middle; the name of an axis may be as low, at its end.
    assert not (sidecar[int(0.9 * 480) :, 342:512, :3].min(axis=2) > 180).any()


def test_an_earlier_still_survives_a_failure(run, folder):
    run("still", "one.yaml", "--profile", "draft")
    before = (folder / "one.png").read_bytes()
    (folder / "one.yaml").write_text(SPEC + "  - claim: f == 9\n")
    answer = run("still", "one.yaml", "--profile", "draft")
    assert answer.code == 2 and "the claim `f == 9` is false at x = 1, y = 0.5" in answer.err
    assert (folder / "one.png").read_bytes() == before
