"""Everything of a scene in one format and size that does not move, and the scope in which actors draw."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.context import Context
from gradanim.actors.layout import Layout, Rect
from gradanim.actors.measure import Measures
from gradanim.actors.samples import Params, Samples
from gradanim.actors.scale_note import Telling
from gradanim.actors.sign_rooms import SignSlots
from gradanim.actors.space import Space
from gradanim.actors.stacks import Stack
from gradanim.actors.state import SceneState
from gradanim.actors.theme import RGBA, Theme
from gradanim.actors.volume import Volume
from gradanim.raster import Camera, Item, Viewport

Array = NDArray[np.float64]


class Stage(Struct, frozen=True, eq=False):
    """What the actors draw with.

    Attributes:
        context: the scene's field and spec.
        layout: regions in design pixels.
        space: domain to world.
        theme: colours.
        unit: pixels of the frame per design pixel.
        arrow_scale: drawn length of a gradient arrow over its true length, in domain units.
        levels: levels of the contour lines.
        samples: the field on the fine grid for parameter values; remembered.
        curves: level curves at a level for parameter values, each ``(k, 2)`` in domain units; remembered.
        streams: streamlines for parameter values, by their separation and whether they go uphill; remembered.
        clipped: whether some values lie outside the drawn range; this is said on screen.
        azimuths: from where the scene is seen, in degrees; the picture fits from all of them.
        rests: the azimuths at which the camera of the 3D view stands still, the first one first.
        outline: world points of the landscape and the floor; what encloses them encloses the whole picture.
        volume: what a stage of three variables has besides, else None.
        longest: the length of the longest gradient at any point that the scene visits; 0 where it visits none, or
            shows no bars that are drawn to it.
        field_scale: the same as ``arrow_scale`` for the arrows of a gradient field.
        columns: source, format and column of the numbers in texts that would not keep their width by themselves.
        signs: source and format of quantities in texts, and in which beats which of their numbers have a sign.
        tellings: in which beats the scale of the arrows is told.
        widest: source, format and longest text of every number in texts.
        stacks: the texts that stand together at the side, in the course of the scene.
        waiting: those of them that stand there before the chart comes, where one comes.
    """

    context: Context
    layout: Layout
    space: Space
    theme: Theme
    unit: float
    arrow_scale: float
    levels: tuple[float, ...]
    samples: Callable[[Params], Samples]
    curves: Callable[[float, Params], tuple[Array, ...]]
    streams: Callable[[Params, float, bool], tuple[Array, ...]]
    clipped: bool = False
    azimuths: tuple[float, ...] = (0.0,)
    rests: tuple[float, ...] = (0.0,)
    outline: tuple[tuple[float, float, float], ...] = ()
    volume: Volume | None = None
    longest: float = 0.0
    field_scale: float = 1.0
    columns: tuple[tuple[str, str | None, tuple[int, ...]], ...] = ()
    signs: SignSlots = ()
    tellings: tuple[Telling, ...] = ()
    widest: tuple[tuple[str, str | None, str], ...] = ()
    stacks: tuple[Stack, ...] = ()
    waiting: tuple[Stack, ...] = ()
    _measured: list[tuple[SceneState, Measures]] = field(default_factory=list)
    _kept: dict[tuple[str, str], Kept] = field(default_factory=dict)

    def viewport(self, rect: Rect) -> Viewport:
        """A rectangle of the layout in pixels of the frame."""
        return _viewport(rect, self.unit)

    def keep(self, place: tuple[str, str], decided: Hashable, draw: Callable[[], Kept]) -> Kept:
        """What was drawn last at a place where the same decided it, else what is drawn now."""
        kept = self._kept.get(place)
        if kept is None or kept.decided != decided:
            kept = draw()
            self._kept[place] = kept
        return kept

    def measures(self, state: SceneState) -> Measures:
        """The quantities of a state; each is computed once however many actors of one picture ask for it."""
        if not self._measured or self._measured[0][0] is not state:
            self._measured[:] = [(state, Measures(state, self.context))]
        return self._measured[0][1]


@lru_cache(maxsize=16)
def _viewport(rect: Rect, unit: float) -> Viewport:
    return Viewport(rect.x * unit, rect.y * unit, rect.width * unit, rect.height * unit)


class Label(Struct, frozen=True, eq=False):
    """A short text that belongs to a place of the picture.

    Attributes:
        markup: Typst markup.
        at: anchor in pixels of the frame.
        away: direction in pixels from the anchor in which the label stands; its nearest side touches the anchor.
        colour: RGB role in the theme.
        size: em in design pixels.
        opacity: 0 to 1.
        movable: whether it may be moved aside where it would cover another label.
        gap: pixels of the frame between the anchor and the label, which may stand on any side of it; 0 for the name
            of an arrow, which stands beyond its tip.
        view: the kind of view it is in.
        name: what tells it apart in its view, where its text does not: that changes, or others have the same.
        stem: pixels from the tip of the arrow that it names to its anchor, which is so far away from there.
    """

    markup: str
    at: tuple[float, float]
    away: tuple[float, float]
    colour: str
    size: float
    opacity: float = 1.0
    movable: bool = True
    gap: float = 0.0
    view: str = ""
    name: str = ""
    stem: float = 0.0


class Kept(Struct, frozen=True, eq=False):
    """What was drawn in a picture, for the pictures after it.

    Attributes:
        decided: what decided it, besides the stage and the view.
        items: for the renderer.
        labels: short texts.
        strands: lines that names keep off, as a scope has them.
    """

    decided: Hashable
    items: list[Item]
    labels: list[Label]
    strands: list[tuple[str, Array]] = field(default_factory=list)


class Scope(Struct, frozen=True, eq=False):
    """One view while it is being drawn: actors add to ``items`` and ``labels`` and note where they are.

    Attributes:
        stage: what does not move.
        state: what does.
        kind: ``surface`` or ``volume`` (3D), ``plane`` (from above), ``line``, ``panel`` (chart).
        rect: the view's region in design pixels.
        camera: the view's camera.
        marks: places of the actors by name, for ``still --geometry``.
        strands: role of the colour and world points ``(k, 3)`` of lines that names of their colour keep off; names of
            every colour keep off those with an empty one.
    """

    stage: Stage
    state: SceneState
    kind: str
    rect: Rect
    camera: Camera
    items: list[Item] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    marks: dict[str, dict[str, Any]] = field(default_factory=dict)
    strands: list[tuple[str, Array]] = field(default_factory=list)

    @property
    def solid(self) -> bool:
        """Whether this is a 3D view, where things have a height."""
        return self.kind in ("surface", "volume")

    def keep(self, name: str, decided: Hashable, draw: Callable[[Scope], None]) -> None:
        """Adds what is drawn without marks: the very items, labels and strands of the last picture where the same
        decides them, so that nobody has to find out that they are the same.

        Args:
            name: tells what is kept in one kind of view apart.
            decided: all that decides it besides the stage and the region of the view.
            draw: draws it.
        """

        def drawn() -> Kept:
            bare = replace(self, items=[], labels=[], strands=[])
            draw(bare)
            return Kept((self.rect, decided), bare.items, bare.labels, bare.strands)

        # The view may be on its way to its place, and labels with it.
        kept = self.stage.keep((self.kind, name), (self.rect, decided), drawn)
        self.items.extend(kept.items)
        self.labels.extend(kept.labels)
        self.strands.extend(kept.strands)

    @property
    def measures(self) -> Measures:
        """The quantities of the state."""
        return self.stage.measures(self.state)

    def px(self, design: float) -> float:
        """Pixels of the frame for design pixels."""
        return design * self.stage.unit

    def colour(self, role: str, opacity: float = 1.0) -> RGBA:
        """A colour of the theme."""
        return self.stage.theme.colour(role, opacity)

    def pixel(self, world: Array) -> tuple[float, float]:
        """Pixels of the frame for one world point."""
        return self.camera.pixel(world.tolist(), self.stage.viewport(self.rect))

    def floor(self, points: Any) -> Array:
        """World points on the floor for domain points."""
        return self.stage.space.flat(np.asarray(points, dtype=float))

    def raised(self, points: Any) -> Array:
        """World points on the landscape for domain points; on the floor where the view is flat."""
        points = np.asarray(points, dtype=float)
        if not self.solid:
            return self.stage.space.flat(points)
        return self.stage.space.raised(points, self.stage.context.field_of(self.state).value(points))

    @property
    def params(self) -> Params:
        """The state's parameter values as a key."""
        return tuple(sorted(self.state.params.items()))


Marks = Mapping[str, Mapping[str, Any]]
