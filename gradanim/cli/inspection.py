"""The answers of ``inspect`` as data, and as a page that a lecturer likes to read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradanim.calculus import (
    ScalarField,
    find_critical_points,
    format_quantity,
    steepest_ascent,
    steepest_descent,
    unit,
)
from gradanim.problems import Problem, ProblemError

# Up to this many significant digits on the page; the JSON has them all.
DIGITS = ".6g"


@dataclass(frozen=True)
class Question:
    """What is asked beside the derivatives: a point, a step and a direction from it, a box for critical points."""

    at: tuple[float, ...] | None = None
    step: tuple[float, ...] | None = None
    direction: tuple[float, ...] | None = None
    box: tuple[tuple[float, float], ...] | None = None


def inspect_formula(
    formula: str, variables: tuple[str, ...], params: Mapping[str, float], question: Question
) -> dict[str, Any]:
    """All answers, in the order in which they are printed.

    Raises:
        ProblemError: the formula is wrong, or a point, step or direction does not fit it.
    """
    field = ScalarField.parse(formula, variables, params)
    result: dict[str, Any] = {
        "f": field.source_value,
        "variables": list(field.variables),
        "gradient": list(field.source_gradient),
        "hessian": [list(row) for row in field.source_hessian],
    }
    _fits(question, field)
    if question.at is not None:
        result |= _at_point(field, np.asarray(question.at), question)
    if question.box is not None:
        found = find_critical_points(field, np.asarray(question.box))
        result["critical_points"] = [{"at": _list(point.at), "kind": point.kind.value} for point in found]
    return result


def _fits(question: Question, field: ScalarField) -> None:
    problems = []
    for name in ("at", "step", "direction"):
        given = getattr(question, name)
        if given is not None and len(given) != field.n:
            details = {"option": f"--{name}", "found": len(given), "expected": field.n}
            problems.append(Problem("film_inspect_size", details))
        if given is not None and name != "at" and question.at is None:
            problems.append(Problem("film_inspect_at", {"option": f"--{name}"}))
    if problems:
        raise ProblemError(problems)


def _at_point(field: ScalarField, at: Any, question: Question) -> dict[str, Any]:
    gradient = field.gradient(at)
    made: dict[str, Any] = {
        "at": _list(at),
        "value": _number(field.value(at)),
        "gradient_at": _list(gradient),
        # Not numpy's norm, whose squares overflow where the length itself does not.
        "norm": _number(math.hypot(*map(float, gradient))),
        "steepest_ascent": _list(steepest_ascent(field, at)),
        "steepest_descent": _list(steepest_descent(field, at)),
    }
    if question.direction is not None:
        u = unit(question.direction)
        made |= {"direction": _list(u), "directional_derivative": _number(gradient @ u)}
    if question.step is not None:
        h = np.asarray(question.step)
        made |= {
            "step": _list(h),
            "predicted_change": _number(gradient @ h),
            "actual_change": _number(field.value(at + h) - field.value(at)),
        }
    return made


def _number(value: Any) -> float | None:
    """A number, never -0.0, or None where it is undefined: JSON has no nan."""
    number = float(value) + 0.0
    return number if math.isfinite(number) else None


def _list(values: Any) -> list[float] | None:
    if values is None or not np.all(np.isfinite(values)):
        return None
    return [float(v) + 0.0 for v in np.asarray(values)]


def page(result: Mapping[str, Any]) -> str:
    """The answers as text."""
    names = ", ".join(result["variables"])
    lines = [f"f({names}) = {_typed(result['f'])}", "", "Gradient"]
    pairs = zip(result["variables"], result["gradient"], strict=True)
    lines += [f"  ∂f/∂{name} = {_typed(part)}" for name, part in pairs]
    lines += ["", "Hessian", *(f"  [ {', '.join(map(_typed, row))} ]" for row in result["hessian"])]
    if "at" in result:
        lines += ["", *_point_lines(result)]
    if "critical_points" in result:
        found = result["critical_points"]
        lines += ["", "Critical points" if found else "No critical point found in the box."]
        lines += [f"  {_vector(point['at'])}  {point['kind']}" for point in found]
    return "\n".join(lines)


def _point_lines(result: Mapping[str, Any]) -> list[str]:
    lines = [f"At {_vector(result['at'])}"]
    lines.append(f"  f                    {_scalar(result['value'])}")
    lines.append(f"  ∇f                   {_vector(result['gradient_at'])}")
    lines.append(f"  ‖∇f‖                 {_scalar(result['norm'])}")
    none = "none: the gradient vanishes" if result["norm"] is not None else "undefined"
    for label, key in (("steepest ascent ", "steepest_ascent"), ("steepest descent", "steepest_descent")):
        found = result[key]
        lines.append(f"  {label}     {_vector(found) if found is not None else none}")
    if "direction" in result:
        lines.append(f"  along u = {_vector(result['direction'])}")
        lines.append(f"    D_u f              {_scalar(result['directional_derivative'])}")
    if "step" in result:
        lines.append(f"  step h = {_vector(result['step'])}")
        lines.append(f"    predicted ∇f·h     {_scalar(result['predicted_change'])}")
        lines.append(f"    actual Δf          {_scalar(result['actual_change'])}")
    return lines


def _typed(source: str) -> str:
    return source.replace("**", "^")


def _scalar(value: float | None) -> str:
    return "undefined" if value is None else format_quantity(value, DIGITS)


def _vector(values: Sequence[float] | None) -> str:
    return "undefined" if values is None else format_quantity(values, DIGITS)
