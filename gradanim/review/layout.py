"""The layout check: every beat of a scene is laid out at several times in several formats and looked through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from gradanim.actors.layout import Rect
from gradanim.actors.letters import Box
from gradanim.actors.picture import Picture
from gradanim.actors.subject import shapes
from gradanim.beats.places import placed
from gradanim.plan.clock import Span, span_at
from gradanim.plan.scene_plan import plan_scene
from gradanim.problems import Problem
from gradanim.raster import render
from gradanim.render.film import Film, make_film
from gradanim.review.contrast import faint
from gradanim.review.geometry import Finding, covered, outside, overlaps, small, texts_of
from gradanim.spec import SceneSpec

# How far a beat's motion is when it is looked at: at its start, on its way, and at its end.
LOOKS = (0.0, 0.25, 0.5, 0.75, 1.0)
# Layouts are made in design pixels, so that the smallest frames show the same as the largest.
PROFILE = "draft"


def layout_problems(spec: SceneSpec, formats: Iterable[str], burn: bool = False) -> list[Problem]:
    """Everything that is wrong with the layout of a scene.

    Args:
        spec: a scene without other problems.
        formats: names of the formats to lay it out in.
        burn: whether captions are drawn into the picture.

    Raises:
        ProblemError: the scene cannot be played.
    """
    found: list[Problem] = []
    for name in formats:
        with closing(make_film(plan_scene(spec, PROFILE, name), burn)) as film:
            found += [_problem(film, fault) for fault in _faults(film)]
    return found


class _Fault(Struct, eq=False):
    """One thing that is wrong for a while.

    Attributes:
        finding: what it is, as it is seen first.
        number: the frame in which it is.
        beats: numbers of the beats in which it is seen.
    """

    finding: Finding
    number: int
    beats: set[int]


def _faults(film: Film) -> list[_Fault]:
    """What is wrong in a film, each thing once however many beats it stays for."""
    faults: list[_Fault] = []
    by_name: dict[tuple[str, ...], _Fault] = {}
    before, there = None, dict[tuple[str, str], _Fault]()
    for span in film.plan.clock:
        for number in _frames(span):
            state = film.state(number)
            if state != before:
                seen = findings(film, number)
                lasting, there = there, {}
                for finding in seen:
                    key, named = (finding.code, finding.key), _named(finding)
                    fault = lasting.get(key) or by_name.get(named)
                    if fault is None:
                        fault = _Fault(finding, number, set())
                        faults.append(fault)
                    by_name[named] = there[key] = fault
            before = state
            for fault in there.values():
                fault.beats.add(span.index)
    return faults


def _named(finding: Finding) -> tuple[str, ...]:
    """What a finding is about, whatever the numbers in its texts are at the time."""
    return finding.code, *(re.sub(r"[\d.−]+", "0", name) for name in (finding.one, finding.other))


def _frames(span: Span) -> list[int]:
    moving = [span.start + round(look * (span.motion - 1)) for look in LOOKS]
    return sorted({*moving, span.start + span.frames - 1})


def findings(film: Film, number: int) -> list[Finding]:
    """What is wrong in one frame of a film."""
    picture, stage = film.picture(number), film.painter.stage
    texts = texts_of(picture.letters)
    width, height = film.plan.size
    found = list(overlaps(texts, stage.unit))
    for kind, marks in picture.marks.get("views", {}).items():
        view = _box(picture.regions[kind], stage.unit)
        found += covered(texts, shapes(marks, stage.unit), view, stage.unit)
    found += outside(texts, Box(0.0, 0.0, width, height), _box(stage.layout.safe, stage.unit), stage.unit)
    found += small(texts, height)
    span = span_at(film.plan.clock, number)
    settled = number >= span.start + span.motion - 1
    found += faint(texts, _drawn(film, picture), stage.theme.colours["background"], settled)
    return found


def _drawn(film: Film, picture: Picture) -> NDArray[np.uint8]:
    """The picture without its texts."""
    ground = film.painter.stage.theme.colour("background")
    return render(picture.views, film.plan.size, ground, canvas=film.canvas, depth=False).rgba


def _box(rect: Rect, unit: float) -> Box:
    return Box(rect.x * unit, rect.y * unit, rect.right * unit, rect.bottom * unit)


def _problem(film: Film, fault: _Fault) -> Problem:
    plan, finding = film.plan, fault.finding
    shape = plan.format.name + (f" ({plan.spec.variant})" if plan.spec.variant else "")
    time = f"{float(fault.number / plan.fps):.2f} s"
    when = f"from {time} on, in {len(fault.beats)} beats," if len(fault.beats) > 1 else f"at {time}"
    details = {"when": when, "format": shape, "one": finding.one}
    if finding.other:
        details["other"] = finding.other
    span = span_at(plan.clock, fault.number)
    return placed(Problem(finding.code, {**details, **finding.details}), plan.spec, span.index)
