"""Building a series from its file: at once where nothing has changed, else by the engine, with a report at the end."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gradanim.batch.receipt import Receipt, Written, digests

if TYPE_CHECKING:
    # They bring along all that makes a scene.
    from gradanim.batch.executor import OnEvent, Start
    from gradanim.batch.series import Built, Series
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
        _write(self.settings.out / REPORT, report)
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
        from gradanim.batch.inputs import input_files
        from gradanim.batch.report import report_text, standing_text
        from gradanim.batch.series import Series

        started = time.monotonic()
        # Before they are read: what is changed while they are read is another input the next time.
        inputs = digests(map(str, input_files(self.path)))
        series = Series(self.path, self.settings, self.look, tell, start)
        try:
            built = series.build()
        except (KeyboardInterrupt, SystemExit):
            self._tell_end(series, tell, started)
            raise
        self._tell_end(series, tell, started)
        report = report_text(built, self.look, time.monotonic() - started)
        _write(self.settings.out / REPORT, report)
        if built.whole:
            standing = len(built.results), standing_text(built, self.look)
            self._receipt.keep(inputs, standing, _outputs(self.settings.out))
        return built

    def _tell_end(self, series: Series, tell: OnEvent, started: float) -> None:
        from gradanim.batch.events import BuildFinished
        from gradanim.batch.series import counts

        built = series.built
        drawn = sum(result.effort.drawn for result in built.results)
        every = counts(built.results, len(built.broken))
        tell(BuildFinished(every, time.monotonic() - started, drawn))


def _outputs(out: Path) -> list[Written]:
    """All published files of the series."""
    from gradanim.batch.register import MANIFEST
    from gradanim.publish import file_entry, read_manifest

    manifest = read_manifest(out / MANIFEST)
    entries = [*manifest.files.values(), *(e for scene in manifest.scenes for e in scene.files.values())]
    entries.append(file_entry(out, out / MANIFEST))
    return [Written(entry.path, entry.bytes, entry.sha256) for entry in entries]


def _write(path: Path, text: str) -> None:
    """Publishes a text, unless it stands there already."""
    try:
        if path.read_bytes() == text.encode():
            return
    except OSError:
        pass
    from gradanim.encode import publish_text

    publish_text(path, text)
