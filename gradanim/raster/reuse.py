"""Telling which items of a view are those of the last frame, so that only the rest is drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from gradanim.raster.items import Item
from gradanim.raster.sameness import unlike_places
from gradanim.raster.view import View

# An item is looked for this far from where it would stand if nothing had come or gone.
_WINDOW = 8


def with_items_of(before: Sequence[View], now: Sequence[View]) -> tuple[View, ...]:
    """Views in which every item that is equal to one of an earlier frame is that very object.

    Args:
        before: the views of the earlier frame.
        now: views of the frame to come.

    Returns:
        Views that look exactly as ``now``; for ``render`` items are unchanged where they are the same object.
    """
    if len(before) != len(now):
        return tuple(now)
    return tuple(
        replace(new, items=_kept(old.items, new.items)) for old, new in zip(before, now, strict=True)
    )


def _kept(before: tuple[Item, ...], now: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items in their order, taken from before where they are equal."""
    # Most items are the very objects already; only the others are compared, with those that are left.
    places = unlike_places(before, now)
    if places is None:
        old, new = {id(item) for item in before}, {id(item) for item in now}
        places = [place for place, item in enumerate(now) if id(item) not in old]
        left = [item for item in before if id(item) not in new]
    else:
        left = [before[place] for place in places]
    items = list(now)
    first = 0
    for place in places:
        for k in range(first, min(first + _WINDOW, len(left))):
            if _is_equal(left[k], items[place]):
                items[place], first = left[k], k + 1
                break
    return tuple(items)


def _is_equal(a: Any, b: Any) -> bool:
    """Whether two items, or parts of items, are the same to the last bit."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and _same_bits(a, b)
    if isinstance(a, Struct):
        # Without a call for what is the very same object, as most parts are.
        for name in a.__struct_fields__:
            one, other = getattr(a, name), getattr(b, name)
            if one is not other and not _is_equal(one, other):
                return False
        return True
    return bool(a == b)


def _same_bits(a: Any, b: Any) -> bool:
    """Whether two arrays of one shape hold the same bits: holes, which are no numbers, are equal to themselves."""
    # Most arrays are small, and the bytes of a small one are compared sooner than its numbers.
    return bool(a.tobytes() == b.tobytes())
