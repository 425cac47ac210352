"""The film of a whole series: its scenes one after another, a chapter for each, and its captions."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from gradanim.encode import Chapter, join_films, publish_text, refuse_collisions, safe_child
from gradanim.publish.captions import captions, srt, vtt
from gradanim.publish.cues import join_cue_sheets
from gradanim.publish.manifest import FileEntry, Manifest, file_entry


def publish_series_film(folder: Path, manifest: Manifest) -> Manifest:
    """Make ``SERIES.mp4`` with its captions from the scenes of a manifest that stands in ``folder``.

    The films are joined without encoding them again. Returns the manifest with the new files in it; it is not
    written.

    Raises:
        ProblemError: a film is missing or damaged, two films cannot be joined, a scene is called like the
            series, or the disk refused.
    """
    refuse_collisions([manifest.series, *(scene.id for scene in manifest.scenes)])
    starts = [0, *accumulate(scene.frames for scene in manifest.scenes)]
    chapters = [Chapter(start, scene.title) for start, scene in zip(starts, manifest.scenes, strict=False)]
    video = safe_child(folder, f"{manifest.series}.mp4")
    parts = [folder / scene.files["video"].path for scene in manifest.scenes]
    join_films(parts, video, chapters=chapters, title=manifest.series)
    cues = captions(join_cue_sheets([scene.cue_sheet for scene in manifest.scenes]))
    files: dict[str, FileEntry] = {"video": file_entry(folder, video)}
    for role, text in (("srt", srt(cues)), ("vtt", vtt(cues))):
        path = video.with_suffix(f".{role}")
        publish_text(path, text)
        files[role] = file_entry(folder, path)
    return replace(manifest, files={**manifest.files, **files})
