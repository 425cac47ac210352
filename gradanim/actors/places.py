"""Where pictures, a chart and texts stand in the room that they share, in a frame of any shape."""

from __future__ import annotations

from msgspec.structs import replace

from gradanim.actors.chart_room import high_enough
from gradanim.actors.needs import Needs
from gradanim.actors.picture_room import filled_height, filled_width, map_width
from gradanim.actors.rect import Rect
from gradanim.actors.share import Places, Share
from gradanim.actors.split_layout import (
    LARGER,
    closed_up,
    cornered,
    cornered_step,
    is_wide,
    size,
    split,
)

# The panel of a board: its share beside texts, and above them where there is no room beside.
BESIDE_TEXT, ABOVE_TEXT = 0.64, 0.62
# So few lines of text stand in a row below wide pictures, which then have the whole width, in a frame of any shape.
FEW_LINES = 2
# So few stand in the corner beside a map in a square frame.
CORNER_LINES = 3
# A chart beside the picture has this part of its column, and more where there is little text; not more than this
# many times its width.
CHART, HIGH_CHART, CHART_ASPECT = 0.5, 0.68, 0.85
# In a frame that is not wide a chart has no more than this part of what the texts leave, and its plot as much height in
# parts of its width, where the picture does not need it; its part of a row in which it stands beside texts.
MOST_CHART, HIGH_PLOT, BESIDE = 0.41, 0.8, 0.54
# What such a frame has to spare goes to the picture, around which it stands, in this part; the rest stays below.
SPARE = 0.6
# The column of texts and chart beside two pictures, in parts of the width.
THIRD = 0.31
# Between pictures and the column beside them, and as wide as that is where a picture leaves the room, and where it does
# not: a line with a vector and its numbers is about as long. In design pixels.
COLUMN_GAP, ENOUGH_TEXT, LEAST_TEXT = 30.0, 470.0, 400.0
# A column higher than this share of its width has its texts above its chart, not beside it.
TALL_COLUMN = 0.5
# Between texts and the chart beside them, below them in a wide and in another frame, and below pictures.
BETWEEN, WIDE_GAP, NARROW_GAP, UNDER = 30.0, 24.0, 10.0, 16.0


def arranged(want: Needs, share: Share) -> Places:
    """The places of all that a scene wants."""
    if want.stage == "board":
        return Places(None, None, *_board(want, share))
    if want.stage != "split" and not share.wide:
        return _with_bars_beside(want, share, _pictured(want, *_stacked(want, share)))
    picture, column = columns(want, share)
    if want.stage != "split":
        return _pictured(want, picture, *_panel_and_side(column, want, share))
    if column is not None and has_texts_under(want, share):
        surface, plane, panel = split(share.main, want, share.wide, share.room)
        surface = replace(surface, height=surface.height - column.height - UNDER)
        return Places(surface, plane, panel, replace(column, width=surface.width))
    # A chart stands beside or below the texts, not beside a map, unless they are a row below everything.
    apart = want.panel and column is not None and not (share.wide and column.y >= picture.bottom)
    shown = replace(want, panel=False) if apart else want
    surface, plane, panel = split(picture, shown, is_wide(picture) if apart else share.wide, share.room)
    if apart:
        return Places(surface, plane, *_panel_and_side(column, want, share))
    if not share.wide and panel is None and plane.y == surface.y:
        surface, plane, column = closed_up((surface, plane, column), want, share.room)
    least = LARGER * size((surface, plane), want, share.room)
    for corner in _in_the_corner(want, share):
        if (large := size(corner, want, share.room)) > least:
            (surface, plane, column), panel, least = corner, None, large
    return Places(surface, plane, panel, column)


def has_texts_under(want: Needs, share: Share) -> bool:
    """Whether a few lines of text stand below the landscape of a wide frame, beside its map and the chart."""
    few = want.side and want.lines <= FEW_LINES
    return share.wide and want.stage == "split" and want.panel and few


def _in_the_corner(want: Needs, share: Share) -> list[tuple[Rect, Rect, Rect]]:
    """Two pictures over each other, or on the diagonal, with a few texts beside the lower one, in a square frame."""
    if not want.side or want.panel or want.lines > CORNER_LINES or share.wide or share.tall:
        return []
    made = (corner(share.main, want, share.text, share.room) for corner in (cornered, cornered_step))
    return [it for it in made if it is not None]


def _with_bars_beside(want: Needs, share: Share, stacked: Places) -> Places:
    """A map with bars beside it as in a wide frame, in a square one where it is larger so: bars as wide as the frame
    would be short.
    """
    if share.tall or want.stage != "plane" or want.side or not want.bars:
        return stacked
    picture, column = columns(want, replace(share, wide=True))
    beside = _pictured(want, picture, *_panel_and_side(column, want, replace(share, wide=True)))
    assert stacked.plane is not None
    return beside if map_width(picture, want) > map_width(stacked.plane, want) else stacked


def _pictured(want: Needs, picture: Rect, panel: Rect | None, side: Rect | None) -> Places:
    """The only picture with what stands beside it."""
    flat = want.stage in ("plane", "line")
    return Places(None if flat else picture, picture if flat else None, panel, side)


