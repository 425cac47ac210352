"""Faults of form (a key that stands twice, an anchor, a tag) are told together with all that is wrong besides."""

from __future__ import annotations

from pathlib import Path

import pytest
from spec_helpers import SCENE, problems, save, told

from gradanim.problems import ProblemError
from gradanim.spec import load_any, load_series

MANY = """title: T
title: U
field: {f: x^2 + sinn(y), x: &a [-2, 2], y: [0, 1]}
beats:
  - place: [1, 5]
  - shw: gradient
"""


def test_they_hide_nothing(tmp_path: Path) -> None:
    found = [(problem.code, problem.line) for problem in problems(tmp_path, MANY)]
    wanted = [
        ("spec_key_twice", 2),
        ("function_unknown", 3),
        ("spec_anchor", 3),
        ("spec_point_outside", 5),
        ("spec_unknown_verb", 6),
    ]
    assert found == wanted


@pytest.mark.parametrize(
    "text",
    [
        SCENE.replace("y: [-1, 1]", "y: *a"),
        SCENE.replace("  - show: axes", "  - <<: {show: axes}"),
        SCENE.replace("title: T", "<<: {title: T}"),
    ],
    ids=["domain", "beat", "title"],
)
def test_what_is_lost_by_them_is_not_told_as_missing(tmp_path: Path, text: str) -> None:
    assert {problem.code for problem in problems(tmp_path, text)} <= {"spec_alias", "spec_merge_key"}


def test_other_readers_do_the_same(tmp_path: Path) -> None:
    json = '{"title": "T", "title": "U", "stage": "board", "beats": [{"wrte": "a"}]}'
    assert [line.partition(" ")[0] for line in told(tmp_path, json, "scene.json")] == ["1:16:", "1:59:"]


@pytest.mark.parametrize("load", [load_any, load_series])
def test_a_series_is_looked_through_too(tmp_path: Path, load: object) -> None:
    save(tmp_path, MANY, "a.yaml")
    path = save(tmp_path, "title: S\ntitle: S\nscenes: [a.yaml]\n", "series.yaml")
    with pytest.raises(ProblemError) as error:
        load(path)  # type: ignore[operator]
    files = [Path(problem.file or "").name for problem in error.value.problems]
    assert files == ["a.yaml"] * 5 + ["series.yaml"]
