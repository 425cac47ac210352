"""Two columns of texts below the picture of a square frame."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.lettering import prose, width
from gradanim.actors.letters import Letter
from gradanim.actors.picture import Painter
from gradanim.actors.stage import Stage
from gradanim.actors.texts import Texts
from gradanim.beats.timeline import Timeline

HEAD = "title: T\nfield: {f: x^2 + y^2, x: [-2, 2], y: [-2, 2]}\nstage: plane\n"
READ = '- show: [contours, axes, {readout: ["∇f = {gradient}", "f = {f}"]}]'
WRITE = '- write: ["$f_x =$ {f_x}", "$f_y =$ {f_y}"]\n- claim: f_x^2 + f_y^2 == norm^2'
PLACE = "- place: [1, 0.5]\n"


def made(make_scene: MakeScene, beats: str, shape: str = "1:1") -> tuple[Timeline, Stage]:
    _, timeline, stage = staged(make_scene(beats, HEAD), shape)
    return timeline, stage


def texts(timeline: Timeline, stage: Stage, u: float = 1.0) -> list[Letter]:
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    return [it for it in painter.picture(timeline.motions[-1](u)).letters if it.role in ("text", "claim")]


def lines(letters: list[Letter]) -> list[tuple[float, float]]:
    """Left end and baseline of every line of a column, from left to right and downwards."""
    found: dict[tuple[bool, float], float] = {}
    middle = 1080 * 720 / 1080 / 2
    for letter in letters:
        key = letter.x >= middle - 1.0, letter.y
        found[key] = min(found.get(key, letter.x), letter.x)
    return [(x, y) for (_, y), x in sorted(found.items())]


def test_what_is_read_and_what_is_written_stand_side_by_side_under_a_larger_picture(
    make_scene: MakeScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = f"{PLACE}{READ}\n{WRITE}"
    timeline, stage = made(make_scene, beats)
    found = lines(texts(timeline, stage))
    assert len(found) == 5
    (left, *_), rights = {x for x, _ in found[:2]}, {x for x, _ in found[2:]}
    assert len(rights) == 1 and min(rights) > left + 300
    assert [y for _, y in found[:2]] == [y for _, y in found[2:4]], "rows have one baseline"
    monkeypatch.setattr("gradanim.actors.layout._columns", lambda *_: None)
    plain = made(make_scene, beats)[1]
    assert len({x for x, _ in lines(texts(timeline, plain))}) == 1
    assert stage.layout.plane is not None and plain.layout.plane is not None
    assert stage.layout.plane.height > plain.layout.plane.height + 50


def test_what_is_only_written_is_parted_in_halves(make_scene: MakeScene) -> None:
    timeline, stage = made(make_scene, f'- show: contours\n{PLACE}{WRITE}\n- write: "$∂f/∂x$, a fraction"')
    found = lines(texts(timeline, stage))
    assert [y for _, y in found[:2]] == [y for _, y in found[2:]], "also beside a fraction"
    assert found[0][0] == found[1][0] < found[2][0] == found[3][0]


def test_nothing_moves_while_more_is_written(make_scene: MakeScene) -> None:
    timeline, stage = made(make_scene, f'{PLACE}{READ}\n{WRITE}\n- write: "one more"')
    before = lines(texts(timeline, stage, 0.0))
    for u in np.linspace(0.05, 1.0, 12):
        assert set(before) <= set(lines(texts(timeline, stage, float(u))))


@pytest.mark.parametrize(
    ("beats", "shape"),
    [
        (f"{READ}\n{WRITE}", "16:9"),
        (f"{READ}\n{WRITE}", "9:16"),
        (f"{READ}\n{WRITE}", "4:3"),
        # Few lines, a long one, one of unknown length, and a chart beside them.
        (READ, "1:1"),
        (f'{READ}\n{WRITE}\n- write: "This line is too long for a half of the frame."', "1:1"),
        (f'{READ}\n{WRITE}\n- write: "$f =$ {{=f}}"', "1:1"),
        (f"{READ}\n{WRITE}\n- show: slope_curve", "1:1"),
    ],
)
def test_elsewhere_there_is_one_column(make_scene: MakeScene, beats: str, shape: str) -> None:
    assert made(make_scene, f"{PLACE}{beats}", shape)[1].layout.columns is None


def test_the_longest_numbers_fit_their_column(make_scene: MakeScene) -> None:
    beats = f"{PLACE}{READ}\n{WRITE}\n- walk: {{line: [-1.9, -1.9]}}"
    timeline, stage = made(make_scene, beats)
    assert stage.layout.columns is not None and stage.layout.side is not None
    for u in np.linspace(0.0, 1.0, 9):
        letters = texts(timeline, stage, float(u))
        (left, right) = sorted({x for x, _ in lines(letters)})
        ends = [it.x + width(it.markup) * it.size for it in letters if it.x < right - 1.0]
        assert left < max(ends) < right
        assert max(it.size for it in letters) == pytest.approx(stage.layout.sizes.text * stage.unit)


READ_THREE = READ.replace('"f = {f}"', '"f = {f}", "x = {x}"')


def rows(found: list[tuple[float, float]]) -> list[int]:
    """How many lines each column has."""
    starts = sorted({x for x, _ in found})
    return [sum(x == start for x, _ in found) for start in starts]


@pytest.mark.parametrize(
    ("beats", "wanted"),
    [
        (f'{READ_THREE}\n- write: "$f_x =$ {{f_x}}"', [2, 2]),
        (f'{READ.replace("∇f = {gradient}", "x = {x}")}\n{WRITE}\n- write: "four"\n- write: "five"', [4, 3]),
        # A line that is read later on would push aside what is written below it.
        (f'{READ}\n- write: "$f_x =$ {{f_x}}"\n{READ_THREE}', [3, 1]),
    ],
)
def test_the_longer_column_goes_on_in_the_other_one_where_nothing_moves_aside(
    make_scene: MakeScene, beats: str, wanted: list[int]
) -> None:
    timeline, stage = made(make_scene, f"{PLACE}{beats}")
    assert rows(lines(texts(timeline, stage))) == wanted


def test_only_lines_with_numbers_have_room_for_signs(make_scene: MakeScene) -> None:
    def width_of(said: str) -> float:
        short = '- write: "a"\n- write: "b"\n'
        columns = made(make_scene, f'{PLACE}{short}- write: "{said}"')[1].layout.columns
        assert columns is not None
        return columns.width

    alone = width_of("some words")
    assert alone == pytest.approx(width(prose("some words")), abs=0.1)
    assert width_of("some words {f_x}") > alone + width(prose("0")) + 0.8


def test_texts_of_a_wide_frame_stand_below_a_picture_that_is_larger_so(make_scene: MakeScene) -> None:
    head = HEAD.replace("y: [-2, 2]", "y: [-1, 1]")
    beats = f"{PLACE}{READ}\n{WRITE}"
    _, timeline, stage = staged(make_scene(beats, head), "4:3")
    layout = stage.layout
    assert layout.plane is not None and layout.side is not None and layout.columns is not None
    assert layout.side.y >= layout.plane.bottom and layout.plane.width == layout.safe.width
    found = {letter.y for letter in texts(timeline, stage)}
    assert len(found) == 3, "five lines in three rows"
    # The map of a square domain is as high as the frame: there is room beside it.
    for shape, other in (("4:3", HEAD), ("16:9", HEAD), ("16:9", head)):
        beside = staged(make_scene(beats, other), shape)[2].layout
        assert beside.plane is not None and beside.side is not None
        assert beside.side.x >= beside.plane.right and beside.columns is None


def test_texts_that_leave_before_the_chart_stand_in_columns_until_then(make_scene: MakeScene) -> None:
    four = '- write: ["$f_x =$ {f_x}", "$f_y =$ {f_y}", "$f =$ {f}", "one more"]\n'
    chart = '- write: "$f =$ {f}, again"\n- together: [{dial: {from: 0, to: 0}}, {show: slope_curve}]'
    timeline, stage = made(make_scene, f"- show: contours\n{PLACE}{four}- clear: text\n{chart}")
    assert stage.layout.leaving is not None and stage.layout.columns is None
    painter = Painter(stage, Texts(stage, lambda name: name), lambda _: None)
    seen = [
        [it for it in painter.picture(motion(1.0)).letters if it.role == "text"]
        for motion in timeline.motions
    ]
    written, _, _, last = seen[2:]
    assert len({it.y for it in written}) == 2 and len({x for x, _ in lines(written)}) == 2
    assert len({x for x, _ in lines(last)}) == 1
    kept = made(make_scene, f"- show: contours\n{PLACE}{four}{chart}")[1].layout
    assert kept.leaving is None
    assert kept.bare.plane is not None and stage.layout.bare.plane is not None
    assert stage.layout.bare.plane.height > kept.bare.plane.height + 50
    # Beside the chart both have the same room.
    assert stage.layout.side is not None and kept.side is not None
    assert stage.layout.text_height < stage.layout.side.height == kept.side.height