def columns(want: Needs, share: Share) -> tuple[Rect, Rect | None]:
    """The room for pictures and the room for what stands beside or below them."""
    main = share.main
    if want.stage == "board" or not (want.side or want.panel) or (want.stage == "split" and not want.side):
        return main, None
    if share.wide and want.stage == "split" and want.lines <= FEW_LINES:
        return _above(main, share.text)
    if share.wide:
        part = 0.27 if not want.panel else 0.44 if want.graph else 0.36
        if want.stage == "split":
            part = THIRD if want.panel else 0.25
        width = main.width * part
        if not want.panel and want.stage != "split":
            spare = main.width - COLUMN_GAP - filled_width(main.height, want, share.room)
            width = max(width, LEAST_TEXT, min(ENOUGH_TEXT, spare))
        return (
            Rect(main.x, main.y, main.width - width - COLUMN_GAP, main.height),
            Rect(main.right - width, main.y, width, main.height),
        )
    if want.panel:
        # A graph has less to itself than a chart, which stands below the map as well.
        return _above(main, main.height * (0.52 if want.graph else 0.62 if share.tall else 0.5))
    return _above(main, share.below)


def _stacked(want: Needs, share: Share) -> tuple[Rect, Rect | None, Rect | None]:
    """A picture with its texts and its chart below it, in a frame that is not wide.

    The picture has what they leave. Where it does not fill that, the chart becomes higher first.
    """
    main, room = share.main, share.room
    if not (want.side or want.panel):
        return main, None, None
    beside = want.side and want.panel and not want.graph and not share.tall
    wide = BESIDE * (main.width - BETWEEN) if beside else main.width
    texts = share.below if want.side else 0.0
    above = texts + NARROW_GAP if want.side and want.panel and not beside else 0.0
    free = main.height - UNDER - (above if want.panel else texts)
    chart = _chart_height(want, share, wide, free)
    if beside:
        chart = max(chart, min(texts, MOST_CHART * main.height))
    spare = max(0.0, free - chart - filled_height(main.width, want, room))
    if want.panel and not want.graph:
        more = min(spare, max(0.0, high_enough(wide, want, room, HIGH_PLOT) - chart))
        chart, spare = chart + more, spare - more
    picture = replace(main, height=free - chart - (1.0 - SPARE) * spare)
    y = picture.bottom + UNDER
    if not want.panel:
        return picture, None, replace(main, y=y, height=main.bottom - y)
    panel = Rect(main.right - wide, y + above, wide, chart)
    if beside:
        return picture, panel, Rect(main.x, y, main.width - BETWEEN - wide, chart)
    return picture, panel, Rect(main.x, y, main.width, texts) if want.side else None


def _chart_height(want: Needs, share: Share, wide: float, free: float) -> float:
    """The least height of a chart, or of a graph, below a picture; both share what the texts leave free."""
    if not want.panel:
        return 0.0
    if not want.graph:
        return min(high_enough(wide, want, share.room), MOST_CHART * free)
    # Pictures are as wide as the frame and not as high: what is below them makes use of the rest.
    return (0.52 if share.tall and want.side else 0.46) * free


def _above(rect: Rect, height: float) -> tuple[Rect, Rect]:
    """A rectangle without a row of some height at its lower side, and the row."""
    return (
        Rect(rect.x, rect.y, rect.width, rect.height - height - UNDER),
        Rect(rect.x, rect.bottom - height, rect.width, height),
    )


def _board(want: Needs, share: Share) -> tuple[Rect | None, Rect]:
    """Panel and texts: each has the whole board where the other is not."""
    board = share.main
    if not want.panel:
        upper = 0.16 * board.height
        return None, Rect(board.x, board.y + upper, board.width, 0.8 * board.height)
    if not want.side:
        return board, board
    if share.wide and want.lines <= FEW_LINES:
        return _above(board, share.text)
    if share.wide:
        width = BESIDE_TEXT * board.width
        panel = Rect(board.x, board.y, width, board.height)
        x = panel.right + 40
        return panel, Rect(x, board.y + 0.12 * board.height, board.right - x, 0.85 * board.height)
    # A line may be broken into two where there is no room beside.
    return _above(board, min((1.0 - ABOVE_TEXT) * board.height - UNDER, 2.0 * share.text))


def _panel_and_side(column: Rect | None, want: Needs, share: Share) -> tuple[Rect | None, Rect | None]:
    """The chart and the texts of a column, or of a row below two pictures."""
    if column is None or not want.panel:
        return None, column
    if not want.side:
        upper, part = (0.18, 0.6) if share.wide else (0.0, 1.0)
        return Rect(column.x, column.y + column.height * upper, column.width, column.height * part), None
    if not share.wide and column.height <= TALL_COLUMN * column.width:
        right = BESIDE * (column.width - BETWEEN)
        left = column.width - BETWEEN - right
        return (
            Rect(column.right - right, column.y, right, column.height),
            Rect(column.x, column.y, left, column.height),
        )
    gap = WIDE_GAP if share.wide else NARROW_GAP
    highest = min(HIGH_CHART * column.height, CHART_ASPECT * column.width)
    lower = max(CHART * column.height, min(highest, column.height - share.text - gap))
    return (
        Rect(column.x, column.bottom - lower, column.width, lower),
        Rect(column.x, column.y, column.width, column.height - lower - gap),
    )
