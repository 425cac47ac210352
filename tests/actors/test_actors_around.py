"""Around maps and charts there is as much room as their numbers and names take, and no more."""

from __future__ import annotations

import pytest
from msgspec.structs import astuple
from volume_stage import MakeScene, staged

from gradanim.actors.around import Around, Lettering, around_map, widest
from gradanim.actors.chart import Chart
from gradanim.actors.lettering import prose, width
from gradanim.actors.letters import INK_ABOVE, INK_BELOW, Letter
from gradanim.actors.picture import Painter
from gradanim.actors.rect import Rect
from gradanim.actors.stage import Stage
from gradanim.actors.texts import Texts
from gradanim.beats.timeline import Timeline
from gradanim.plan.profile import FORMATS

HEAD = "title: T\nfield: {{f: {f}, x: [-{x}, {x}], y: [-2, 2]}}\nstage: {stage}\n"
DATA = """title: T
field: {data: [[1, -2], [2, 300], [3, 500]], model: a*x + b, name: L, domain: {a: [-2, 2], b: [-2, 2]}}
stage: surface
"""
PLOTTED = "- place: [1, 1]\n- show: data_plot\n"
DESCENT = "- place: [1, 1]\n- show: loss_curve\n- descend: {step_size: 0.1, steps: 9}\n"
SLOPES = "- place: [1, 1]\n- show: slope_curve\n- dial: 1\n"
# Of a pixel.
SPARE = 1e-6


def labels(stage: Stage, timeline: Timeline, kind: str) -> tuple[Rect, list[Letter]]:
    """The region of a view at the end of a scene in pixels, and the texts that stand in it and do not move."""
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    made = painter.picture(timeline.motions[-1](1.0))
    rect, unit = made.regions[kind], stage.unit
    view = Rect(*(unit * side for side in astuple(rect)))
    muted = stage.theme.colours["muted"], stage.theme.colours["text"]
    found = [it for it in made.letters if it.role == "label" and it.tie is None and it.colour in muted]
    near = [
        it for it in found if view.x - 40 < it.x < view.right + 40 and view.y - 40 < it.y < view.bottom + 40
    ]
    return view, near


def reach(letter: Letter) -> tuple[float, float, float, float]:
    return (
        letter.x,
        letter.y - INK_ABOVE * letter.size,
        letter.x + width(letter.markup) * letter.size,
        letter.y + INK_BELOW * letter.size,
    )


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("x", [2, 1000, 0.003])
def test_numbers_and_names_of_a_map_fill_the_room_around_it(
    make_scene: MakeScene, shape: str, x: float
) -> None:
    scene = make_scene("- show: axes\n", HEAD.format(f="x^2", x=x, stage="{kind: plane, aspect: fit}"))
    _, timeline, stage = staged(scene, shape)
    view, found = labels(stage, timeline, "plane")
    boxes = [reach(it) for it in found]
    assert len(boxes) > 8
    around = stage.layout.around_map
    left, top = min(it[0] for it in boxes), min(it[1] for it in boxes)
    right, bottom = max(it[2] for it in boxes), max(it[3] for it in boxes)
    # The map is as wide as its region or as high.
    full = [left - view.x, view.right - right], [top - view.y, view.bottom - bottom]
    assert all(gap > -SPARE for side in full for gap in side)
    assert min(sum(side) for side in full) < 1e-3 and around.left < 0.2 * view.width / stage.unit


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize(
    ("f", "beats"),
    [("x^2 + y^2", DESCENT), ("1e4*x^2 - 77", DESCENT), ("x*y/1000", SLOPES), ("x", SLOPES), ("", PLOTTED)],
)
def test_numbers_and_names_of_a_chart_stay_in_its_panel(
    make_scene: MakeScene, shape: str, f: str, beats: str
) -> None:
    beats = beats.replace("0.1", "1e-5") if "1e4" in f else beats
    scene = make_scene(beats, HEAD.format(f=f, x=2, stage="surface") if f else DATA)
    _, timeline, stage = staged(scene, shape)
    view, found = labels(stage, timeline, "panel")
    boxes = [reach(it) for it in found if it.y > view.y]
    assert len(boxes) > 5
    gaps = [
        min(it[0] for it in boxes) - view.x,
        min(it[1] for it in boxes) - view.y,
        view.right - max(it[2] for it in boxes),
        view.bottom - max(it[3] for it in boxes),
    ]
    em = stage.layout.sizes.tick * stage.unit
    assert min(gaps) > -SPARE
    # What is kept at the left is for the widest number of any division of the axis.
    assert gaps[0] < 1.3 * em and gaps[1] < 0.1 * em and gaps[3] < 0.3 * em


@pytest.mark.parametrize("numbers", [("−2.5", "3"), ("10", "−1000"), ("1.25×10⁻⁷", "0"), ("45°", "180°")])
def test_the_widest_of_some_numbers_is_known_without_measuring_all(numbers: tuple[str, ...]) -> None:
    assert widest(numbers) == max(width(prose(text)) for text in numbers)
    assert widest(()) == 0.0


def test_a_name_that_is_wider_than_all_numbers_has_its_room() -> None:
    short, long = (around_map(Lettering((0.5, 0.5), (0.6, name)), 28, 38) for name in (0.6, 6.0))
    assert short.left == pytest.approx(28) and long.left == pytest.approx(3 * 38)
    # Left of the name there is nothing, and above the topmost number.
    assert short.corner[0] == pytest.approx(28 - 0.3 * 38) and long.corner[0] == 0.0
    assert short.corner[1] < short.above


def test_room_for_arrows_is_added_where_numbers_leave_less() -> None:
    made = Around(50, 10, 20, 60).at_least(30, 40)
    assert (made.left, made.right, made.below, made.above) == (50, 30, 40, 60)


def test_numbers_of_both_ranges_have_room_while_axes_glide() -> None:
    narrow, wide = (Chart((0.0, 5.0), (0.0, top), prose("step"), prose("L")) for top in (8.0, 8e4))
    assert wide.lettering().numbers[1] > 2 * narrow.lettering().numbers[1]
    assert narrow.lettering().joined(wide.lettering()) == wide.lettering()
