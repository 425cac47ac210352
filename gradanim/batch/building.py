"""Building a series from its file: at once where nothing has changed, else by the engine, with a report at the end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from gradanim.batch.receipt import Receipt, Written, digests

if TYPE_CHECKING:
    # They bring along all that makes a scene.
    from gradanim.batch.built import Built
    from gradanim.batch.executor import OnEvent, Start
    from gradanim.batch.settings import Settings


REPORT = "report.json"


class Building:
    """The build of one series with one look; it can be done again and again.

    Args:
        path: the series file.
        settings: how it is made, and where.
        look: names of profile and format.
    """

    def __init__(self, path: Path, settings: Settings, look: tuple[str, str]) -> None:
        self.path = path
        self.settings = settings
        self.look = look
        name = (os.path.abspath(path), *look, settings.captions)  # noqa: PTH100 - links in the path need no resolving
        self._receipt = Receipt(settings.cache, settings.out, name)

    def standing(self) -> int | None:
        """How many scenes stand where nothing has changed since the last whole build; else None.

        Raises:
            ProblemError: the report cannot be written (exit code 3).
        """
        found = None if self.settings.force else self._receipt.standing()
        if found is None:
            return None
        scenes, report = found
        # Looked at first: what writes takes long to import.
        if not _stands(self.settings.out / REPORT, report):
            from gradanim.batch.reported import write_report

            write_report(self.settings.out, report)
        return scenes

    def build(self, tell: OnEvent, start: Start | None = None) -> Built:
        """Builds the series.

        Args:
            tell: told of everything that happens.
            start: gives those who do the jobs, if not those of the settings.

        Raises:
            ProblemError: the series file or every one of its specs is broken, or nothing can be made at all.
            KeyboardInterrupt, SystemExit: somebody ended it; what was done until then is whole.
        """
        from gradanim.batch.built import tell_broken
        from gradanim.batch.inputs import input_files
        from gradanim.batch.report import standing_text
        from gradanim.batch.reported import ended, reported
        from gradanim.batch.series import Series

        # Before they are read: what is changed while they are read is another input the next time.
        inputs = digests(map(str, input_files(self.path)))
        series, out = Series(self.path, self.settings, self.look, tell, start), self.settings.out
        with ended(series.built, tell):
            tell_broken(series.built, tell)
            with series.locked() as register:
                with reported(series.built, out, self.look):
                    built = series.build(register)
                # While the folder is ours: another build may change the manifest then.
                if built.whole:
                    standing = len(built.results), standing_text(built, self.look)
                    self._receipt.keep(inputs, standing, _outputs(out))
        return built


def _outputs(out: Path) -> list[Written]:
    """All published files of the series."""
    from gradanim.batch.register import MANIFEST
    from gradanim.publish import file_entry, read_manifest

    manifest = read_manifest(out / MANIFEST)
    entries = [*manifest.entries, file_entry(out, out / MANIFEST)]
    return [Written(entry.path, entry.bytes, entry.sha256) for entry in entries]


def _stands(path: Path, text: str) -> bool:
    try:
        # A pipe that stands there would be waited for.
        return path.is_file() and path.read_bytes() == text.encode()
    except OSError:
        return False
