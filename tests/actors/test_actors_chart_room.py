"""Charts are not flat where a frame has the room, and nothing lies over anything else beside them."""

from __future__ import annotations

from itertools import combinations

import pytest
from msgspec.structs import astuple
from volume_stage import MakeScene

from gradanim.actors.around import Around
from gradanim.actors.chart_room import FLAT, LEGEND_LINE, high_enough, shaped
from gradanim.actors.layout import Layout, make_layout
from gradanim.actors.needs import Needs
from gradanim.actors.rect import Rect
from gradanim.plan.profile import FORMATS

FIELD = "title: T\nfield: {{f: x^2/3 + y^2, x: [-2, 2], y: [-{y}, {y}]}}\nstage: {stage}\n"
READ = 'show: {readout: ["$f =$ {f:.2f}", "$x =$ {point}", "$‖∇f‖ =$ {norm:.2f}"]}'
RACE = "race: {start: [1, 1], steps: 9, runs: [{step_size: 0.05}, {step_size: 0.3}, {step_size: 0.85}]}"


def laid_out(make_scene: MakeScene, stage: str, shape: str, *beats: str, y: float = 2) -> Layout:
    head = FIELD.format(stage=stage, y=y)
    return make_layout(make_scene("".join(f"- {beat}\n" for beat in beats), head), FORMATS[shape])


def plot(layout: Layout, legend: int = 0) -> tuple[float, float]:
    """Width and height of the plot, with some lines of a legend over it."""
    assert layout.panel is not None
    around = layout.around_chart
    return (
        layout.panel.width - around.across,
        layout.panel.height - around.up - layout.sizes.room * LEGEND_LINE * legend,
    )


def regions(layout: Layout) -> list[Rect]:
    every = (layout.surface, layout.plane, layout.panel, layout.side)
    return [rect for rect in every if rect is not None]


def apart(layout: Layout) -> bool:
    return all(
        one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
        for one, other in combinations(regions(layout), 2)
    )


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("texts", [(), (READ,)])
@pytest.mark.parametrize("stage", ["surface", "plane", "split"])
@pytest.mark.parametrize("y", [2, 1.4])
def test_a_chart_is_not_flat(
    make_scene: MakeScene, stage: str, texts: tuple[str, ...], shape: str, y: float
) -> None:
    layout = laid_out(
        make_scene,
        stage,
        shape,
        "place: [1, 1]",
        *texts,
        "show: loss_curve",
        "descend: {step_size: 0.1}",
        y=y,
    )
    width, height = plot(layout)
    assert height >= (FLAT - 1e-9) * width and height > 165 and width > 260
    assert apart(layout)
    assert all(
        it.x >= layout.safe.x - 1e-6 and it.right <= layout.safe.right + 1e-6 for it in regions(layout)
    )


@pytest.mark.parametrize("shape", FORMATS)
def test_beside_two_pictures_texts_and_a_race_a_chart_has_half_the_height_of_its_width(
    make_scene: MakeScene, shape: str
) -> None:
    layout = laid_out(make_scene, "split", shape, "place: [1, 1]", READ, "show: loss_curve", RACE)
    width, height = plot(layout, 2 if shape == "4:3" else 1)
    assert height > 0.54 * width and width > 260 and apart(layout)


def test_in_a_wide_frame_texts_stand_over_the_chart_and_the_map_has_its_whole_height(
    make_scene: MakeScene,
) -> None:
    layout = laid_out(make_scene, "split", "16:9", "place: [1, 1]", READ, "show: loss_curve", RACE)
    assert layout.surface and layout.plane and layout.panel and layout.side
    assert layout.surface.right < layout.plane.x < layout.plane.right < layout.panel.x
    assert layout.side.bottom < layout.panel.y and layout.side.x == layout.panel.x
    middles = [it.y + it.height / 2 for it in (layout.plane, layout.surface)]
    assert middles[0] == pytest.approx(middles[1]) and layout.plane.width > 500


