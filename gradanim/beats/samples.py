"""One beat looked over: its states, taken once for everything that asks for them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from msgspec import Struct

from gradanim.actors.state import SceneState
from gradanim.beats.motion import Motion
from gradanim.beats.timeline import SAMPLED

# Progress values at which a beat is looked over, (SAMPLED,).
SHARES = np.linspace(0.0, 1.0, SAMPLED)


class Samples(Struct, frozen=True, eq=False, dict=True):
    """A beat with its motion.

    Attributes:
        motion: the state for every progress.
    """

    motion: Motion

    @cached_property
    def states(self) -> list[SceneState]:
        """The states at ``SHARES``."""
        return [self.motion(float(share)) for share in SHARES]
