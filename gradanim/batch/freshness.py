"""Whether the files of a scene are still those of its line in the manifest, without reading them where that is safe.

The promise: a scene counts as fresh only where its key is that of its line and every file has the size and the SHA-256
of the line. The SHA-256 of a file is computed, unless the file has the very inode, size, time of change of its content
and of its inode with which it was computed before. Whatever writes to a file sets that last time to the clock's, and no
program can set it to another; a file that was changed less than `UNSURE` before it was read is read again next time,
since clocks of file systems tick coarsely. What this cannot see are bytes that the disk itself loses: `verify_manifest`
reads everything.
"""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import asdict

from gradanim.batch.checksums import Checksums
from gradanim.batch.scene_keys import scene_key
from gradanim.plan.scene_plan import ScenePlan, outputs
from gradanim.publish import SceneEntry

__all__ = ["Checksums", "fresh", "stale"]


def fresh(plan: ScenePlan, mode: str, out: Path, line: SceneEntry | None, checksums: Checksums) -> bool:
    """Whether nothing is to be done for a scene: its line has its key, and all its files are those of the line.

    Args:
        plan: the scene.
        mode: what becomes of what is said.
        out: the output folder.
        line: the scene's line of the manifest, or None; its fingerprint is the `scene_key` it was made for.
        checksums: of the output folder.
    """
    return stale(plan, mode, out, line, checksums) is None


def stale(plan: ScenePlan, mode: str, out: Path, line: SceneEntry | None, checksums: Checksums) -> str | None:
    """Why a scene is not fresh, in words; None where it is. The arguments are those of `fresh`."""
    if line is None or line.id != plan.id:
        return "never made in this folder"
    if line.fingerprint != scene_key(plan, mode):
        return "the spec or gradanim itself changed"
    files = asdict(outputs(out, plan.id))
    if files.keys() != line.files.keys():
        return "made by another gradanim"
    for role, path in files.items():
        if line.files[role].path != path.name or not checksums.holds(path, line.files[role]):
            return f"{path.name} is not as it was made" if path.exists() else f"{path.name} is missing"
    return None
