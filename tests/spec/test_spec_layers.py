"""Specs over other specs, variants, parameters and series."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_helpers import BEATS, HEAD, SCENE, load, save, told

from gradanim.problems import ProblemError
from gradanim.spec import canonical, load_any, load_scenes, load_series, plain_title
from gradanim.spec.merge import merged
from gradanim.spec.nodes import node_from

BASE = HEAD + "stage: {kind: split, height: 0.3}\ntheme: light\nparams: {a: 1, b: 2}\n" + BEATS


def test_mappings_are_merged_and_all_else_is_replaced() -> None:
    under = node_from({"a": {"b": 1, "c": {"d": 1}}, "list": [1, 2], "x": 1, "gone": {"k": 1}})
    over = node_from({"a": {"c": {"e": 2}, "f": 3}, "list": [3], "x": {"y": 1}, "gone": None})
    wanted = {"a": {"b": 1, "c": {"d": 1, "e": 2}, "f": 3}, "list": [3], "x": {"y": 1}, "gone": None}
    assert merged(under, over).plain() == wanted


def test_a_spec_lies_over_what_it_extends(tmp_path: Path) -> None:
    save(tmp_path, BASE + "id: base\nvariants: {x: }\n", "looks/base.yaml")
    save(tmp_path, "extends: base.yaml\ntitle: Middle\nparams: {b: 3}\n", "looks/middle.yaml")
    scene = load(tmp_path, "extends: looks/middle.yaml\nstage: plane\ntheme: dark\n", "top.yaml")
    assert (scene.id, scene.title, scene.variant) == ("top", "Middle", None)
    assert (scene.stage.kind, scene.stage.height, scene.theme) == ("plane", 0.3, "dark")
    assert scene.params == {"a": 1.0, "b": 3.0}


def test_problems_are_told_in_the_file_they_stand_in(tmp_path: Path) -> None:
    save(tmp_path, BASE.replace("theme: light", "theme: lihgt"), "base.yaml")
    with pytest.raises(ProblemError) as caught:
        load(tmp_path, "extends: base.yaml\nseed: -1\n", "top.yaml")
    places = {(Path(str(p.file)).name, p.line, p.column, p.where) for p in caught.value.problems}
    assert places == {("base.yaml", 4, 8, "theme"), ("top.yaml", 2, 7, "seed")}


def test_circles_are_refused(tmp_path: Path) -> None:
    save(tmp_path, "extends: b.yaml\n", "a.yaml")
    save(tmp_path, "extends: ./x/../a.yaml\n", "b.yaml")
    with pytest.raises(ProblemError, match="extend each other for ever"):
        load_scenes(tmp_path / "a.yaml")
    assert "extend each other for ever" in told(tmp_path, "extends: scene.yaml\n")[0]


def test_what_cannot_be_extended(tmp_path: Path) -> None:
    for target in ("/dev/zero", ".", "nowhere.yaml", "a.txt"):
        (line,) = told(tmp_path, f"extends: {target}\n")
        assert line.startswith(f"1:10: `{target}`: ")


def test_variants_are_scenes_with_names(tmp_path: Path) -> None:
    text = (
        BASE
        + "id: step\nvariants:\n  small: {params: {a: 0.1}, title: Small}\n  plain:\n  flat: {stage: plane}\n"
    )
    scenes = load_scenes(save(tmp_path, text))
    assert [(s.id, s.variant, s.title, s.params["a"], s.stage.kind) for s in scenes] == [
        ("step-small", "small", "Small", 0.1, "split"),
        ("step-plain", "plain", "T", 1.0, "split"),
        ("step-flat", "flat", "T", 1.0, "plane"),
    ]
    assert len({str(canonical(scene)) for scene in scenes}) == 3


def test_a_mistake_that_variants_share_is_told_once(tmp_path: Path) -> None:
    text = BASE.replace("x^2 + y", "x^2 + q") + "variants:\n  one: {params: {b: 9}}\n  two: {theme: drak}\n"
    lines = told(tmp_path, text)
    assert [line.split(":")[0] for line in lines] == ["2", "10"]


def test_parameters_are_numbers_everywhere(tmp_path: Path) -> None:
    text = """title: "a is {a}"
params: {a: 2*pi/pi, r: 1e-1}
field: {f: a*x^2 + r*y, x: [-a, a], y: [-r, 1]}
stage: {kind: surface, height: r}
camera: {zoom: a}
beats:
  - place: [a/2, r]
    seconds: a
  - descend: {step_size: r/a, steps: 3}
  - vary: {a: 2*a}
  - show: {contours: {levels: [r, a]}}
