"""Fog, streamlines, crosses and legends: what they hide, follow, cross out and name."""

from __future__ import annotations

import numpy as np
import pytest
from volume_stage import MakeScene, staged

from gradanim.actors.fog import CLEAR, GONE
from gradanim.actors.fog_edge import beyond
from gradanim.actors.picture import Painter, Picture
from gradanim.actors.streamlines import heads
from gradanim.actors.texts import Texts
from gradanim.raster import Arrow, Mesh, Polyline, Surface

HEAD = "title: T\nfield: {{f: x^2/2 + y^2, x: [-2, 2], y: [-2, 2]}}\nstage: {stage}\n"


def pictured(make_scene: MakeScene, beats: str, stage: str = "surface", u: float = 1.0) -> Picture:
    _, timeline, made = staged(make_scene(beats, HEAD.format(stage=stage)))
    painter = Painter(made, Texts(made, lambda name: name), lambda _: None)
    return painter.picture(timeline.motions[-1](u))


def items(picture: Picture, kind: type) -> list:
    return [item for view in picture.views for item in view.items if isinstance(item, kind)]


FOG = "- show: [surface, floor]\n- place: [0.4, -0.2]\n- show: {fog: {radius: 0.5}}"


def test_fog_leaves_the_landscape_around_the_point_alone(make_scene: MakeScene) -> None:
    picture = pictured(make_scene, FOG)
    (surface,) = items(picture, Surface)
    x, y = np.meshgrid(surface.x * 1.0, surface.y * 1.0)
    distance = np.hypot(x - 0.4 * 0.5, y + 0.2 * 0.5) / 0.5
    there = surface.reveal_order <= surface.reveal
    assert np.array_equal(there, distance <= CLEAR * 0.5 + 1e-12)
    edge = next(mesh for mesh in items(picture, Mesh) if mesh.normals is not None)
    used = np.unique(edge.triangles)
    seen = edge.color[used, 3]
    far = np.hypot(*(edge.vertices[used, :2] / 0.5 - [0.4, -0.2]).T)
    assert np.all(seen[far >= GONE * 0.5] == 0) and np.all(seen[far <= CLEAR * 0.5] == 1)
    assert (
        np.all(np.diff(seen[np.argsort(far)]) <= 1e-12)
        and 0.4 < np.median(seen[(far > 0.4) & (far < 0.6)]) < 0.6
    )


def test_the_edge_in_fog_begins_where_the_landscape_ends_and_takes_its_lines_along(
    make_scene: MakeScene,
) -> None:
    picture = pictured(make_scene, FOG)
    edge = next(mesh for mesh in items(picture, Mesh) if mesh.normals is not None)

    def far(world: np.ndarray) -> np.ndarray:
        return np.hypot(*(world[:, :2] / 0.5 - [0.4, -0.2]).T)

    # Two drawings of one place would be told apart by rounding alone, pixel by pixel.
    begins = far(edge.vertices[np.unique(edge.triangles)]).min()
    assert 0.92 * CLEAR * 0.5 < begins <= CLEAR * 0.5
    lines = [line for line in items(picture, Polyline) if line.colors is not None]
    dark = [line for line in lines if line.colors[0, :3].max() < 0.5]
    light = [line for line in lines if line.colors[0, :3].min() == 1.0]
    # Half a unit apart, as far as 0.675 from the point.
    assert len(dark) == 3 + 2 and len(light) >= 1
    for line in lines:
        there = np.isfinite(line.points).all(axis=1)
        away = far(line.points[there])
        assert begins - 0.01 <= away.min() and away.max() < GONE * 0.5
        assert np.all(np.diff(line.colors[there, 3][np.argsort(away)]) <= 1e-12)
    # They begin just there, however far apart their points are.
    starts = [np.nanmin(far(line.points)) for line in dark]
    assert sum(start == pytest.approx(begins, abs=0.01) for start in starts) == 3


def test_a_triangle_is_cut_where_its_distance_is_the_least_one() -> None:
    distance = np.array([0.0, 2.0, 4.0, 4.0, 0.5])
    triangles = np.array([[1, 2, 3], [0, 1, 2], [4, 2, 0]])
    made, pairs, shares = beyond(triangles, distance, 1.0)
    between = distance[pairs[:, 0]] + shares * (distance[pairs[:, 1]] - distance[pairs[:, 0]])
    assert len(made) == 1 + 2 + 1 and np.allclose(between, 1.0)
    assert np.concatenate([distance, between])[made].min() == pytest.approx(1.0)
    corners = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 4.0], [9.0, 9.0], [0.5, 0.0]])
    cuts = corners[pairs[:, 0]] + shares[:, None] * (corners[pairs[:, 1]] - corners[pairs[:, 0]])
    sides = np.diff(np.concatenate([corners, cuts])[made], axis=1)
    areas = 0.5 * np.abs(sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0])
    # The second loses half of one side and a quarter of the other; of the third a corner is left.
    assert areas[1:].sum() == pytest.approx(4.0 * (1 - 1 / 2 * 1 / 4) + 1.0 * (3.0 / 3.5) * (3.0 / 4.0))


