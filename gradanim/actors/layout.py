"""Where things go in a frame: the picture, a second picture, a panel, texts, title and caption, for every format."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from gradanim.actors.around import USUAL, Around, around_chart, around_map, map_lettering
from gradanim.actors.arrow_size import OVERHANG
from gradanim.actors.below import below_the_picture
from gradanim.actors.chart_room import shaped
from gradanim.actors.course import Course
from gradanim.actors.leaving import Leaving
from gradanim.actors.needs import LEGEND, LINE, Needs, needs
from gradanim.actors.picture_room import around_surface
from gradanim.actors.places import CORNER_LINES, arranged, columns, has_texts_under
from gradanim.actors.rect import Rect as Rect
from gradanim.actors.share import Places, Share
from gradanim.actors.split_layout import MOST_COLUMN, TALL, is_wide
from gradanim.actors.text_columns import BETWEEN, TextColumns
from gradanim.actors.tightening import tightened
from gradanim.plan.profile import Format
from gradanim.spec import SceneSpec


class Sizes(Struct, frozen=True):
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


class Layout(Struct, frozen=True):
    """Regions of one scene in one format.

    Attributes:
        safe: where text may stand.
        surface: the 3D view, of a landscape or of a volume, or None.
        plane: the view of the input plane from above, or None.
        panel: the chart beside the picture, or None.
        side: texts beside the picture, or None.
        title, caption, bottom: one-line slots.
        sizes: the type scale.
        alone: the places of pictures that nothing is beside.
        bare: the places of pictures and texts that no chart is beside.
        around_map, around_chart, around_surface: the room that numbers and names take around those.
        columns: how the texts stand in two columns; None where they have one.
        leaving: the texts that stand in two columns until a chart comes, before which they leave.
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
    alone: Places
    bare: Places
    around_map: Around
    around_chart: Around
    around_surface: Around
    columns: TextColumns | None = None
    leaving: Leaving | None = None

    @property
    def text_height(self) -> float:
        """The height that texts at the side have wherever they stand in the course of the scene, in design pixels."""
        return min((it.height for it in (self.side, self.bare.side) if it is not None), default=0.0)

    @property
    def places(self) -> Places:
        """The places of everything when all has come."""
        return Places(self.surface, self.plane, self.panel, self.side)


SIZES: Mapping[str, Sizes] = MappingProxyType(
    {
        "16:9": Sizes(title=40, text=40, caption=38, label=38, tick=28, least=22),
        "4:3": Sizes(title=40, text=38, caption=38, label=38, tick=28, least=22),
        "1:1": Sizes(title=40, text=36, caption=36, label=38, tick=28, least=22),
        "9:16": Sizes(title=44, text=46, caption=46, label=46, tick=40, least=39),
    }
)
MARGIN = 56.0
# About the length of the longest note, where ticks are 28 pixels high.
NOTE = 880.0
# Texts in half the width of the frame take so much of the height that they would have, as a line may be broken.
BROKEN = 1.25


def make_layout(spec: SceneSpec, format: Format, burn: bool = False, course: Course | None = None) -> Layout:
    """The regions of a scene; what the scene never uses takes no room, nor captions that are not burned in.

    Args:
        spec: the scene.
        format: the shape of the frame.
        burn: whether captions are drawn into the picture.
        course: what is known besides, if anything.
    """
    course = course or Course()
    want = needs(spec)
    canvas = Rect(0, 0, format.width, format.height)
    sizes = SIZES[format.name]
    safe = canvas.inset(MARGIN)
    around = _around_map(spec, want, (safe, sizes)), around_chart(course.lettering or USUAL, sizes.tick)
    want = replace(
        want, aspect=course.aspect or want.aspect, corner=course.corner, beside=course.beside, map=around[0]
    )
    want = replace(want, chart=around[1])
    columns = _columns(want, course, (safe, sizes))
    if columns is not None:
        want = replace(want, height=columns.height + LEGEND * LINE * bool(want.legend))
    tall = format.height > format.width
    title = Rect(safe.x, safe.y + (60 if tall else -8), safe.width, sizes.title * 1.5)
    caption_height = sizes.caption * 2.9
    caption = Rect(safe.x, safe.bottom - caption_height - (80 if tall else 0), safe.width, caption_height)
    # Without burned-in captions the picture takes their room.
    floor = caption.y - 20 if burn else safe.bottom
    # Why a descent has stopped takes two lines in a narrow frame.
    descents = (want.descents and course.failing) * (2 if tall else 1)
    notes = (want.arrows and course.arrows) + (want.field and course.field) + descents + course.clipped
    below = sizes.text * 1.45 * want.bottom + sizes.tick * 1.4 * notes
    main = Rect(safe.x, title.bottom + 10, safe.width, floor - below - title.bottom - 10)
    texts = sizes.text * want.height, want.least_height(sizes.tick)
    share = Share(main, is_wide(canvas), texts[0], sizes.room, texts[1])
    below_it = below_the_picture(want, share, course.columns, (sizes.text, sizes.tick))
    if below_it is not None:
        want, share, columns = below_it
    deep = below if _has_column(want, share) else 0.0
    places = arranged(want, replace(share, main=replace(main, height=main.height + deep)))
    if places.panel is not None:
        places = replace(places, panel=shaped(places.panel, want, sizes.room))
    if deep and places.surface is not None:
        surface = replace(places.surface, height=places.surface.height - deep)
        side = None if places.side is None else replace(places.side, y=places.side.y - deep)
        places, main = replace(places, surface=surface, side=side), replace(main, width=surface.width)
    under = main.bottom if places.side is not None else _under_row(places, main)
    bottom = Rect(main.x, under, main.width, main.bottom + below - under)
    alone = arranged(replace(want, side=False, panel=False, graph=False), share)
    leaves = _leaving(want, course, (safe, sizes))
    bare = _bare(want, share, places, None if leaves is None else sizes.text * leaves.height)
    places, alone, bare = (tightened(it, want, sizes.room) for it in (places, alone, bare))
    four = places.surface, places.plane, places.panel, places.side
    arounds = *around, around_surface(want, sizes.room)
    return Layout(safe, *four, title, caption, bottom, sizes, alone, bare, *arounds, columns, leaves)


