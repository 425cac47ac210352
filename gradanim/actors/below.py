"""The texts of a wide frame below its only picture instead of beside it, where the picture is larger so."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import landscape_width, map_width
from gradanim.actors.places import Share, arranged
from gradanim.actors.split_layout import LARGER
from gradanim.actors.text_columns import BETWEEN, TextColumns


def below_the_picture(
    want: Needs, share: Share, columns: TextColumns | None, em: float
) -> tuple[Needs, Share, TextColumns | None] | None:
    """What is wanted, how room is shared and how the texts stand where they are below; None where they are beside.

    Args:
        want: what the scene places.
        share: what decides how room is shared in its frame.
        columns: how the texts stand in two columns, where they can.
        em: the size of texts, in design pixels.
    """
    single = want.stage in ("surface", "plane", "volume") and not (want.panel or want.runners or want.zoomed)
    if not (share.wide and want.side and single):
        return None
    if columns is not None and columns.width * em > (share.main.width - BETWEEN) / 2:
        columns = None
    lower = want if columns is None else replace(want, height=columns.height)
    below = replace(share, wide=False, text=em * lower.height)
    return (lower, below, columns) if _width(lower, below) > LARGER * _width(want, share) else None


def _width(want: Needs, share: Share) -> float:
    """How wide the only picture of a scene is drawn, without its ticks, in design pixels."""
    places = arranged(want, share)
    if places.surface is not None:
        return landscape_width(places.surface, want, share.room)
    assert places.plane is not None
    return map_width(places.plane, want)
