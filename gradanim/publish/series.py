"""The film of a whole series: its scenes one after another, a chapter for each, and its captions."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

from msgspec.structs import replace

from gradanim.encode import Chapter, file_set, join_films, publish_text, refuse_collisions, safe_child
from gradanim.publish.captions import captions, srt, vtt
from gradanim.publish.cues import CueSheet, join_cue_sheets
from gradanim.publish.manifest import FileEntry, Manifest, SceneEntry, file_entry


def publish_series_film(folder: Path, manifest: Manifest) -> Manifest:
    """Make ``SERIES.mp4`` with its captions from the scenes of a manifest that stands in ``folder``.

    The films are joined without encoding them again; the new files take their places together. Returns the manifest
    with them in it; it is not written.

    Raises:
        ProblemError: a film is missing or damaged, two films cannot be joined, a scene is called like the
            series, or the disk refused.
    """
    refuse_collisions([manifest.series, *(scene.id for scene in manifest.scenes)])
    starts = [0, *accumulate(scene.frames for scene in manifest.scenes)]
    chapters = [Chapter(start, scene.title) for start, scene in zip(starts, manifest.scenes, strict=False)]
    name = safe_child(folder, f"{manifest.series}.mp4").name
    parts = [folder / scene.files["video"].path for scene in manifest.scenes]
    cues = captions(join_cue_sheets([_told(scene) for scene in manifest.scenes]))
    with file_set(folder, manifest.series) as made:
        video = made.draft / name
        join_films(parts, video, chapters=chapters, title=manifest.title or manifest.series)
        files: dict[str, FileEntry] = {"video": file_entry(made.draft, video)}
        for role, text in (("srt", srt(cues)), ("vtt", vtt(cues))):
            path = made.draft / f"{manifest.series}.{role}"
            publish_text(path, text)
            files[role] = file_entry(made.draft, path)
        # The film last: who sees a new one finds its captions too.
        made.publish([files[role].path for role in ("srt", "vtt", "video")])
    return replace(manifest, files={**manifest.files, **files})


def _told(scene: SceneEntry) -> CueSheet:
    """The cues of a scene, silent where its own captions are in its picture, or nowhere."""
    sheet, own = scene.cue_sheet, scene.files.get("srt")
    if own is None or own.bytes:
        return sheet
    return replace(sheet, beats=tuple(replace(beat, say=None) for beat in sheet.beats))