def _columns(want: Needs, course: Course, frame: tuple[Rect, Sizes]) -> TextColumns | None:
    """The columns of texts below the only picture of a square frame, where no line is too long for one."""
    found = course.columns
    return found if found is not None and not want.panel and _fits(found, want, frame) else None


def _leaving(want: Needs, course: Course, frame: tuple[Rect, Sizes]) -> Leaving | None:
    """The texts that stand in columns below the only picture of a square frame until a chart comes."""
    found = course.leaving
    return found if found is not None and want.panel and _fits(found.columns, want, frame) else None


def _fits(columns: TextColumns, want: Needs, frame: tuple[Rect, Sizes]) -> bool:
    """Whether texts can stand in columns below the only picture of a frame."""
    safe, sizes = frame
    square = not is_wide(safe) and safe.height <= TALL * safe.width
    under = want.stage not in ("split", "board") and not (want.runners or want.graph)
    return square and under and columns.width * sizes.text <= (safe.width - BETWEEN) / 2


def _around_map(spec: SceneSpec, want: Needs, frame: tuple[Rect, Sizes]) -> Around:
    """The room around a map, where a scene may have one: that of its numbers, and of arrows that leave it."""
    if spec.field is None or len(spec.field.domain) != 2:
        return Around()
    safe, sizes = frame
    around = around_map(map_lettering(spec.field), sizes.tick, sizes.label)
    if not want.arrows:
        return around
    # However large the map may become.
    reach = OVERHANG * min(safe.width, safe.height / want.depth)
    return around.at_least(reach, want.depth * reach)


def _bare(want: Needs, share: Share, places: Places, text: float | None) -> Places:
    """The places of pictures and texts while no chart is beside them.

    Texts keep their width, so that no line is broken anew when they move. Their greatest height is ``text`` where
    that is known.
    """
    panel, side = places.panel, places.side
    if panel is None or want.stage == "board":
        return places
    # Beside a map texts have not the width that they will have beside the chart.
    lines = want.lines if share.wide else max(want.lines, CORNER_LINES + 1)
    bare = replace(want, panel=False, graph=False, lines=lines)
    if side is None:
        return arranged(bare, share)
    if side.x >= max(it.right for it in (places.surface, places.plane) if it is not None):
        # Texts over the chart in a column of their own.
        down = round(max(0.0, (panel.bottom - side.y - share.text) / 2))
        return replace(
            places, panel=None, side=replace(side, y=side.y + down, height=panel.bottom - side.y - down)
        )
    across = round((panel.right - side.right) / 2) if panel.x >= side.right and not share.wide else 0
    if text is None:
        text = share.text * (BROKEN if across else 1.0)
    made = arranged(bare, replace(share, text=text))
    assert made.side is not None
    moved = Rect(side.x + across, made.side.y, side.width, made.side.height)
    return replace(made, side=moved)


def _has_column(want: Needs, share: Share) -> bool:
    """Whether a map and a chart have a column that goes down beside what is written below the landscape."""
    chart = want.stage == "split" and want.panel
    picture, column = columns(want, share)
    below = column is None or has_texts_under(want, share)
    return below and chart and is_wide(picture) and (1.0 - MOST_COLUMN) * picture.width > NOTE


def _under_row(places: Places, main: Rect) -> float:
    """Where the texts below the pictures begin: right under a row of two that does not need all of the height."""
    surface, plane = places.surface, places.plane
    in_a_row = surface is not None and plane is not None and places.panel is None and surface.y == plane.y
    return surface.bottom if in_a_row and surface is not None else main.bottom
