"""What a folder holds that is meant as a spec, and what only looks like one by its name."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from gradanim.publish import BeatCue, CueSheet, Manifest, write_cue_sheet, write_manifest
from gradanim.spec.recognise import meant_as_spec, top_keys

REPOSITORY = Path(__file__).parents[2]
SPECS = {
    "block.yaml": "# a comment\n---\ntitle: T\nfield:\n  f: x*y\n  x: [-1, 1]\nbeats:\n  - show: axes\n",
    "flow.yaml": "{title: T, field: {f: x, x: [0, 1]}, beats: [{show: axes}]}",
    "quoted.yml": "\"title\": T\n'beats': []\n",
    "title.yaml": "title: T\n",
    "typo.yaml": "title: T\nbeets: []\n",
    "broken.yaml": "title: T\nbeats:\n  - show: [axes\n",
    "wide.yaml": "title: T\nbeats: []\n".encode("utf-16").decode("latin-1"),
    "series.yaml": "title: S\nscenes: [a.yaml]\n",
    "more.yaml": "extends: block.yaml\n",
    "scene.json": '{"title": "T", "field": {"f": "x", "name": "L"}, "beats": [{"show": "axes"}]}',
    "broken.json": '{"title": "T", "beats": [{"show": ',
    "scene.toml": 'title = "T"\n[field]\nf = "x"\n[[beats]]\nshow = "axes"\n',
    "broken.toml": 'title = "T"\n[field]\nf = \n[[beats]]\nshow = "axes"\n',
}
OTHERS = {
    "empty.yaml": "",
    "list.yaml": "- title: T\n- beats: []\n",
    "pyproject.toml": '[build-system]\nrequires = []\n[project]\nname = "x"\ntitle = "T"\n',
    "broken.toml": '[project]\nname = \ntitle = "T"\n[tool.beats]\n',
    "package.json": '{"name": "x", "version": "1", "scripts": {"beats": "title:"}}',
    "schema.json": '{"$schema": "x", "title": "T", "type": "object", "properties": {"beats": 1, "title": 2}}',
    "geometry.json": '{"point": {"at": [0, 0]}, "gradient": {"tail": [0, 0]}}',
    "words.yaml": "just some words: that\n",
    "text.json": '"title: beats"',
}


@pytest.mark.parametrize("name", SPECS)
def test_specs_and_series_are_recognised_even_broken_ones(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SPECS[name].encode("latin-1"))
    assert meant_as_spec(path)


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_not(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(OTHERS[name])
    assert not meant_as_spec(path)


def test_what_is_made_beside_films_is_not(tmp_path: Path) -> None:
    sheet = CueSheet(Fraction(15), 3, (BeatCue(0, "show", 0, 3, "title: beats"),))
    write_cue_sheet(tmp_path / "a.cues.json", sheet)
    write_manifest(tmp_path / "manifest.json", Manifest("s", (), title="S"))
    keys = ("schema", "series", "profile", "format", "counts", "film", "seconds", "scenes", "problems")
    (tmp_path / "report.json").write_text(json.dumps(dict.fromkeys(keys)))
    assert [path.name for path in tmp_path.iterdir() if meant_as_spec(path)] == []


def test_all_specs_of_the_project_are() -> None:
    paths = sorted((REPOSITORY / "scenes").rglob("*.yaml"))
    assert len(paths) > 20 and all(map(meant_as_spec, paths))
    assert not meant_as_spec(REPOSITORY / "pyproject.toml")


def test_only_keys_at_the_top_count() -> None:
    assert list(top_keys("a: 1\nb c:\n  d: 2\n# e: 3\nf: |\n  g: h\n", ".yaml")) == ["a", "b c", "f"]
    assert list(top_keys('{"a:b": {"c": [{"d": 1}]}, "e": "f: g", "h": null}', ".json")) == ["a:b", "e", "h"]
