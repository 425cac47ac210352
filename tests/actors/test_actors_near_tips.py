"""Names of arrows stand near their tips where there is room, also where their first places are taken."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace

from gradanim.actors.gaps import apart
from gradanim.actors.lettering import prose
from gradanim.actors.letters import Box
from gradanim.actors.placing import Surroundings, place_labels, text_boxes
from gradanim.actors.stage import Label
from gradanim.actors.subject import Shape
from gradanim.actors.theme import THEMES


def test_a_name_goes_beside_the_tip_rather_than_beyond_what_is_in_its_way() -> None:
    tip = Box(500, 500, 500, 500)
    name = Label(prose("name"), (500, 486), (0.0, -1.0), "text", 40.0, stem=14.0)
    shaft = Shape("gradient", np.array([[500.0, 700.0], [500.0, 500.0]]), 3.5, (28.0, 12.0))
    around = Surroundings([shaft], [Box(300, 460, 700, 492)])

    def placed(label: Label) -> Box:
        letters = place_labels([(label, Box(0, 0, 1000, 1000))], THEMES["dark"], around)
        return text_boxes(letters)[0]

    assert apart(placed(name), tip) < 36.0 and placed(name).top > 492.0
    # What names no arrow goes on beyond the text.
    beyond = placed(replace(name, stem=0.0))
    assert apart(beyond, tip) > 40.0 and beyond.bottom < 460.0
