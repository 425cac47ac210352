"""Clips that are put into a cache without being drawn."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest

from gradanim.batch.clip_entry import About
from gradanim.batch.clips import Clips

ABOUT = About(12, Fraction(15), (854, 480), 1.25, {"beat": "ab"})


FILES = {"clip.mp4": b"film" * 1000, "last.png": b"last" * 200, "tile.png": b"tile" * 100}


def key_of(text):
    return sha256(text.encode()).hexdigest()


KEY = key_of("one")


@pytest.fixture
def clips(tmp_path):
    return Clips(tmp_path / "cache")


def put(clips, key=KEY, files=FILES, about=ABOUT):
    with clips.draft(key) as draft:
        for name, data in files.items():
            (draft / name).write_bytes(data)
        return clips.keep(key, draft, about)


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def folder(path):
    path.unlink()
    path.mkdir()
