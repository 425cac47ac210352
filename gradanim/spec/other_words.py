"""Words that people reach for, and what this language calls the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from gradanim.problems.suggest import closest

# Keys of beats, fields, cameras, actors and verbs; where several are given, the first that may stand there.
OTHER_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "duration": ("seconds",), "time": ("seconds",), "wait": ("pause",), "hold": ("pause",),
    "caption": ("say",), "subtitle": ("say",), "narration": ("say",), "speak": ("say",),
    "rate": ("step_size",), "lr": ("step_size",), "alpha": ("step_size",), "step": ("step_size",),
    "iterations": ("steps",), "max_steps": ("steps",), "at": ("point", "start", "to"), "tol": ("tolerance",),
    "length": ("scale",), "size": ("scale",), "colour": ("color_by",), "color": ("color_by",),
    "angle": ("azimuth",), "angles": ("azimuth",), "rotation": ("azimuth",), "tilt": ("elevation",),
    "distance": ("zoom",), "formula": ("f", "field"), "function": ("f", "field"),
    "expression": ("f", "field"), "actions": ("beats",), "timeline": ("beats",), "animations": ("beats",),
    "steps": ("beats",), "scene": ("beats",), "range": ("domain", "clip"),
    "bounds": ("domain",), "limits": ("domain",), "xlim": ("x",), "ylim": ("y",), "text": ("say",),
    "laps": ("turns",), "rounds": ("turns",), "path": ("points",), "r": ("radius",),
    "n": ("steps",), "count": ("grid",), "rules": ("runs",),
}  # fmt: skip
# What is chosen from a few words.
OTHER_CHOICES: Final[Mapping[str, str]] = {
    "3d": "surface", "landscape": "surface", "2d": "plane", "map": "plane", "contour": "plane", "1d": "line",
    "white": "light", "black": "dark", "downhill": "down", "uphill": "up", "gd": "gradient_descent",
    "sgd": "gradient_descent", "everything": "all",
}  # fmt: skip
# Actors.
OTHER_ACTORS: Final[Mapping[str, str]] = {
    "arrow": "gradient", "vector": "gradient", "grad": "gradient", "nabla": "gradient", "∇f": "gradient",
    "-∇f": "negative_gradient", "−∇f": "negative_gradient", "landscape": "surface", "map": "contours",
    "path": "trajectory", "trail": "trajectory", "grid": "floor", "field": "gradient_field", "u": "direction",
    "dial": "direction", "water": "drops", "numbers": "readout", "text": "readout", "loss": "loss_curve",
}  # fmt: skip
# What a whole number above one behind a word tells: that things are counted.
COUNTED: Final[Mapping[str, str]] = {"step": "steps"}


def meant(found: str, allowed: Iterable[str]) -> str | None:
    """The key that ``found`` was most likely meant to be: one with the same meaning, else one that looks alike."""
    known = tuple(allowed)
    same = (word for word in OTHER_KEYS.get(found.strip().casefold(), ()) if word in known)
    return next(same, None) or closest(found, known)
