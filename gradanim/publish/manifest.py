"""The manifest: every scene of a series, what it was made from, and every file with its size and checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from gradanim.encode import publish_text
from gradanim.problems import Problem, ProblemError
from gradanim.publish.cues import BeatCue, CueSheet, beat_record, read_beats
from gradanim.publish.records import Reader, record_text

SCHEMA = "gradanim-manifest/1"
_KIND = "manifest"


class FileEntry(Struct, frozen=True):
    """A published file: its path below the manifest's folder with ``/``, its size, its SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


class SceneEntry(Struct, frozen=True):
    """One scene of a series as it was published.

    Attributes:
        id: name of its files.
        title: what a viewer reads.
        fingerprint: of everything that decides its frames.
        profile: draft, preview, final or 4k.
        format: shape of the picture, for example ``16:9``.
        fps: frames per second.
        frames: frames of its film.
        files: by role: ``video``, ``srt``, ``vtt``, ``poster``, ``sheet``, ``cues``.
        beats: its cues.
    """

    id: str
    title: str
    fingerprint: str
    profile: str
    format: str
    fps: Fraction
    frames: int
    files: Mapping[str, FileEntry]
    beats: tuple[BeatCue, ...] = ()

    @property
    def cue_sheet(self) -> CueSheet:
        """The cue sheet of its film."""
        return CueSheet(self.fps, self.frames, self.beats)


class Manifest(Struct, frozen=True):
    """A published series.

    Attributes:
        series: name of its files.
        scenes: in the order of the film.
        files: those of the whole series, for example its ``video``.
        title: what a viewer reads, also in the film's own tags; None where that is not known.
        others: other series that were published into the same folder, the last one first; they have no others.
    """

    series: str
    scenes: tuple[SceneEntry, ...]
    files: Mapping[str, FileEntry] = field(default_factory=dict)
    title: str | None = None
    others: tuple[Manifest, ...] = ()

    @property
    def all_series(self) -> tuple[Manifest, ...]:
        """Every series of the folder: this one, then the others."""
        return (self, *self.others)

    @property
    def entries(self) -> tuple[FileEntry, ...]:
        """The files of this series: its own, then those of its scenes."""
        return (*self.files.values(), *(e for scene in self.scenes for e in scene.files.values()))


def file_entry(folder: Path, path: Path) -> FileEntry:
    """The entry of the file ``path`` in a manifest that stands in ``folder``.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is not below the folder.
    """
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        size = stream.tell()
    return FileEntry(path.relative_to(folder).as_posix(), size, digest)


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest as canonical JSON, whole or not at all.

    Raises:
        ProblemError: the disk refused (exit code 3), or it is not one that `read_manifest` takes.
    """
    record = _record(manifest)
    _manifest(Reader(_KIND, path, record))
    publish_text(path, record_text(record))


def read_manifest(path: Path) -> Manifest:
    """Read a manifest and check every field of it; the files it names are not touched.

    Raises:
        ProblemError: missing, not JSON, of another schema, or wrong at a key that the message names.
    """
    return _manifest(Reader.load(_KIND, path))


def verify_manifest(path: Path) -> list[Problem]:
    """Every way in which the files beside a manifest differ from it; empty where all is well."""
    try:
        manifest = read_manifest(path)
    except ProblemError as error:
        return list(error.problems)
    # A scene that belongs to two series stands in both.
    entries = dict.fromkeys(entry for series in manifest.all_series for entry in series.entries)
    found = (_difference(path.parent, entry) for entry in entries)
    return [problem for problem in found if problem]


def _difference(folder: Path, entry: FileEntry) -> Problem | None:
    path = folder / entry.path
    try:
        size = path.stat().st_size
        # The size tells most damage without reading the file.
        found = file_entry(folder, path) if size == entry.bytes else None
    except OSError:
        return Problem("manifest_file_missing", {"path": path}, exit_code=1)
    if found == entry:
        return None
    details: dict[str, Any] = {"path": path, "what": "bytes", "found": size, "expected": entry.bytes}
    if found:
        details.update(what="checksum", found=found.sha256[:12], expected=entry.sha256[:12])
    return Problem("manifest_file_changed", details, exit_code=1)


def _record(manifest: Manifest) -> dict[str, Any]:
    record: dict[str, Any] = {"schema": SCHEMA, **_series_record(manifest)}
    if manifest.others:
        record["others"] = [_series_record(other) for other in manifest.others]
    return record


def _series_record(series: Manifest) -> dict[str, Any]:
    return {
        "series": series.series,
        "title": series.title,
        "files": _file_records(series.files),
        "scenes": [scene_record(scene) for scene in series.scenes],
    }


def scene_record(scene: SceneEntry) -> dict[str, Any]:
    """The JSON object of a scene's line."""
    return {
        "id": scene.id,
        "title": scene.title,
        "fingerprint": scene.fingerprint,
        "profile": scene.profile,
        "format": scene.format,
        "fps": f"{scene.fps.numerator}/{scene.fps.denominator}",
        "frames": scene.frames,
        "files": _file_records(scene.files),
        "beats": [beat_record(beat) for beat in scene.beats],
    }


def _file_records(files: Mapping[str, FileEntry]) -> dict[str, Any]:
    return {role: {"path": f.path, "bytes": f.bytes, "sha256": f.sha256} for role, f in files.items()}


def scene_line(record: Any, path: Path) -> SceneEntry:
    """The line of a record that `scene_record` made.

    Args:
        record: the JSON object.
        path: the file that it is from, for messages.

    Raises:
        ProblemError: it is not one.
    """
    return _scene(Reader(_KIND, path, record))


def _manifest(reader: Reader) -> Manifest:
    schema = reader.text("schema")
    if schema != SCHEMA:
        raise reader.wrong("schema", f"`{SCHEMA}` is expected, not `{schema}`; build the series again")
    others = tuple(_series(item) for item in reader.optional_items("others"))
    return replace(_series(reader), others=others)


def _series(reader: Reader) -> Manifest:
    scenes = tuple(_scene(item) for item in reader.items("scenes"))
    return Manifest(reader.text("series"), scenes, _files(reader), reader.optional_text("title"))


def _scene(reader: Reader) -> SceneEntry:
    frames = reader.count("frames")
    return SceneEntry(
        id=reader.text("id"),
        title=reader.text("title"),
        fingerprint=reader.text("fingerprint"),
        profile=reader.text("profile"),
        format=reader.text("format"),
        fps=reader.ratio("fps"),
        frames=frames,
        files=_files(reader),
        beats=read_beats(reader, frames),
    )


def _files(reader: Reader) -> dict[str, FileEntry]:
    return {role: _file(item) for role, item in reader.child("files").children().items()}


def _file(reader: Reader) -> FileEntry:
    text, digest = reader.text("path"), reader.text("sha256")
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or "\0" in text or path == PurePosixPath("."):
        raise reader.wrong("path", "it must be below the manifest's own folder")
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise reader.wrong("sha256", "64 hex digits are expected")
    return FileEntry(text, reader.count("bytes"), digest)
