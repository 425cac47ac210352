"""What killed writers leave behind goes; what anybody still writes stays."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from gradanim.store import Store, key_of, partial_path, sweep_partials


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen(["true"])
    ended.wait()
    return ended.pid


def _given_up(path: Path, pid: int) -> Path:
    """The name that another process would have given."""
    mine = partial_path(path)
    return mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{pid}-"))


def test_only_what_nobody_writes_any_more_is_swept(tmp_path: Path, dead: int) -> None:
    final = tmp_path / "a.mp4"
    mine, gone = partial_path(final), _given_up(final, dead)
    elsewhere = tmp_path / ".a.mp4.partial-othermachine-1-abcdef"
    forgotten = tmp_path / ".a.mp4.partial-othermachine-2-abcdef"
    other_film = tmp_path / gone.name.replace("a.mp4", "b.mp4")
    for path in (final, mine, gone, elsewhere, forgotten, other_film):
        path.touch()
    os.utime(forgotten, (0, 0))
    assert sorted(sweep_partials(tmp_path, final.name)) == sorted([gone, forgotten])
    assert sorted(tmp_path.iterdir()) == sorted([final, mine, elsewhere, other_film])
    assert sweep_partials(tmp_path) == [other_film]
    assert sweep_partials(tmp_path / "nowhere") == []


def test_folders_go_with_all_that_is_in_them_and_what_links_lead_to_stays(tmp_path: Path, dead: int) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    (aside / "mine").touch()
    folder, link = _given_up(tmp_path / "work", dead), _given_up(tmp_path / "work", dead)
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "file").touch()
    (folder / "away").symlink_to(aside)
    link.symlink_to(aside)
    assert sorted(sweep_partials(tmp_path)) == sorted([folder, link])
    assert [path.name for path in tmp_path.iterdir()] == ["aside"] and (aside / "mine").exists()


def test_an_entry_that_was_half_written_is_swept(tmp_path: Path, dead: int) -> None:
    store, key = Store(tmp_path / "letters"), key_of("a")
    store.put(key, b"whole")
    (place,) = (path for path in tmp_path.rglob("*") if path.is_file())
    half = _given_up(place, dead)
    half.write_bytes(b"ha")
    assert sweep_partials(place.parent) == [half] and store.get(key) == b"whole"
