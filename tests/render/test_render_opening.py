"""Pictures have the whole room until something stands beside them, and glide to their places then."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from render_helpers import film_of, last_frame

from gradanim.actors.lettering import width

LATE = """
title: Late
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
stage: %s
beats:
  - show: [axes, contours]
  - place: [0.5, 0.2]
  - %s
  - clear: text
  - pause: 1
"""
CHART = "show: loss_curve"
TEXT = "write: [one, two, three]"
SHAPES = ["16:9", "1:1", "9:16", "4:3"]


def regions(film, beat):
    return film.picture(last_frame(film, beat)).regions


def middle(rects, unit=1.0):
    left, right = min(it.x for it in rects), max(it.right for it in rects)
    return (left + right) / 2


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("kind", "comes"), [("plane", TEXT), ("surface", CHART), ("split", CHART), ("split", TEXT)]
)
def test_pictures_alone_have_the_whole_room(text_folder, tmp_path, kind, comes, shape):
    film = film_of(tmp_path, LATE % (kind, comes), shape=shape)
    layout = film.painter.stage.layout
    before, after = regions(film, 1), regions(film, 2)
    kinds = [name for name in ("surface", "plane") if getattr(layout, name) is not None]
    for name in kinds:
        assert after[name] == getattr(layout, name) and before[name] == getattr(layout.alone, name)
        inside = layout.safe
        assert inside.x <= before[name].x and before[name].right <= inside.right + 1e-6
        assert before[name].bottom <= inside.bottom + 1e-6
    # In a square frame three words stand in the corner that two pictures leave free, and nothing has to move.
    stays = (kind, comes, shape) == ("split", TEXT, "1:1")
    assert any(before[name] != after[name] for name in kinds) != stays
    sizes = [[size_of(film, beat, name) for name in kinds] for beat in (1, 2)]
    # A row in a square frame is as wide as the frame before and after.
    larger = 0.99 if (kind, shape) == ("split", "1:1") else 1.05 if kind == "split" else 0.999
    assert np.prod(sizes[0]) > larger * np.prod(sizes[1])
    if kind != "split":
        assert middle([before[kind]]) == pytest.approx(layout.safe.x + layout.safe.width / 2, abs=1)
        assert high([before[kind]]) == pytest.approx(
            (layout.title.bottom + 10 + layout.safe.bottom) / 2, abs=1
        )


def size_of(film, beat, name):
    """How long a unit of the horizontal axis is drawn in a picture, in pixels."""
    view = next(iter(views_of(film, film.picture(last_frame(film, beat)), name)))
    ends = view.camera.project(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]), view.viewport)[0]
    return float(np.linalg.norm(ends[1] - ends[0]))


def high(rects):
    top, bottom = min(it.y for it in rects), max(it.bottom for it in rects)
    return (top + bottom) / 2


def test_they_glide_and_stay_when_the_texts_have_left(text_folder, tmp_path):
    film = film_of(tmp_path, LATE % ("plane", TEXT))
    span = film.plan.clock[2]
    rights = [film.picture(n).regions["plane"].right for n in range(span.start - 1, span.start + span.frames)]
    steps = [a - b for a, b in itertools.pairwise(rights)]
    assert all(step >= 0 for step in steps) and sum(steps) > 50
    assert max(steps) < 0.2 * sum(steps) and steps[0] < 0.05 * sum(steps)
    assert regions(film, 3) == regions(film, 4) == regions(film, 2)


def test_a_text_that_comes_first_of_all_finds_everything_in_its_place(text_folder, tmp_path):
    text = LATE.replace("beats:\n", "beats:\n  - write: {text: [a, b, c]}\n") % ("plane", CHART)
    film = film_of(tmp_path, text)
    assert all(film.state(n).opened == 1.0 for n in range(0, last_frame(film), 5))
    assert regions(film, 1)["plane"] == film.painter.stage.layout.plane


def test_the_graph_of_a_board_waits_in_the_middle_for_its_texts(text_folder, tmp_path):
    text = (
        "title: T\nfield: {f: x*y, x: [-1, 1], y: [-1, 1]}\nstage: board\nbeats:\n  - place: [0.5, 0.5]\n"
        "  - show: compute_graph\n  - write: [one, two, three]\n"
    )
    film = film_of(tmp_path, text)
    before, after = regions(film, 1)["panel"], regions(film, 2)["panel"]
    assert before.x > after.x == film.painter.stage.layout.panel.x


@pytest.mark.parametrize("shape", ["16:9", "1:1"])
def test_names_and_numbers_go_with_the_picture(text_folder, tmp_path, shape):
    film = film_of(tmp_path, LATE % ("plane", TEXT), shape=shape)
    span, room = film.plan.clock[2], film.painter.stage.layout.sizes.room * film.painter.stage.unit

    def gaps(number):
        """How far the name of the horizontal axis is from the lower right corner of the map, and how wide that is."""
        # Without what brings texts to whole pixels.
        picture = film.painter.picture(film.state(number))
        view = picture.views[0]
        corners = np.array([[-1.0, -1.0, 0.0], [1.0, -1.0, 0.0]])
        (left, _), (right, low) = view.camera.project(corners, view.viewport)[0]
        name = next(it for it in picture.letters if it.role == "label" and "x" in it.markup)
        return name.x - right, name.y - low, right - left

    seen = [gaps(span.start + k) for k in (-1, span.motion // 3, span.motion // 2, span.frames - 1)]
    for x, y, _ in seen:
        assert (x, y) == pytest.approx(seen[0][:2], abs=0.02 * room)
    assert len({round(wide) for _, _, wide in seen}) > 1 or shape == "16:9"


WORDS = ('#"one"', '#"two"', '#"three"')
CHART_LATER = LATE.replace("  - clear: text\n", "  - show: loss_curve\n")


def written(film, number):
    """Where the first letter at the side stands, in design pixels."""
    unit = film.painter.stage.unit
    letter = next(it for it in film.picture(number).letters if it.markup == '#"one"')
    return letter.x / unit, letter.y / unit


@pytest.mark.parametrize("shape", SHAPES)
def test_texts_have_the_room_of_a_chart_until_it_comes(text_folder, tmp_path, shape):
    film = film_of(tmp_path, CHART_LATER % ("plane", TEXT), shape=shape)
    layout = film.painter.stage.layout
    panel, side = layout.panel, layout.side
    before, after = (written(film, last_frame(film, beat)) for beat in (2, 3))
    across, down = before[0] - after[0], before[1] - after[1]
    grown = regions(film, 2)["plane"].height - regions(film, 3)["plane"].height
    assert regions(film, 3)["plane"] == layout.plane and regions(film, 3)["panel"] == panel
    if shape == "9:16":
        # Pictures have the room of the chart as well, and texts go below them.
        assert (across, down) == pytest.approx((0, layout.bare.side.y - side.y), abs=1)
        assert grown > 100 and down > 200
    elif shape == "1:1":
        unit = film.painter.stage.unit
        lines = [it for it in film.picture(last_frame(film, 2)).letters if it.markup in WORDS]
        ends = [it.x / unit + width(it.markup) * it.size / unit for it in lines]
        assert (before[0] + max(ends)) / 2 == pytest.approx((side.x + panel.right) / 2, abs=1)
        assert across > 200 and down > 50 and grown > 50
    else:
        assert (across, grown) == (0, 0) and down > 100
        unit = film.painter.stage.unit
        lines = [it.y / unit for it in film.picture(last_frame(film, 2)).letters if it.markup in WORDS]
        # As much room is above the three lines as below them, but for the height of their letters.
        assert len(lines) == 3
        assert min(lines) - side.y == pytest.approx(panel.bottom - max(lines), abs=60)


@pytest.mark.parametrize("shape", SHAPES)
def test_texts_glide_before_a_chart_comes_and_stay_when_it_has_left(text_folder, tmp_path, shape):
    text = (CHART_LATER + "  - hide: loss_curve\n") % ("plane", TEXT)
    film = film_of(tmp_path, text, shape=shape)
    span = film.plan.clock[3]
    places = [written(film, n) for n in range(span.start - 1, span.start + span.frames)]
    steps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in itertools.pairwise(places)]
    assert sum(steps) > 100 and max(steps) < 0.2 * sum(steps) and steps[0] < 0.05 * sum(steps)
    assert written(film, last_frame(film, 5)) == places[-1]
    # A chart that is half there finds them nearly gone.
    half = next(n for n in range(span.frames) if film.state(span.start + n).shown("loss_curve") > 0.5)
    assert sum(steps[: half + 1]) > 0.8 * sum(steps)


LEFT = """
title: Left
field: {f: x^2 + y^2, x: [-1, 1], y: [-1, 1]}
stage: %s
beats:
  - show: [axes, contours]
  - place: [0.5, 0.2]
  - show: component_bars
  - hide: [axes, contours, point]
    seconds: 2
  - show: {component_bars: {count: 5, seed: 1}}
  - show: [axes, contours]
    seconds: 2
