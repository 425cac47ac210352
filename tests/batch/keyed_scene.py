"""A scene and the keys of its beats."""

from __future__ import annotations

import pytest
from scene_texts import KEYED as SCENE

from gradanim.batch.keys import beat_keys
from gradanim.beats.rehearsal import rehearsed


@pytest.fixture
def keys(plan):
    """The keys of the beats of a scene's text."""

    def made(text=SCENE, burn=False, **look):
        planned = plan(text, **look)
        return beat_keys(planned, rehearsed(planned, burn))

    return made


def changed(before, after):
    return [after.index for before, after in zip(before, after, strict=True) if before.key != after.key]
