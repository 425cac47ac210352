"""The picture of a state: views to be rendered, letters to be set on top, and where everything is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from gradanim.actors.cross import crossed
from gradanim.actors.easing import smooth
from gradanim.actors.fog_veil import veiled
from gradanim.actors.layout import Rect
from gradanim.actors.letters import Box, Letter
from gradanim.actors.line_view import LINE_ACTORS
from gradanim.actors.notes import notes
from gradanim.actors.opening import opened
from gradanim.actors.placing import Surroundings, place_labels, text_boxes
from gradanim.actors.point_label import point_label
from gradanim.actors.registry import (
    ACTORS,
    ON_FLOOR,
    ONLY_PLANE,
    ONLY_SURFACE,
    PANEL_ACTORS,
    STEADY,
    STILL,
    Draw,
)
from gradanim.actors.stage import Label, Scope, Stage
from gradanim.actors.state import Presence, SceneState
from gradanim.actors.strands import strands
from gradanim.actors.subject import Shape, shapes
from gradanim.actors.texts import Texts
from gradanim.actors.views import (
    SOFT,
    looked_at,
    panel_camera,
    plane_camera,
    soft_edge,
    surface_camera,
    volume_camera,
)
from gradanim.actors.volume_view import VOLUME_ACTORS
from gradanim.raster import Item, View

# A label may stand so far outside its view, in design pixels; over the last few it fades: at rest it is there or not.
EDGE, PASSING = 40.0, 10.0
# Which actors a kind of view has, where they are not those of the plane and the landscape.
TABLES: Mapping[str, Mapping[str, Draw]] = MappingProxyType(
    {"panel": PANEL_ACTORS, "line": LINE_ACTORS, "volume": VOLUME_ACTORS}
)
# What comes and goes with another actor, but is drawn before what lies between both.
WITH: Mapping[str, str] = MappingProxyType({"trail": "point"})


class Picture(Struct, frozen=True, eq=False):
    """What one frame shows.

    Attributes:
        views: for the renderer, later ones on top.
        letters: texts, in pixels of the frame.
        marks: places of the actors by view and name, in domain coordinates and pixels.
        regions: the region of every view in design pixels, by the names that ``marks`` has for them.
    """

    views: tuple[View, ...]
    letters: tuple[Letter, ...]
    marks: dict[str, Any]
    regions: Mapping[str, Rect] = field(default_factory=dict)


class Painter(Struct, frozen=True, eq=False):
    """Draws the states of one scene.

    Attributes:
        stage: what does not move.
        texts: sets the texts.
        ending: gives the note that a run of descent leaves, or None.
    """

    stage: Stage
    texts: Texts
    ending: Callable[[SceneState], str | None]

    def picture(self, state: SceneState, caption: str | None = None) -> Picture:
        """The picture of a state; ``caption`` is None unless captions are burned in."""
        scopes = self._scopes(state)
        views: list[View] = []
        labels: list[tuple[Label, Box]] = []
        subject: list[Shape] = []
        marks: dict[str, Any] = {}
        for scope in scopes:
            views += self._views(scope)
            scope.labels.extend(point_label(scope, partial(self.texts.label, state=state)))
            labels += in_view(scope, scope.labels)
            subject += shapes(scope.marks, self.stage.unit)
            for name, mark in scope.marks.items():
                marks.setdefault(name, mark)
                marks.setdefault("views", {}).setdefault(scope.kind, {})[name] = mark
        texts = self.texts.letters(state, notes(self.stage, state, self.ending(state)), caption)
        around = Surroundings(subject, text_boxes(texts), self.stage.unit, strands(scopes))
        letters = [*place_labels(labels, self.stage.theme, around), *texts]
        return Picture(tuple(views), tuple(letters), marks, {scope.kind: scope.rect for scope in scopes})

    def _scopes(self, state: SceneState) -> list[Scope]:
        stage = opened(self.stage, state)
        layout = stage.layout
        scopes: list[Scope] = []
        if layout.surface is not None and stage.volume is not None:
            camera = volume_camera(stage, layout.surface, state.pose)
            scopes.append(Scope(stage, state, "volume", layout.surface, camera))
        elif layout.surface is not None:
            camera = surface_camera(stage, layout.surface, state.pose, looked_at(stage, state))
            scopes.append(Scope(stage, state, "surface", layout.surface, camera))
        if layout.plane is not None and len(stage.context.domain) == 1:
            scopes.append(Scope(stage, state, "line", layout.plane, panel_camera(layout.plane)))
        elif layout.plane is not None:
            camera = plane_camera(stage, layout.plane, state.pose)
            scopes.append(Scope(stage, state, "plane", layout.plane, camera))
        if layout.panel is not None:
            scopes.append(Scope(stage, state, "panel", layout.panel, panel_camera(layout.panel)))
        return scopes

    def _views(self, scope: Scope) -> list[View]:
        """Draws the actors of a scope; where nothing hides anything, later ones are simply painted over earlier ones.

        Seen from above, all that lies on the floor is behind all that stands on it.
        """
        ground = (
            replace(scope, items=[]) if scope.kind == "surface" and scope.camera.eye()[2] > 0.0 else scope
        )
        both = scope.stage.layout.surface is not None and scope.stage.layout.plane is not None
        struck: list[tuple[list[Item], Presence]] = []
        for name, draw in TABLES.get(scope.kind, ACTORS).items():
            if (scope.kind == "plane" and name in ONLY_SURFACE) or (
                both and scope.solid and name in ONLY_PLANE
            ):
                continue
            presence = _presence(scope, name)
            if presence is not None and presence.shown > 0:
                target = ground if name in ON_FLOOR else scope
                before = len(target.items)
                decided = _decided(scope, name, presence)
                if decided is None:
                    draw(target, presence)
                else:
                    target.keep(name, decided, _drawing(draw, presence))
                target.items[before:] = veiled(scope, name, target.items[before:])
                if presence.struck > 0.0:
                    struck.append((target.items[before:], presence))
        viewport, soft = scope.stage.viewport(scope.rect), _soft(scope)
        views = []
        if ground is not scope and ground.items:
            views.append(View(viewport, scope.camera, tuple(ground.items), True, soft))
        if scope.items:
            views.append(View(viewport, scope.camera, tuple(scope.items), not scope.solid, soft))
        cross = crossed(scope, struck)
        return views if cross is None else [*views, cross]


def _presence(scope: Scope, name: str) -> Presence | None:
    """How an actor is there: the step always, and what the point has left behind as the point."""
    if name == "step":
        return Presence()
    presence = scope.state.actors.get(WITH.get(name, name))
    # A cross over the point is drawn once.
    return replace(presence, struck=0.0) if presence is not None and name in WITH else presence


def _drawing(draw: Draw, presence: Presence) -> Callable[[Scope], None]:
    return lambda scope: draw(scope, presence)


def _decided(scope: Scope, name: str, presence: Presence) -> Hashable:
    """What decides how an actor looks where that is little; None where it is not."""
    if name in STILL:
        return presence, scope.camera, scope.state.shown("surface") > 0
    if name == "streamlines":
        arrows = (scope.state.shown("gradient"), scope.state.shown("negative_gradient"))
        return presence, scope.params, scope.camera, arrows
    # Fog follows the point, and level surfaces are shaded by where the eye is.
    moving = scope.kind == "volume" or (name == "surface" and scope.state.shown("fog") > 0)
    return (presence, scope.params) if name in STEADY and not moving else None


def _soft(scope: Scope) -> float:
    """Pixels over which a view fades towards its borders; charts are not zoomed."""
    zoomed = scope.kind in ("surface", "volume", "plane")
    return soft_edge(scope.stage, scope.state.pose) if zoomed else 0.0


def in_view(scope: Scope, labels: Iterable[Label]) -> Iterator[tuple[Label, Box]]:
    """Labels with the region they should stay in; a zoomed view loses the labels of what it lost."""
    rect, safe, unit = scope.rect, scope.stage.layout.safe, scope.stage.unit
    left, right = max(safe.x, rect.x - EDGE), min(safe.right, rect.right + EDGE)
    top, bottom = max(safe.y, rect.y - EDGE), min(safe.bottom, rect.bottom + EDGE)
    region = Box(left * unit, top * unit, right * unit, bottom * unit)
    # Where a picture fades, what stands in it fades a little sooner.
    soft = min(8.0 * _soft(scope) / unit, SOFT)
    lost = soft + min(soft, EDGE)
    for label in labels:
        u, v = label.at[0] / unit, label.at[1] / unit
        beyond = max(rect.x - u, u - rect.right, rect.y - v, v - rect.bottom) + lost
        # Neither does one stand anywhere whose place is more than a number can be.
        if not beyond < EDGE:
            continue
        share = smooth((EDGE - beyond) / PASSING)
        if label.movable or share < 1.0 or label.view != scope.kind:
            yield replace(label, opacity=label.opacity * share, view=scope.kind), region
        else:
            yield label, region
