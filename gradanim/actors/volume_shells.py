"""contours and level_curve in a volume: level surfaces, translucent, denser where they turn away from the eye."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import astuple

from gradanim.actors.changing import switched
from gradanim.actors.easing import smooth
from gradanim.actors.level_curve import drawn_level
from gradanim.actors.pens import Stroke, line
from gradanim.actors.shell_labels import Named, draw_labels
from gradanim.actors.stage import Scope
from gradanim.actors.state import Presence
from gradanim.actors.theme import RGB, mix
from gradanim.actors.tint import ramp_colour
from gradanim.actors.volume import Shell
from gradanim.actors.volume_pens import volume_of
from gradanim.raster import Lighting, Mesh

# The part of the ramp that can be told from the background.
RAMP = (0.22, 1.0)
RIM = Stroke(width=2.5, occlusion="depth")
NET = Stroke(width=1.4, occlusion="depth")
LIGHT = Lighting(ambient=0.36, key=0.74, fill=0.22, specular=0.30, rim=0.14)
# The outline fades inwards with this power of what the cosine to the eye lacks of 1.
FALL = 3.2
VIVID = 1.7
# Until here levels that change are the old ones, from here the new ones.
HALF = 0.5


class Glass(Struct, frozen=True):
    """Opacities of a level surface.

    Attributes:
        face: where it faces the eye.
        outline: what there is more at its outline, where the eye looks along it.
        net: of the lines on it.
    """

    face: float
    outline: float
    net: float


def mixed_glass(one: Glass, other: Glass, share: float) -> Glass:
    """The glass between two others; ``share`` 0 is the first."""
    return Glass(*(a + (b - a) * share for a, b in zip(astuple(one), astuple(other), strict=True)))


SHELL = Glass(0.07, 0.85, 0.10)
HOLLOW = Glass(0.0, 0.55, 0.10)
# The surface through the point stands out among the others.
CHOSEN = Glass(0.16, 0.55, 0.26)


def draw_contours(scope: Scope, presence: Presence) -> None:
    """Surfaces at a few levels, coloured by their values and named by them, one after another as they enter."""
    levels, kept, there = _shown_levels(scope, presence)
    glass = mixed_glass(HOLLOW, SHELL, switched(presence, "filled"))
    theme = scope.stage.theme
    named = []
    for index, level in enumerate(levels):
        entered = float(np.clip(presence.shown * 2.0 - index / len(levels), 0.0, 1.0))
        colour = mix(_vivid(_level_colour(scope, level)), theme.colours["text"], 0.4 * presence.emphasis)
        shell = volume_of(scope).shells(level, scope.params)
        _surface(scope, shell, colour, glass, entered * (1.0 if level in kept else there))
        named.append(Named(level, shell, colour, entered * there))
    draw_labels(scope, named)
    scope.marks["contours"] = {"levels": list(levels), "visible": presence.shown > 0}


def draw_level_surface(scope: Scope, presence: Presence) -> None:
    """The level surface f = c; without a level of its own it is the one through the point, wherever that goes."""
    level = drawn_level(scope.measures)
    if level is None:
        return
    theme = scope.stage.theme.colours
    colour = mix(theme["level_curve"], theme["text"], 0.4 * presence.emphasis)
    shell = volume_of(scope).shells(level, scope.params)
    _surface(scope, shell, colour, CHOSEN, presence.shown)
    visible = presence.shown > 0 and len(shell.triangles) > 0
    scope.marks["level_curve"] = {"level": level, "visible": visible}


def _level_colour(scope: Scope, level: float) -> RGB:
    """The colour of a value; the same value has it however many surfaces there are."""
    usual = volume_of(scope).levels
    low, high = (usual[0], usual[-1]) if usual else (level, level)
    share = (level - low) / (high - low) if high > low else 0.5
    return ramp_colour(scope.stage.theme.ramp, RAMP[0] + (RAMP[1] - RAMP[0]) * share)


def _vivid(colour: RGB) -> RGB:
    """The colour further away from grey: what is looked through loses colour."""
    grey = sum(colour) / 3
    return tuple(min(1.0, max(0.0, grey + VIVID * (part - grey))) for part in colour)  # type: ignore[return-value]


def _shown_levels(scope: Scope, presence: Presence) -> tuple[tuple[float, ...], frozenset[float], float]:
    """The levels, those that stay while others come, and how far the others, and all values, are there.

    Values stand in one fan, and so those of the old levels go before those of the new ones come.
    """
    now = _levels(scope, presence.options)
    before = now if presence.changed >= 1.0 else _levels(scope, presence.before)
    if before == now:
        return now, frozenset(now), 1.0
    levels = before if presence.changed < HALF else now
    return levels, frozenset(before) & frozenset(now), smooth(abs(presence.changed - HALF) / HALF)


def _levels(scope: Scope, options: Any) -> tuple[float, ...]:
    wanted = options.levels if options is not None else None
    if wanted is None:
        return volume_of(scope).levels
    return volume_of(scope).counted(wanted) if isinstance(wanted, int) else tuple(wanted)


def _surface(scope: Scope, shell: Shell, colour: RGB, glass: Glass, shown: float) -> None:
    """One surface with its net and its rim."""
    if shown <= 0 or not len(shell.triangles):
        return
    to_eye = scope.camera.eye() - shell.vertices
    to_eye /= np.linalg.norm(to_eye, axis=1, keepdims=True)
    facing = np.abs(np.einsum("ij,ij->i", shell.normals, to_eye))
    rgba = np.empty((len(facing), 4))
    rgba[:, :3] = colour
    rgba[:, 3] = glass.face + glass.outline * (1.0 - np.minimum(facing, 1.0)) ** FALL
    scope.items.append(
        Mesh(shell.vertices, shell.triangles, shell.normals, color=rgba, opacity=shown, lighting=LIGHT)
    )
    bright = mix(colour, scope.stage.theme.colours["text"], 0.35)
    for points, stroke, opacity in ((shell.net, NET, glass.net), (shell.rims, RIM, 0.85)):
        if len(points):
            line(scope, points, (*bright, opacity * shown), stroke)
