"""A spec, and how ``gradanim`` is run as a process, for the tests of the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradanim

GOOD = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 0.5
    say: First.
  - place: [1, 0.5]
    seconds: 0.5
"""
COMMAND = (sys.executable, "-m", "gradanim")
# The same, with a minute for workers that were asked to end: a machine that has more to do may need it.
PATIENT = (
    sys.executable,
    "-c",
    "from functools import partial; from gradanim.batch import settings; from gradanim.__main__ import run; "
    "settings.Limits = partial(settings.Limits, grace=60.0); run()",
)


@dataclass(frozen=True)
class Answer:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


def environment(**others: str) -> dict[str, str]:
    """The environment of a process that imports this very package, with bytecode kept as users have it."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPATH": str(Path(gradanim.__file__).parents[1]), **others}


def call(*arguments: object, **others: str) -> Answer:
    """Runs ``gradanim`` as a process; ``others`` are variables of its environment."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment(**others),
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)
