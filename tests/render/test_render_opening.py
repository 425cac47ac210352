"""Pictures stand in the middle until something stands beside them, and glide to their places then."""

from __future__ import annotations

import itertools

import pytest
from render_helpers import film_of, last_frame

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
def test_pictures_alone_stand_in_the_middle_and_keep_their_size(text_folder, tmp_path, kind, comes, shape):
    film = film_of(tmp_path, LATE % (kind, comes), shape=shape)
    layout = film.painter.stage.layout
    before, after = regions(film, 1), regions(film, 2)
    kinds = [name for name in ("surface", "plane") if getattr(layout, name) is not None]
    for name in kinds:
        assert after[name] == getattr(layout, name)
        assert (before[name].width, before[name].height) == (after[name].width, after[name].height)
        inside = layout.safe
        assert inside.x <= before[name].x and before[name].right <= inside.right
        assert before[name].bottom <= inside.bottom
    assert any(before[name] != after[name] for name in kinds)
    if kind != "split":
        rect = before[kind]
        beside = next(it for it in (layout.side, layout.panel) if it is not None)
        if beside.x >= after[kind].right:
            assert middle([rect]) == pytest.approx(layout.safe.x + layout.safe.width / 2, abs=1)
        else:
            assert rect.y - after[kind].y == pytest.approx((beside.bottom - after[kind].bottom) / 2, abs=1)


def test_they_glide_and_stay_when_the_texts_have_left(text_folder, tmp_path):
    film = film_of(tmp_path, LATE % ("plane", TEXT))
    span = film.plan.clock[2]
    lefts = [film.picture(n).regions["plane"].x for n in range(span.start - 1, span.start + span.frames)]
    steps = [a - b for a, b in itertools.pairwise(lefts)]
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


def test_names_and_numbers_go_with_the_picture(text_folder, tmp_path):
    film = film_of(tmp_path, LATE % ("plane", TEXT))
    span = film.plan.clock[2]

    def gaps(number):
        """How far the labels of the axes are from the left side of the map."""
        picture, unit = film.picture(number), film.painter.stage.unit
        left = picture.regions["plane"].x * unit
        return [round(it.x - left, 6) for it in picture.letters if it.role == "label"]

    middle = gaps(span.start + span.motion // 3)
    assert middle and middle == gaps(span.start - 1) == gaps(span.start + span.frames - 1)


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
    moved = regions(film, 2)["plane"].y - regions(film, 3)["plane"].y
    assert regions(film, 3)["plane"] == layout.plane and regions(film, 3)["panel"] == panel
    if shape == "9:16":
        assert (across, down) == pytest.approx((0, moved), abs=1)
        assert moved == pytest.approx((panel.bottom - side.bottom) / 2, abs=1) and moved > 200
    elif shape == "1:1":
        assert (across, down, moved) == pytest.approx(((panel.right - side.right) / 2, 0, 0), abs=1)
        assert across > 200
    else:
        assert (across, moved) == (0, 0) and down > 100
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


def items_of(film, picture, kind):
    """What is drawn in the region of a picture."""
    rect = picture.regions.get(kind)
    place = film.painter.stage.viewport(rect)
    return [item for view in picture.views if view.viewport == place for item in view.items]


def test_a_chart_that_comes_before_any_picture_stays_in_its_place(text_folder, tmp_path):
    text = LEFT.split("beats:")[0] + "beats:\n  - show: loss_curve\n  - pause: 1\n  - show: axes\n"
    film = film_of(tmp_path, text % "plane")
    assert film.painter.stage.layout.panel == regions(film, 1)["panel"]