def test_the_sheet_covers_the_floor_and_opens_at_the_point(make_scene: MakeScene) -> None:
    for stage, view in (("surface", 0), ("plane", 0)):
        shown = FOG if stage == "surface" else FOG.replace("surface, floor", "contours")
        picture = pictured(make_scene, shown, stage)
        sheet = picture.views[view].items[-1] if stage == "surface" else items(picture, Mesh)[0]
        assert isinstance(sheet, Mesh) and picture.views[view].painted
        far = np.hypot(*(sheet.vertices[:, :2] / 0.5 - [0.4, -0.2]).T)
        assert np.all(sheet.color[far > GONE * 0.5, 3] == 1)
        assert np.all(sheet.color[far < CLEAR * 0.5, 3] == 0)
        assert sheet.vertices[:, :2].max(axis=0).min() >= 1.0


def test_fog_comes_from_beyond_the_domain(make_scene: MakeScene) -> None:
    clear = [
        pictured(make_scene, FOG, u=u).marks.get("fog", {"clear_to": 99})["clear_to"]
        for u in (0.02, 0.4, 1.0)
    ]
    assert clear[0] > 2.8 and clear == sorted(clear, reverse=True)
    assert clear[-1] == pytest.approx(CLEAR * 0.5)


def test_without_fog_the_landscape_is_whole(make_scene: MakeScene) -> None:
    (surface,) = items(pictured(make_scene, f"{FOG}\n- hide: fog"), Surface)
    assert surface.reveal == 1.0


@pytest.mark.parametrize(("options", "sign"), [("", -1.0), (": {uphill: true, separation: 0.15}", 1.0)])
def test_streamlines_and_their_heads_follow_the_field(
    make_scene: MakeScene, options: str, sign: float
) -> None:
    picture = pictured(make_scene, f"- show: {{streamlines{options or ': {}'}}}", "plane")
    lines, arrows = items(picture, Polyline), items(picture, Arrow)
    assert len(lines) > 8 and len(arrows) >= len(lines)
    for line in lines:
        middle = len(line.points) // 2
        at, step = line.points[middle, :2] / 0.5, np.diff(line.points, axis=0)[middle - 1, :2]
        gradient = at * [1.0, 2.0]
        assert sign * gradient @ step / np.linalg.norm(gradient) / np.linalg.norm(step) > 0.99
    for arrow in arrows:
        at = 0.5 * (np.array(arrow.tip) + np.array(arrow.tail))[:2] / 0.5
        step = (np.array(arrow.tip) - np.array(arrow.tail))[:2]
        gradient = at * [1.0, 2.0]
        assert sign * gradient @ step / np.linalg.norm(gradient) / np.linalg.norm(step) > 0.98


def test_heads_stand_on_the_part_of_a_line_that_is_there() -> None:
    line = np.column_stack([np.linspace(0, 2, 101), np.zeros(101)])
    domain = ((0.0, 4.0), (0.0, 4.0))
    whole, half = heads(line, line, 0.05, domain), heads(line, line[:51], 0.05, domain)
    assert len(whole) == 2 and len(half) == 1
    np.testing.assert_allclose([at for at, _, _ in whole], [(0.5, 0), (1.5, 0)], atol=1e-12)
    assert [grown for *_, grown in whole] == [1.0, 1.0]


def test_a_head_grows_while_its_line_goes_on() -> None:
    line = np.column_stack([np.linspace(0, 2, 101), np.zeros(101)])
    domain = ((0.0, 4.0), (0.0, 4.0))
    sizes = [heads(line, line[:count], 0.05, domain)[0][2] for count in range(27, 60)]
    assert sizes[0] < 0.03 and sizes[-1] == 1.0
    assert sizes == sorted(sizes) and np.diff(sizes).max() < 0.13


def test_on_the_landscape_streamlines_are_drawn_twice(make_scene: MakeScene) -> None:
    flat = pictured(make_scene, "- show: [surface, streamlines]")
    both = pictured(make_scene, "- show: [surface, {streamlines: {on_surface: true}}]")
    assert len(items(both, Polyline)) == 2 * len(items(flat, Polyline)) > 0
    assert max(line.points[:, 2].max() for line in items(flat, Polyline)) == 0
    assert max(line.points[:, 2].max() for line in items(both, Polyline)) > 0.3


