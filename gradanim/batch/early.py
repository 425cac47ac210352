"""A warm process that is started before it is known what it will do: it imports while specs are still being read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gradanim.batch.nursery_link import NurseryLink

if TYPE_CHECKING:
    # They bring along what is to be imported meanwhile.
    from gradanim.batch.executor import OnEvent, Start
    from gradanim.batch.work import Limits
    from gradanim.batch.workers import Crew

# What is enough to look what is missing: done while specs are still being read. The rest follows meanwhile.
FIRST = (
    "gradanim.batch.tasks",
    "gradanim.render.film",
    "gradanim.plan.sources:known",
    "gradanim.actors.lettering:fonts",
)
# What workers find imported and done. manim is not among them: films need it only for letters never drawn before.
WARM = (
    *FIRST,
    "contourpy",
    "PIL.Image:preinit",
    "PIL.ImageDraw",
    "av",
    "gradanim.encode.library",
    "gradanim.raster.draw",
    "gradanim.raster.warm:warm_up",
)


@contextmanager
def early_start(*, wanted: bool = True) -> Iterator[Start | None]:
    """Starts a warm process now; gives what begins a build with it, or None where it is not wanted.

    It is ended at the end of the block where no build has taken it over.
    """
    waiting = _started() if wanted else None

    def start(limits: Limits, on_event: OnEvent) -> Crew:
        from gradanim.batch.workers import Crew

        nonlocal waiting
        link, waiting = waiting, None
        if link is not None:
            # The build may have waited long for its folder: patience begins when somebody listens.
            link.started = time.monotonic()
        return Crew(limits, on_event, warm=WARM, link=link)

    try:
        yield start if wanted else None
    finally:
        if waiting is not None:
            waiting.close(at_once=True)


def _started() -> NurseryLink | None:
    try:
        return NurseryLink(WARM, len(FIRST))
    except OSError:
        # The build starts one when it needs it, and says why it cannot.
        return None