"""
    scene = load(tmp_path, text)
    assert plain_title(scene) == "a is 2.00"
    assert scene.field is not None
    assert scene.field.domain == ((-2.0, 2.0), (-0.1, 1.0))
    assert (scene.stage.height, scene.camera.zoom, scene.beats[0].seconds) == (0.1, 2.0, 2.0)
    plain = canonical(scene)
    assert plain["beats"][0]["action"] == {"point": ["1.0", "0.1"]}
    assert plain["beats"][1]["action"]["step_size"] == "0.05"
    assert plain["beats"][2]["action"] == {"params": {"a": "4.0"}}
    assert plain["beats"][3]["action"]["actors"][0]["options"]["levels"] == ["0.1", "2.0"]


def test_a_title_as_plain_text(tmp_path: Path) -> None:
    text = SCENE.replace("title: T", "title: '$α = {alpha:.1e}$: {=f}, {=gradient}, {=f_x} {{x}}'")
    assert plain_title(load(tmp_path, text + "params: {α: 0.5}\n")) == "α = 5.0×10⁻¹: x^2 + y, ∇f, ∂f/∂x {x}"


SAME = {
    "s.yaml": SCENE + "params: {a: 0.5}\nseed: 3\n",
    "s.json": '{"title": "T", "field": {"f": "x^2 + y", "x": [-2, 2], "y": [-1, 1]}, "beats": [{"show": "axes"}],'
    ' "params": {"a": 0.5}, "seed": 3}',
    "s.toml": 'title = "T"\nseed = 3\n[field]\nf = "x^2 + y"\nx = [-2, 2]\ny = [-1, 1]\n[[beats]]\nshow = "axes"\n'
    "[params]\na = 0.5\n",
}


def test_the_three_formats_say_the_same(tmp_path: Path) -> None:
    scenes = [load(tmp_path, text, name) for name, text in SAME.items()]
    assert scenes[0] == scenes[1] == scenes[2]


def test_problems_of_the_other_formats_have_places(tmp_path: Path) -> None:
    assert told(tmp_path, SAME["s.json"].replace("x^2", "q^2"), "s.json")[0].startswith("1:32: ")
    assert told(tmp_path, SAME["s.toml"].replace("seed = 3", "seed = -3"), "s.toml")[0].startswith("2:8: ")
    assert told(tmp_path, SAME["s.toml"].replace("axes", "axs"), "s.toml")[0].startswith("8:8: ")


def series(folder: Path, text: str) -> Path:
    save(folder, SCENE, "a.yaml")
    save(folder, BASE + "variants: {small: , large: }\n", "sub/b.yaml")
    return save(folder, text, "show.yaml")


def test_a_series_lays_its_defaults_under_its_scenes(tmp_path: Path) -> None:
    path = series(
        tmp_path,
        "title: S\ndefaults: {theme: high_contrast, stage: plane, params: {z1: 3, a: 9}}\n"
        "scenes:\n  - sub/b.yaml\n  - {spec: a.yaml}\n",
    )
    loaded = load_series(path)
    assert loaded.series is not None
    assert (loaded.series.id, loaded.series.title) == ("show", "S")
    assert [(s.id, s.theme, s.stage.kind, s.stage.height, s.params) for s in loaded.scenes] == [
        ("b-small", "light", "split", 0.3, {"z1": 3.0, "a": 1.0, "b": 2.0}),
        ("b-large", "light", "split", 0.3, {"z1": 3.0, "a": 1.0, "b": 2.0}),
        ("a", "high_contrast", "plane", 0.45, {"z1": 3.0, "a": 9.0}),
    ]
    assert load_any(path) == loaded


def test_variants_of_a_series_can_be_chosen(tmp_path: Path) -> None:
    text = "title: S\nscenes: [{spec: sub/b.yaml, variants: [large]}, {spec: a.yaml, variants: all}]\n"
    assert [scene.id for scene in load_series(series(tmp_path, text)).scenes] == ["b-large", "a"]


def test_a_broken_spec_costs_one_scene(tmp_path: Path) -> None:
    save(tmp_path, SCENE + "theme: drak\n", "c.yaml")
    path = series(tmp_path, "title: S\nscenes: [c.yaml, a.yaml, gone.yaml, a.yaml]\n")
    loaded = load_any(path)
    assert [scene.id for scene in loaded.scenes] == ["a"]
    assert [broken.spec for broken in loaded.broken] == ["c.yaml", "gone.yaml", "a.yaml"]
    assert [p.code for p in loaded.problems] == ["spec_choice", "spec_file_named", "spec_id_twice"]
    with pytest.raises(ProblemError) as caught:
        load_series(path)
    assert caught.value.problems == loaded.problems


def test_a_mistake_in_the_defaults_is_told_once_and_where_it_stands(tmp_path: Path) -> None:
    path = series(tmp_path, "title: S\ndefaults: {camera: {zoom: 0}}\nscenes: [a.yaml, sub/b.yaml]\n")
    (problem,) = load_any(path).problems
    assert (problem.file, problem.line, problem.column) == (str(path), 2, 27)


def test_every_problem_of_a_series_is_told(tmp_path: Path) -> None:
    path = series(tmp_path, "titel: S\ndefaults: {beats: [], theem: dark}\nscenes: [3]\n")
    with pytest.raises(ProblemError) as caught:
        load_any(path)
    assert [(p.code, p.line) for p in caught.value.problems] == [
        ("spec_unknown_field", 1),
        ("spec_series_default", 2),
        ("spec_unknown_field", 2),
        ("spec_series_entry", 3),
    ]


def test_mistakes_in_a_series_hide_none_in_its_scenes(tmp_path: Path) -> None:
    save(tmp_path, SCENE + "theme: drak\n", "c.yaml")
    entries = "[c.yaml, 3, {spec: c.yaml, variant: x}, gone.yaml]"
    text = f"titel: S\ndefaults: {{theem: dark, stage: plane}}\nscenes: {entries}\n"
    for loading in (load_any, load_series):
        with pytest.raises(ProblemError) as caught:
            loading(series(tmp_path, text))
        assert [(p.code, Path(p.file or "").name, p.line) for p in caught.value.problems] == [
            ("spec_unknown_field", "show.yaml", 1),
            ("spec_unknown_field", "show.yaml", 2),
            ("spec_series_entry", "show.yaml", 3),
            ("spec_unknown_field", "show.yaml", 3),
            ("spec_choice", "c.yaml", 5),
            ("spec_file_named", "show.yaml", 3),
        ]


def test_a_scene_loads_as_any(tmp_path: Path) -> None:
    loaded = load_any(save(tmp_path, SCENE))
    assert loaded.series is None
    assert [scene.id for scene in loaded.scenes] == ["scene"]
