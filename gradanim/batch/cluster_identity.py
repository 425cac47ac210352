"""Who a worker of a cluster is: the code and the packages that it would draw with."""

from __future__ import annotations

from collections.abc import Mapping

from gradanim import __version__
from gradanim.plan.sources import own_sources, packages
from gradanim.store import key_of

# What a worker evaluates when it is asked who it is. Words, because any Python can read them: a function would have
# to be found, or its bytecode understood, by exactly those workers that are not like us.
QUESTION = "__import__('gradanim.batch.cluster_identity', fromlist=['identity']).identity()"
_DIGITS = 12


def identity() -> dict[str, str]:
    """What decides what this process would draw, and how it answers, by name."""
    code = key_of(dict(own_sources().files))[:_DIGITS]
    return {"gradanim": __version__, "gradanim's own files": code, **packages()}


def differences(found: Mapping[str, str], expected: Mapping[str, str]) -> str:
    """What is another one in ``found`` than in ``expected``, in words; nothing where they are the same."""
    names = [*expected, *(name for name in found if name not in expected)]
    return ", ".join(
        f"{name} {found.get(name, 'none')} (here {expected.get(name, 'none')})"
        for name in names
        if found.get(name) != expected.get(name)
    )
