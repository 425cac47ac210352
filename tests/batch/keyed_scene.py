"""A scene and the keys of its beats."""

from __future__ import annotations

import pytest

from gradanim.batch.keys import beat_keys
from gradanim.beats.rehearsal import rehearsed

SCENE = """\
title: A test
field: {f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}
stage: plane
beats:
  - show: [contours, axes]
    seconds: 0.6
    say: The first beat.
  - place: [1, 0.5]
    seconds: 0.4
  - place: [-1, 0.5]
    seconds: 0.4
  - show: [direction, rosette]
    seconds: 0.4
    say: There the value is {f:.2f}.
  - hide: [direction, rosette]
    seconds: 0.4
  - zoom: 2
    seconds: 0.4
"""


@pytest.fixture
def keys(plan):
    """The keys of the beats of a scene's text."""

    def made(text=SCENE, burn=False, **look):
        planned = plan(text, **look)
        return beat_keys(planned, rehearsed(planned, burn))

    return made


def changed(before, after):
    return [after.index for before, after in zip(before, after, strict=True) if before.key != after.key]
