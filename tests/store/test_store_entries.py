"""Entries are whole or a miss, whatever became of them on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from gradanim.store import NoHomeError, Store, key_of, user_cache

KEY, BODY = key_of(["an entry"]), b"body" * 100


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one entry."""
    made = Store(tmp_path / "store")
    made.put(KEY, BODY)
    return made


def _file(store: Store) -> Path:
    (entry,) = store.files()
    return Path(entry.path)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def _link(path: Path) -> None:
    aside = path.with_name("aside")
    path.rename(aside)
    path.symlink_to(aside)


def _other(path: Path) -> None:
    other = Store(path.parents[1])
    other.put(key_of("other"), b"other")
    (strange,) = [Path(entry.path) for entry in other.files() if entry.name != path.name]
    path.write_bytes(strange.read_bytes())


def test_what_was_put_is_got(store: Store) -> None:
    assert store.get(KEY) == BODY and store.has(KEY)
    assert store.get(key_of("nothing")) is None and not store.has(key_of("nothing"))


@pytest.mark.parametrize(
    "damage", [_truncate, _flip, _link, _other, Path.unlink, lambda path: path.write_bytes(b"")]
)
def test_a_damaged_entry_is_a_miss_and_can_be_put_again(store: Store, damage: Callable[[Path], None]) -> None:
    damage(_file(store))
    assert store.get(KEY) is None
    store.put(KEY, BODY)
    assert store.get(KEY) == BODY


def test_where_nothing_can_be_written_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file")
    store.put(KEY, BODY)
    assert store.get(KEY) is None and not list(store.files())


@pytest.mark.parametrize("chosen", ["", "relative/place", None])
def test_a_cache_folder_that_is_not_absolute_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chosen: str | None
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert user_cache() == tmp_path / "own" / "gradanim"
    if chosen is None:
        monkeypatch.delenv("XDG_CACHE_HOME")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", chosen)
    assert user_cache() == Path(os.environ["HOME"]) / ".cache" / "gradanim"


@pytest.mark.parametrize("home", ["relative/home", None])
def test_a_user_without_a_home_folder_is_told(monkeypatch: pytest.MonkeyPatch, home: str | None) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    if home is None:
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    else:
        monkeypatch.setenv("HOME", home)
    with pytest.raises(NoHomeError):
        user_cache()
