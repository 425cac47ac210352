"""Whatever a spec says it is drawn, without a warning of the libraries below, or it is told what is wrong with it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from made_up_specs import Maker, Spec, text_of
from render_helpers import film_of

from gradanim import calculus
from gradanim.plan.clock import total_frames
from gradanim.problems import ProblemError
from gradanim.render.film import Film

SHAPES = ("16:9", "1:1", "9:16", "4:3")
# What once ended in an exception or in a warning, that nobody had thought of: stage, field, and beats.
ONCE = """
line; '7', x: [0, 5]; place: [4]; show: gradient
surface; exp(-x^2-y^2), x: [-2, 2], y: [-30, 30]; place: [1, 26.7]; show: gradient
surface; 0*a*x, x: [0, 1], y: [0, 1]; show: [surface, floor]; vary: {a: 2}
plane; 5*10^47, x: [0, 1], y: [0, 1]; place: [0.5, 0.5]; show: loss_curve; descend: {steps: 3, step_size: 1}
surface; 2*exp(-x^2 - y^2), x: [0, 1000], y: [-2.5, 2.5]; place: [1, 0.1]; show: [axes, uphill_tangent, normal]
surface; 1e160*x*y, x: [-2, 2], y: [-2, 2]; place: [1, 0.5]; show: [surface, gradient, uphill_tangent, normal]
plane; exp(30*x), x: [-2.5, 2.5], y: [-2, 2]; place: [-2, 1]; show: [gradient, slope_curve]; walk: {line: [2.4, 1]}
plane; x^100, x: [-2.5, 1.0e15], y: [-2, 2]; show: contours; place: [0.5, 1]
surface; (y - x^2)^2, x: [5.0e6, 1.1e7], y: [0, 2.0e6]; show: surface; place: [6.0e6, 100]; show: normal
line; 1/(x + pi), x: [0, 4000]; place: [3000]; walk: {steepest: up}; walk: {steepest: down}
split; exp(2*y), x: [10000, 60000], y: [-100, 500]; show: [axes, surface, contours]
split; exp(-x^2-y^2), x: [-100, 0], y: [-100, 400]; place: [-9, 99]; show: {normal: {unit: true}}
plane; tanh(x)*y + pi, x: [-20000, 40000], y: [100, 300]; show: contours
"""


@pytest.mark.parametrize("case", ONCE.strip().splitlines())
def test_what_nobody_had_thought_of_is_drawn(tmp_path, text_folder, case):
    stage, field, *beats = case.split("; ")
    lines = [f"title: T\nstage: {stage}\nparams: {{a: 1}}\nfield: {{f: {field}}}\nbeats:", *beats]
    with closing(film_of(tmp_path, "\n  - ".join(lines))) as film:
        assert drawn(film, random.Random(0))


def test_of_a_field_that_changes_faster_than_any_grid_no_curve_is_traced_again(
    tmp_path, text_folder, monkeypatch
):
    traced = []
    whole = calculus.level_curves
    monkeypatch.setattr(
        calculus,
        "level_curves",
        lambda field, levels, *box, **how: traced.append(levels) or whole(field, levels, *box, **how),
    )
    field = "field: {f: sin(x)*cos(y), x: [0, 40000], y: [0, 10000]}"
    film = film_of(tmp_path, f"title: T\nstage: plane\n{field}\nbeats:\n  - show: contours\n")
    curves = film.painter.stage.curves(film.painter.stage.levels[0], ())
    # Thousands of loops of a few cells, each of which had a grid of its own: now one for each level.
    assert len(curves) > 1000 and drawn(film, random.Random(0))
    assert 0 < len(traced) <= len(film.painter.stage.levels)
    film.close()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 14))])
def test_what_is_made_up_is_drawn_or_told(tmp_path, text_folder, seed):
    maker, count, films = Maker(seed), 0, 0
    for _ in range(20 if seed == 1 else 60):
        for film in tried(tmp_path, maker):
            with closing(film):
                count += drawn(film, maker.any)
                films += 1
    assert films >= 10 and count >= 3 * films


def tried(folder: Path, maker: Maker) -> Iterator[Film]:
    """The film of the next spec, without the beats that are told to be wrong; none where the field is."""
    spec, shape = maker.spec(), maker.any.choice(SHAPES)
    while spec["beats"]:
        try:
            yield film_of(folder, text_of(spec), shape=shape)
        except ProblemError as error:
            spec = without(spec, {problem.line for problem in error.problems})
        else:
            return


def without(spec: Spec, lines: set[int | None]) -> Spec:
    """A spec without the beats of some lines; without any beat where another line is at fault."""
    kept = [beat for number, beat in enumerate(spec["beats"], 2) if number not in lines]
    return {**spec, "beats": kept if len(kept) < len(spec["beats"]) else []}


def drawn(film: Film, some: random.Random) -> int:
    """Draws some frames; how many."""
    last = total_frames(film.plan.clock) - 1
    frames = [some.randrange(last + 1), some.randrange(last + 1), last]
    for number in frames:
        pixels = film.frame(number)
        assert pixels.dtype == np.uint8 and pixels[..., 3].min() == 255
    return len(frames)