def test_a_map_over_its_chart_goes_down_beside_what_is_written_below_the_landscape(
    make_scene: MakeScene,
) -> None:
    beats = (
        "place: [1, 1]",
        "show: loss_curve",
        "descend: {step_size: 0.1}",
        "write: {text: a line, at: bottom}",
    )
    layout = laid_out(make_scene, "split", "16:9", *beats, y=1.4)
    assert layout.surface and layout.plane and layout.panel
    assert layout.panel.bottom == layout.bottom.bottom > layout.bottom.y >= layout.surface.bottom
    assert layout.bottom.right < layout.panel.x
    # Both are about as wide as their column.
    around = layout.around_map
    assert layout.plane.height - around.up == pytest.approx(0.7 * (layout.plane.width - around.across))
    narrow = laid_out(make_scene, "split", "4:3", *beats, y=1.4)
    assert narrow.panel and narrow.panel.bottom <= narrow.bottom.y and narrow.bottom.width > 1200


@pytest.mark.parametrize("y", [2, 1.4])
def test_on_a_phone_a_map_and_its_chart_have_one_area_and_most_of_the_width(
    make_scene: MakeScene, y: float
) -> None:
    beats = ("place: [1, 1]", "show: loss_curve", "descend: {step_size: 0.1}")
    layout = laid_out(make_scene, "split", "9:16", *beats, y=y)
    assert layout.surface and layout.plane and layout.panel
    high, wide = y / 2, layout.plane.width - layout.around_map.across
    width, height = plot(layout)
    assert wide * wide * high == pytest.approx(width * height, rel=0.01)
    assert wide + width > 0.7 * layout.safe.width and min(wide, width) > 0.3 * layout.safe.width
    assert layout.plane.height == pytest.approx(layout.around_map.up + high * wide)


@pytest.mark.parametrize("stage", ["surface", "plane"])
def test_in_a_square_frame_a_chart_beside_texts_has_the_larger_half(
    make_scene: MakeScene, stage: str
) -> None:
    layout = laid_out(make_scene, stage, "1:1", "place: [1, 1]", READ, "show: loss_curve")
    assert layout.panel and layout.side and layout.side.right < layout.panel.x
    assert layout.panel.width > layout.side.width and plot(layout)[1] > 200


def test_bars_keep_the_width_that_they_have(make_scene: MakeScene) -> None:
    beats = ("place: [1, 1]", "approximate: {step: [0.1, -0.05]}", "show: change_bars")
    layout = laid_out(make_scene, "surface", "1:1", *beats)
    assert layout.panel is not None and layout.panel.width == layout.safe.width


def curves(runners: int = 0) -> Needs:
    around = Around(left=90, right=40, below=90, above=60)
    return Needs("plane", False, True, 0, False, False, curves=True, runners=runners, chart=around)


@pytest.mark.parametrize(("room", "width"), [(1.0, 700.0), (40 / 28, 968.0)])
def test_a_panel_that_is_high_enough_stays_and_a_lower_one_becomes_narrower(
    room: float, width: float
) -> None:
    panel = Rect(50, 60, width, high_enough(width, curves(), room))
    assert astuple(shaped(panel, curves(), room)) == pytest.approx(astuple(panel))
    low = shaped(Rect(50, 60, width, 0.8 * panel.height), curves(), room)
    assert high_enough(low.width, curves(), room) == pytest.approx(low.height)
    assert low.x + low.width / 2 == pytest.approx(50 + width / 2) and low.width < width


def test_a_panel_leaves_the_legend_of_a_race_its_line() -> None:
    low = Rect(0, 0, 968, 300)
    assert shaped(low, curves(), 1.0).width < 500 < shaped(low, curves(3), 1.0).width
    assert astuple(shaped(low, Needs("plane", False, True, 0, False, False), 1.0)) == astuple(low)
