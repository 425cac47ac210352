"""What stands in an output folder: the manifest of its series, and a line for every scene that was ever made there.

The manifest never says of a file what is not so, not even for a moment: before a scene's files are replaced its line is
taken out, and put in again when they are complete. Lines are kept in the cache as well, for scenes that belong to no
series and for builds that are broken off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from gradanim.problems import ProblemError
from gradanim.publish import (
    FileEntry,
    Manifest,
    SceneEntry,
    read_manifest,
    scene_line,
    scene_record,
    write_manifest,
)
from gradanim.store import Store, key_of

MANIFEST = "manifest.json"


class Register:
    """The lines of one output folder; its lock is held by whoever changes them.

    Args:
        out: the output folder.
        cache: the cache folder.
    """

    def __init__(self, out: Path, cache: Path) -> None:
        self._path = out / MANIFEST
        self._out = os.path.abspath(out)  # noqa: PTH100 - links in the path need no resolving
        self._store = Store(cache / "lines")
        self._standing = self._first = _read(self._path)
        self._entered: dict[str, SceneEntry] = {}

    @property
    def manifest(self) -> Manifest | None:
        """The manifest as it stands in the folder, or None where there is none that can be read."""
        return self._standing

    def line(self, scene: str) -> SceneEntry | None:
        """The line of a scene, from the manifest or from an earlier run."""
        for entry in self._standing.scenes if self._standing else ():
            if entry.id == scene:
                return entry
        kept = self._store.get(self._key(scene))
        if kept is not None:
            with suppress(ProblemError, ValueError):
                return scene_line(json.loads(kept), self._path)
        return None

    def enter(self, entry: SceneEntry) -> None:
        """Notes that a scene's files are complete."""
        self._entered[entry.id] = entry
        self._store.put(self._key(entry.id), json.dumps(scene_record(entry)).encode())

    def withdraw(self, scene: str) -> None:
        """Takes a scene out of the manifest because its files are about to be replaced.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        standing = self._standing
        if standing is None:
            return
        rest = tuple(entry for entry in standing.scenes if entry.id != scene)
        # A single scene may be called like the series.
        if rest != standing.scenes or (standing.files and standing.series == scene):
            self.write(replace(standing, scenes=rest, files={}))

    def withdraw_film(self) -> None:
        """Takes the series film out of the manifest because it is about to be replaced.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        self._first = None
        if self._standing is not None and self._standing.files:
            self.write(replace(self._standing, files={}))

    def settle(self) -> None:
        """Puts scenes that were taken out of the manifest and are complete again back in their places.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        first, standing = self._first, self._standing
        if first is None or standing is None:
            return
        listed = {entry.id: entry for entry in standing.scenes} | self._entered
        scenes = tuple(listed[entry.id] for entry in first.scenes if entry.id in listed)
        self.write(replace(first, scenes=scenes, files=self.film(first.series, scenes, first.title)))

    def film(self, series: str, scenes: Sequence[SceneEntry], title: str | None) -> Mapping[str, FileEntry]:
        """The files of the series film that stands there, where it has this title and exactly these scenes."""
        first = self._first
        if first is None or (first.series, first.title) != (series, title) or first.scenes != tuple(scenes):
            return {}
        return {} if series in self._entered else first.files

    def write(self, manifest: Manifest) -> None:
        """Makes this the manifest; where it is already, the file is left alone.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        if manifest != self._standing:
            write_manifest(self._path, manifest)
            self._standing = manifest

    def _key(self, scene: str) -> str:
        return key_of(["line", self._out, scene])


def _read(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except ProblemError:
        return None
