"""Drawing frames in a row: what has not changed since the last frame is not drawn again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from gradanim.actors.picture import Picture
from gradanim.actors.theme import Theme
from gradanim.raster import Canvas, Frame, StalePlanes, View, render, to_planes, with_items_of
from gradanim.render.compose import Placed, lettered, news, place_letters

Pixels = NDArray[np.uint8]
# So many drawn frames may be in use at a time: one is drawn, one is handed on, and three are on their way into the
# encoder, which takes them from where they are.
BUFFERS = 5


class Shot(Struct, frozen=True, eq=False):
    """A drawn frame and how often it is shown.

    Attributes:
        planes: ``(3 H / 2, W)`` yuv420p for the encoder; overwritten when `BUFFERS` more frames are drawn.
        repeat: how many frames in a row it is.
        pixels: ``(H, W, 4)`` RGBA, own memory, where somebody wants to keep them, else None.
    """

    planes: Pixels
    repeat: int
    pixels: Pixels | None


class Easel(Struct, eq=False):
    """Draws one picture after the other into the same memory.

    Attributes:
        size: width and height in pixels.
        theme: colours.
        canvas: the renderer's working memory.
        threads: how many threads draw a frame, or None for one for each processor.
    """

    size: tuple[int, int]
    theme: Theme
    canvas: Canvas
    threads: int | None = None
    _frame: Frame | None = None
    _views: tuple[View, ...] = ()
    _planes: list[Pixels] = field(default_factory=list)
    _stale: StalePlanes | None = None
    _texts: tuple[Placed, ...] = ()
    _turn: int = 0

    def draw(self, picture: Picture, repeat: int, keep: bool) -> Shot:
        """A picture as a shot; ``keep`` makes a copy of its pixels."""
        self._views = with_items_of(self._views, picture.views)
        ground = self.theme.colour("background")
        threads = self.threads or os.cpu_count() or 1

        self._frame = render(
            self._views, self.size, ground, out=self._frame, threads=threads, canvas=self.canvas, depth=False
        )
        pixels = self._frame.rgba
        texts = place_letters(picture.letters, self.size, self.theme.colours["background"], self._texts)
        # What changes: what was drawn, texts that have come, and what those that have gone stood on.
        stale = self._all_stale()
        stale.mark(self.canvas.changed(self._frame))
        stale.mark(news(self._texts, texts))
        self._texts = texts
        self._turn = (self._turn + 1) % BUFFERS
        wanted = stale.take(self._turn)
        with lettered(pixels, texts, self._everything() if keep else wanted):
            planes = to_planes(pixels, self._planes[self._turn], wanted)
            return Shot(planes, repeat, pixels.copy() if keep else None)

    def _everything(self) -> NDArray[np.int32]:
        return np.array([[0, self.size[0], 0, self.size[1]]], np.int32)

    def _all_stale(self) -> StalePlanes:
        """What each of the planes misses; the planes are made here, all at once.

        With fewer of them in the beginning a frame would be drawn over before it was taken.
        """
        if self._stale is None:
            shape = (self.size[1] * 3 // 2, self.size[0])
            self._planes = [np.empty(shape, np.uint8) for _ in range(BUFFERS)]
            self._stale = StalePlanes(self.size, BUFFERS)
        return self._stale


def shots(easel: Easel, pictures: Iterable[tuple[Picture, int, bool]]) -> Iterator[Shot]:
    """Draws pictures in a row.

    While one is drawn in a thread of its own, mostly outside Python, the next one is thought out; unless the easel has
    one thread, which then does both.

    Args:
        easel: where they are drawn.
        pictures: pictures, how many frames each is shown, and whether its pixels are kept.
    """
    if easel.threads == 1:
        for each in pictures:
            yield easel.draw(*each)
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="draw") as pool:
        waiting: Future[Shot] | None = None
        for picture, repeat, keep in pictures:
            drawing = pool.submit(easel.draw, picture, repeat, keep)
            if waiting is not None:
                yield waiting.result()
            waiting = drawing
        if waiting is not None:
            yield waiting.result()
