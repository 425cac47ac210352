"""Where things go in a frame: the picture, a second picture, a panel, texts, title and caption, for every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gradanim.actors.chart_room import high_enough, shaped
from gradanim.actors.needs import Needs, needs
from gradanim.actors.rect import Rect as Rect
from gradanim.actors.split_layout import MOST_COLUMN, TALL, closed_up, is_wide, split
from gradanim.plan.profile import Format
from gradanim.spec import SceneSpec

# The panel of a board: its share beside texts, and above them where there is no room beside.
BESIDE_TEXT, ABOVE_TEXT = 0.64, 0.62
# So few lines of text stand in a row below wide pictures, which then have the whole width, in a frame of any shape.
FEW_LINES = 2
# A chart beside the picture has this part of its column, and more where there is little text; not more than this
# many times its width.
CHART, HIGH_CHART, CHART_ASPECT = 0.5, 0.68, 0.85
# In a frame that is not wide a chart has no more than this part of what the texts leave; and its part of a row in which
# it stands beside them.
MOST_CHART, BESIDE = 0.44, 0.54
# The column of texts and chart beside two pictures, in parts of the width.
THIRD = 0.31


@dataclass(frozen=True)
class Sizes:
    """The type scale of a format: heights of one em in design pixels; ``least`` is 2 % of the frame's height."""

    title: float
    text: float
    caption: float
    label: float
    tick: float
    least: float

    @property
    def room(self) -> float:
        """How much more room ticks and their names take than in a wide frame."""
        return self.tick / 28.0


@dataclass(frozen=True)
class Layout:
    """Regions of one scene in one format.

    Attributes:
        safe: where text may stand.
        surface: the 3D view, of a landscape or of a volume, or None.
        plane: the view of the input plane from above, or None.
        panel: the chart beside the picture, or None.
        side: texts beside the picture, or None.
        title, caption, bottom: one-line slots.
        sizes: the type scale.
        texts: the greatest height of the texts at the side.
    """

    safe: Rect
    surface: Rect | None
    plane: Rect | None
    panel: Rect | None
    side: Rect | None
    title: Rect
    caption: Rect
    bottom: Rect
    sizes: Sizes
    texts: float = 0.0


SIZES: Mapping[str, Sizes] = MappingProxyType(
    {
        "16:9": Sizes(title=40, text=40, caption=38, label=38, tick=28, least=22),
        "4:3": Sizes(title=40, text=38, caption=38, label=38, tick=28, least=22),
        "1:1": Sizes(title=40, text=36, caption=36, label=38, tick=28, least=22),
        "9:16": Sizes(title=44, text=46, caption=46, label=46, tick=40, least=39),
    }
)
MARGIN = 56.0
# A column higher than this share of its width has its texts above its chart, not beside it.
TALL_COLUMN = 0.5
# About the length of the longest note, where ticks are 28 pixels high.
NOTE = 880.0
# Between texts and the chart beside them, or below them in a wide and in another frame.
BETWEEN, WIDE_GAP, NARROW_GAP = 30.0, 24.0, 10.0


def make_layout(spec: SceneSpec, format: Format, burn: bool = False) -> Layout:
    """The regions of a scene; what the scene never uses takes no room, nor captions that are not burned in."""
    want = needs(spec)
    canvas = Rect(0, 0, format.width, format.height)
    sizes = SIZES[format.name]
    safe = canvas.inset(MARGIN)
    tall = format.height > format.width
    title = Rect(safe.x, safe.y + (60 if tall else -8), safe.width, sizes.title * 1.5)
    caption_height = sizes.caption * 2.9
    caption = Rect(safe.x, safe.bottom - caption_height - (80 if tall else 0), safe.width, caption_height)
    # Without burned-in captions the picture takes their room.
    floor = caption.y - 20 if burn else safe.bottom
    # Why a descent has stopped takes two lines in a narrow frame.
    notes = want.arrows + want.field + want.descents * (2 if tall else 1)
    below = sizes.text * 1.45 * want.bottom + sizes.tick * 1.4 * notes
    main = Rect(safe.x, title.bottom + 10, safe.width, floor - below - title.bottom - 10)
    wide = is_wide(canvas)
    text = sizes.text * want.height
    picture, column = _columns(main, want, wide, text, sizes.room)
    deep = below if column is None and _has_column(picture, want) else 0.0
    picture = replace(picture, height=picture.height + deep)
    surface, plane, panel, side = _fill(picture, column, want, wide, text, sizes.room)
    panel = panel and shaped(panel, want, sizes.room)
    if deep and surface is not None:
        surface = replace(surface, height=surface.height - deep)
        main = replace(main, width=surface.width)
    under = main.bottom if side is not None else _under_row(surface, plane, panel, main)
    bottom = Rect(main.x, under, main.width, main.bottom + below - under)
    return Layout(safe, surface, plane, panel, side, title, caption, bottom, sizes, text)


def _has_column(picture: Rect, want: Needs) -> bool:
    """Whether a map and a chart have a column that goes down beside what is written below the landscape."""
    chart = want.stage == "split" and want.panel
    return chart and is_wide(picture) and (1.0 - MOST_COLUMN) * picture.width > NOTE


