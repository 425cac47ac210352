"""What playing a beat gives: the state at every share of its motion."""

from __future__ import annotations

from collections.abc import Callable

from gradanim.actors.state import SceneState

# Maps progress (0 to 1) to a state; 1 is where the next beat begins. Pure: the same progress, the same state.
Motion = Callable[[float], SceneState]
