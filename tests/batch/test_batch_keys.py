"""Keys: what changes them, what does not, and that they say the same everywhere."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gradanim
from gradanim.actors.line_view import LINE_ACTORS
from gradanim.actors.picture import Painter
from gradanim.actors.registry import ACTORS, PANEL_ACTORS
from gradanim.actors.state import Route
from gradanim.actors.volume_view import VOLUME_ACTORS
from gradanim.batch import keys as keys_module
from gradanim.batch.canonical import canonical_value
from gradanim.batch.keys import REASONS, beat_key, beat_keys, clip_keys, scene_key
from gradanim.beats.registry import BEATS
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan import sources
from gradanim.plan.scene_plan import plan_scene
from gradanim.plan.sources import TABLES, own_sources
from gradanim.render.film import make_film
from gradanim.spec import SceneSpec

ROOT = Path(gradanim.__file__).parent
SCENE = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 0.6
    say: The first beat.
  - place: [1, 0.5]
    seconds: 0.4
  - place: [-1, 0.5]
    seconds: 0.4
  - show: [direction, rosette]
    seconds: 0.4
    say: There the value is {f:.2f}.
  - hide: [direction, rosette]
    seconds: 0.4
  - zoom: 2
    seconds: 0.4
"""


@pytest.fixture
def keys(plan):
    """The keys of the beats of a scene's text."""

    def made(text=SCENE, burn=False, **look):
        planned = plan(text, **look)
        return beat_keys(planned, rehearsed(planned, burn))

    return made


