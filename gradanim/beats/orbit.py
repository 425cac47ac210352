"""orbit: the camera travels around the stage."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.context import Context
from gradanim.actors.state import SceneState
from gradanim.beats.easing import between, smooth
from gradanim.beats.motion import Motion
from gradanim.spec.verbs.orbit import OrbitAction


def play(action: OrbitAction, start: SceneState, context: Context) -> Motion:
    """To an azimuth and an elevation, or by a number of degrees; what is not said stays as it is."""
    pose = start.pose
    azimuth = pose.azimuth if action.azimuth is None else float(action.azimuth)
    azimuth += float(action.by or 0.0)
    elevation = pose.elevation if action.elevation is None else float(action.elevation)

    def at(u: float) -> SceneState:
        share = smooth(u)
        turned = replace(
            pose,
            azimuth=between(pose.azimuth, azimuth, share),
            elevation=between(pose.elevation, elevation, share),
        )
        return replace(start, pose=turned)

    return at