def _under_row(surface: Rect | None, plane: Rect | None, panel: Rect | None, main: Rect) -> float:
    """Where the texts below the pictures begin: right under a row of two that does not need all of the height."""
    in_a_row = surface is not None and plane is not None and panel is None and surface.y == plane.y
    return surface.bottom if in_a_row and surface is not None else main.bottom


def _columns(main: Rect, want: Needs, wide: bool, text: float, room: float) -> tuple[Rect, Rect | None]:
    """The room for pictures and the room for what stands beside or below them; ``text`` is the height of the texts."""
    if want.stage == "board" or not (want.side or want.panel):
        return main, None
    if want.stage == "split" and not want.side:
        return main, None
    if wide and want.stage == "split" and want.lines <= FEW_LINES:
        return _above(main, text)
    if wide:
        share = 0.27 if not want.panel else 0.44 if want.graph else 0.36
        if want.stage == "split":
            share = THIRD if want.panel else 0.25
        width = main.width * share
        return (
            Rect(main.x, main.y, main.width - width - 30, main.height),
            Rect(main.right - width, main.y, width, main.height),
        )
    if want.panel and not want.graph:
        return _above(main, _lower(main, want, text, room))
    share = 0.46 if want.graph else 0.30
    if want.graph and main.height > TALL * main.width:
        # Pictures are as wide as the frame and not as high: what is below them makes use of the rest.
        share = 0.52 if want.side else share
    height = main.height * share
    return _above(main, height if want.panel else min(height, text))


def _lower(main: Rect, want: Needs, text: float, room: float) -> float:
    """How high texts and a chart are below the pictures of a frame that is not wide."""
    tall = main.height > TALL * main.width
    if want.stage == "split":
        return main.height * (0.62 if tall else 0.5)
    if not tall and want.side:
        beside = BESIDE * (main.width - BETWEEN)
        return min(high_enough(beside, want, room), MOST_CHART * main.height)
    above = text + NARROW_GAP if want.side else 0.0
    return above + min(high_enough(main.width, want, room), MOST_CHART * (main.height - above))


def _above(rect: Rect, height: float) -> tuple[Rect, Rect]:
    """A rectangle without a row of some height at its lower side, and the row."""
    return (
        Rect(rect.x, rect.y, rect.width, rect.height - height - 16),
        Rect(rect.x, rect.bottom - height, rect.width, height),
    )


def _fill(
    picture: Rect, column: Rect | None, want: Needs, wide: bool, text: float, room: float
) -> tuple[Rect | None, Rect | None, Rect | None, Rect | None]:
    """Surface, plane, panel and side."""
    if want.stage == "split":
        # A chart stands beside or below the texts, not beside a map, unless they are a row below everything.
        apart = want.panel and column is not None and not (wide and column.y >= picture.bottom)
        shown = replace(want, panel=False) if apart else want
        surface, plane, panel = split(picture, shown, is_wide(picture) if apart else wide, room)
        if apart:
            return surface, plane, *_panel_and_side(column, want, wide, text)
        if not wide and panel is None and plane.y == surface.y:
            surface, plane, column = closed_up(surface, plane, column, want.depth)
        return surface, plane, panel, column
    panel, side = _panel_and_side(column, want, wide, text)
    if want.stage in ("surface", "volume"):
        return picture, None, panel, side
    if want.stage in ("plane", "line"):
        return None, picture, panel, side
    return None, None, *_board(picture, want, wide, text)


def _board(picture: Rect, want: Needs, wide: bool, text: float) -> tuple[Rect | None, Rect]:
    """Panel and texts: each has the whole board where the other is not."""
    if not want.panel:
        upper = 0.16 * picture.height
        return None, Rect(picture.x, picture.y + upper, picture.width, 0.8 * picture.height)
    if not want.side:
        return picture, picture
    if wide and want.lines <= FEW_LINES:
        return _above(picture, text)
    if wide:
        width = BESIDE_TEXT * picture.width
        panel = Rect(picture.x, picture.y, width, picture.height)
        x = panel.right + 40
        return panel, Rect(x, picture.y + 0.12 * picture.height, picture.right - x, 0.85 * picture.height)
    # A line may be broken into two where there is no room beside.
    return _above(picture, min((1.0 - ABOVE_TEXT) * picture.height - 16, 2.0 * text))


def _panel_and_side(
    column: Rect | None, want: Needs, wide: bool, text: float
) -> tuple[Rect | None, Rect | None]:
    if column is None:
        return None, None
    if not want.panel:
        return None, column
    if not want.side:
        if wide:
            return Rect(column.x, column.y + column.height * 0.18, column.width, column.height * 0.6), None
        return column, None
    gap = WIDE_GAP if wide else NARROW_GAP
    if wide or column.height > TALL_COLUMN * column.width:
        highest = min(HIGH_CHART * column.height, CHART_ASPECT * column.width)
        lower = max(CHART * column.height, min(highest, column.height - text - gap))
    else:
        right = BESIDE * (column.width - BETWEEN)
        left = column.width - BETWEEN - right
        return (
            Rect(column.right - right, column.y, right, column.height),
            Rect(column.x, column.y, left, column.height),
        )
    return (
        Rect(column.x, column.bottom - lower, column.width, lower),
        Rect(column.x, column.y, column.width, column.height - lower - gap),
    )
