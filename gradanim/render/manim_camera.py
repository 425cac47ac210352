"""manim's camera and scene, taught to draw stages: the renderer's picture set between manim's own mobjects."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeAlias
from weakref import WeakKeyDictionary

import cairo
from manim import Mobject, MovingCamera, MovingCameraScene, RendererType, config
from manim.utils.family import extract_mobject_family_members

from gradanim.raster import Canvas, Frame, Item, View, Viewport, render
from gradanim.render.manim_mobjects import RasterMobject
from gradanim.render.manim_view import RasterStage

# A stage with what stands on it, or ordinary mobjects.
Batch: TypeAlias = tuple[RasterStage | None, list[Mobject]]


class StagePicture:
    """The picture of one stage, kept from frame to frame so that only what has changed is drawn again."""

    def __init__(self) -> None:
        self._canvas = Canvas()
        self._frame: Frame | None = None
        self._items: WeakKeyDictionary[Mobject, tuple[Any, tuple[Item, ...]]] = WeakKeyDictionary()

    def draw(self, view: View, size: tuple[int, int]) -> Frame:
        """The view in a frame of so many pixels, over nothing; the frame is good until the next call."""
        width, height = size
        if self._frame is not None and self._frame.depth.shape != (height, width):
            self._frame = None
        self._frame = render([view], size, out=self._frame, canvas=self._canvas)
        return self._frame

    def items(self, mobject: RasterMobject, pixels: float) -> tuple[Item, ...]:
        """What a mobject consists of: the same objects as long as it looks the same, which the renderer recognises."""
        if mobject.opacity <= 0:
            return ()
        look = (pixels, mobject.stage.units.tobytes(), *mobject.look())
        kept = self._items.get(mobject)
        if kept is None or kept[0] != look:
            kept = self._items[mobject] = (look, mobject.items(pixels))
        return kept[1]


class Pictures:
    """The pictures of the stages that a camera has seen.

    It has slots and no ``__dict__``: manim's cache of animations asks the camera for all that can change a frame and
    finds nothing here, rightly, for pictures are results.
    """

    __slots__ = ("_of",)

    def __init__(self) -> None:
        self._of: WeakKeyDictionary[RasterStage, StagePicture] = WeakKeyDictionary()

    def of(self, stage: RasterStage) -> StagePicture:
        """The picture of a stage."""
        if stage not in self._of:
            self._of[stage] = StagePicture()
        return self._of[stage]


class RasterCamera(MovingCamera):  # type: ignore[misc]
    """manim's moving camera, which also sees stages.

    The picture of all that stands on one stage is set where the stage stands in the order of mobjects: what comes
    before it is under it, what comes after it is on top.
    """

    def __init__(self, **camera: Any) -> None:
        self.pictures = Pictures()
        super().__init__(**camera)

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        """Draws mobjects over what the pixel array holds."""
        for stage, batch in _batches(self.get_mobjects_to_display(mobjects, **kwargs)):
            if stage is None:
                super().capture_mobjects(batch, include_submobjects=False)
            else:
                self._set(stage, batch)

    def window(self, stage: RasterStage) -> Viewport:
        """The rectangle of a stage in pixels of the frame."""
        left, right, bottom, top = stage.bounds()
        across, down = self.pixel_width / self.frame_width, self.pixel_height / self.frame_height
        middle = self.frame_center
        return Viewport(
            x=(left - middle[0]) * across + self.pixel_width / 2.0,
            y=(middle[1] - top) * down + self.pixel_height / 2.0,
            width=(right - left) * across,
            height=(top - bottom) * down,
        )

    def _set(self, stage: RasterStage, members: list[Mobject]) -> None:
        """Draws a stage and sets the picture."""
        picture, window = self.pictures.of(stage), self.window(stage)
        if window.is_empty or stage.opacity <= 0:
            return
        left, top = max(0, math.floor(window.x)), max(0, math.floor(window.y))
        width = min(self.pixel_width, math.ceil(window.x + window.width)) - left
        height = min(self.pixel_height, math.ceil(window.y + window.height)) - top
        pixels = self.pixel_width / self.frame_width
        items = tuple(item for member in members for item in picture.items(member, pixels))
        if width <= 0 or height <= 0 or not items:
            return
        inside = Viewport(window.x - left, window.y - top, window.width, window.height)
        frame = picture.draw(View(inside, stage.camera(), items), (width, height))
        self._blend(frame, (left, top), min(stage.opacity, 1.0))

    def _blend(self, frame: Frame, at: tuple[int, int], opacity: float) -> None:
        """Sets a picture over the pixel array, by Cairo as manim's own shapes.

        Both are premultiplied with alpha in the fourth byte, which is all that the operator needs to know: manim keeps
        red where Cairo believes blue to be, and so does the renderer.
        """
        height, width = frame.depth.shape
        source = cairo.ImageSurface.create_for_data(frame.rgba.data, cairo.FORMAT_ARGB32, width, height)
        context = self.get_cairo_context(self.pixel_array)
        context.save()
        context.identity_matrix()
        context.set_source_surface(source, *at)
        context.get_source().set_filter(cairo.Filter.NEAREST)
        context.rectangle(*at, width, height)
        context.clip()
        context.paint_with_alpha(opacity)
        context.restore()


class RasterScene(MovingCameraScene):  # type: ignore[misc]
    """A manim scene whose camera sees stages.

    A stage is added along with the first mobject that stands on it, and takes all of them away when it is removed.
    """

    def __init__(self, camera_class: type[RasterCamera] = RasterCamera, **kwargs: Any) -> None:
        """A scene, made by manim.

        Raises:
            ValueError: manim is set to its OpenGL renderer.
        """
        if config.renderer != RendererType.CAIRO:
            raise ValueError("a RasterScene needs manim's Cairo renderer: leave --renderer out")
        super().__init__(camera_class=camera_class, **kwargs)

    def add(self, *mobjects: Mobject) -> Self:
        """Adds mobjects, and the stages that they need below them."""
        there = {*self.get_mobject_family_members(), *extract_mobject_family_members(mobjects)}
        stages = dict.fromkeys(
            mobject.stage
            for mobject in extract_mobject_family_members(mobjects)
            if isinstance(mobject, RasterMobject) and mobject.stage not in there
        )
        scene: Self = super().add(*stages, *mobjects)
        return scene

    def remove(self, *mobjects: Mobject) -> Self:
        """Removes mobjects, and what stands on a stage with it."""
        stages = {m for m in extract_mobject_family_members(mobjects) if isinstance(m, RasterStage)}
        members = [m for m in self.get_mobject_family_members() if _stage_of(m) in stages and m not in stages]
        scene: Self = super().remove(*mobjects, *members)
        return scene

    def get_moving_mobjects(self, *animations: Any) -> list[Mobject]:
        """What manim must draw anew for every frame: a stage is one picture, so it moves with anything on it.

        manim draws all that comes before the first of these once and for all.
        """
        moving: list[Mobject] = super().get_moving_mobjects(*animations)
        family, anew = self.get_mobject_family_members(), set(extract_mobject_family_members(moving))
        start = first = next((i for i, mobject in enumerate(family) if mobject in anew), len(family))
        while True:
            stages = {_stage_of(mobject) for mobject in family[start:]} - {None}
            earliest = next((i for i, mobject in enumerate(family) if _stage_of(mobject) in stages), start)
            if earliest >= start:
                break
            start = earliest
        return moving if start == first else family[start:]


def _stage_of(mobject: Mobject) -> RasterStage | None:
    """The stage that a mobject is or stands on."""
    if isinstance(mobject, RasterMobject):
        return mobject.stage
    return mobject if isinstance(mobject, RasterStage) else None


def _batches(mobjects: list[Mobject]) -> Iterator[Batch]:
    """Stages with all that stands on them, and what comes between, in the order in which they are drawn."""
    members: dict[RasterStage, list[Mobject]] = {}
    places: dict[RasterStage, Mobject] = {}
    for mobject in mobjects:
        stage = _stage_of(mobject)
        if stage is not None:
            members.setdefault(stage, [])
            places.setdefault(stage, mobject)
        if isinstance(mobject, RasterMobject):
            members[mobject.stage].append(mobject)
        elif isinstance(mobject, RasterStage):
            places[mobject] = mobject
    between: list[Mobject] = []
    for mobject in mobjects:
        stage = _stage_of(mobject)
        if stage is None:
            between.append(mobject)
        elif places[stage] is mobject:
            if between:
                yield None, between
            between = []
            yield stage, members[stage]
    if between:
        yield None, between
