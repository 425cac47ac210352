"""Regions that are no higher than their pictures fill them: these grow and shrink evenly as regions glide."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import landscape_height, map_height
from gradanim.actors.rect import Rect
from gradanim.actors.share import Places


def tightened(places: Places, want: Needs, room: float) -> Places:
    """Places whose pictures are as wide as their regions.

    Args:
        places: as they are arranged.
        want: what the scene places; pictures that are zoomed keep all of their regions.
        room: how much more room ticks and their names take than in a wide frame.
    """
    if want.zoomed:
        return places
    surface, plane = places.surface, places.plane
    if surface is not None:
        surface = _lowered(surface, landscape_height(surface.width, want, room))
    if plane is not None and want.stage != "line":
        plane = _lowered(plane, map_height(plane.width, want))
    return replace(places, surface=surface, plane=plane)


def _lowered(rect: Rect, height: float) -> Rect:
    """A rectangle about the same middle that is no higher than that."""
    spare = max(0.0, rect.height - height)
    return replace(rect, y=rect.y + spare / 2, height=rect.height - spare)
