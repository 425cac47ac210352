"""Names of files that are good on every disk and stay in their folder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradanim.encode import collisions, refuse_collisions, safe_child
from gradanim.problems import ProblemError


@pytest.mark.parametrize(
    "name", ["hero", "learning-rate", "Übung 3", "∇f", "a.b", "hero.mp4", "x" * 180, "console"]
)
def test_plain_names_stay_in_the_folder(tmp_path, name):
    path = safe_child(tmp_path, name)
    assert path.parent == tmp_path and path.name == name
    path.touch()
    assert path.resolve().parent == tmp_path.resolve()


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("../x", 'it holds one of / \\ : * ? " < > |'),
        ("/etc/passwd", 'it holds one of / \\ : * ? " < > |'),
        ("a\\b", 'it holds one of / \\ : * ? " < > |'),
        ("..", "it starts with a dot"),
        (".", "it starts with a dot"),
        (".hidden", "it starts with a dot"),
        ("a\0b", "it holds a control character"),
        ("a\nb", "it holds a control character"),
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("-rf", "it starts with a space or a dash"),
        ("a.", "it ends with a space or a dot"),
        ("NUL", "some systems reserve this name"),
        ("com1.mp4", "some systems reserve this name"),
        ("é" * 91, "it is longer than 180 bytes"),
    ],
)
def test_other_names_are_refused_with_the_cause(tmp_path, name, cause):
    with pytest.raises(ProblemError) as caught:
        safe_child(tmp_path, name)
    assert str(caught.value).endswith(f" cannot name a file: {cause}")
    assert str(caught.value).isprintable() and len(str(caught.value)) < 130
    assert caught.value.exit_code == 2


@given(st.text(max_size=40))
def test_no_name_climbs_out(tmp_path_factory, name):
    folder = tmp_path_factory.getbasetemp() / "folder"
    try:
        path = safe_child(folder, name)
    except ProblemError:
        return
    assert path.parent == folder and path.name == name and path.resolve().parent == folder.resolve()


def test_names_that_a_disk_may_take_for_one(tmp_path):
    names = ["hero", "Hero", "caf\u00e9", "cafe\u0301", "straße", "STRASSE", "other"]
    assert collisions(names) == [("hero", "Hero"), ("caf\u00e9", "cafe\u0301"), ("straße", "STRASSE")]
    assert collisions(["a", "b"]) == []
    assert collisions(["a", "a"]) == [("a", "a")]
    with pytest.raises(ProblemError) as caught:
        refuse_collisions(["hero", "Hero", "other"])
    assert str(caught.value) == (
        "the names `hero`, `Hero` would be the same file on a disk that ignores case; rename all but one"
    )
    refuse_collisions(["hero", "other"])
