"""What stands in an output folder: the manifest of its series, and a line for every scene that was ever made there.

A folder may hold several series: the manifest is of the one that was built last, and keeps those that stand beside it.

The manifest never says of a file what is not so, not even for a moment: before a scene's files are replaced its line is
taken out, and put in again when they are complete. Lines are kept in the cache as well, for scenes that belong to no
series and for builds that are broken off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

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
        for series in self._standing.all_series if self._standing else ():
            for entry in series.scenes:
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

        def without(series: Manifest) -> Manifest:
            rest = tuple(entry for entry in series.scenes if entry.id != scene)
            # A single scene may be called like a series.
            touched = rest != series.scenes or series.series == scene
            return replace(series, scenes=rest, files={}) if touched else series

        if self._standing is not None:
            self._write(_each(self._standing, without))

    def withdraw_film(self, name: str) -> None:
        """Takes a series film out of the manifest because it is about to be replaced, and a scene called like it.

        Args:
            name: of the series.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """

        def without(series: Manifest) -> Manifest:
            # Its files are those of a scene of another series that is called like it.
            rest = tuple(entry for entry in series.scenes if entry.id != name)
            touched = rest != series.scenes or series.series == name
            return replace(series, scenes=rest, files={}) if touched else series

        if self._first is not None:
            self._first = _each(self._first, without)
        if self._standing is not None:
            self._write(_each(self._standing, without))

    def settle(self) -> None:
        """Puts scenes that were taken out of the manifest and are complete again back in their places.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        if self._first is not None:
            self._write(_each(self._first, self._settled))

    def film(self, series: str, scenes: Sequence[SceneEntry], title: str | None) -> Mapping[str, FileEntry]:
        """The files of the series film that stands there, where it has this title and exactly these scenes."""
        for first in self._first.all_series if self._first else ():
            if (first.series, first.title, first.scenes) == (series, title, tuple(scenes)):
                return {} if series in self._entered else first.files
        return {}

    def publish(self, manifest: Manifest) -> None:
        """Makes this the manifest and keeps what stands of other series; nothing is written where nothing changed.

        Raises:
            ProblemError: the disk refused (exit code 3).
        """
        others = self._first.all_series if self._first is not None else ()
        kept = (self._present(self._settled(other)) for other in others if other.series != manifest.series)
        self._write(replace(manifest, others=tuple(other for other in kept if other.entries)))

    def _settled(self, series: Manifest) -> Manifest:
        """A series as it was at first, with scenes as they are now, without those whose files are being replaced."""
        assert self._standing is not None
        listed = {
            entry.id: entry for each in self._standing.all_series for entry in each.scenes
        } | self._entered
        scenes = tuple(listed[entry.id] for entry in series.scenes if entry.id in listed)
        return replace(series, scenes=scenes, files=self.film(series.series, scenes, series.title))

    def _present(self, series: Manifest) -> Manifest:
        """A series without what somebody has taken out of the folder."""

        def there(entries: Mapping[str, FileEntry]) -> bool:
            return all((Path(self._out) / entry.path).is_file() for entry in entries.values())

        scenes = tuple(scene for scene in series.scenes if there(scene.files))
        return replace(series, scenes=scenes, files=series.files if there(series.files) else {})

    def _write(self, manifest: Manifest) -> None:
        if manifest != self._standing:
            write_manifest(self._path, manifest)
            self._standing = manifest

    def _key(self, scene: str) -> str:
        return key_of(["line", self._out, scene])


def _each(manifest: Manifest, change: Callable[[Manifest], Manifest]) -> Manifest:
    """A manifest with every series of it changed."""
    first, *others = (change(replace(series, others=())) for series in manifest.all_series)
    return replace(first, others=tuple(others))


def _read(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except ProblemError:
        return None
