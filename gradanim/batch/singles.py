"""Rendering single scenes: as a build does it, but nothing is made of them together."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from gradanim.batch.built import Broken, Built, tell_broken
from gradanim.batch.executor import OnEvent, Start
from gradanim.batch.reported import ended, reported
from gradanim.batch.run import Run
from gradanim.batch.settings import Settings
from gradanim.plan.scene_plan import ScenePlan

_NONE: Broken = MappingProxyType({})


def render(
    plans: Sequence[ScenePlan],
    settings: Settings,
    tell: OnEvent,
    start: Start | None = None,
    broken: Broken = _NONE,
) -> Built:
    """Makes single scenes and reports on each.

    Args:
        plans: the scenes, at least one, all of one profile and format.
        settings: how they are made, and where.
        tell: told of everything that happens.
        start: gives those who do the jobs, if not those of the settings.
        broken: specs that cannot be read, for the report.

    Raises:
        ProblemError: nothing can be made at all (exit code 3).
        KeyboardInterrupt, SystemExit: somebody ended it; what was done until then is whole.
    """
    look = plans[0].profile.name, plans[0].format.name
    running = Run(plans, settings, tell, start)
    built = Built(None, running.results, broken, film=None)
    with ended(built, tell):
        tell_broken(built, tell)
        with running.locked() as register, reported(built, settings.out, look):
            try:
                running.make(register)
            finally:
                built.results = running.results
                register.settle()
    return built
