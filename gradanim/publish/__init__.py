"""Captions, cue sheets, manifests and series films, made from what was rendered; nothing is drawn here."""

from gradanim.publish.captions import Caption, captions, srt, vtt
from gradanim.publish.cues import BeatCue, CueSheet, join_cue_sheets, read_cue_sheet, write_cue_sheet
from gradanim.publish.manifest import (
    FileEntry,
    Manifest,
    SceneEntry,
    file_entry,
    read_manifest,
    scene_line,
    scene_record,
    verify_manifest,
    write_manifest,
)
from gradanim.publish.series import publish_series_film

__all__ = [
    "BeatCue",
    "Caption",
    "CueSheet",
    "FileEntry",
    "Manifest",
    "SceneEntry",
    "captions",
    "file_entry",
    "join_cue_sheets",
    "publish_series_film",
    "read_cue_sheet",
    "read_manifest",
    "scene_line",
    "scene_record",
    "srt",
    "verify_manifest",
    "vtt",
    "write_cue_sheet",
    "write_manifest",
]
