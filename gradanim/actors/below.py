"""The texts of a wide frame below its only picture instead of beside it, where the picture is larger so."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import landscape_width, map_width
from gradanim.actors.places import arranged
from gradanim.actors.share import Share
from gradanim.actors.split_layout import LARGER
from gradanim.actors.text_columns import BETWEEN, TextColumns


def below_the_picture(
    want: Needs, share: Share, columns: TextColumns | None, ems: tuple[float, float]
) -> tuple[Needs, Share, TextColumns | None] | None:
    """What is wanted, how room is shared and how the texts stand where they are below; None where they are beside.

    Args:
        want: what the scene places.
        share: what decides how room is shared in its frame.
        columns: how the texts stand in two columns, where they can.
        ems: the sizes of texts and of the numbers of axes, in design pixels.
    """
    single = want.stage in ("surface", "plane", "volume") and not (want.panel or want.legend or want.zoomed)
    if not (share.wide and want.side and single):
        return None
    if columns is not None and columns.width * ems[0] > (share.main.width - BETWEEN) / 2:
        columns = None
    lower = want if columns is None else replace(want, height=columns.height)
    below = replace(share, wide=False, text=ems[0] * lower.height, least=lower.least_height(ems[1]))
    return (lower, below, columns) if _width(lower, below) > LARGER * _width(want, share) else None


def _width(want: Needs, share: Share) -> float:
    """How wide the only picture of a scene is drawn, without its ticks, in design pixels."""
    places = arranged(want, share)
    if places.surface is not None:
        return landscape_width(places.surface, want, share.room)
    assert places.plane is not None
    return map_width(places.plane, want)