"""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["plane", "split"])
def test_a_chart_takes_the_room_of_pictures_that_have_left_and_gives_it_back(
    text_folder, tmp_path, kind, shape
):
    film = film_of(tmp_path, LEFT % kind, shape=shape)
    layout = film.painter.stage.layout
    assert regions(film, 2)["panel"] == regions(film, 5)["panel"] == layout.panel
    wide = regions(film, 3)["panel"]
    assert wide == regions(film, 4)["panel"]
    for rect in (layout.panel, layout.plane, layout.surface):
        if rect is not None:
            assert wide.x <= rect.x and wide.y <= rect.y
            assert wide.right >= rect.right - 1e-6 and wide.bottom >= rect.bottom - 1e-6
    # It glides, and not while the pictures are still there.
    for beat in (3, 5):
        span = film.plan.clock[beat]
        seen = [film.picture(n) for n in range(span.start - 1, span.start + span.motion)]
        ends = [(rect.x, rect.y, rect.right, rect.bottom) for rect in (it.regions["panel"] for it in seen)]
        steps = [max(abs(b - a) for a, b in zip(*pair, strict=True)) for pair in itertools.pairwise(ends)]
        whole = max(abs(b - a) for a, b in zip(ends[0], ends[-1], strict=True))
        assert 0.0 < max(steps) < 0.4 * whole
        for picture in seen:
            if picture.regions["panel"] != layout.panel:
                assert not any(
                    letter.role == "label" and letter.tie and letter.tie.view == "plane"
                    for letter in picture.letters
                )
                assert len(items_of(film, picture, "plane")) == 0


def views_of(film, picture, kind):
    """The views of the region of a picture."""
    place = film.painter.stage.viewport(picture.regions.get(kind))
    return [view for view in picture.views if view.viewport == place]


def items_of(film, picture, kind):
    """What is drawn in the region of a picture."""
    return [item for view in views_of(film, picture, kind) for item in view.items]


def test_a_chart_that_comes_before_any_picture_stays_in_its_place(text_folder, tmp_path):
    text = LEFT.split("beats:")[0] + "beats:\n  - show: loss_curve\n  - pause: 1\n  - show: axes\n"
    film = film_of(tmp_path, text % "plane")
    assert film.painter.stage.layout.panel == regions(film, 1)["panel"]


RACE = "race: {start: [-0.9, 0.7], steps: 6, runs: [{step_size: 0.02}, {step_size: 0.3}]}"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["plane", "split"])
def test_the_legend_of_a_race_has_the_room_of_the_chart_that_comes_after_it(
    text_folder, tmp_path, kind, shape
):
    film = film_of(tmp_path, LATE.replace("clear: text", "show: loss_curve") % (kind, RACE), shape=shape)
    layout, unit = film.painter.stage.layout, film.painter.stage.unit
    legend = [it for it in film.picture(last_frame(film, 2)).letters if it.role == "legend"]
    assert legend and layout.panel is not None
    # They stand on whole pixels.
    assert all(layout.panel.x - 1 / unit < it.x / unit < layout.panel.right for it in legend)
    assert all(layout.panel.y - 1 / unit < it.y / unit < layout.panel.bottom for it in legend)
    assert regions(film, 2)["plane"] == regions(film, 3)["plane"] == layout.plane
