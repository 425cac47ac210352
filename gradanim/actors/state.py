"""The state of a stage at one moment: plain values, from which every picture is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.passes import Passes

Point = tuple[float, ...]
# The reasons to stop of a run of descent that has ended otherwise than well.
FAILURES = frozenset({"diverged", "left_domain"})
# What a flip makes of each arrow.
FLIPS: Mapping[str, str] = MappingProxyType(
    {"gradient": "negative_gradient", "negative_gradient": "gradient"}
)
# How visible the runs of earlier beats are.
EARLIER = 0.35
Array = NDArray[np.float64]


class Pose(Struct, frozen=True):
    """Where the camera of the 3D view stands.

    Attributes:
        azimuth: degrees, counter-clockwise from the +x axis to the camera, seen from above.
        elevation: degrees above the input plane.
        zoom: magnification, 1 shows the whole stage.
        centre: the place of the domain that a zoom brings to the middle of the view, or None.
        near: how far it has come there: 0 is the view of the whole stage, 1 has the place in the middle.
    """

    azimuth: float
    elevation: float
    zoom: float = 1.0
    centre: Point | None = None
    near: float = 0.0


class Presence(Struct, frozen=True):
    """How far an actor has entered (0 absent, 1 fully there), is highlighted, is flipped and is crossed out.

    A gradient arrow that is flipped by 1 has turned into its negative; ``turned`` is whether a flip has made it what it
    is, so that its former name still means it. While an actor that is on the stage takes over new options, ``before``
    are the old ones and ``changed`` tells how far it is on the way from them (0 to 1).
    """

    shown: float = 1.0
    emphasis: float = 0.0
    flipped: float = 0.0
    struck: float = 0.0
    options: Any = None
    before: Any = None
    changed: float = 1.0
    turned: bool = False


class Line(Struct, frozen=True):
    """A line of text on the stage: which template, in which slot, how far it is written and struck, how opaque.

    ``arrived`` is how far the lines that were there before have made way for it, ``room`` how much of its room is not
    yet taken back from one that leaves. A claim holds with its ``label`` up to its ``tolerance``.
    """

    template: Any
    slot: str
    written: float = 1.0
    opacity: float = 1.0
    role: str = "text"
    label: str = ""
    struck: float = 0.0
    arrived: float = 1.0
    room: float = 1.0
    tolerance: float = 0.0


def reached(points: Array, progress: float) -> Array:
    """The first rows of ``points`` (k, …) up to ``progress``, the last one interpolated where that is a fraction."""
    whole = min(int(progress), len(points) - 1)
    rest = progress - whole
    head = points[: whole + 1]
    if rest <= 1e-9 or whole + 1 >= len(points):
        return head
    return np.concatenate([head, points[whole : whole + 1] + rest * (points[whole + 1] - points[whole])])


class Route(Struct, frozen=True, eq=False, dict=True):
    """Points of the input space, visited one after another; compared by identity.

    ``make`` gives the points ``(k, n)``; it is called only where they are drawn.
    """

    make: Callable[[], Array]

    @cached_property
    def points(self) -> Array:
        """The points, ``(k, n)``."""
        return self.make()


class Trail(Struct, frozen=True):
    """The part of a route that has been walked: ``progress`` counts points, fractions between two of them.

    ``before`` is the trail of an earlier walk that still fades.
    """

    route: Route
    progress: float
    opacity: float = 1.0
    before: Trail | None = None

    def points(self) -> Array:
        """The walked points, ``(j, n)``, with the last one interpolated."""
        return reached(self.route.points, self.progress)

    def fading(self, share: float) -> Trail | None:
        """The same trail a share of its way to nothing."""
        return replace(self, opacity=self.opacity * (1.0 - share), before=None) if share < 1.0 else None


class Run(Struct, frozen=True, eq=False):
    """A finished run of iterative descent, as drawn: iterates (k + 1, n), values (k + 1,), and why it stopped.

    One with a label is a runner of a race and stands in its legend. The iterates of one without are all inside the
    domain, ``beyond`` is where the step that left it leads to, or None, and a chart has room for the values ``beside``.
    """

    points: Array
    values: Array
    stop_reason: str
    note: str
    step_size: float | None
    colour: str = "negative_gradient"
    label: str = ""
    beyond: Array | None = None
    beside: tuple[Array, ...] = ()


class Progress(Struct, frozen=True):
    """A run of descent together with the number of steps taken so far (fractions: within a step).

    The step that leads out of the domain is not one of them: ``leaving`` tells how much of it is drawn (0 to 1).
    ``told`` is how far it has been said that the run failed, if it has.
    """

    run: Run
    steps: float
    opacity: float = 1.0
    leaving: float = 0.0
    told: float = 1.0

    @property
    def ended(self) -> bool:
        """Whether all steps have been taken, the one out of the domain too."""
        left = self.run.beyond is None or self.leaving >= 1.0
        return left and self.steps >= len(self.run.points) - 1

    @property
    def failed(self) -> bool:
        """Whether it has ended otherwise than well: it diverged or left the domain."""
        return self.ended and self.run.stop_reason in FAILURES

    @property
    def whole(self) -> int:
        """The number of steps that have been finished."""
        return min(int(self.steps + 1e-9), len(self.run.points) - 1)


class Drops(Struct, frozen=True):
    """Points that slide along ∇f (``uphill``) or −∇f: their ways, evenly spaced points, and the share of time gone."""

    routes: tuple[Route, ...]
    share: float
    uphill: bool = False


class SceneState(Struct, frozen=True):
    """Everything that decides one picture.

    Attributes:
        pose: the camera of the 3D view.
        params: values of the named parameters.
        point: the point being looked at, in domain coordinates.
        actors: who is on the stage, by name.
        angle, slice_angle: the direction u, and that of the vertical slice, in degrees from the first axis, or None.
        swept: the angles (from, to) in degrees that the dial has passed, or None.
        step: a step h in domain units, or None; ``stepped`` is how far it has been taken (0 to 1).
        level, trail: the value whose level curve is drawn, and the way that the last walk has come, or None.
        runs, lines: runs of descent, and texts, oldest first.
        drops, passes: the points that flow, and how far the passes through the compute graph have come, or None.
        rooms: room kept for the signs of numbers in texts: source, format, and for each number from 0 to 1.
        told: how far the note on the arrows' scale is there (0 to 1), or None for what this state alone tells.
        opened, charted, widened: how far (0 to 1) pictures have made way for company, everything has for a chart, and a
            chart has taken the room of pictures that have left.
    """

    pose: Pose
    params: Mapping[str, float] = field(default_factory=dict)
    point: Point | None = None
    actors: Mapping[str, Presence] = field(default_factory=dict)
    angle: float | None = None
    swept: tuple[float, float] | None = None
    slice_angle: float | None = None
    step: Point | None = None
    stepped: float = 0.0
    level: float | None = None
    trail: Trail | None = None
    runs: tuple[Progress, ...] = ()
    drops: Drops | None = None
    lines: tuple[Line, ...] = ()
    passes: Passes | None = None
    opened: float = 0.0
    charted: float = 0.0
    widened: float = 0.0
    rooms: tuple[tuple[str, str | None, tuple[float, ...]], ...] = ()
    told: float | None = None

    def with_actor(self, name: str, **changes: Any) -> SceneState:
        """The same state with one actor's presence changed (added where it was absent)."""
        presence = replace(self.actors.get(name, Presence(shown=0.0)), **changes)
        return replace(self, actors={**self.actors, name: presence})

    def without_actors(self, names: Iterable[str]) -> SceneState:
        """The same state after some actors have left."""
        gone = set(names)
        return replace(self, actors={name: it for name, it in self.actors.items() if name not in gone})

    def meant(self, name: str) -> str:
        """The actor that a name means: an arrow that has been flipped is meant by its former name too."""
        other = self.actors.get(FLIPS.get(name, ""))
        return FLIPS[name] if name not in self.actors and other is not None and other.turned else name

    def shown(self, name: str) -> float:
        """How far an actor has entered; 0 where it is not on the stage."""
        presence = self.actors.get(name)
        return presence.shown if presence else 0.0
