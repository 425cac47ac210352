"""A number of a text that has no value is told, once and where it is read."""

from __future__ import annotations

from pathlib import Path

import beats_told
import pytest

HEAD = "title: T\nfield: {f: x^2 + c*y, x: [-2, 2], y: [-2, 2]}\nparams: {c: 1}\nbeats:\n"


def told(folder: Path, *beats: str) -> list[str]:
    return beats_told.told(folder, HEAD, *beats)


def test_it_is_told_where_it_loses_its_value_and_once(tmp_path: Path) -> None:
    beats = ("show: axes", 'write: "roots {sqrt(c):.2f} and {c}"', "vary: {c: -1}", "vary: {c: -2}")
    assert told(tmp_path, *beats) == [
        "7:5: warning: `{sqrt(c)}` has no value as this beat ends, and a text on the stage calls it undefined; keep to "
        "where it has one, or `clear` or `hide` the text before"
    ]
    assert told(tmp_path, *beats[:2], "clear: text", *beats[2:]) == []


@pytest.mark.parametrize("last", ["hide: readout", "vary: {c: 2}"])
def test_a_readout_is_looked_at_only_where_it_is_seen(tmp_path: Path, last: str) -> None:
    beats = ["show: [axes, {readout: ['{sqrt(c)}']}]", last]
    assert told(tmp_path, *beats) == []
    (line,) = (
        told(tmp_path, *beats, "vary: {c: -1}")
        if last.startswith("vary")
        else told(tmp_path, beats[0], "vary: {c: -1}", last)
    )
    assert "`{sqrt(c)}` has no value" in line


def test_what_is_said_is_looked_at(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "{show: axes, say: 'It is {ln(c - 2):.2f} here.'}")
    assert line.startswith("5:6: ") and "what is said calls it undefined" in line
