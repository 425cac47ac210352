"""flip: a gradient arrow turns half around and becomes its negative, or turns back."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import FLIPS, SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.flip import FlipAction

# The arc that begins at an arrow is gone when the arrow has turned this share of its way.
ARC_LEAVES = 0.25


def play(action: FlipAction, start: SceneState, context: Context) -> Motion:
    """The named arrow, or the other one where only that is there, turns in the input plane, at its full length.

    When it has turned it goes by the name of what it has become, unless an arrow of that name is on the stage too. The
    arc of θ, which begins at ∇f, leaves as the arrow of ∇f turns away from there.
    """
    name = action.actor if action.actor in start.actors else FLIPS[action.actor]
    presence = start.actors.get(name)
    if presence is None:
        return lambda u: start
    origin = presence.flipped
    target = 0.0 if origin >= 0.5 else 1.0
    end = start.with_actor(name, flipped=target)
    if target == 1.0 and FLIPS[name] not in start.actors:
        became = replace(presence, flipped=0.0, turned=True)
        end = replace(start, actors={**start.without_actors([name]).actors, FLIPS[name]: became})

    alone = "angle" in start.actors and has_gradient(start) and not has_gradient(end)
    if alone:
        end = end.without_actors(["angle"])

    def at(u: float) -> SceneState:
        if u >= 1.0:
            return end
        turned = smooth(u)
        state = start.with_actor(name, flipped=between(origin, target, turned))
        if alone:
            state = state.with_actor(
                "angle", shown=start.shown("angle") * (1.0 - smooth(turned / ARC_LEAVES))
            )
        return state

    return at


def has_gradient(state: SceneState) -> bool:
    """Whether an arrow on the stage is ∇f."""
    gradient, negative = (state.actors.get(name) for name in ("gradient", "negative_gradient"))
    upright = gradient is not None and gradient.shown > 0.0 and gradient.flipped < 0.5
    return upright or (negative is not None and negative.shown > 0.0 and negative.flipped >= 0.5)
