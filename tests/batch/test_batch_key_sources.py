"""Keys and the sources, packages and processes that they are made with."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from keyed_scene import changed
from msgspec.structs import replace
from scene_texts import KEYED as SCENE

import gradanim
from gradanim.actors.line_view import LINE_ACTORS
from gradanim.actors.picture import Painter
from gradanim.actors.registry import ACTORS, PANEL_ACTORS
from gradanim.actors.volume_view import VOLUME_ACTORS
from gradanim.batch import keys as keys_module
from gradanim.batch.canonical import canonical_value
from gradanim.beats.registry import BEATS
from gradanim.beats.rehearsal import rehearsed
from gradanim.plan import sources
from gradanim.plan.sources import TABLES, own_sources
from gradanim.render.film import make_film

ROOT = Path(gradanim.__file__).parent


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
        ("beats/check.py", []),
        ("beats/warnings.py", []),
        ("beats/missing_levels.py", []),
        ("beats/passing.py", [0, 1, 2, 3, 4, 5]),
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
    for file, counts in (
        ("publish/captions.py", True),
        ("batch/assemble.py", True),
        ("batch/posters.py", True),
        ("cli/main.py", False),
    ):
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
    found, read = own_sources().imports, imports()
    assert set(found) == {file for file in read if file.partition("/")[0] in sources.DRAWING}
    for file, named in read.items():
        if file not in found:
            continue
        assert named <= found[file] | {file}, file
        # More is harmless, but only the package of a module comes along.
        assert all(other.endswith("__init__.py") or other in named for other in found[file]), file


def test_what_is_special_is_reached_by_tables_alone():
    special, telling = own_sources().special, own_sources().telling
    assert {"actors/rosette.py", "actors/line_view.py", "actors/volume_shells.py", "beats/zoom.py"} <= special
    assert not {"actors/stage.py", "beats/descend.py", "beats/timeline.py", "spec/verbs/claim.py"} & special
    for file, named in imports().items():
        if file not in special | telling | TABLES and file.partition("/")[0] in sources.DRAWING:
            assert not named & special, f"{file} is reached by every frame and imports {named & special}"


def test_what_tells_an_author_is_reached_by_no_frame():
    telling = own_sources().telling
    assert {"beats/check.py", "beats/warnings.py"} <= telling
    for file, named in imports().items():
        if file.partition("/")[0] in sources.DRAWING and file not in telling:
            assert not named & telling, f"{file} is drawn from and imports {named & telling}"


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
        state = film.state(number)
        assert painter.picture(state).letters == film.painter.picture(state).letters


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