def changed(before, after):
    return [after.index for before, after in zip(before, after, strict=True) if before.key != after.key]


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
        ("title: A test", "title: Another", "the field or the title or another setting of the scene changed"),
        ("y^2,", "y^2 + 0,", "the field or the title or another setting of the scene changed"),
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


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Keys are made as if a source file had other contents."""

    def edit(file):
        copy = tmp_path / "gradanim"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("__pycache__"))
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
        own_sources.cache_clear()
        made = own_sources(copy)
        own_sources.cache_clear()
        monkeypatch.setattr(keys_module, "own_sources", lambda: made)

    yield edit
    own_sources.cache_clear()


@pytest.mark.parametrize(
    ("file", "beats"),
    [
        ("actors/rosette.py", [3, 4]),
        ("actors/loss_curve.py", []),
        ("actors/line_view.py", []),
        ("beats/zoom.py", [5]),
        ("beats/orbit.py", []),
        ("spec/verbs/show.py", [0, 3, 4]),
        ("actors/pens.py", [0, 1, 2, 3, 4, 5]),
        ("raster/tile_draw.py", [0, 1, 2, 3, 4, 5]),
        ("encode/graph.py", [0, 1, 2, 3, 4, 5]),
        ("cli/main.py", []),
        ("publish/captions.py", []),
    ],
)
def test_code_changes_the_beats_that_reach_it(keys, edited, file, beats):
    before = keys()
    edited(file)
    after = keys()
    assert changed(before, after) == beats
    assert all(after[k].reasons(before[k]) == ("gradanim's own code changed",) for k in beats)


def test_code_around_films_counts_for_the_scene_alone(edited, monkeypatch):
    scene = own_sources().of_scene()
    for file, counts in (("publish/captions.py", True), ("batch/assemble.py", True), ("cli/main.py", False)):
        edited(file)
        assert (keys_module.own_sources().of_scene() != scene) == counts


def test_packages_change_all(keys, monkeypatch):
    before = keys()
    packages = {**sources.packages(), "numba": "0.0"}
    monkeypatch.setattr(keys_module, "packages", lambda: packages)
    after = keys()
    assert changed(before, after) == [0, 1, 2, 3, 4, 5]
    assert after[0].reasons(before[0]) == ("versions of packages changed",)
    assert set(packages) > {"manim", "typst", "numba", "numpy", "sympy", "pycairo", "av", "ffmpeg", "python"}
    assert "none" not in packages.values()


def imports():
    """By file, the files of gradanim that it imports."""
    files = {path.relative_to(ROOT).as_posix(): path for path in ROOT.rglob("*.py")}

    def file_of(module):
        name = module.removeprefix("gradanim").strip(".").replace(".", "/")
        return next((f for f in (f"{name}.py", f"{name}/__init__.py") if f in files), None)

    found = {}
    for file, path in files.items():
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        nodes = [n for n in tree if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("gradanim")]
        named = {file_of(f"{n.module}.{a.name}") or file_of(n.module) for n in nodes for a in n.names}
        found[file] = named - {None}
    return found


def test_the_imports_of_sources_are_those_that_python_reads():
    found = own_sources().imports
    for file, named in imports().items():
        assert named <= found[file] | {file}, file
        # More is harmless, but only the package of a module comes along.
        assert all(other.endswith("__init__.py") or other in named for other in found[file]), file


def test_what_is_special_is_reached_by_tables_alone():
    special = own_sources().special
    assert {"actors/rosette.py", "actors/line_view.py", "actors/volume_shells.py", "beats/zoom.py"} <= special
    assert not {"actors/stage.py", "beats/descend.py", "beats/timeline.py", "spec/verbs/claim.py"} & special
    for file, named in imports().items():
        if file not in special | TABLES and file.partition("/")[0] in sources.DRAWING:
            assert not named & special, f"{file} is reached by every frame and imports {named & special}"


@pytest.mark.parametrize(
    ("table", "stage"), [(ACTORS, ""), (PANEL_ACTORS, ""), (LINE_ACTORS, "line"), (VOLUME_ACTORS, "volume")]
)
def test_every_actor_counts_with_the_file_that_draws_it(table, stage):
    now = own_sources()
    for name, draw in table.items():
        file = draw.__module__.removeprefix("gradanim.").replace(".", "/") + ".py"
        other = replace(now, files={**now.files, file: "0"})
        assert other.of_frames([], [name], stage) != now.of_frames([], [name], stage)
    for verb, play in BEATS.items():
        file = play.__module__.removeprefix("gradanim.").replace(".", "/") + ".py"
        other = replace(now, files={**now.files, file: "0"})
        assert other.of_frames([verb], [], "plane") != now.of_frames([verb], [], "plane")


class Guarded:
    """A spec that does not show what keys do not hold."""

    def __init__(self, spec):
        self._spec = spec

    def __getattr__(self, name):
        assert name not in ("beats", "id", "summary", "variant", "source"), f"a picture reads spec.{name}"
        return getattr(self._spec, name)


def test_a_picture_shows_nothing_of_the_spec_but_what_keys_hold(plan):
    film = make_film(plan(SCENE))
    stage = film.painter.stage
    hidden = replace(stage, context=replace(stage.context, spec=Guarded(stage.context.spec)))
    painter = Painter(hidden, replace(film.painter.texts, stage=hidden), film.painter.ending)
    for number in range(0, film.plan.frames, 4):
        assert painter.picture(film.state(number)).letters == film.picture(number).letters


def test_keys_are_those_of_the_states_that_the_film_shows(plan):
    planned = plan(SCENE)
    rehearsal, film = rehearsed(planned), make_film(planned)
    assert [canonical_value(s) for s in rehearsal.timeline.starts] == [
        canonical_value(s) for s in film.timeline.starts
    ]


def test_another_process_finds_the_same_keys(keys, tmp_path):
    (tmp_path / "same.yaml").write_text(SCENE, encoding="utf-8")
    code = (
        "import sys; from gradanim.spec import load_scenes; from gradanim.plan.scene_plan import plan_scene\n"
        "from gradanim.batch.keys import beat_keys; from gradanim.beats.rehearsal import rehearsed\n"
        "plan = plan_scene(load_scenes(sys.argv[1])[0], 'draft')\n"
        "print(*(key.key for key in beat_keys(plan, rehearsed(plan))))\n"
        "print(*(name for name in ('numba', 'manim', 'sympy', 'ffmpeg', 'av') if name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "same.yaml"],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.split("\n")
    assert lines[0].split() == [key.key for key in keys()]
    assert lines[1] == ""


def test_a_long_beat_is_cut_into_clips_with_keys_of_their_own(plan):
    planned = plan(SCENE.replace("seconds: 0.6", "seconds: 7"))
    clips = clip_keys(planned, beat_keys(planned, rehearsed(planned)))
    assert [(c.cut.beat, c.cut.part, c.cut.parts) for c in clips[:3]] == [(0, 0, 2), (0, 1, 2), (1, 0, 1)]
    assert [c.cut.number for c in clips] == list(range(7)) and len({c.key for c in clips}) == 7
    assert sum(c.cut.frames for c in clips) == planned.frames
    assert all(a.cut.stop == b.cut.first for a, b in pairwise(clips))


@pytest.mark.parametrize(
    "value",
    [len, lambda: 0, object(), iter(()), Path("/tmp"), np.array([object()]), {"a": [lambda: 0]}, int, 1j],
)
def test_what_is_alive_has_no_canonical_form(value):
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical_value(value)


def test_a_motion_has_no_canonical_form(plan):
    with pytest.raises(TypeError, match="function has no canonical form"):
        canonical_value(rehearsed(plan(SCENE)).timeline)


def test_values_of_different_types_and_bits_are_told_apart():
    values = [0, 0.0, -0.0, False, "0", None, (), "", {}, frozenset(), b"", np.zeros(0), Fraction(0)]
    values += [np.zeros(0, np.float32), np.zeros((0, 1)), (0,), ((0,),), {0: 0}, {"0": 0}, 0.1 + 0.2, 0.3]
    forms = [repr(canonical_value(value)) for value in values]
    assert len(set(forms)) == len(forms)
    assert canonical_value({"b": 1, "a": 2}) == canonical_value({"a": 2, "b": 1})
    assert canonical_value({3, 1, 2}) == canonical_value(frozenset((2, 3, 1)))
    assert canonical_value(np.float64(0.1)) == canonical_value(0.1)
    swapped = np.array([1.0, 2.0]).astype(">f8")
    assert canonical_value(swapped) == canonical_value(np.array([1.0, 2.0]))
    strided = np.arange(12.0).reshape(3, 4)[:, ::2]
    assert canonical_value(strided) == canonical_value(strided.copy())
    assert canonical_value(Route(lambda: np.ones((2, 2)))) != canonical_value(Route(lambda: np.zeros((2, 2))))


FIELDS = st.sampled_from(["x^2/2 + y^2", "x*y", "sin(x) + y"])
BEATS_OF = st.lists(
    st.sampled_from(
        [
            {"verb": "pause", "action": {"seconds": 1.0}},
            {"verb": "pause", "action": {"seconds": 2.0}},
            {"verb": "zoom", "action": {"factor": 2.0}},
            {"verb": "zoom", "action": {"factor": 2.0}, "say": "So."},
        ]
    ),
    min_size=1,
    max_size=2,
)
SPECS = st.fixed_dictionaries(
    {
        "field": FIELDS,
        "theme": st.sampled_from(["dark", "light"]),
        "title": st.sampled_from(["T", "U"]),
        "azimuth": st.sampled_from([0.0, -0.0, 1e-300]),
        "beats": BEATS_OF,
    }
)


def spec_of(data):
    box = ((-1.0, 1.0), (-1.0, 1.0))
    field = {"f": data["field"], "variables": ("x", "y"), "domain": box}
    camera = {"azimuth": data["azimuth"]}
    return SceneSpec.model_validate(
        {"id": "s", "title": data["title"], "field": field, "theme": data["theme"], "camera": camera}
        | {"beats": data["beats"]},
        context={"params": {}, "variables": ("x", "y")},
    )


@given(SPECS, SPECS)
def test_equal_specs_have_equal_keys_and_only_they(one, other):
    first, second = spec_of(one), spec_of(other)
    same = scene_key(plan_scene(first, "draft"), "none") == scene_key(plan_scene(second, "draft"), "none")
    assert same == (first == second)
