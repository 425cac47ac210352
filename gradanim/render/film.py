"""A film: any frame of a planned scene, drawn cold or in a row, always the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from gradanim.actors.easing import smooth
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.scale_note import told_at
from gradanim.actors.settling import Settling, rested, settled, settling
from gradanim.actors.sign_rooms import elapsed, rooms_at
from gradanim.actors.state import SceneState
from gradanim.actors.steadying import REACH, Places, places, steadied
from gradanim.actors.texts import Texts
from gradanim.beats.descend import stopped_note
from gradanim.beats.rehearsal import Rehearsal, rehearsed
from gradanim.beats.timeline import Timeline
from gradanim.plan.clock import Span, span_at, total_frames
from gradanim.plan.scene_plan import ScenePlan
from gradanim.raster import Canvas, render
from gradanim.render.compose import set_letters
from gradanim.render.formulas import Formulas
from gradanim.render.stream import Easel, Shot, shots

Pixels = NDArray[np.uint8]
Keep = Callable[[int, int], bool]
# So many states are kept: each is asked for when its picture is thought out, and when it is compared with the next.
_KEPT = 64


class Film(Struct, frozen=True, eq=False):
    """A planned scene that is ready to be drawn.

    Attributes:
        plan: the scene's plan.
        timeline: states by frame.
        painter: pictures by state.
        burn: whether captions are drawn into the picture.
        captions: what is said in every beat, with its numbers.
        canvas: the renderer's working memory, kept from frame to frame.
        threads: how many threads draw a frame in a row, or None for one for each processor.
    """

    plan: ScenePlan
    timeline: Timeline
    painter: Painter
    burn: bool = False
    captions: tuple[str | None, ...] = ()
    canvas: Canvas = field(default_factory=Canvas)
    threads: int | None = None
    _thoughts: dict[int, tuple[Picture, Places]] = field(default_factory=dict)
    _states: dict[int, SceneState] = field(default_factory=dict)
    _settlings: dict[int, Settling] = field(default_factory=dict)
    _ends: dict[int, Picture] = field(default_factory=dict)

    def state(self, frame: int) -> SceneState:
        """The state at a frame, with what depends on the whole beat, such as room for signs; the latest are kept."""
        if frame not in self._states:
            if len(self._states) >= _KEPT:
                self._states.clear()
            self._states[frame] = self._played(frame)
        return self._states[frame]

    def _played(self, frame: int) -> SceneState:
        state, stage = self.timeline.at_frame(self.plan.clock, frame), self.painter.stage
        span = span_at(self.plan.clock, frame)
        fps = float(self.plan.fps)
        times = elapsed(frame - span.start, span.frames, fps), span.frames / fps
        told = told_at(stage.tellings[span.index], times)
        return replace(state, rooms=rooms_at(stage.signs, span.index, times), told=told)

    def picture(self, frame: int) -> Picture:
        """The picture at a frame, not yet drawn; while something moves names glide from place to place, and texts by
        fractions of pixels.
        """
        picture, reach = self._thought(frame)[0], self._reach(frame)
        letters = picture.letters
        if reach:
            near = [self._thought(frame + k)[1] for k in range(-reach, reach + 1)]
            letters = steadied(letters, near)
        span = span_at(self.plan.clock, frame)
        share = span.progress(frame)
        made = rested(letters) if share == 1.0 else settled(letters, self._settling(span), smooth(share))
        return replace(picture, letters=made)

    def _settling(self, span: Span) -> Settling:
        """How labels are brought to whole pixels in the motion of a beat; that of the latest is kept.

        What it begins with is known from the beat alone, so that beats can be drawn apart from each other.
        """
        if span.index not in self._settlings:
            self._settlings.clear()
            self._ends.clear()
            first = self.state(span.start)
            begun = replace(self.timeline.starts[span.index], rooms=first.rooms, told=first.told)
            before = self.painter.picture(begun, self._burned(span.start))
            end = span.start + span.motion - 1
            self._ends[end] = self._alone(end)
            self._settlings[span.index] = settling(before.letters, self._ends[end].letters)
        return self._settlings[span.index]

    def _alone(self, frame: int) -> Picture:
        """The picture of a frame by itself; that of the end of a motion is thought out with the first of it."""
        known = self._ends.get(frame)
        return known or self.painter.picture(self.state(frame), self._burned(frame))

    def _reach(self, frame: int) -> int:
        """How many frames before and after one count for where its names stand: all of the same motion.

        There are none at both its ends, so that beats can be drawn apart from each other and join.
        """
        span = span_at(self.plan.clock, frame)
        left = min(frame - span.start, span.start + span.motion - 1 - frame)
        return max(0, min(left, round(REACH * self.plan.fps)))

    def _thought(self, frame: int) -> tuple[Picture, Places]:
        """The picture of a frame by itself, and where its names stand; those that the next frames need are kept."""
        if frame not in self._thoughts:
            far = 2 * round(REACH * self.plan.fps) + 1
            for old in [number for number in self._thoughts if abs(number - frame) > far]:
                del self._thoughts[old]
            picture = self._alone(frame)
            self._thoughts[frame] = picture, places(picture.letters)
        return self._thoughts[frame]

    def _burned(self, frame: int) -> str | None:
        return self.captions[span_at(self.plan.clock, frame).index] if self.burn else None

    def draw(self, picture: Picture) -> Pixels:
        """The pixels of a picture, ``(H, W, 4)``, opaque."""
        return self.letter(self.draw_views(picture), picture)

    def draw_views(self, picture: Picture) -> Pixels:
        """The pixels of a picture without its texts."""
        ground = self.painter.stage.theme.colour("background")
        return render(picture.views, self.plan.size, ground, canvas=self.canvas, depth=False).rgba

    def letter(self, drawn: Pixels, picture: Picture) -> Pixels:
        """Sets the texts of a picture on its pixels, in place, and gives them back."""
        set_letters(drawn, picture.letters, self.painter.stage.theme.colours["background"])
        return drawn

    def close(self) -> None:
        """Ends the renderer's threads; the film can still be drawn, they start again."""
        self.canvas.close()

    def frame(self, number: int) -> Pixels:
        """One frame, drawn cold."""
        return self.draw(self.picture(number))

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[Pixels, int]]:
        """Frames in a row as ``(pixels, repeat)``: a state that stays is drawn once and repeated."""
        for shot in self.shots(start, stop, _always):
            assert shot.pixels is not None
            yield shot.pixels, shot.repeat

    def shots(self, start: int = 0, stop: int | None = None, keep: Keep | None = None) -> Iterator[Shot]:
        """Frames in a row for an encoder; a state that stays is drawn once and repeated.

        Args:
            start: first frame.
            stop: last frame + 1; None is the end of the film.
            keep: tells from the number of a frame in the film and how often it is repeated whether a shot carries its
                pixels too.
        """
        end = total_frames(self.plan.clock) if stop is None else stop
        easel = Easel(self.plan.size, self.painter.stage.theme, self.canvas, self.threads)
        pictures = (
            (picture, repeat, keep is not None and keep(number, repeat))
            for picture, number, repeat in self._pictures(start, end)
        )
        return shots(easel, pictures)

    def _pictures(self, number: int, end: int) -> Iterator[tuple[Picture, int, int]]:
        while number < end:
            state, caption = self.state(number), self._burned(number)
            repeat = 1
            while number + repeat < end and self._same(number + repeat, state, caption):
                repeat += 1
            yield self.picture(number), number, repeat
            number += repeat

    def _same(self, number: int, state: SceneState, caption: str | None) -> bool:
        if self._burned(number) != caption or self.state(number) != state:
            return False
        # Within a motion what comes and what was decide where names stand, and what its ends are where labels do.
        span = span_at(self.plan.clock, number)
        is_over = number >= span.start + span.motion
        return is_over or self.picture(number).letters == self.picture(number - 1).letters


def _always(_number: int, _repeat: int) -> bool:
    return True


def make_film(
    plan: ScenePlan, burn: bool = False, rehearsal: Rehearsal | None = None, threads: int | None = None
) -> Film:
    """The film of a plan.

    Args:
        plan: the scene.
        burn: whether captions are drawn into the picture.
        rehearsal: the scene already rehearsed with the same ``burn``, or None.
        threads: how many threads draw a frame in a row, or None for one for each processor.

    Raises:
        ProblemError: the field or a beat cannot be played, or a claim is false.
    """
    played = rehearsal or rehearsed(plan, burn)
    formulas = Formulas(plan.spec)
    painter = Painter(played.stage, Texts(played.stage, formulas.source), lambda s: stopped_note(s.runs))
    said = played.captions(formulas.text)
    return Film(plan, played.timeline, painter, burn, said, threads=threads)
