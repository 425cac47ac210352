"""Specs of a random kind: any function, any domain, any actors and verbs in any order, as nobody would write them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Spec = dict[str, Any]
NAMES = ("x", "y", "z")
# Domains lie anywhere, mostly near zero.
SIZES = (1.0, 1.0, 1.0, 1.0, 10.0, 1e3, 1e4, 0.1, 1e-3, 1e6)
KNOWN = (
    "x^2 + y^2", "x^2 - y^2", "sin(x)*cos(y)", "exp(-x^2 - y^2)", "100*(y - x^2)^2 + (1 - x)^2", "log(x^2 + y^2)",
    "x*y/(x^2 + y^2)", "abs(x) + abs(y)", "1/(1 + x^2 + y^2)", "sqrt(x)*y", "floor(x) + y", "x^100", "7", "1e300*x*y",
    "1e-300*x*y", "exp(30*x)*y",
)  # fmt: skip
RULES = ("gradient_descent", "adam", "newton", "momentum")
STAGES = {1: ("line",), 2: ("surface", "plane", "split"), 3: ("volume",)}
ACTORS: tuple[Any, ...] = (
    "axes", "surface", "floor", "contours", "gradient_field", "point", "gradient", "negative_gradient", "partials",
    "tangent_plane", "direction", "angle", "rosette", "slice", "level_curve", "tangent", "right_angle", "trajectory",
    "drops", "streamlines", "uphill_tangent", "normal", "fog", "loss_curve", "slope_curve", "change_bars",
    "component_bars", "compute_graph", {"readout": ["$∇f$ = {gradient}", "{norm}, {f}"]}, {"contours": {"levels": 7}},
    {"surface": {"color_by": "slope"}}, {"loss_curve": {"log": True}}, {"normal": {"unit": True}},
    {"uphill_tangent": {"unit": True}}, {"gradient": {"scale": 3}}, {"component_bars": {"count": 5, "seed": 1}},
)  # fmt: skip


class Maker:
    """Makes one spec after the other from a seed."""

    def __init__(self, seed: int) -> None:
        self.any = random.Random(seed)

    def spec(self) -> Spec:
        """A spec; many say something that cannot be."""
        count = self.any.choice((1, 2, 2, 2, 2, 3))
        names, size = NAMES[:count], self.any.choice(SIZES)
        known = self.any.random() < 0.4 and count == 2
        field: Spec = {
            "f": self.any.choice(KNOWN) if known else self._formula(self.any.choice((1, 2, 3)), names)
        }
        for name in names:
            unit = size if self.any.random() < 0.7 else self.any.choice(SIZES)
            low = self.any.choice((-3, -2, -1, 0, 1, 5)) * unit
            field[name] = [low, low + self.any.choice((1, 4, 5)) * unit]
        ranges = [field[name] for name in names]
        beats = [{"show": self.any.sample(ACTORS[:4], 2)}, {"place": self._point(ranges)}]
        beats += [self._beat(ranges, size) for _ in range(self.any.randint(1, 5))]
        return {"title": "Made up", "field": field, "stage": self.any.choice(STAGES[count]), "beats": beats}

    def _formula(self, depth: int, names: tuple[str, ...]) -> str:
        if depth == 0 or self.any.random() < 0.15:
            return self.any.choice((*names, *names, "2", "0.5", "10", "pi"))
        inner = self._formula(depth - 1, names)
        kind = self.any.random()
        if kind < 0.5:
            return f"({inner} {self.any.choice('+-**/')} {self._formula(depth - 1, names)})"
        if kind < 0.65:
            return f"({inner})^{self.any.choice(('2', '3', '(1/2)', '(-1)'))}"
        return f"{self.any.choice(('sin', 'cos', 'exp', 'log', 'sqrt', 'abs', 'tanh', 'atan'))}({inner})"

    def _point(self, ranges: list[list[float]]) -> list[float]:
        return [round(self.any.uniform(*each), 9) for each in ranges]

    def _beat(self, ranges: list[list[float]], size: float) -> Spec:
        choose, point = self.any.choice, self._point
        steps = [0.01, 0.1, 1.0]
        makers: tuple[Callable[[], Spec], ...] = (
            *[lambda: {"show": self.any.sample(ACTORS, self.any.randint(1, 3))}] * 6,
            lambda: {"hide": choose(("gradient", "axes", "point"))},
            lambda: {"walk": choose(("level_curve", "steepest", {"steepest": "up"}, {"line": point(ranges)}))},
            lambda: {"walk": {"circle": {"center": point(ranges), "radius": size}}},
            lambda: {"walk": {"spline": [point(ranges), point(ranges), point(ranges)]}},
            lambda: {"flip": choose(("gradient", "negative_gradient"))},
            lambda: {"dial": choose(({"to": "gradient"}, {"to": "level"}, {"turns": 1}, {"to": 200}))},
            lambda: {"slice": choose(("x", "y", "gradient", 30))},
            lambda: {"descend": {"rule": choose(RULES), "step_size": choose(steps), "steps": 12}},
            lambda: {"race": {"step_sizes": steps, "steps": 12}},
            lambda: {"flow": choose(({"grid": 4}, "up", "down"))},
            lambda: {"orbit": choose((-60, 45, 400))},
            lambda: {"zoom": choose((2, 0.5, 20, {"factor": 4, "to": point(ranges)}))},
            lambda: {"write": choose(("$∇f$ = {gradient}", "{f:.3f}, {norm}", {"text": "{point}", "at": "bottom"}))},
            lambda: {"approximate": {"step": [self.any.uniform(-0.5, 0.5) * size for _ in ranges]}},
            lambda: {"ask": {"question": "Which way?", "answer": "Along $∇f$."}},
            lambda: {choose(("highlight", "strike")): "gradient"},
            lambda: {"clear": choose(("text", "all"))},
        )  # fmt: skip
        return choose(makers)()


def text_of(spec: Spec) -> str:
    """The spec as a file has it: JSON is YAML; one beat to a line."""
    beats = ",\n".join(json.dumps(beat, ensure_ascii=False) for beat in spec["beats"])
    rest = json.dumps({key: value for key, value in spec.items() if key != "beats"}, ensure_ascii=False)
    return f'{rest[:-1]}, "beats": [\n{beats}]}}\n'
