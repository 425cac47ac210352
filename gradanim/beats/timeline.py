"""The whole of a scene as a function of time: the state at any frame, asked for in any order."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gradanim.actors.context import Context, start_params
from gradanim.actors.state import Pose, SceneState
from gradanim.beats.motion import Motion
from gradanim.plan.clock import Span, span_at

# Progress values at which a beat is looked over, for claims and for what the scene visits.
SAMPLED = 121
# Those at which it is looked over for what must fit on the stage, which the scale of arrows is a part of.
LOOKS = 25
# How often a stretch of frames is looked at for whether the whole picture moves: what turns all around is seen halfway.
STRETCH_LOOKS = 5


class Timeline(Struct, frozen=True, eq=False):
    """The motions of all beats, each from where the one before it ended.

    Attributes:
        starts: the state in which each beat begins, and the last state of all.
        motions: the motion of each beat.
    """

    starts: tuple[SceneState, ...]
    motions: tuple[Motion, ...]

    def at_frame(self, clock: Sequence[Span], frame: int) -> SceneState:
        """The state at a frame of the film, from 0."""
        span = span_at(clock, frame)
        return self.motions[span.index](span.progress(frame))

    def all_moves(self, clock: Sequence[Span], first: int, stop: int) -> bool:
        """Whether the whole picture moves in a stretch of frames: the camera does, or a parameter of the field."""
        frames = range(first, stop)
        looked = {frames[k * (len(frames) - 1) // (STRETCH_LOOKS - 1)] for k in range(STRETCH_LOOKS)}
        seen = [self.at_frame(clock, frame) for frame in sorted(looked)]
        return any((state.pose, state.params) != (seen[0].pose, seen[0].params) for state in seen)

    def samples(self, count: int = SAMPLED) -> list[SceneState]:
        """States spread over the scene, the beginning of every beat and its end among them."""
        return [*self.starts, *(state for course in self.courses(count) for state in course)]

    def courses(self, count: int = SAMPLED) -> list[list[SceneState]]:
        """For every beat states from its beginning to its end."""
        return [[motion(k / (count - 1)) for k in range(count)] for motion in self.motions]


def first_state(context: Context) -> SceneState:
    """An empty stage seen by the camera of the spec."""
    camera = context.spec.camera
    pose = Pose(float(camera.azimuth), float(camera.elevation), float(camera.zoom))
    return SceneState(pose, start_params(context.spec))