def test_a_cross_lies_over_what_is_struck_askew_to_an_arrow(make_scene: MakeScene) -> None:
    beats = "- place: [1, -0.5]\n- show: gradient\n- strike: gradient"
    half, whole = (pictured(make_scene, beats, "plane", u) for u in (0.45, 1.0))
    assert len(half.views[-1].items) == 1 and len(whole.views[-1].items) == 2
    made = staged(make_scene(beats, HEAD.format(stage="plane")))[2]
    mark, rect, unit = whole.marks["gradient"], made.layout.plane, made.unit
    middle = np.mean([mark["tail_px"], mark["tip_px"]], axis=0) / unit
    along = np.subtract(mark["tip_px"], mark["tail_px"]) * [1, -1]
    for stroke in whole.views[-1].items:
        ends = stroke.points[[0, -1], :2]
        np.testing.assert_allclose(
            ends.mean(axis=0), [middle[0] - rect.x, rect.bottom - middle[1]], atol=1e-6
        )
        way = ends[1] - ends[0]
        cosine = abs(way @ along) / np.linalg.norm(way) / np.linalg.norm(along)
        assert 0.5 < cosine < 0.7


def test_everything_that_can_be_shown_can_be_struck(make_scene: MakeScene) -> None:
    beats = "- place: [1, -0.5]\n- show: [surface, floor, axes, tangent_plane, rosette, point]\n"
    picture = pictured(make_scene, beats + "- strike: [surface, floor, axes, tangent_plane, rosette, point]")
    crosses = picture.views[-1].items
    assert len(crosses) == 12
    spans = [np.ptp(stroke.points[:, :2], axis=0) for stroke in crosses]
    assert min(map(min, spans)) > 45 and max(map(max, spans)) < 500


RACE = """\
- show: [contours, loss_curve]
- race: {start: [1, 1], steps: 5, runs: [{step_size: 0.1}, {step_size: 1.3, label: wild}]}
"""


def test_the_legend_names_every_runner_and_who_failed(make_scene: MakeScene) -> None:
    begun, ended = (pictured(make_scene, RACE, "plane", u) for u in (0.05, 1.0))
    first = [letter.markup for letter in begun.letters if letter.role == "legend"]
    last = [letter.markup for letter in ended.letters if letter.role == "legend"]
    assert '#"wild"' in first and '#"diverged"' not in first and '#"diverged"' in last
    places = {letter.markup: (letter.x, letter.y) for letter in begun.letters if letter.role == "legend"}
    for letter in ended.letters:
        if letter.role == "legend" and letter.markup in places and letter.markup != '#"●"':
            assert (letter.x, letter.y) == places[letter.markup]
    chart = [letter.y for letter in ended.letters if letter.role == "label" and letter.markup == "$f$"]
    assert chart and min(chart) > max(letter.y for letter in ended.letters if letter.role == "legend")


def test_all_loss_curves_are_in_one_panel_and_a_runner_is_lost_at_the_border(make_scene: MakeScene) -> None:
    picture = pictured(make_scene, RACE, "plane")
    assert len(picture.marks["loss_curve"]["runs"]) == 2
    steady, wild = picture.marks["race"]["runs"]
    assert not steady["lost"] and wild["lost"] and wild["label"] == "wild"
    assert max(map(abs, wild["at"])) == pytest.approx(2.0)
    x, y = 1.0, 1.0
    for _ in range(5):
        x, y = x - 0.1 * x, y - 0.2 * y
    assert steady["at"] == pytest.approx([x, y])
    assert picture.marks["loss_curve"]["runs"][0] == pytest.approx([5, x * x / 2 + y * y])


def test_beside_a_picture_without_a_panel_the_legend_has_a_column(make_scene: MakeScene) -> None:
    picture = pictured(make_scene, RACE.replace(", loss_curve", ""), "plane")
    legend = [letter for letter in picture.letters if letter.role == "legend"]
    assert (
        legend
        and min(letter.x for letter in legend) > picture.views[0].viewport.x + picture.views[0].viewport.width
    )


@pytest.mark.parametrize("stage", ["line", "volume"])
def test_races_are_run_in_one_and_three_variables(make_scene: MakeScene, stage: str) -> None:
    names = "x" if stage == "line" else "xyz"
    box = ", ".join(f"{name}: [-2, 2]" for name in names)
    head = f"title: T\nfield: {{f: {' + '.join(f'{n}^2' for n in names)}, {box}}}\nstage: {stage}\n"
    start = ", ".join("1" for _ in names)
    beats = f"- race: {{start: [{start}], steps: 4, runs: [{{step_size: 0.1}}, {{step_size: 0.3}}]}}"
    _, timeline, made = staged(make_scene(beats, head))
    picture = Painter(made, Texts(made, lambda name: name), lambda _: None).picture(timeline.motions[-1](1.0))
    colours = {tuple(round(c, 4) for c in item.color[:3]) for item in items(picture, Polyline)}
    for k in range(2):
        assert tuple(round(c, 4) for c in made.theme.colours[f"race_{k}"]) in colours
