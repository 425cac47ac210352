"""The regions of a scene, and what decides how they share the room of a frame."""

from __future__ import annotations

from msgspec import Struct

from gradanim.actors.rect import Rect
from gradanim.actors.split_layout import TALL

# The most of a frame that is not wide that texts take, and more than that only in order not to be smaller than the
# numbers of axes.
MOST_TEXT, MORE_TEXT = 0.3, 0.42


class Places(Struct, frozen=True):
    """Regions in design pixels; None where a scene has no such thing.

    Attributes:
        surface: the 3D view, of a landscape or of a volume.
        plane: the view of the input plane from above.
        panel: the chart.
        side: texts beside or below the pictures.
    """

    surface: Rect | None
    plane: Rect | None
    panel: Rect | None
    side: Rect | None


class Share(Struct, frozen=True):
    """What decides how room is shared, besides what is wanted.

    Attributes:
        main: the room, in design pixels.
        wide: whether the frame is one of a screen.
        text: the greatest height of the texts.
        least: their height where they are as small as the numbers of axes.
        room: how much more room ticks and their names take than in a wide frame.
    """

    main: Rect
    wide: bool
    text: float
    room: float
    least: float = 0.0

    @property
    def below(self) -> float:
        """The height of texts below the pictures."""
        most = max(MOST_TEXT * self.main.height, min(self.least, MORE_TEXT * self.main.height))
        return min(self.text, most)

    @property
    def tall(self) -> bool:
        """Whether the room is that of a phone."""
        return self.main.height > TALL * self.main.width
