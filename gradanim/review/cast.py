"""What stages and actors are called where a frame is described to someone who does not see it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradanim.actors.state import SceneState
from gradanim.spec import SceneSpec

# An actor counts as shown from half of its entrance on.
THERE = 0.5
# What is told by sentences of its own, not in the list of what else is to be seen.
TOLD = frozenset(
    {
        "surface",
        "contours",
        "point",
        "gradient",
        "negative_gradient",
        "partials",
        "direction",
        "level_curve",
        "trajectory",
        "readout",
    }
)
CALLED: Mapping[str, str] = MappingProxyType(
    {
        "axes": "axes",
        "floor": "the floor with its grid",
        "gradient_field": "a field of gradient arrows",
        "tangent_plane": "the tangent plane at the point",
        "angle": "the angle from the gradient to the direction",
        "rosette": "a rosette of unit directions coloured by their slopes",
        "slice": "a vertical slice through the point",
        "tangent": "the tangent at the point",
        "right_angle": "a right-angle mark between gradient and tangent",
        "loss_curve": "a chart of the value against the step",
        "slope_curve": "a chart of the slope against the direction",
        "change_bars": "bars of predicted and actual change",
        "component_bars": "bars of the components of the gradient",
        "compute_graph": "a graph of the computation",
        "data_plot": "a plot of the data with the fitted line",
        "drops": "drops of water",
        "streamlines": "streamlines",
        "uphill_tangent": "the uphill tangent on the landscape",
        "normal": "the normal of the landscape",
        "fog": "fog over all but the neighbourhood of the point",
    }
)


def shown(state: SceneState, name: str) -> bool:
    """Whether an actor is on the stage, by more than half."""
    return state.shown(name) >= THERE


def others(state: SceneState) -> list[str]:
    """What else is on the stage, in the order in which it came."""
    names = [name for name in state.actors if shown(state, name) and name not in TOLD]
    return [CALLED.get(name, "the " + name.replace("_", " ")) for name in names]


def opening(spec: SceneSpec, state: SceneState) -> str:
    """What the picture is, before anything on it is told."""
    kind = spec.stage.kind
    if spec.field is None or kind == "board":
        return "A board"
    landscape, map_ = shown(state, "surface"), shown(state, "contours")
    if kind == "line":
        return "The graph of a function" if landscape else "An axis for a function"
    if kind == "volume":
        return "Level surfaces in a box" if map_ else "A box for a function of three variables"
    if kind == "plane":
        return "A contour map" if map_ else "A map, seen from above,"
    if kind == "split":
        both = "A landscape" if landscape else "The floor of a landscape"
        return f"{both} and beside it a contour map" if map_ else f"{both} and beside it a map"
    return "A landscape" if landscape else "The floor of a landscape"


def joined(names: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
