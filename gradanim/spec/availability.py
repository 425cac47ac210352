"""Which actors and verbs a stage knows, and what each needs; tables to read, and to change in one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LANDSCAPE: Final = frozenset({"surface", "split"})
MAP: Final = frozenset({"surface", "plane", "split"})
DRAWN: Final = frozenset({"surface", "plane", "split", "line", "volume"})
EVERY: Final = DRAWN | {"board"}

# How many variables the field of a stage has; a board takes any, or no field at all.
VARIABLES: Mapping[str, int] = MappingProxyType(
    {"surface": 2, "plane": 2, "split": 2, "line": 1, "volume": 3}
)

ACTOR_STAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "axes": DRAWN,
        "surface": LANDSCAPE | {"line"},
        "floor": LANDSCAPE,
        "contours": MAP | {"volume"},
        "gradient_field": MAP,
        "point": DRAWN,
        "gradient": DRAWN,
        "negative_gradient": DRAWN,
        "partials": MAP | {"volume"},
        "tangent_plane": LANDSCAPE | {"volume"},
        "direction": MAP,
        "angle": MAP,
        "rosette": MAP,
        "slice": LANDSCAPE,
        "level_curve": MAP | {"volume"},
        "tangent": MAP | {"line", "volume"},
        "right_angle": MAP | {"volume"},
        "trajectory": DRAWN,
        "drops": MAP,
        "streamlines": MAP,
        "uphill_tangent": LANDSCAPE,
        "normal": LANDSCAPE,
        "fog": MAP,
        "loss_curve": EVERY,
        "slope_curve": MAP,
        "change_bars": MAP,
        "component_bars": EVERY,
        "compute_graph": EVERY,
        "data_plot": EVERY,
        "readout": EVERY,
    }
)

VERB_STAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "walk": DRAWN,
        "flip": DRAWN,
        "dial": MAP,
        "slice": LANDSCAPE,
        "orbit": frozenset({"surface", "split", "volume"}),
        "zoom": DRAWN - {"line"},
        "race": DRAWN,
        "flow": MAP,
    }
)

# These say something of the field, so that a board without one cannot have them.
FIELD_VERBS: Final = frozenset(
    {"place", "walk", "flip", "dial", "slice", "approximate", "descend", "race", "flow"}
)
FIELD_ACTORS: Final = frozenset(ACTOR_STAGES) - {"readout"}

# These hang on the point, so that it must have been placed before they enter.
POINT_ACTORS: Final = frozenset(
    {
        "point", "gradient", "negative_gradient", "partials", "tangent_plane", "direction", "angle", "rosette",
        "slice", "tangent", "right_angle", "slope_curve", "change_bars", "uphill_tangent", "normal", "fog",
        "component_bars", "compute_graph", "data_plot",
    }
)  # fmt: skip
POINT_VERBS: Final = frozenset({"flip", "dial", "slice", "approximate"})

# What a verb brings onto the stage by itself.
ENTERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "place": frozenset({"point"}),
        "walk": frozenset({"point", "trajectory"}),
        "flip": frozenset({"gradient", "negative_gradient"}),
        "dial": frozenset({"direction"}),
        "slice": frozenset({"slice", "direction"}),
        "approximate": frozenset({"tangent_plane", "tangent"}),
        "descend": frozenset({"point", "trajectory"}),
        "race": frozenset({"trajectory"}),
        "flow": frozenset({"drops"}),
    }
)

# These share the panel beside the picture, which has room for one of them at a time.
PANEL_ACTORS: Final = frozenset(
    {"loss_curve", "slope_curve", "change_bars", "component_bars", "compute_graph", "data_plot"}
)
