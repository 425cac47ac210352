"""A frame in words, from its state and its geometry: the alternative text of a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gradanim.actors.arrow_size import own_scale
from gradanim.actors.context import Context
from gradanim.actors.level_curve import drawn_level
from gradanim.actors.measure import Measures
from gradanim.actors.state import SceneState
from gradanim.beats.captions import caption_text, plain_text
from gradanim.calculus import format_quantity
from gradanim.plan.clock import span_at
from gradanim.plan.scene_plan import ScenePlan
from gradanim.render.film import Film, make_film
from gradanim.render.formulas import Formulas
from gradanim.review.cast import joined, opening, others, shown
from gradanim.review.compass import heading, whole, wind
from gradanim.spec.availability import POINT_ACTORS

Array = NDArray[np.float64]
# Less than this is a rounding error.
ZERO = 1e-9


def describe(film: Film, number: int) -> str:
    """One paragraph that says what a frame shows; the same frame always gives the same words.

    Args:
        film: a planned scene.
        number: the frame, from 0.
    """
    state, stage = film.state(number), film.painter.stage
    measures = stage.measures(state)
    told = [_what(stage.context, state), _camera(stage.context, state), *_rest(state)]
    written = stage.context.spec.field
    if state.point is not None and stage.context.field is not None and written is not None:
        if any(shown(state, name) for name in POINT_ACTORS):
            told += _point(stage.context, state, measures)
        told += _arrows(state, measures, (written.name, stage.arrow_scale))
    told += _runs(stage.context, state)
    told += _texts(film, number, measures)
    return " ".join(sentence for sentence in told if sentence)


def describe_frame(plan: ScenePlan, number: int, burn: bool = False) -> str:
    """The same for a frame of a plan.

    Raises:
        ProblemError: the scene cannot be played.
    """
    return describe(make_film(plan, burn), number)


def number_of(value: float) -> str:
    """A number to three significant digits, as short as it can be said."""
    if not math.isfinite(value):
        return format_quantity(value)
    if abs(value) < ZERO:
        return "0"
    text = format_quantity(value, ".3g")
    return text.rstrip("0").rstrip(".") if "." in text and "×" not in text else text


def vector_of(vector: Array) -> str:
    """A vector, its components as ``number_of`` says them."""
    return "(" + ", ".join(number_of(float(part)) for part in vector) + ")"


def _what(context: Context, state: SceneState) -> str:
    spec = context.spec
    if spec.field is None:
        return "A board."
    field = spec.field
    names = ", ".join(field.variables)
    ranges = [
        f"{name} from {number_of(low)} to {number_of(high)}"
        for name, (low, high) in zip(field.variables, field.domain, strict=True)
    ]
    values = [f"{name} = {number_of(value)}" for name, value in state.params.items()]
    given = f", with {joined(values)}" if values else ""
    return f"{opening(spec, state)} of {field.name}({names}) = {field.f} for {joined(ranges)}{given}."


def _camera(context: Context, state: SceneState) -> str:
    """What the camera sees: from where in 3D, and how much of the stage."""
    kind, pose = context.spec.stage.kind, state.pose
    if kind == "board" or context.field is None:
        return ""
    zoomed = ""
    if pose.zoom > 1.005:
        place = f"around {vector_of(np.asarray(pose.centre))}" if pose.centre else "around the middle"
        zoomed = f"magnified {number_of(pose.zoom)} times {place}"
    if kind in ("plane", "line"):
        return f"The view is {zoomed}." if zoomed else ""
    height = f"{whole(abs(pose.elevation))} {'above' if pose.elevation >= 0 else 'below'} the horizontal"
    side = f"The camera looks from the {wind(pose.azimuth)}, {height}"
    return f"{side}, {zoomed}." if zoomed else f"{side}."


def _rest(state: SceneState) -> Iterator[str]:
    names = others(state)
    if names:
        yield f"Also shown: {joined(names)}."


def _point(context: Context, state: SceneState, measures: Measures) -> Iterator[str]:
    name = context.spec.field.name if context.spec.field else "f"
    at = np.asarray(state.point)
    place = f"{measures.variables[0]} = {number_of(float(at[0]))}" if len(at) == 1 else vector_of(at)
    if math.isfinite(measures.value):
        yield f"The point is at {place}, where {name} is {number_of(measures.value)}."
    else:
        yield f"The point is at {place}, where {name} has no value."
    gradient = measures.gradient
    if not np.all(np.isfinite(gradient)):
        yield "There is no gradient there."
    elif float(np.linalg.norm(gradient)) < ZERO:
        yield "The gradient there is zero: it points nowhere."
    else:
        length = number_of(float(np.linalg.norm(gradient)))
        value = number_of(float(gradient[0])) if len(gradient) == 1 else vector_of(gradient)
        way = heading(tuple(map(float, gradient)), measures.variables)
        yield f"The gradient there is {value}: it points {way}, and its length is {length}."


def _arrows(state: SceneState, measures: Measures, scene: tuple[str, float]) -> Iterator[str]:
    """The arrows at the point, and what else stands on it; ``scene`` has the function's name and the arrows' scale."""
    gradient, (name, usual) = measures.gradient, scene
    drawn = {"gradient": f"∇{name}", "negative_gradient": f"−∇{name}"}
    if not np.all(np.isfinite(gradient)):
        return
    for actor, symbol in drawn.items():
        if not shown(state, actor) or float(np.linalg.norm(gradient)) < ZERO:
            continue
        presence = state.actors[actor]
        turned = presence.flipped if actor == "gradient" else 1.0 - presence.flipped
        own = own_scale(presence.options)
        scale = usual if own is None else own
        length = "true to scale" if scale == 1.0 else f"drawn at {number_of(scale)} times its length"
        said = {0.0: "the gradient", 1.0: "the negative gradient, the other way"}.get(turned)
        yield f"An arrow shows {said or f'{symbol} on its way to the opposite direction'}, {length}."
    if shown(state, "partials"):
        parts = [f"f_{n} = {number_of(float(p))}" for n, p in zip(measures.variables, gradient, strict=True)]
        yield f"Arrows along the axes show the partial derivatives {joined(parts)}."
    if shown(state, "direction") and state.angle is not None:
        slope = number_of(float(gradient @ measures.direction))
        yield f"The unit direction u points {wind(state.angle)}, {whole(state.angle)}; the slope along it is {slope}."
    level = drawn_level(measures) if shown(state, "level_curve") else None
    if level is not None:
        kind = "surface" if len(gradient) == 3 else "curve"
        yield f"The level {kind} of the value {number_of(level)} is drawn."


def _runs(context: Context, state: SceneState) -> Iterator[str]:
    """Runs of descent, as far as they have come inside the domain."""
    if not shown(state, "trajectory"):
        return
    for progress in state.runs:
        values, points = progress.run.values, progress.run.points
        steps = progress.whole
        while steps > 0 and not (np.isfinite(values[steps]) and context.inside(points[steps], 0.001)):
            steps -= 1
        leaves = steps < progress.whole or progress.leaving > 0.0
        diverges = "it diverges and leaves" if progress.run.stop_reason == "diverged" else "it leaves"
        left = f"; then {diverges} the domain" if leaves else ""
        if steps == 0:
            continue
        named = f" ({progress.run.label.replace('$', '')})" if progress.run.label else ""
        ends = f"from {vector_of(points[0])} to {vector_of(points[steps])}"
        change = f"the value goes from {number_of(float(values[0]))} to {number_of(float(values[steps]))}"
        yield f"A path of {steps} step{'s' if steps > 1 else ''} of descent{named} leads {ends}; {change}{left}."


def _texts(film: Film, number: int, measures: Measures) -> Iterator[str]:
    """What is written: the title, what stands beside the picture, and the caption where it is drawn."""
    spec, state = film.plan.spec, film.state(number)
    formulas = Formulas(spec).text
    yield f"Title: “{caption_text(spec.title, measures, formulas)}”."
    readout = state.actors.get("readout")
    lines = list(readout.options.lines) if readout and shown(state, "readout") else []
    said = [caption_text(line, measures, formulas) for line in lines]
    said += [
        plain_text(line.template, measures, formulas)
        for line in state.lines
        if line.written * line.opacity >= 0.5
    ]
    if said:
        yield "Texts: " + "; ".join(f"“{text}”" for text in said) + "."
    caption = film.captions[span_at(film.plan.clock, number).index] if film.burn else None
    if caption:
        yield f"Caption: “{caption}”."
